import { countNodes, isReplicating, readReplicas } from '#facts';
import { definePolicy, flag, integer, param } from '#policy';

export default definePolicy({
  title: 'Cloud SQL has enough running read replicas',
  why: 'Without them, analytics and reports run on the primary and slow down every user.',
  severity: 'high',
  strategy: ['L56', 'L189'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    count: integer('read replicas, or nodes of read pools, that replicate', 2, 'L189'),
    sameRegion: flag('whether only those in the region of the primary count', false, 'tool'),
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    running: (db, world, { param }) => {
      const replicas = readReplicas(db, world, param<boolean>('sameRegion') ? db.data.region : undefined);
      return countNodes(replicas, param('count'), isReplicating);
    },
  },
  want: { running: { atLeast: param('count') } },
  repair: 'Create read replicas of the instance, each in a zone of its own, or start those that are stopped.',
});
