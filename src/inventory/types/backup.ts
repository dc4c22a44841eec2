import type { TypeTable } from './table.ts';

export const BACKUP_PLAN: TypeTable = {
  types: ['backupdr.googleapis.com/BackupPlan'],
  lists: [
    'backupRules',
    'backupRules[*].standardSchedule?.daysOfWeek',
    'backupRules[*].standardSchedule?.daysOfMonth',
    'backupRules[*].standardSchedule?.months',
  ],
  absence: {
    'backupRules[*].backupRetentionDays': {
      value: 0,
      source: 'Backup and DR API v1 reference, BackupRule (proto3 int)',
    },
    'backupRules[*].standardSchedule?.backupWindow?.startHourOfDay': {
      value: 0,
      source: 'Backup and DR API v1 reference, BackupWindow: midnight where JSON leaves zero out',
    },
  },
};

export const BACKUP_PLAN_ASSOCIATION: TypeTable = {
  types: ['backupdr.googleapis.com/BackupPlanAssociation'],
  lists: ['rulesConfigInfo'],
};

export const BACKUP_VAULT: TypeTable = { types: ['backupdr.googleapis.com/BackupVault'] };
