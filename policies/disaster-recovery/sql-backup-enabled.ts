import { backupAssociations, standardBackups } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL takes automated backups',
  why: 'Without backups a dropped table or a broken disk is final.',
  severity: 'critical',
  strategy: ['L203'],
  references: [
    { framework: 'cis-gcp', version: '4.0', id: '6.7' },
    { framework: 'scc', id: 'AUTO_BACKUP_DISABLED' },
    { framework: 'checkov', id: 'CKV_GCP_14' },
  ],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['staging', 'production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation'],
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: { standard: (db) => standardBackups(db), enhanced: backupAssociations },
  want: {
    standard: { every: { enabled: { const: true } } },
    enhanced: { every: { associations: { some: { state: { const: 'ACTIVE' } } } } },
  },
  repair: { impact: 'none' },
});
