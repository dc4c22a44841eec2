import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL fails over to a second zone',
  why: 'The loss of one zone takes the database down until someone restores a backup.',
  severity: 'critical',
  strategy: ['L31', 'L56', 'L221'],
  references: cite('prowler cloudsql_instance_high_availability_enabled'),
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: { zones: ({ data }) => (data.secondaryGceZone ? [data.gceZone, data.secondaryGceZone] : []) },
  at: { zones: 'secondaryGceZone' },
  want: { 'settings.availabilityType': { const: 'REGIONAL' }, zones: { unique: true } },
  repair: {
    impact: 'restart',
    requires: 'backups and point-in-time recovery on (sql-backup-enabled, sql-pitr); about twice the cost',
  },
});
