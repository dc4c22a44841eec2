/** One aggregation of a new condition. */
interface Aggregation {
  readonly perSeriesAligner: string;
  readonly crossSeriesReducer?: string;
  readonly groupByFields?: readonly string[];
}

/** One threshold condition of a new alert policy, with the choices that differ between signals. */
export interface NewCondition {
  readonly displayName: string;
  readonly filter: string;
  readonly denominatorFilter?: string;
  readonly aggregation: Aggregation;
  readonly comparison?: 'COMPARISON_GT' | 'COMPARISON_LT';
  readonly threshold: number;
}

/** What tells one new alert policy from another. */
export interface NewAlert {
  /** The policy of this tool that asked for it; kept as the label `pinky_audit`, so that it is found again. */
  readonly id: string;
  readonly displayName: string;
  readonly severity: 'CRITICAL' | 'WARNING';
  readonly channels: readonly string[];
  readonly conditions: readonly NewCondition[];
}

/** Five minutes of data behind each point: well inside the fifteen within which an alert must tell. */
const ALIGNMENT = '300s';

/**
 * The body of an alert policy to create: threshold conditions joined by OR, the one form that is ever written.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies
 */
export function alertBody({ id, displayName, severity, channels, conditions }: NewAlert): object {
  return {
    displayName: `pinky-audit: ${displayName}`,
    combiner: 'OR',
    enabled: true,
    severity,
    userLabels: { pinky_audit: id },
    notificationChannels: channels,
    conditions: conditions.map(({ aggregation, denominatorFilter, ...condition }) => {
      const aggregations = [{ alignmentPeriod: ALIGNMENT, ...aggregation }];
      return {
        displayName: condition.displayName,
        conditionThreshold: {
          filter: condition.filter,
          aggregations,
          ...(denominatorFilter && { denominatorFilter, denominatorAggregations: aggregations }),
          comparison: condition.comparison ?? 'COMPARISON_GT',
          thresholdValue: condition.threshold,
          duration: '0s',
          trigger: { count: 1 },
        },
      };
    }),
  };
}

/** A Monitoring filter that all of these equalities make up; values are quoted. */
export const filterText = (equal: Readonly<Record<string, string>>): string =>
  Object.entries(equal)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' AND ');
