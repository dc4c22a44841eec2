import type { Filter } from './labels.ts';
import type { Metric } from './metrics.ts';

/**
 * What is left of each series after alignment and reduction: `rate` of a counter, `p95` of a distribution, `mean`,
 * `max`, `min`, `sum`, `last` of values, counts and shares of a check's results, or `other`.
 */
export type Statistic =
  | `p${number}`
  | 'rate'
  | 'mean'
  | 'max'
  | 'min'
  | 'sum'
  | 'last'
  | 'distribution'
  | 'failing-probers'
  | 'passing-probers'
  | 'failing-points'
  | 'passing-share'
  | 'other';

/** Time series of one metric, taken by a filter, brought to one number each. */
export interface Series {
  readonly metric: Metric;
  readonly filter: Filter;
  readonly statistic: Statistic;
  /** Seconds of data behind one point. */
  readonly windowSeconds: number;
  /** Labels that stay apart in the reduction, sorted. */
  readonly by: readonly string[];
  /** Which half of a distribution a PromQL selector takes: its sum or its count. */
  readonly part?: 'sum' | 'count' | undefined;
}

/** A number that a condition compares: `offset + scale * over`, or `over / under` in the place of `over`. */
export interface Quantity {
  readonly over: Series;
  readonly under?: Series | undefined;
  readonly scale: number;
  readonly offset: number;
}

/** A condition that compares: in what form it was written, and how long it must hold. */
export interface Level {
  readonly form: 'threshold' | 'mql' | 'promql';
  readonly quantity: Quantity;
  readonly comparison: 'GT' | 'LT';
  /** In the unit of the quantity as written; milliseconds and shares where the language names a unit. */
  readonly threshold: number;
  readonly waitSeconds: number;
}

/** A condition that holds when there are no series. */
export interface Absence {
  readonly form: 'absence' | 'promql';
  readonly absent: Series;
  readonly waitSeconds: number;
}

/** Twelve digits are exact enough for a share and hide that 1 - 0.99 is not 0.01. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** The comparison with scale and offset brought to the other side: `100 * x > 1` is `x > 0.01`. */
export function solved({ quantity, comparison, threshold }: Level): {
  comparison: 'GT' | 'LT';
  threshold: number;
} {
  const { scale, offset } = quantity;
  const turned = comparison === 'GT' ? 'LT' : 'GT';
  return {
    comparison: scale < 0 ? turned : comparison,
    threshold: rounded((threshold - offset) / scale),
  };
}
