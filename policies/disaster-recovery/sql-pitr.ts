import { enhancedBackups, isMysql, standardBackups } from '#facts';
import { cite, definePolicy, integer, param } from '#policy';

const kept = { transactionLogRetentionDays: { atLeast: param('days') } };

export default definePolicy({
  title: 'Cloud SQL can be restored to any point in the recovery window',
  why: 'A bad write at noon costs everything since the backup of the night.',
  severity: 'critical',
  strategy: ['L205'],
  references: cite('checkov CKV2_GCP_20'),
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation', 'backupdr.googleapis.com/BackupPlan'],
  params: { days: integer('days of log kept', 7, 'L205', { minimum: 1, maximum: 35 }) },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    mysql: (db) => (isMysql(db) ? standardBackups(db) : []),
    standard: (db) => (isMysql(db) ? [] : standardBackups(db)),
    enhanced: (db, world) => enhancedBackups(db, world, ({ data }) => data),
  },
  want: {
    mysql: { every: { binaryLogEnabled: { const: true }, ...kept } },
    standard: { every: { pointInTimeRecoveryEnabled: { const: true }, ...kept } },
    'enhanced[*].plans': { some: { logRetentionDays: { atLeast: param('days') } } },
  },
  repair: {
    impact: 'restart',
    requires: 'automated backups, more of them than days of log; more than 7 days need Enterprise Plus',
  },
});
