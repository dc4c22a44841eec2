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
      lifecycle_rule: 'lifecycle.rule',
    },
    dropped: [
      'force_destroy',
      'url',
      'time_created',
      'updated',
      'enable_object_retention',
      'lifecycle_rule.condition.no_age',
      'lifecycle_rule.condition.send_age_if_zero',
      'lifecycle_rule.condition.send_days_since_custom_time_if_zero',
      'lifecycle_rule.condition.send_days_since_noncurrent_time_if_zero',
      'lifecycle_rule.condition.send_num_newer_versions_if_zero',
      'lifecycle_rule.condition.with_state',
    ],
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
