import type { AssetData } from '#policy';
import { aggregated, seconds } from './aggregation.ts';
import { filterOf } from './filter.ts';
import { demanded, type Filter } from './labels.ts';
import { type Metric, metricOf } from './metrics.ts';
import type { Absence, Level, Series } from './quantity.ts';
import { Cursor, tokensOf, unreadable } from './tokens.ts';

type Conditions = NonNullable<AssetData['monitoring.googleapis.com/AlertPolicy']['conditions']>[number];
type Threshold = NonNullable<Conditions['conditionThreshold']>;
type Absent = NonNullable<Conditions['conditionAbsent']>;

/**
 * Reads a Monitoring filter (https://cloud.google.com/monitoring/api/v3/filters).
 * @throws Unknown for what it does not understand.
 */
export function parseFilter(text: string): Filter {
  const cursor = new Cursor(tokensOf(text));
  const filter = filterOf(cursor);
  if (cursor.peek().kind !== 'end') cursor.refuse('AND or the end');
  return filter;
}

function metricIn(filter: Filter): Metric {
  const type = demanded(filter, 'metric.type');
  const metric = type === undefined ? undefined : metricOf(type);
  if (!metric) throw unreadable('the filter does not name one metric');
  return metric;
}

function series(filter: string, aggregations: Threshold['aggregations']): Series {
  const read = parseFilter(filter);
  const metric = metricIn(read);
  return { metric, filter: read, ...aggregated(aggregations, metric) };
}

/**
 * A threshold condition as a level: one series, or the ratio of two.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#MetricThreshold: only GT and LT are
 * allowed as comparison; a threshold that is left out is zero.
 */
export function threshold(condition: Threshold): Level {
  const { filter, denominatorFilter, comparison } = condition;
  const over = series(filter ?? '', condition.aggregations);
  const under = denominatorFilter ? series(denominatorFilter, condition.denominatorAggregations) : undefined;
  if (comparison !== 'COMPARISON_GT' && comparison !== 'COMPARISON_LT') {
    throw unreadable(`the comparison ${comparison ?? 'is not set and'} is not evaluated`);
  }
  return {
    form: 'threshold',
    quantity: { over, under, scale: 1, offset: 0 },
    comparison: comparison === 'COMPARISON_GT' ? 'GT' : 'LT',
    threshold: condition.thresholdValue ?? 0,
    waitSeconds: seconds(condition.duration),
  };
}

/** An absence condition: it holds when the series have no data for its duration. */
export function absence(condition: Absent): Absence {
  return {
    form: 'absence',
    absent: series(condition.filter ?? '', condition.aggregations),
    waitSeconds: seconds(condition.duration),
  };
}

/** The burn rate of a service level objective that a filter selects. */
export interface Burn {
  readonly objective: string;
  /** Seconds that the rate is taken over. */
  readonly lookbackSeconds: number;
}

/**
 * `select_slo_burn_rate("projects/…/serviceLevelObjectives/…", "3600s")` in a threshold's filter; undefined for any
 * other filter (https://cloud.google.com/stackdriver/docs/solutions/slo-monitoring/api/timeseries-selectors).
 */
export function burnRate(filter: string): Burn | undefined {
  const found = /^\s*select_slo_burn_rate\(\s*["']([^"']+)["']\s*(?:,\s*["']?(\w+)["']?\s*)?\)\s*$/.exec(
    filter,
  );
  if (!found) return undefined;
  const [, objective, lookback = '3600s'] = found;
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(lookback) ?? [];
  const factor = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''];
  if (factor === undefined) throw unreadable(`the look-back "${lookback}" is not a duration`);
  return { objective: objective as string, lookbackSeconds: Number(amount) * factor };
}
