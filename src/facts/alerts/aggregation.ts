import type { AssetData } from '#policy';
import { measure } from '#policy';
import { keyOf } from './filter.ts';
import type { Metric } from './metrics.ts';
import type { Statistic } from './quantity.ts';
import { unreadable } from './tokens.ts';

type Condition = NonNullable<AssetData['monitoring.googleapis.com/AlertPolicy']['conditions']>[number];
type Aggregations = NonNullable<NonNullable<Condition['conditionThreshold']>['aggregations']>;

/**
 * Seconds of a Duration string; proto3 leaves zero out.
 * @throws Unknown where it is none.
 */
export function seconds(duration: string | undefined): number {
  const value = duration === undefined ? 0 : measure(duration);
  if (Number.isNaN(value)) throw unreadable(`"${duration}" is not a duration`);
  return value;
}

/**
 * What each aligner leaves of a series
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Aligner).
 */
const ALIGNED: Readonly<Record<string, Statistic>> = {
  ALIGN_NONE: 'last',
  ALIGN_NEXT_OLDER: 'last',
  ALIGN_INTERPOLATE: 'last',
  ALIGN_RATE: 'rate',
  ALIGN_DELTA: 'rate',
  ALIGN_SUM: 'sum',
  ALIGN_MEAN: 'mean',
  ALIGN_MAX: 'max',
  ALIGN_MIN: 'min',
  ALIGN_COUNT_FALSE: 'failing-points',
  ALIGN_COUNT_TRUE: 'passing-probers',
  ALIGN_FRACTION_TRUE: 'passing-share',
};

const percentile = (name: string): Statistic | undefined => {
  const found = /_PERCENTILE_(\d\d)$/.exec(name);
  return found ? `p${Number(found[1])}` : undefined;
};

function aligned(aligner: string, metric: Metric): Statistic {
  const plain = percentile(aligner) ?? ALIGNED[aligner] ?? 'other';
  // A delta or sum of distributions is a distribution still: only a reducer makes a number of it.
  if (metric.distribution && (plain === 'rate' || plain === 'sum')) return 'distribution';
  return metric.measures === 'requests' && plain === 'sum' ? 'rate' : plain;
}

/**
 * What a reducer makes of aligned series. MEAN and MAX over series keep the statistic's meaning; MIN and low
 * percentiles hide the worst; only SUM keeps a rate a rate.
 */
function reduced(reducer: string, statistic: Statistic): Statistic {
  if (reducer === 'REDUCE_NONE' || statistic === 'other') return statistic;
  if (statistic === 'distribution') return percentile(reducer) ?? 'distribution';
  if (statistic === 'rate') return reducer === 'REDUCE_SUM' ? 'rate' : 'other';
  switch (reducer) {
    case 'REDUCE_COUNT_FALSE':
      return statistic === 'last' ? 'failing-probers' : 'other';
    case 'REDUCE_COUNT_TRUE':
      return statistic === 'last' ? 'passing-probers' : 'other';
    case 'REDUCE_FRACTION_TRUE':
      return statistic === 'last' ? 'passing-share' : 'other';
    case 'REDUCE_SUM':
      return statistic === 'passing-probers' ? statistic : 'sum';
    case 'REDUCE_MEAN':
      return statistic === 'last' ? 'mean' : statistic;
    case 'REDUCE_MAX':
      return statistic === 'last' ? 'max' : statistic;
    case 'REDUCE_MIN':
    case 'REDUCE_PERCENTILE_05':
      return 'min';
    case 'REDUCE_PERCENTILE_50':
    case 'REDUCE_PERCENTILE_95':
    case 'REDUCE_PERCENTILE_99':
      return statistic;
    default:
      return 'other';
  }
}

/**
 * Statistic, window and grouping of a condition's aggregations.
 * @throws Unknown where a second aggregation does more than pass values on.
 */
export function aggregated(
  aggregations: Aggregations | undefined,
  metric: Metric,
): { statistic: Statistic; windowSeconds: number; by: readonly string[] } {
  const [first, ...rest] = aggregations ?? [];
  for (const { perSeriesAligner = 'ALIGN_NONE', crossSeriesReducer = 'REDUCE_NONE' } of rest) {
    if (perSeriesAligner !== 'ALIGN_NONE' || crossSeriesReducer !== 'REDUCE_NONE') {
      throw unreadable('a second aggregation is not evaluated');
    }
  }
  const statistic = reduced(
    first?.crossSeriesReducer ?? 'REDUCE_NONE',
    aligned(first?.perSeriesAligner ?? 'ALIGN_NONE', metric),
  );
  const windowSeconds = seconds(first?.alignmentPeriod);
  const apart = (first?.crossSeriesReducer ?? 'REDUCE_NONE') === 'REDUCE_NONE';
  const by = apart ? ['*'] : (first?.groupByFields ?? []).map(keyOf).sort();
  return { statistic, windowSeconds, by };
}
