/** What the declarations and protos do not say, by asset type and dotted path (lists and maps add no segment). */

/** Subtrees kept as "anything": deep, and read by no policy field by field. */
export const CUT = {
  'cloudbuild.googleapis.com/BuildTrigger': { 'build.results': true, 'build.sourceProvenance': true },
  'monitoring.googleapis.com/Dashboard': {
    columnLayout: true,
    dashboardFilters: true,
    gridLayout: true,
    mosaicLayout: true,
    rowLayout: true,
  },
  'serviceusage.googleapis.com/Service': { config: true },
  'sqladmin.googleapis.com/Backup': { instanceSettings: true },
};

/** Fields and types of our own or not yet declared, in the schema notation of src/policy/schemas/index.ts. */
export const EXTRA = {
  'run.googleapis.com/Service': { observed: { ingress: 's' } },
  'run.googleapis.com/Revision': {
    observed: { imageDigest: 's', containers: [{ name: 's', imageDigest: 's' }] },
  },
  // Set by Backup and DR on instances of the ENHANCED tier; newer than the declarations.
  'sqladmin.googleapis.com/Instance': {
    settings: { backupConfiguration: { managementConfig: { backupdrTransactionLogRetentionDays: 'i' } } },
  },
  // https://github.com/opencontainers/image-spec/blob/main/config.md, with how the image was found.
  'oci.image/Config': {
    reference: 's',
    digest: 's',
    matchedBy: ['e', 'digest', 'tag'],
    architecture: 's',
    os: 's',
    config: { User: 's', Env: ['s'], Entrypoint: ['s'], Cmd: ['s'], Labels: ['*', 's'] },
    // In place of config: why it could not be read from its registry.
    unread: { state: ['e', 'denied', 'not-read'], cause: 's', needs: 's' },
  },
  // Of our own: a repository, and what its files come to. Paths are relative to it.
  'repo.git/Repository': {
    vcs: ['e', 'git', 'none'],
    pipelines: ['s'],
    scripts: [{ path: 's', executable: 'b', tracked: 'b' }],
    terraform: { files: ['s'], locks: ['s'], backends: ['s'], states: ['s'] },
  },
  'repo.docker/Dockerfile': {
    path: 's',
    ignore: 'b',
    stages: [{ name: 's', from: 's', base: 's', user: 's' }],
  },
  // Steps in whatever order they stand; `after` holds the ids of those that a step waits for.
  'repo.cloudbuild/Config': {
    path: 's',
    events: ['s'],
    steps: [
      {
        id: 's',
        after: ['s'],
        environment: 's',
        uses: 's',
        with: ['*', 's'],
        optional: 'b',
        disabled: 'b',
        onFailure: 'b',
        run: [{ line: 's', unchecked: 'b', onFailure: 'b' }],
      },
    ],
  },
};

/** Literals of enums whose protos are absent or older than the declarations, each with where it is documented. */
export const ENUMS = {
  // https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1/instances
  'sqladmin.googleapis.com/Instance': {
    'settings.backupConfiguration.backupTier': [1, 'STANDARD', 'ADVANCED', 'ENHANCED'],
    'settings.dataApiAccess': [1, 'DISALLOW_DATA_API', 'ALLOW_DATA_API'],
    'settings.ipConfiguration.serverCaMode': [
      'GOOGLE_MANAGED_INTERNAL_CA',
      'GOOGLE_MANAGED_CAS_CA',
      'CUSTOMER_MANAGED_CAS_CA',
    ],
  },
  // https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1/Backups
  'sqladmin.googleapis.com/Backup': {
    state: [1, 'ENQUEUED', 'RUNNING', 'FAILED', 'SUCCESSFUL', 'DELETING', 'DELETION_FAILED'],
    type: ['AUTOMATED', 'ON_DEMAND', 'FINAL'],
  },
  // https://cloud.google.com/compute/docs/reference/rest/v1/sslCertificates
  'compute.googleapis.com/SslCertificate': {
    'managed.domainStatus': [
      'ACTIVE',
      'FAILED_CAA_CHECKING',
      'FAILED_CAA_FORBIDDEN',
      'FAILED_NOT_VISIBLE',
      'FAILED_RATE_LIMITED',
      'PROVISIONING',
    ],
  },
  // https://cloud.google.com/certificate-manager/docs/reference/certificate-manager/rest/v1/projects.locations.certificates
  'certificatemanager.googleapis.com/Certificate': {
    scope: [0, 'DEFAULT', 'EDGE_CACHE', 'ALL_REGIONS', 'CLIENT_AUTH'],
  },
  // https://cloud.google.com/storage/docs/json_api/v1/buckets; "unspecified" is the old name of "inherited".
  'storage.googleapis.com/Bucket': {
    'iamConfiguration.publicAccessPrevention': ['enforced', 'inherited', 'unspecified'],
    'lifecycle.rule.action.type': ['AbortIncompleteMultipartUpload', 'Delete', 'SetStorageClass'],
    locationType: ['dual-region', 'multi-region', 'region'],
    storageClass: [
      'ARCHIVE',
      'COLDLINE',
      'DURABLE_REDUCED_AVAILABILITY',
      'MULTI_REGIONAL',
      'NEARLINE',
      'REGIONAL',
      'STANDARD',
    ],
  },
  // https://cloud.google.com/resource-manager/reference/rest
  'cloudresourcemanager.googleapis.com/Project': {
    lifecycleState: [1, 'ACTIVE', 'DELETE_REQUESTED', 'DELETE_IN_PROGRESS'],
    'parent.type': ['folder', 'organization'],
  },
  'cloudresourcemanager.googleapis.com/Folder': {
    lifecycleState: [1, 'ACTIVE', 'DELETE_REQUESTED'],
    state: [1, 'ACTIVE', 'DELETE_REQUESTED'],
  },
  'cloudresourcemanager.googleapis.com/Organization': {
    lifecycleState: [1, 'ACTIVE', 'DELETE_REQUESTED'],
    state: [1, 'ACTIVE', 'DELETE_REQUESTED'],
  },
  // https://cloud.google.com/service-usage/docs/reference/rest/v1/services
  'serviceusage.googleapis.com/Service': { state: [1, 'DISABLED', 'ENABLED'] },
  // https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions
  'secretmanager.googleapis.com/SecretVersion': { state: [1, 'ENABLED', 'DISABLED', 'DESTROYED'] },
  // https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys
  'iam.googleapis.com/ServiceAccountKey': { keyType: [1, 'USER_MANAGED', 'SYSTEM_MANAGED'] },
  // https://cloud.google.com/artifact-registry/docs/reference/rest/v1/projects.locations.repositories
  'artifactregistry.googleapis.com/Repository': {
    mode: ['STANDARD_REPOSITORY', 'VIRTUAL_REPOSITORY', 'REMOTE_REPOSITORY', 'AOSS_REPOSITORY'],
    'vulnerabilityScanningConfig.enablementConfig': [1, 'INHERITED', 'DISABLED'],
    'vulnerabilityScanningConfig.enablementState': [
      1,
      'SCANNING_UNSUPPORTED',
      'SCANNING_DISABLED',
      'SCANNING_ACTIVE',
    ],
  },
  // https://cloud.google.com/memorystore/docs/redis/reference/rest/v1/projects.locations.instances
  'redis.googleapis.com/Instance': {
    connectMode: ['DIRECT_PEERING', 'PRIVATE_SERVICE_ACCESS'],
    state: [
      'CREATING',
      'READY',
      'UPDATING',
      'DELETING',
      'REPAIRING',
      'MAINTENANCE',
      'IMPORTING',
      'FAILING_OVER',
    ],
    tier: ['BASIC', 'STANDARD_HA'],
    transitEncryptionMode: ['DISABLED', 'SERVER_AUTHENTICATION'],
  },
  // https://cloud.google.com/vpc/docs/reference/vpcaccess/rest/v1/projects.locations.connectors
  'vpcaccess.googleapis.com/Connector': { state: [1, 'READY', 'CREATING', 'DELETING', 'ERROR', 'UPDATING'] },
  // https://cloud.google.com/dns/docs/reference/rest/v1/managedZones
  'dns.googleapis.com/ManagedZone': {
    'dnssecConfig.state': ['off', 'on', 'transfer'],
    visibility: ['private', 'public'],
  },
};

/** int64 fields of APIs without protos: the declarations call them strings. */
export const LONG = {
  'artifactregistry.googleapis.com/DockerImage': { imageSizeBytes: true },
  'artifactregistry.googleapis.com/Repository': { sizeBytes: true },
  'cloudresourcemanager.googleapis.com/Project': { projectNumber: true },
  'dns.googleapis.com/ManagedZone': { id: true },
  'secretmanager.googleapis.com/Secret': { versionAliases: true },
  'sqladmin.googleapis.com/Backup': { maxChargeableBytes: true },
  'storage.googleapis.com/Bucket': {
    generation: true,
    'lifecycle.rule.condition.sizeAboveBytes': true,
    'lifecycle.rule.condition.sizeBelowBytes': true,
    metageneration: true,
    projectNumber: true,
    'retentionPolicy.retentionPeriod': true,
    'softDeletePolicy.retentionDurationSeconds': true,
  },
};
