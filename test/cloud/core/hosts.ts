import type { ErrorStyle } from './errors.ts';

/**
 * The API behind a host: without the region before its name (`us-central1-run.googleapis.com`) and without what
 * mutual TLS adds (`storage.mtls.googleapis.com`).
 */
export const apiOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^[a-z]+-[a-z]+\d+-/, '')
    .replace(/\.mtls\./, '.');

/** How each host writes an error: as recorded from them; `rpc` where nothing else was seen. */
export const styleOf = (api: string): ErrorStyle => STYLES[api] ?? 'rpc';

const STYLES: Readonly<Record<string, ErrorStyle>> = {
  'sqladmin.googleapis.com': 'legacy',
  'compute.googleapis.com': 'both',
  'storage.googleapis.com': 'both',
  'www.googleapis.com': 'both',
  'iam.googleapis.com': 'both',
};

/** The title an API has in messages and in its service configuration. */
export const titleOf = (api: string): string => TITLES[api] ?? api;

const TITLES: Readonly<Record<string, string>> = {
  'artifactregistry.googleapis.com': 'Artifact Registry API',
  'backupdr.googleapis.com': 'Backup and DR Service API',
  'certificatemanager.googleapis.com': 'Certificate Manager API',
  'cloudasset.googleapis.com': 'Cloud Asset API',
  'cloudbuild.googleapis.com': 'Cloud Build API',
  'clouddeploy.googleapis.com': 'Cloud Deploy API',
  'cloudresourcemanager.googleapis.com': 'Cloud Resource Manager API',
  'compute.googleapis.com': 'Compute Engine API',
  'cloudscheduler.googleapis.com': 'Cloud Scheduler API',
  'containeranalysis.googleapis.com': 'Container Analysis API',
  'iam.googleapis.com': 'Identity and Access Management (IAM) API',
  'logging.googleapis.com': 'Cloud Logging API',
  'monitoring.googleapis.com': 'Cloud Monitoring API',
  'redis.googleapis.com': 'Google Cloud Memorystore for Redis API',
  'run.googleapis.com': 'Cloud Run Admin API',
  'secretmanager.googleapis.com': 'Secret Manager API',
  'serviceusage.googleapis.com': 'Service Usage API',
  'sqladmin.googleapis.com': 'Cloud SQL Admin API',
  'storage.googleapis.com': 'Cloud Storage API',
};

/** Every API that a project can enable here. */
export const APIS: readonly string[] = Object.keys(TITLES);

/**
 * APIs that bill the project of the caller; the others bill the project of the resource, whoever calls
 * (https://cloud.google.com/docs/quotas/quota-project#project-resource-based). A person's credentials have no project,
 * so that on these hosts a quota project must be sent.
 */
export const CLIENT_BASED: ReadonlySet<string> = new Set([
  'cloudasset.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'iam.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
  'serviceusage.googleapis.com',
]);
