import { backupReach, enhancedBackups, reach, readReplicas, standardBackups, vaultReach } from '#facts';
import { definePolicy, each, flag } from '#policy';

const elsewhere = { enum: ['another region', 'several regions'] };

export default definePolicy({
  title: 'Cloud SQL data is also kept outside its region',
  why: 'The loss of the region takes the database together with every backup of it.',
  severity: 'high',
  strategy: ['L206'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation', 'backupdr.googleapis.com/BackupPlan'],
  params: { acceptReplica: flag('whether a read replica in another region is enough', true, 'tool') },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    standard: (db, _world, { note }) => standardBackups(db, { location: (at) => backupReach(at, db, note) }),
    enhanced: (db, world) => enhancedBackups(db, world, (plan) => vaultReach(plan, db)),
    replicas: (db, world, { param }) =>
      param<boolean>('acceptReplica')
        ? each(readReplicas(db, world), ({ data }) => reach(data.region, db.data.region))
        : [],
  },
  want: [
    { 'standard[*].location': elsewhere, enhanced: { every: { plans: { some: { '.': elsewhere } } } } },
    { replicas: { some: { '.': elsewhere } } },
  ],
  repair:
    'Set settings.backupConfiguration.location to another region, or to a multi-region, where the data may be kept; with enhanced backups, choose a plan whose vault lies there. Only later backups are kept there.',
});
