import { countNodes, readReplicas, replicaZones } from '#facts';
import { definePolicy, flag } from '#policy';

export default definePolicy({
  title: 'Cloud SQL read replicas stand in different zones',
  why: 'Where replicas share a zone, its loss takes them all at once.',
  severity: 'medium',
  strategy: ['L189'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    differFromPrimary: flag('whether a replica must not share the zone of the primary either', true, 'tool'),
  },
  view: {
    nodes: (db, world) => countNodes(readReplicas(db, world), 2),
    zones: (db, world, { param }) =>
      replicaZones([...readReplicas(db, world), ...(param<boolean>('differFromPrimary') ? [db] : [])]),
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' }, nodes: { atLeast: 2 } },
  want: { zones: { unique: true } },
  repair: {
    impact: 'restart',
    manual:
      'Set settings.locationPreference.zone of a replica to a zone that neither the primary nor another replica uses.',
  },
});
