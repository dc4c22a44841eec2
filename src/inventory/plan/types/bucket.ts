import type { Json } from '../../types/table.ts';
import type { PlanTable } from '../table.ts';

const API = 'Cloud Storage JSON API v1, buckets.insert';

export const BUCKETS: readonly PlanTable[] = [
  {
    resources: ['google_storage_bucket'],
    type: 'storage.googleapis.com/Bucket',
    name: '//storage.googleapis.com/{name}',
    fields: {
      uniform_bucket_level_access: 'iamConfiguration.uniformBucketLevelAccess.enabled',
      bucket_policy_only: 'iamConfiguration.uniformBucketLevelAccess.enabled',
      public_access_prevention: 'iamConfiguration.publicAccessPrevention',
      requester_pays: 'billing.requesterPays',
      'encryption.default_kms_key_name': 'encryption.defaultKmsKeyName',
      project_number: 'projectNumber',
    },
    dropped: ['force_destroy', 'url', 'time_created', 'updated', 'enable_object_retention'],
    creation: {
      location: { value: 'US', source: `${API}: US unless set` },
      'iamConfiguration.uniformBucketLevelAccess.enabled': {
        value: false,
        source: `${API}: off unless set or an organization policy demands it`,
      },
      'iamConfiguration.publicAccessPrevention': {
        value: 'inherited',
        source: `${API}: inherited unless set`,
      },
    },
    settle(data: Json) {
      // The bucket's project is only in its attributes: its name has none.
      delete data['projectNumber'];
    },
  },
];
