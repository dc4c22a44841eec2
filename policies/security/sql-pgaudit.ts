import { databaseFlag, PGAUDIT_CLASSES, pgauditClasses, withPgaudit } from '#facts';
import { cite, definePolicy, list, param } from '#policy';

export default definePolicy({
  title: 'PostgreSQL logs every statement through pgAudit',
  why: 'After an incident nobody can tell who read or changed which rows.',
  severity: 'high',
  strategy: ['L123'],
  references: cite('cis-gcp 4.0 6.2.8', 'checkov CKV_GCP_110'),
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    minClasses: list('statement classes to log', ['all'], 'L123', { enum: ['all', ...PGAUDIT_CLASSES] }),
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' }, databaseVersion: { pattern: '^POSTGRES_' } },
  view: {
    'cloudsql.enable_pgaudit': (db) => databaseFlag(db, 'cloudsql.enable_pgaudit'),
    'pgaudit.log': (db) => pgauditClasses(databaseFlag(db, 'pgaudit.log')),
  },
  at: { 'cloudsql.enable_pgaudit': 'settings.databaseFlags', 'pgaudit.log': 'settings.databaseFlags' },
  want: {
    '["cloudsql.enable_pgaudit"]': { const: 'on' },
    '["pgaudit.log"]': { containsAll: param('minClasses') },
  },
  repair: {
    impact: 'restart',
    requires: 'CREATE EXTENSION pgaudit in each database; disk space for the log',
    set: { 'settings.databaseFlags': (db, _world, { param }) => withPgaudit(db, param('minClasses')) },
  },
});
