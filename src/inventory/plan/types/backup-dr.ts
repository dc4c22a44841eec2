import type { PlanTable } from '../table.ts';

const HOST = '//backupdr.googleapis.com/projects/{project}/locations/{location}';

const BACKUP_PLAN: PlanTable = {
  resources: ['google_backup_dr_backup_plan'],
  type: 'backupdr.googleapis.com/BackupPlan',
  name: `${HOST}/backupPlans/{backup_plan_id}`,
  fields: { backup_vault: { refers: 'backupdr.googleapis.com/BackupVault' } },
  dropped: ['backup_plan_id', 'location'],
};

const BACKUP_VAULT: PlanTable = {
  resources: ['google_backup_dr_backup_vault'],
  type: 'backupdr.googleapis.com/BackupVault',
  name: `${HOST}/backupVaults/{backup_vault_id}`,
  dropped: [
    'allow_missing',
    'backup_vault_id',
    'force_delete',
    'force_update',
    'ignore_backup_plan_references',
    'ignore_inactive_datasources',
    'location',
  ],
};

const BACKUP_PLAN_ASSOCIATION: PlanTable = {
  resources: ['google_backup_dr_backup_plan_association'],
  type: 'backupdr.googleapis.com/BackupPlanAssociation',
  name: `${HOST}/backupPlanAssociations/{backup_plan_association_id}`,
  fields: {
    backup_plan: { refers: 'backupdr.googleapis.com/BackupPlan' },
    resource: { refers: 'sqladmin.googleapis.com/Instance' },
  },
  dropped: ['backup_plan_association_id', 'last_successful_backup_consistency_time', 'location'],
  creation: {
    state: {
      value: 'ACTIVE',
      source: 'Backup and DR API v1 reference, BackupPlanAssociation.State: what its creation ends in',
    },
  },
};

export const BACKUP_DR: readonly PlanTable[] = [BACKUP_PLAN, BACKUP_VAULT, BACKUP_PLAN_ASSOCIATION];
