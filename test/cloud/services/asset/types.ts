/**
 * Asset types of the inventory that the services here have something of
 * (https://cloud.google.com/asset-inventory/docs/asset-types). A list that names any other is refused, as a mistyped one
 * is; what the APIs keep and the inventory does not, such as database users, is not among them.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'artifactregistry.googleapis.com': ['DockerImage', 'Repository'],
  'backupdr.googleapis.com': [
    'Backup',
    'BackupPlan',
    'BackupPlanAssociation',
    'BackupPlanRevision',
    'BackupVault',
    'DataSource',
  ],
  'certificatemanager.googleapis.com': [
    'Certificate',
    'CertificateMap',
    'CertificateMapEntry',
    'DnsAuthorization',
  ],
  'cloudbuild.googleapis.com': ['Build', 'BuildTrigger', 'Connection', 'Repository', 'WorkerPool'],
  'clouddeploy.googleapis.com': [
    'Automation',
    'DeliveryPipeline',
    'DeployPolicy',
    'Release',
    'Rollout',
    'Target',
  ],
  'cloudresourcemanager.googleapis.com': ['Folder', 'Organization', 'Project'],
  'compute.googleapis.com': [
    'Address',
    'Autoscaler',
    'BackendBucket',
    'BackendService',
    'Disk',
    'Firewall',
    'FirewallPolicy',
    'ForwardingRule',
    'GlobalAddress',
    'GlobalForwardingRule',
    'HealthCheck',
    'Instance',
    'InstanceGroup',
    'InstanceGroupManager',
    'InstanceTemplate',
    'Network',
    'NetworkEndpointGroup',
    'Project',
    'RegionBackendService',
    'Route',
    'Router',
    'SecurityPolicy',
    'SslCertificate',
    'SslPolicy',
    'Subnetwork',
    'TargetHttpProxy',
    'TargetHttpsProxy',
    'TargetSslProxy',
    'TargetTcpProxy',
    'UrlMap',
  ],
  'dns.googleapis.com': ['ManagedZone', 'ResourceRecordSet'],
  'iam.googleapis.com': ['Role', 'ServiceAccount', 'ServiceAccountKey'],
  'logging.googleapis.com': ['LogBucket', 'LogMetric', 'LogSink', 'LogView', 'Settings'],
  'memcache.googleapis.com': ['Instance'],
  'monitoring.googleapis.com': [
    'AlertPolicy',
    'Dashboard',
    'NotificationChannel',
    'Snooze',
    'UptimeCheckConfig',
  ],
  'orgpolicy.googleapis.com': ['Policy'],
  'redis.googleapis.com': ['Cluster', 'Instance'],
  'run.googleapis.com': ['DomainMapping', 'Execution', 'Job', 'Revision', 'Service', 'WorkerPool'],
  'secretmanager.googleapis.com': ['Secret', 'SecretVersion'],
  'servicenetworking.googleapis.com': ['Connection'],
  'serviceusage.googleapis.com': ['Service'],
  'sqladmin.googleapis.com': ['Backup', 'BackupRun', 'Instance'],
  'storage.googleapis.com': ['Bucket'],
  'vpcaccess.googleapis.com': ['Connector'],
};

const ALL: readonly string[] = Object.entries(TYPES).flatMap(([host, kinds]) =>
  kinds.map((kind) => `${host}/${kind}`),
);

export const isInventoried = (type: string): boolean => ALL.includes(type);

/** The types that a request names, each in full or as an RE2 pattern; undefined where one fits none. */
export function typesOf(asked: readonly string[]): ReadonlySet<string> | undefined {
  if (asked.length === 0) return new Set(ALL);
  const found = new Set<string>();
  for (const one of asked) {
    const fits = ALL.filter((type) => type === one || (/[*+?|[(]/.test(one) && fully(one).test(type)));
    if (fits.length === 0) return undefined;
    for (const type of fits) found.add(type);
  }
  return found;
}

const fully = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
