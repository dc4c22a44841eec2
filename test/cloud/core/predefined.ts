import type { Roles } from './roles.ts';

const PROJECT = ['resourcemanager.projects.get', 'resourcemanager.projects.list'];
const USAGE = ['serviceusage.quotas.get', 'serviceusage.services.get', 'serviceusage.services.list'];

const SQL_READS = [
  ...['backupRuns', 'databases', 'sslCerts'].flatMap((one) => [
    `cloudsql.${one}.get`,
    `cloudsql.${one}.list`,
  ]),
  'cloudsql.instances.export',
  'cloudsql.instances.get',
  'cloudsql.instances.list',
  'cloudsql.instances.listServerCas',
  'cloudsql.users.list',
];

const RUN_READS = [
  ...[
    'configurations',
    'executions',
    'jobs',
    'operations',
    'revisions',
    'routes',
    'services',
    'tasks',
  ].flatMap((one) => [`run.${one}.get`, `run.${one}.list`]),
  'run.jobs.getIamPolicy',
  'run.locations.list',
  'run.services.getIamPolicy',
];

/** Everything below a kind of thing that Compute Security Admin holds whole. */
const SECURES = [
  'firewallPolicies',
  'firewalls',
  'regionSecurityPolicies',
  'regionSslCertificates',
  'regionSslPolicies',
  'securityPolicies',
  'sslCertificates',
  'sslPolicies',
];

/**
 * Predefined roles, each with what of its permissions can be asked for here; any other role is given to a cloud as a
 * custom one (https://cloud.google.com/iam/docs/roles-permissions, lists as gathered in iann0036/iam-dataset, gcp/roles).
 */
export const PREDEFINED: Roles = {
  'roles/browser': [
    'resourcemanager.folders.get',
    'resourcemanager.folders.list',
    'resourcemanager.organizations.get',
    ...PROJECT,
    'resourcemanager.projects.getIamPolicy',
  ],
  // Without serviceusage.services.use: whoever names a quota project needs Service Usage Consumer too
  // (https://cloud.google.com/asset-inventory/docs/access-control).
  'roles/cloudasset.viewer': [
    'cloudasset.assets.*',
    'recommender.cloudAssetInsights.get',
    'recommender.cloudAssetInsights.list',
  ],
  'roles/cloudsql.viewer': [...SQL_READS, 'cloudsql.users.get', ...PROJECT, ...USAGE],
  'roles/cloudsql.editor': [
    ...SQL_READS,
    'cloudsql.backupRuns.create',
    'cloudsql.databases.create',
    'cloudsql.databases.update',
    'cloudsql.instances.addServerCa',
    'cloudsql.instances.connect',
    'cloudsql.instances.failover',
    'cloudsql.instances.restart',
    'cloudsql.instances.rotateServerCa',
    'cloudsql.instances.truncateLog',
    'cloudsql.instances.update',
    ...PROJECT,
    ...USAGE,
  ],
  'roles/compute.securityAdmin': [
    ...SECURES.map((one) => `compute.${one}.*`),
    ...['globalOperations', 'regionOperations', 'networks', 'regions', 'routes', 'subnetworks'].flatMap(
      (one) => [`compute.${one}.get`, `compute.${one}.list`],
    ),
    'compute.backendBuckets.list',
    'compute.backendServices.list',
    'compute.networks.updatePolicy',
    'compute.projects.get',
    'compute.regionBackendServices.list',
    ...PROJECT,
    ...USAGE,
  ],
  'roles/monitoring.alertPolicyEditor': ['create', 'delete', 'get', 'list', 'update'].map(
    (one) => `monitoring.alertPolicies.${one}`,
  ),
  'roles/run.viewer': [...RUN_READS, ...PROJECT],
  'roles/run.developer': [
    ...RUN_READS,
    ...['jobs', 'services'].flatMap((one) =>
      ['create', 'delete', 'update'].map((verb) => `run.${one}.${verb}`),
    ),
    'run.revisions.delete',
    'run.routes.invoke',
    ...PROJECT,
  ],
  'roles/serviceusage.serviceUsageAdmin': ['serviceusage.*', 'monitoring.timeSeries.list'],
  'roles/serviceusage.serviceUsageConsumer': [
    'monitoring.timeSeries.list',
    'serviceusage.operations.get',
    'serviceusage.operations.list',
    ...USAGE,
    'serviceusage.services.use',
  ],
};
