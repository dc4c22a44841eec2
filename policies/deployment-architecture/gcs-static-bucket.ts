import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Buckets behind the CDN are governed by IAM alone',
  why: 'Object ACLs publish files one by one, where no review of IAM can see them.',
  severity: 'medium',
  strategy: ['L32'],
  references: cite('cis-gcp 4.0 5.2'),
  on: 'storage.googleapis.com/Bucket',
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/BackendBucket'],
  view: {
    backends: (bucket, world) =>
      world.referring('compute.googleapis.com/BackendBucket', 'bucketName', bucket),
  },
  when: { backends: { count: { atLeast: 1 } } },
  want: {
    location: { absent: false },
    'iamConfiguration.uniformBucketLevelAccess.enabled': { const: true },
    'iamConfiguration.publicAccessPrevention': { const: 'inherited' },
  },
  repair: {
    impact: 'cuts-clients',
    requires: 'that no client relies on object ACLs (uniform access can be undone for 90 days)',
  },
});
