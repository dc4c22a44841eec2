import { enhancedBackups, standardBackups } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Cloud SQL keeps its daily backups long enough',
  why: 'A week of backups is gone before a slow corruption is noticed.',
  severity: 'high',
  strategy: ['L204'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation', 'backupdr.googleapis.com/BackupPlan'],
  params: {
    days: { is: 'daily backups kept', value: 30, from: 'L204', schema: { type: 'integer', minimum: 1 } },
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    standard: (db) => standardBackups(db),
    enhanced: (db, world) => enhancedBackups(db, world, ({ data }) => data.backupRules),
  },
  want: {
    // Standard backups are counted, and one is taken each day.
    standard: { every: { 'backupRetentionSettings.retainedBackups': { atLeast: param('days') } } },
    enhanced: {
      every: {
        plans: {
          some: {
            'standardSchedule.recurrenceType': { enum: ['DAILY', 'HOURLY'] },
            backupRetentionDays: { atLeast: param('days') },
          },
        },
      },
    },
  },
  repair: { impact: 'none' },
});
