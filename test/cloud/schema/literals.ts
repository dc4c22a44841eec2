import type { Enum } from './types.ts';

/**
 * Literals that the declarations leave out, by API, message and field. Sources: the resource pages of each API
 * (https://cloud.google.com/storage/docs/json_api/v1/buckets,
 * https://cloud.google.com/resource-manager/reference/rest/v1/projects,
 * https://cloud.google.com/iam/docs/reference/rest/v1/organizations.roles and .../projects.serviceAccounts.keys,
 * https://cloud.google.com/run/docs/reference/rest/v1/namespaces.services,
 * https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs).
 */
const LITERALS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'storage/v1': {
    'Bucket.rpo': ['DEFAULT', 'ASYNC_TURBO'],
    'Bucket.locationType': ['region', 'dual-region', 'multi-region', 'zone'],
    'Bucket.storageClass': [
      'STANDARD',
      'NEARLINE',
      'COLDLINE',
      'ARCHIVE',
      'MULTI_REGIONAL',
      'REGIONAL',
      'DURABLE_REDUCED_AVAILABILITY',
      'RAPID',
    ],
    'Bucket.iamConfiguration.publicAccessPrevention': ['inherited', 'enforced', 'unspecified'],
    'Bucket.lifecycle.rule.action.type': ['Delete', 'SetStorageClass', 'AbortIncompleteMultipartUpload'],
    'Bucket.autoclass.terminalStorageClass': ['NEARLINE', 'ARCHIVE'],
    'BucketAccessControl.role': ['OWNER', 'READER', 'WRITER'],
    'ObjectAccessControl.role': ['OWNER', 'READER'],
    'Notification.event_types': [
      'OBJECT_FINALIZE',
      'OBJECT_METADATA_UPDATE',
      'OBJECT_DELETE',
      'OBJECT_ARCHIVE',
    ],
    'Notification.payload_format': ['JSON_API_V1', 'NONE'],
  },
  'cloudresourcemanager/v1': {
    'Project.lifecycleState': [
      'LIFECYCLE_STATE_UNSPECIFIED',
      'ACTIVE',
      'DELETE_REQUESTED',
      'DELETE_IN_PROGRESS',
    ],
    'AuditLogConfig.logType': ['LOG_TYPE_UNSPECIFIED', 'ADMIN_READ', 'DATA_WRITE', 'DATA_READ'],
  },
  'iam/v1': {
    'Role.stage': ['ALPHA', 'BETA', 'GA', 'DEPRECATED', 'DISABLED', 'EAP'],
    'CreateServiceAccountKeyRequest.keyAlgorithm': [
      'KEY_ALG_UNSPECIFIED',
      'KEY_ALG_RSA_1024',
      'KEY_ALG_RSA_2048',
    ],
    'CreateServiceAccountKeyRequest.privateKeyType': [
      'TYPE_UNSPECIFIED',
      'TYPE_PKCS12_FILE',
      'TYPE_GOOGLE_CREDENTIALS_FILE',
    ],
    'ServiceAccountKey.keyAlgorithm': ['KEY_ALG_UNSPECIFIED', 'KEY_ALG_RSA_1024', 'KEY_ALG_RSA_2048'],
    'ServiceAccountKey.keyOrigin': ['ORIGIN_UNSPECIFIED', 'USER_PROVIDED', 'GOOGLE_PROVIDED'],
    'ServiceAccountKey.keyType': ['KEY_TYPE_UNSPECIFIED', 'USER_MANAGED', 'SYSTEM_MANAGED'],
    'ServiceAccountKey.privateKeyType': [
      'TYPE_UNSPECIFIED',
      'TYPE_PKCS12_FILE',
      'TYPE_GOOGLE_CREDENTIALS_FILE',
    ],
    'AuditLogConfig.logType': ['LOG_TYPE_UNSPECIFIED', 'ADMIN_READ', 'DATA_WRITE', 'DATA_READ'],
  },
  'run/v1': {
    'GoogleCloudRunV1Condition.status': ['True', 'False', 'Unknown'],
  },
  'cloudscheduler/v1': {
    'HttpTarget.httpMethod': [
      'HTTP_METHOD_UNSPECIFIED',
      'POST',
      'GET',
      'HEAD',
      'PUT',
      'DELETE',
      'PATCH',
      'OPTIONS',
    ],
    'Job.state': ['STATE_UNSPECIFIED', 'ENABLED', 'PAUSED', 'DISABLED', 'UPDATE_FAILED'],
  },
};

/** The literals of a declared field (`Bucket.rpo`), where they are known. */
export function enumOf(api: string, path: string): Enum | undefined {
  const literals = LITERALS[api]?.[path];
  return literals && { name: path, literals: new Map(literals.map((literal) => [literal, undefined])) };
}
