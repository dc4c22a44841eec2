/** What an IAM resource of Terraform grants on. */
export interface GrantedOn {
  readonly type: string;
  /** Full resource name, as in the tables of resources. */
  readonly name: string;
  readonly kind: 'policy' | 'binding' | 'member' | 'audit';
}

const IN = '/projects/{project}/locations/{location}';

/**
 * Prefix of the resource type (hashicorp/google, `<prefix>_iam_member` and its like), asset type, and the name by the
 * attributes that say what the role is granted on, below the host of the asset type where it has none of its own.
 */
const PREFIXES: Readonly<Record<string, readonly [type: string, name: string]>> = {
  google_project: ['cloudresourcemanager.googleapis.com/Project', '/projects/{project}'],
  google_folder: ['cloudresourcemanager.googleapis.com/Folder', '/folders/{folder}'],
  google_organization: ['cloudresourcemanager.googleapis.com/Organization', '/organizations/{org_id}'],
  google_billing_account: [
    'cloudbilling.googleapis.com/BillingAccount',
    '/billingAccounts/{billing_account_id}',
  ],
  google_artifact_registry_repository: [
    'artifactregistry.googleapis.com/Repository',
    `${IN}/repositories/{repository}`,
  ],
  google_bigquery_dataset: ['bigquery.googleapis.com/Dataset', '/projects/{project}/datasets/{dataset_id}'],
  google_bigquery_table: [
    'bigquery.googleapis.com/Table',
    '/projects/{project}/datasets/{dataset_id}/tables/{table_id}',
  ],
  google_bigtable_instance: [
    'bigtableadmin.googleapis.com/Instance',
    '//bigtable.googleapis.com/projects/{project}/instances/{instance}',
  ],
  google_bigtable_table: [
    'bigtableadmin.googleapis.com/Table',
    '//bigtable.googleapis.com/projects/{project}/instances/{instance_name}/tables/{table}',
  ],
  google_cloud_run_service: ['run.googleapis.com/Service', `${IN}/services/{service}`],
  google_cloud_run_v2_job: ['run.googleapis.com/Job', `${IN}/jobs/{name}`],
  google_cloud_run_v2_service: ['run.googleapis.com/Service', `${IN}/services/{name}`],
  google_cloud_run_v2_worker_pool: ['run.googleapis.com/WorkerPool', `${IN}/workerPools/{name}`],
  google_cloud_tasks_queue: ['cloudtasks.googleapis.com/Queue', `${IN}/queues/{name}`],
  google_cloudbuildv2_connection: ['cloudbuild.googleapis.com/Connection', `${IN}/connections/{name}`],
  google_clouddeploy_delivery_pipeline: [
    'clouddeploy.googleapis.com/DeliveryPipeline',
    `${IN}/deliveryPipelines/{name}`,
  ],
  google_clouddeploy_target: ['clouddeploy.googleapis.com/Target', `${IN}/targets/{name}`],
  google_cloudfunctions2_function: [
    'cloudfunctions.googleapis.com/Function',
    `${IN}/functions/{cloud_function}`,
  ],
  google_cloudfunctions_function: [
    'cloudfunctions.googleapis.com/CloudFunction',
    '/projects/{project}/locations/{region}/functions/{cloud_function}',
  ],
  google_compute_disk: ['compute.googleapis.com/Disk', '/projects/{project}/zones/{zone}/disks/{name}'],
  google_compute_image: ['compute.googleapis.com/Image', '/projects/{project}/global/images/{image}'],
  google_compute_instance: [
    'compute.googleapis.com/Instance',
    '/projects/{project}/zones/{zone}/instances/{instance_name}',
  ],
  google_compute_region_disk: [
    'compute.googleapis.com/RegionDisk',
    '/projects/{project}/regions/{region}/disks/{name}',
  ],
  google_compute_snapshot: ['compute.googleapis.com/Snapshot', '/projects/{project}/global/snapshots/{name}'],
  google_compute_subnetwork: [
    'compute.googleapis.com/Subnetwork',
    '/projects/{project}/regions/{region}/subnetworks/{subnetwork}',
  ],
  google_dataproc_cluster: [
    'dataproc.googleapis.com/Cluster',
    '/projects/{project}/regions/{region}/clusters/{cluster}',
  ],
  google_dns_managed_zone: [
    'dns.googleapis.com/ManagedZone',
    '/projects/{project}/managedZones/{managed_zone}',
  ],
  google_kms_crypto_key: [
    'cloudkms.googleapis.com/CryptoKey',
    `${IN}/keyRings/{key_ring}/cryptoKeys/{crypto_key_id}`,
  ],
  google_kms_key_ring: ['cloudkms.googleapis.com/KeyRing', `${IN}/keyRings/{key_ring_id}`],
  google_pubsub_schema: ['pubsub.googleapis.com/Schema', '/projects/{project}/schemas/{schema}'],
  google_pubsub_subscription: [
    'pubsub.googleapis.com/Subscription',
    '/projects/{project}/subscriptions/{subscription}',
  ],
  google_pubsub_topic: ['pubsub.googleapis.com/Topic', '/projects/{project}/topics/{topic}'],
  google_secret_manager_regional_secret: ['secretmanager.googleapis.com/Secret', `${IN}/secrets/{secret_id}`],
  google_secret_manager_secret: [
    'secretmanager.googleapis.com/Secret',
    '/projects/{project}/secrets/{secret_id}',
  ],
  google_service_account: [
    'iam.googleapis.com/ServiceAccount',
    '/projects/{project}/serviceAccounts/{service_account_id}',
  ],
  google_spanner_database: [
    'spanner.googleapis.com/Database',
    '/projects/{project}/instances/{instance}/databases/{database}',
  ],
  google_spanner_instance: ['spanner.googleapis.com/Instance', '/projects/{project}/instances/{instance}'],
  google_storage_bucket: ['storage.googleapis.com/Bucket', '/{bucket}'],
};

const IAM = /^(\w+)_iam_(policy|binding|member|audit_config)$/;

/** What a resource type grants (or audits) on; undefined for any other, and where that is not known. */
export function grantedOn(resource: string): GrantedOn | undefined {
  const [, prefix = '', kind] = IAM.exec(resource) ?? [];
  const known = Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined;
  if (!known) return undefined;
  const [type, name] = known;
  return {
    type,
    name: name.startsWith('//') ? name : `//${type.split('/')[0]}${name}`,
    kind: kind === 'audit_config' ? 'audit' : (kind as GrantedOn['kind']),
  };
}
