import { enhancedBackups, standardBackups } from '#facts';
import { definePolicy, integer, param } from '#policy';

const daily = { enum: ['DAILY', 'HOURLY'] };
const kept = { atLeast: param('days') };

export default definePolicy({
  title: 'Cloud SQL keeps its daily backups long enough',
  why: 'A week of backups is gone before a slow corruption is noticed.',
  severity: 'high',
  strategy: ['L204'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation', 'backupdr.googleapis.com/BackupPlan'],
  params: { days: integer('backups kept, one for each day', 30, 'L204', { minimum: 1, maximum: 365 }) },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    standard: (db) => standardBackups(db),
    enhanced: (db, world) => enhancedBackups(db, world, ({ data }) => data.backupRules),
  },
  want: {
    'standard[*].backupRetentionSettings.retainedBackups': kept,
    'enhanced[*].plans': { some: { 'standardSchedule.recurrenceType': daily, backupRetentionDays: kept } },
  },
  repair: { impact: 'none' },
});
