import { countNodes, isReplicating, readReplicas } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Cloud SQL has enough running read replicas',
  why: 'Analytics and reports then run on the primary and slow down every user.',
  severity: 'high',
  strategy: ['L56', 'L189'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    count: { is: 'replicas or pool nodes', value: 2, from: 'L189', schema: { type: 'integer', minimum: 0 } },
    sameRegion: { is: 'count no others', value: false, from: 'tool', schema: { type: 'boolean' } },
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    running: (db, world, { param }) =>
      countNodes(
        readReplicas(db, world, param<boolean>('sameRegion') ? db.data.region : undefined),
        param('count'),
        isReplicating,
      ),
  },
  want: { running: { atLeast: param('count') } },
  repair: 'Create read replicas of the instance, each in a zone of its own, or start those that are stopped.',
});
