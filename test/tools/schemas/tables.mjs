const compute = (name) => ({
  from: [['compute/v1', name]],
  protos: [['compute', `google.cloud.compute.v1.${name}`]],
});
const run = (name) => ({
  from: [['run/v2', `GoogleCloudRunV2${name}`]],
  protos: [['run', `google.cloud.run.v2.${name}`]],
});
const sql = (name) => ({ from: [['sqladmin/v1', name]], protos: [['sql', `google.cloud.sql.v1.${name}`]] });
const certificate = (name) => ({
  from: [['certificatemanager/v1', name]],
  protos: [['certificate-manager', `google.cloud.certificatemanager.v1.${name}`]],
});
const monitoring = (name) => ({
  from: [['monitoring/v3', name]],
  protos: [['monitoring', `google.monitoring.v3.${name}`]],
});
const backup = (name) => ({
  from: [['backupdr/v1', name]],
  protos: [['backupdr', `google.cloud.backupdr.v1.${name}`]],
});
const plain = (...from) => ({ from });

/**
 * Where each asset type's structure comes from (`from`: API file and interface of `googleapis`, merged, the
 * first winning) and its enums and integer widths (`protos`: client and message). A string shares another
 * type's schema. A type without `from` is kept by hand under the interface `name`.
 */
export const ASSETS = {
  $iam: { from: [['iam/v1', 'Policy']], protos: [['run', 'google.iam.v1.Policy']] },
  'oci.image/Config': { name: 'ImageConfig' },
  'repo.git/Repository': { name: 'Repository' },
  'repo.docker/Dockerfile': { name: 'Dockerfile' },
  'repo.cloudbuild/Config': { name: 'Pipeline' },
  'repo.github/Workflow': 'repo.cloudbuild/Config',
  'run.googleapis.com/Service': run('Service'),
  'run.googleapis.com/Revision': run('Revision'),
  'sqladmin.googleapis.com/Instance': sql('DatabaseInstance'),
  'sqladmin.googleapis.com/BackupRun': sql('BackupRun'),
  'sqladmin.googleapis.com/User': sql('User'),
  'sqladmin.googleapis.com/Backup': plain(['sqladmin/v1', 'Backup']),
  'compute.googleapis.com/BackendBucket': compute('BackendBucket'),
  'compute.googleapis.com/BackendService': compute('BackendService'),
  'compute.googleapis.com/RegionBackendService': 'compute.googleapis.com/BackendService',
  'compute.googleapis.com/Firewall': compute('Firewall'),
  'compute.googleapis.com/ForwardingRule': compute('ForwardingRule'),
  'compute.googleapis.com/GlobalForwardingRule': 'compute.googleapis.com/ForwardingRule',
  'compute.googleapis.com/Address': compute('Address'),
  'compute.googleapis.com/GlobalAddress': 'compute.googleapis.com/Address',
  'compute.googleapis.com/Network': compute('Network'),
  'compute.googleapis.com/NetworkEndpointGroup': compute('NetworkEndpointGroup'),
  'compute.googleapis.com/Route': compute('Route'),
  'compute.googleapis.com/Router': compute('Router'),
  'compute.googleapis.com/SecurityPolicy': compute('SecurityPolicy'),
  'compute.googleapis.com/SslCertificate': compute('SslCertificate'),
  'compute.googleapis.com/SslPolicy': compute('SslPolicy'),
  'compute.googleapis.com/Subnetwork': compute('Subnetwork'),
  'compute.googleapis.com/TargetHttpProxy': compute('TargetHttpProxy'),
  'compute.googleapis.com/TargetHttpsProxy': compute('TargetHttpsProxy'),
  'compute.googleapis.com/TargetSslProxy': compute('TargetSslProxy'),
  'compute.googleapis.com/UrlMap': compute('UrlMap'),
  'certificatemanager.googleapis.com/Certificate': certificate('Certificate'),
  'certificatemanager.googleapis.com/CertificateMap': certificate('CertificateMap'),
  'certificatemanager.googleapis.com/CertificateMapEntry': certificate('CertificateMapEntry'),
  'storage.googleapis.com/Bucket': plain(['storage/v1', 'Bucket']),
  'monitoring.googleapis.com/AlertPolicy': monitoring('AlertPolicy'),
  'monitoring.googleapis.com/NotificationChannel': monitoring('NotificationChannel'),
  'monitoring.googleapis.com/UptimeCheckConfig': monitoring('UptimeCheckConfig'),
  'monitoring.googleapis.com/Snooze': monitoring('Snooze'),
  'monitoring.googleapis.com/Service': monitoring('Service'),
  'monitoring.googleapis.com/ServiceLevelObjective': monitoring('ServiceLevelObjective'),
  'monitoring.googleapis.com/Dashboard': plain(['monitoring/v1', 'Dashboard']),
  'backupdr.googleapis.com/BackupPlan': backup('BackupPlan'),
  'backupdr.googleapis.com/BackupPlanAssociation': backup('BackupPlanAssociation'),
  'backupdr.googleapis.com/BackupVault': backup('BackupVault'),
  // The inventory exports v1 projects; folders and organizations come as v3 or, in older exports, v2 and v1.
  'cloudresourcemanager.googleapis.com/Project': plain(['cloudresourcemanager/v1', 'Project']),
  'cloudresourcemanager.googleapis.com/Folder': plain(
    ['cloudresourcemanager/v3', 'Folder'],
    ['cloudresourcemanager/v2', 'Folder'],
  ),
  'cloudresourcemanager.googleapis.com/Organization': plain(
    ['cloudresourcemanager/v3', 'Organization'],
    ['cloudresourcemanager/v1', 'Organization'],
  ),
  'serviceusage.googleapis.com/Service': plain(['serviceusage/v1', 'GoogleApiServiceusageV1Service']),
  'secretmanager.googleapis.com/Secret': plain(['secretmanager/v1', 'Secret']),
  'secretmanager.googleapis.com/SecretVersion': plain(['secretmanager/v1', 'SecretVersion']),
  'iam.googleapis.com/ServiceAccount': plain(['iam/v1', 'ServiceAccount']),
  'iam.googleapis.com/ServiceAccountKey': plain(['iam/v1', 'ServiceAccountKey']),
  'artifactregistry.googleapis.com/Repository': plain(['artifactregistry/v1', 'Repository']),
  'artifactregistry.googleapis.com/DockerImage': plain(['artifactregistry/v1', 'DockerImage']),
  'cloudbuild.googleapis.com/BuildTrigger': plain(['cloudbuild/v1', 'BuildTrigger']),
  'clouddeploy.googleapis.com/DeliveryPipeline': plain(['clouddeploy/v1', 'DeliveryPipeline']),
  'clouddeploy.googleapis.com/Target': plain(['clouddeploy/v1', 'Target']),
  'clouddeploy.googleapis.com/Automation': plain(['clouddeploy/v1', 'Automation']),
  'redis.googleapis.com/Instance': plain(['redis/v1', 'Instance']),
  'redis.googleapis.com/Cluster': plain(['redis/v1', 'Cluster']),
  'memcache.googleapis.com/Instance': plain(['memcache/v1', 'Instance']),
  'vpcaccess.googleapis.com/Connector': plain(['vpcaccess/v1', 'Connector']),
  'logging.googleapis.com/LogBucket': plain(['logging/v2', 'LogBucket']),
  'logging.googleapis.com/LogMetric': plain(['logging/v2', 'LogMetric']),
  'logging.googleapis.com/LogSink': plain(['logging/v2', 'LogSink']),
  'dns.googleapis.com/ManagedZone': plain(['dns/v1', 'ManagedZone']),
  'dns.googleapis.com/ResourceRecordSet': plain(['dns/v1', 'ResourceRecordSet']),
  'servicenetworking.googleapis.com/Connection': plain(['servicenetworking/v1', 'Connection']),
  'orgpolicy.googleapis.com/Policy': plain(['orgpolicy/v2', 'GoogleCloudOrgpolicyV2Policy']),
  'cloudscheduler.googleapis.com/Job': plain(['cloudscheduler/v1', 'Job']),
};
