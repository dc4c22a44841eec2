import type { Unknown } from '#policy';
import { assetOfRecord } from '../../../../src/cli/harness/build.ts';
import type { SignalKind } from '../../../../src/facts/alerts/metrics.ts';
import { type AlertPolicy, signalsOf } from '../../../../src/facts/alerts/policy.ts';
import type { Signal } from '../../../../src/facts/alerts/signal.ts';
import { readable } from '../../../../src/policy/subject.ts';

type Json = Record<string, unknown>;

/** An alert policy with these conditions, as a snapshot would give it. */
export const policyWith = (conditions: readonly unknown[], rest: Json = {}): AlertPolicy =>
  readable(
    assetOfRecord({
      name: '//monitoring.googleapis.com/projects/pinky-prod/alertPolicies/1',
      assetType: 'monitoring.googleapis.com/AlertPolicy',
      resource: {
        data: {
          name: 'projects/pinky-prod/alertPolicies/1',
          combiner: 'OR',
          notificationChannels: ['projects/pinky-prod/notificationChannels/1'],
          conditions: JSON.parse(JSON.stringify(conditions)),
          ...rest,
        },
      },
      ancestors: ['projects/100000000001'],
    }),
  ) as unknown as AlertPolicy;

const KINDS: readonly SignalKind[] = [
  'errors',
  'latency',
  'run-cpu',
  'run-memory',
  'sql-cpu',
  'sql-memory',
  'sql-disk',
  'uptime',
  'traffic',
  'instances',
  'db',
  'security',
];

/** What one condition comes to, of all kinds. */
export const readingsOf = (condition: unknown, rest: Json = {}): (Signal | Unknown)[] =>
  signalsOf(policyWith([condition], rest), KINDS);

export const RUN =
  'resource.type="cloud_run_revision" AND resource.labels.service_name="pinky-api" AND metric.type="run.googleapis.com/request_count"';
export const FAILED = `${RUN} AND metric.labels.response_code_class=one_of("4xx","5xx")`;

const SUMMED = [
  { alignmentPeriod: '300s', perSeriesAligner: 'ALIGN_RATE', crossSeriesReducer: 'REDUCE_SUM' },
];

/** A ratio of two filters above a threshold, summed alike. */
export const ratio = (filter: string, denominatorFilter: string | undefined, more: Json = {}): Json => ({
  conditionThreshold: {
    filter,
    aggregations: SUMMED,
    ...(denominatorFilter && { denominatorFilter, denominatorAggregations: SUMMED }),
    comparison: 'COMPARISON_GT',
    thresholdValue: 0.01,
    duration: '0s',
    ...more,
  },
});

/** A level of one metric above a threshold. */
export const level = (
  type: string,
  aligner: string,
  thresholdValue: number,
  more: Json = {},
  reducer?: string,
): Json => ({
  conditionThreshold: {
    filter: `metric.type="${type}"`,
    aggregations: [
      {
        alignmentPeriod: '60s',
        perSeriesAligner: aligner,
        ...(reducer && { crossSeriesReducer: reducer }),
      },
    ],
    comparison: 'COMPARISON_GT',
    thresholdValue,
    duration: '120s',
    ...more,
  },
});

export const prom = (query: string, more: Json = {}): Json => ({
  conditionPrometheusQueryLanguage: { query, duration: '60s', ...more },
});
export const mqlOf = (query: string, more: Json = {}): Json => ({
  conditionMonitoringQueryLanguage: { query, duration: '60s', ...more },
});
