/** What an IAM resource of Terraform grants on. */
export interface GrantedOn {
  readonly type: string;
  /** Full resource name, as in the tables of resources. */
  readonly name: string;
  readonly kind: 'policy' | 'binding' | 'member';
}

const CRM = '//cloudresourcemanager.googleapis.com';
const COMPUTE = '//compute.googleapis.com/projects/{project}';

/**
 * Prefix of the resource type (hashicorp/google, `<prefix>_iam_member` and its like), asset type, and the name by the
 * attributes that say what the role is granted on.
 */
const PREFIXES: Readonly<Record<string, readonly [type: string, name: string]>> = {
  google_project: ['cloudresourcemanager.googleapis.com/Project', `${CRM}/projects/{project}`],
  google_folder: ['cloudresourcemanager.googleapis.com/Folder', `${CRM}/folders/{folder}`],
  google_organization: ['cloudresourcemanager.googleapis.com/Organization', `${CRM}/organizations/{org_id}`],
  google_storage_bucket: ['storage.googleapis.com/Bucket', '//storage.googleapis.com/{bucket}'],
  google_cloud_run_service: [
    'run.googleapis.com/Service',
    '//run.googleapis.com/projects/{project}/locations/{location}/services/{service}',
  ],
  google_cloud_run_v2_service: [
    'run.googleapis.com/Service',
    '//run.googleapis.com/projects/{project}/locations/{location}/services/{name}',
  ],
  google_cloud_run_v2_job: [
    'run.googleapis.com/Job',
    '//run.googleapis.com/projects/{project}/locations/{location}/jobs/{name}',
  ],
  google_service_account: [
    'iam.googleapis.com/ServiceAccount',
    '//iam.googleapis.com/projects/{project}/serviceAccounts/{service_account_id}',
  ],
  google_secret_manager_secret: [
    'secretmanager.googleapis.com/Secret',
    '//secretmanager.googleapis.com/projects/{project}/secrets/{secret_id}',
  ],
  google_artifact_registry_repository: [
    'artifactregistry.googleapis.com/Repository',
    '//artifactregistry.googleapis.com/projects/{project}/locations/{location}/repositories/{repository}',
  ],
  google_pubsub_topic: [
    'pubsub.googleapis.com/Topic',
    '//pubsub.googleapis.com/projects/{project}/topics/{topic}',
  ],
  google_pubsub_subscription: [
    'pubsub.googleapis.com/Subscription',
    '//pubsub.googleapis.com/projects/{project}/subscriptions/{subscription}',
  ],
  google_bigquery_dataset: [
    'bigquery.googleapis.com/Dataset',
    '//bigquery.googleapis.com/projects/{project}/datasets/{dataset_id}',
  ],
  google_bigquery_table: [
    'bigquery.googleapis.com/Table',
    '//bigquery.googleapis.com/projects/{project}/datasets/{dataset_id}/tables/{table_id}',
  ],
  google_compute_instance: [
    'compute.googleapis.com/Instance',
    `${COMPUTE}/zones/{zone}/instances/{instance_name}`,
  ],
  google_compute_subnetwork: [
    'compute.googleapis.com/Subnetwork',
    `${COMPUTE}/regions/{region}/subnetworks/{subnetwork}`,
  ],
  google_compute_disk: ['compute.googleapis.com/Disk', `${COMPUTE}/zones/{zone}/disks/{name}`],
  google_compute_image: ['compute.googleapis.com/Image', `${COMPUTE}/global/images/{image}`],
  google_cloudfunctions_function: [
    'cloudfunctions.googleapis.com/CloudFunction',
    '//cloudfunctions.googleapis.com/projects/{project}/locations/{region}/functions/{cloud_function}',
  ],
  google_cloudfunctions2_function: [
    'cloudfunctions.googleapis.com/Function',
    '//cloudfunctions.googleapis.com/projects/{project}/locations/{location}/functions/{cloud_function}',
  ],
  google_spanner_instance: [
    'spanner.googleapis.com/Instance',
    '//spanner.googleapis.com/projects/{project}/instances/{instance}',
  ],
  google_spanner_database: [
    'spanner.googleapis.com/Database',
    '//spanner.googleapis.com/projects/{project}/instances/{instance}/databases/{database}',
  ],
  google_dns_managed_zone: [
    'dns.googleapis.com/ManagedZone',
    '//dns.googleapis.com/projects/{project}/managedZones/{managed_zone}',
  ],
};

const IAM = /^(\w+)_iam_(policy|binding|member)$/;

/** What a resource type grants on; undefined for what grants nothing, or on what is not known. */
export function grantedOn(resource: string): GrantedOn | undefined {
  const [, prefix = '', kind] = IAM.exec(resource) ?? [];
  const known = Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined;
  return known && { type: known[0], name: known[1], kind: kind as GrantedOn['kind'] };
}
