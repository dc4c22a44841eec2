import type { PlanTable } from '../table.ts';

const LOG_METRIC: PlanTable = {
  resources: ['google_logging_metric'],
  type: 'logging.googleapis.com/LogMetric',
  name: '//logging.googleapis.com/projects/{project}/metrics/{name%}',
};

const bucket = (resource: string, name: string, ...dropped: string[]): PlanTable => ({
  resources: [resource],
  type: 'logging.googleapis.com/LogBucket',
  name: `//logging.googleapis.com/${name}/locations/{location}/buckets/{bucket_id}`,
  fields: { enable_analytics: 'analyticsEnabled' },
  dropped: ['bucket_id', 'location', ...dropped],
});

const LOG_BUCKETS: readonly PlanTable[] = [
  bucket('google_logging_project_bucket_config', 'projects/{project}'),
  bucket('google_logging_folder_bucket_config', 'folders/{folder}', 'folder'),
  bucket('google_logging_organization_bucket_config', 'organizations/{organization}', 'organization'),
];

const sink = (resource: string, name: string, ...dropped: string[]): PlanTable => ({
  resources: [resource],
  type: 'logging.googleapis.com/LogSink',
  name: `//logging.googleapis.com/${name}/sinks/{name}`,
  dropped: ['custom_writer_identity', 'unique_writer_identity', ...dropped],
});

const LOG_SINKS: readonly PlanTable[] = [
  sink('google_logging_project_sink', 'projects/{project}'),
  sink('google_logging_folder_sink', 'folders/{folder}', 'folder'),
  sink('google_logging_organization_sink', 'organizations/{org_id}', 'org_id'),
];

export const LOGGING: readonly PlanTable[] = [LOG_METRIC, ...LOG_BUCKETS, ...LOG_SINKS];
