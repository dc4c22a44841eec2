import type { TypeTable } from './table.ts';

const V1 = 'Cloud Storage JSON API v1 reference, buckets';

export const BUCKET: TypeTable = {
  types: ['storage.googleapis.com/Bucket'],
  absence: {
    'iamConfiguration.uniformBucketLevelAccess.enabled': {
      value: false,
      source: `${V1}: object ACLs count unless it is enabled`,
    },
    'iamConfiguration.publicAccessPrevention': {
      value: 'inherited',
      source: `${V1}: not enforced by the bucket unless set`,
    },
    'versioning.enabled': { value: false, source: `${V1}: versioning is off unless enabled` },
  },
  lists: ['cors', 'cors[*].origin'],
};
