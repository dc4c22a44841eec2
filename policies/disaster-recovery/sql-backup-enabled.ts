import { backupAssociations, standardBackups } from '#facts';
import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL takes automated backups',
  why: 'Without backups a dropped table or a broken disk is final.',
  severity: 'critical',
  strategy: ['L203'],
  references: cite('cis-gcp 4.0 6.7', 'scc AUTO_BACKUP_DISABLED', 'checkov CKV_GCP_14'),
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['staging', 'production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation'],
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: { standard: (db) => standardBackups(db), enhanced: backupAssociations },
  want: {
    'standard[*].enabled': { const: true },
    'enhanced[*].associations': { some: { state: { const: 'ACTIVE' } } },
  },
  repair: { impact: 'none' },
});
