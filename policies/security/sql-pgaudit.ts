import { databaseFlag, pgauditClasses, withPgaudit } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'PostgreSQL logs every statement through pgAudit',
  why: 'After an incident nobody can tell who read or changed which rows.',
  severity: 'high',
  strategy: ['L123'],
  references: [
    { framework: 'cis-gcp', version: '4.0', id: '6.2.8' },
    { framework: 'checkov', id: 'CKV_GCP_110' },
  ],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    minClasses: {
      is: 'statement classes that pgaudit.log must cover (all, read, write, function, role, ddl, misc, misc_set)',
      value: ['all'],
      from: 'L123',
      schema: { type: 'array', items: { type: 'string' } },
    },
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' }, databaseVersion: { pattern: '^POSTGRES_' } },
  view: {
    enabled: (db) => databaseFlag(db, 'cloudsql.enable_pgaudit'),
    classes: (db) => pgauditClasses(databaseFlag(db, 'pgaudit.log')),
  },
  at: { enabled: 'settings.databaseFlags', classes: 'settings.databaseFlags' },
  want: { enabled: { const: 'on' }, classes: { containsAll: param('minClasses') } },
  repair: {
    impact: 'restart',
    requires: 'CREATE EXTENSION pgaudit in each database; disk space for the log',
    set: { 'settings.databaseFlags': (db, _world, { param }) => withPgaudit(db, param('minClasses')) },
  },
});
