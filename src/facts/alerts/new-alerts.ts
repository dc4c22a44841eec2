import type { Asset, Context, World } from '#policy';
import { nameOf } from '../short-name.ts';
import { alertBody, filterText, type NewCondition } from './bodies.ts';
import { recipients } from './channels.ts';

type Service = Asset<'run.googleapis.com/Service'>;
type Instance = Asset<'sqladmin.googleapis.com/Instance'>;
type Project = Asset<'cloudresourcemanager.googleapis.com/Project'>;

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))}%`;

/** Channels of the project that will hold the new alert; warnings go out by mail, as the strategy says. */
function channelsFor(asset: Asset, types: readonly string[], world: World, context: Context): string[] {
  return recipients(context.param<string>('monitoringProject') || asset.project, types, world);
}

const onService = (service: Service, metric: string): Record<string, string> => ({
  'resource.type': 'cloud_run_revision',
  'resource.labels.service_name': nameOf(service),
  'metric.type': `run.googleapis.com/${metric}`,
});

/** An alert policy on the share of failed requests of a service. */
export function errorRatioAlert(service: Service, world: World, context: Context): object {
  const share = context.param('maxRatio');
  const classes = context.param<readonly string[]>('classes');
  const every = filterText(onService(service, 'request_count'));
  const failed = `metric.labels.response_code_class=one_of(${classes.map((one) => `"${one}"`).join(',')})`;
  return alertBody({
    id: 'alert-error-rate',
    displayName: `${nameOf(service)} error ratio > ${percent(share)}`,
    severity: 'WARNING',
    channels: channelsFor(service, ['email'], world, context),
    conditions: [
      {
        displayName: `${classes.join('+')} / all > ${percent(share)}`,
        filter: `${every} AND ${failed}`,
        denominatorFilter: every,
        aggregation: {
          perSeriesAligner: 'ALIGN_RATE',
          crossSeriesReducer: 'REDUCE_SUM',
          groupByFields: ['resource.label.service_name'],
        },
        threshold: share,
      },
    ],
  });
}

/** An alert policy on the 95th percentile of a service's latency. */
export function latencyAlert(service: Service, world: World, context: Context): object {
  const milliseconds = context.param('maxLatencyMs');
  return alertBody({
    id: 'alert-latency',
    displayName: `${nameOf(service)} latency > ${milliseconds} ms`,
    severity: 'WARNING',
    channels: channelsFor(service, ['email'], world, context),
    conditions: [
      {
        displayName: `95th percentile > ${milliseconds} ms`,
        filter: filterText(onService(service, 'request_latencies')),
        aggregation: { perSeriesAligner: 'ALIGN_DELTA', crossSeriesReducer: 'REDUCE_PERCENTILE_95' },
        threshold: milliseconds,
      },
    ],
  });
}

/** An alert policy on the CPU and memory that a service's containers use. */
export function containerUseAlert(service: Service, world: World, context: Context): object {
  const share = context.param('maxUtilization');
  const condition = (what: string): NewCondition => ({
    displayName: `${what} > ${percent(share)}`,
    filter: filterText(onService(service, `container/${what}/utilizations`)),
    aggregation: { perSeriesAligner: 'ALIGN_PERCENTILE_95', crossSeriesReducer: 'REDUCE_MAX' },
    threshold: share,
  });
  return alertBody({
    id: 'alert-util-run',
    displayName: `${nameOf(service)} CPU or memory > ${percent(share)}`,
    severity: 'WARNING',
    channels: channelsFor(service, ['email'], world, context),
    conditions: [condition('cpu'), condition('memory')],
  });
}

/** An alert policy on the CPU, memory and disk that a database uses. */
export function databaseUseAlert(instance: Instance, world: World, context: Context): object {
  const share = context.param('maxUtilization');
  const name = instance.data.name ?? nameOf(instance);
  const condition = (what: string): NewCondition => ({
    displayName: `${what} > ${percent(share)}`,
    filter: filterText({
      'resource.type': 'cloudsql_database',
      'resource.labels.database_id': `${instance.project}:${name}`,
      'metric.type': `cloudsql.googleapis.com/database/${what}/utilization`,
    }),
    aggregation: { perSeriesAligner: 'ALIGN_MEAN' },
    threshold: share,
  });
  return alertBody({
    id: 'alert-util-sql',
    displayName: `${name} CPU, memory or disk > ${percent(share)}`,
    severity: 'WARNING',
    channels: channelsFor(instance, ['email'], world, context),
    conditions: [condition('cpu'), condition('memory'), condition('disk')],
  });
}

/** An uptime check of the domain over HTTPS, every minute from all locations. */
export function uptimeCheck(project: Project, _world: World, context: Context): object {
  const host = context.param<string>('domain');
  return {
    displayName: `pinky-audit: ${host}`,
    monitoredResource: { type: 'uptime_url', labels: { project_id: project.project ?? '', host } },
    httpCheck: { requestMethod: 'GET', path: '/', port: 443, useSsl: true, validateSsl: true },
    period: '60s',
    timeout: '10s',
    userLabels: { pinky_audit: 'uptime-check' },
  };
}

/** An alert policy that fires when more than one location cannot reach the domain. */
export function outageAlert(project: Project, world: World, context: Context): object {
  const host = context.param<string>('domain');
  return alertBody({
    id: 'alert-app-down',
    displayName: `${host} is down`,
    severity: 'CRITICAL',
    channels: channelsFor(project, context.param<readonly string[]>('criticalTypes'), world, context),
    conditions: [
      {
        displayName: `uptime check of ${host} fails`,
        filter: filterText({
          'resource.type': 'uptime_url',
          'resource.labels.host': host,
          'metric.type': 'monitoring.googleapis.com/uptime_check/check_passed',
        }),
        aggregation: {
          perSeriesAligner: 'ALIGN_NEXT_OLDER',
          crossSeriesReducer: 'REDUCE_COUNT_FALSE',
          groupByFields: ['resource.label.*'],
        },
        threshold: 1,
      },
    ],
  });
}
