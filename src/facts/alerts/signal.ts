import type { Unknown } from '#policy';
import { admits, type Filter, keysOf, spelled, without } from './labels.ts';
import type { Metric, SignalKind } from './metrics.ts';
import { type Absence, type Level, type Quantity, type Series, solved } from './quantity.ts';

/** The classes of HTTP responses. */
const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/**
 * What one condition of an alert policy comes to, however it was written: two conditions that fire alike give equal
 * signals. Fields that do not belong to the kind of signal are absent.
 */
export interface Signal {
  readonly signal: SignalKind;
  readonly form: 'threshold' | 'mql' | 'promql' | 'absence' | 'log' | 'slo-burn-rate';
  /** Who emits what is watched; undefined for logs and objectives. */
  readonly source?: Metric['source'] | undefined;
  /** What `threshold` counts: "ratio" for shares from 0 to 1, "ms", or why it is neither. */
  readonly unit: string;
  /** For errors: the classes of response that count, each in full. */
  readonly classes: readonly string[];
  readonly statistic: string;
  /** 95 for p95; undefined for a mean, a maximum and the rest. */
  readonly percentile: number | undefined;
  readonly comparison: 'GT' | 'LT' | 'absent';
  /** In `unit`; undefined for an absence. */
  readonly threshold: number | undefined;
  /** From the first bad second to the alert: data behind a point plus how long it must hold. */
  readonly windowSeconds: number;
  /** For what means "down": whether the condition holds when all is down. */
  readonly fires: boolean;
  /** What it says of the resources it takes, for telling what it covers; undefined for logs and objectives. */
  readonly scope: Filter | undefined;
  /** Full name of the alert policy that holds the condition. */
  readonly policy: string;
  /** "live", or why the policy tells nobody of this condition alone; Unknown where that was not seen. */
  readonly state: string | Unknown;
  readonly notes: readonly string[];
}

/** A signal without what its policy adds. */
export type Reading = Omit<Signal, 'policy' | 'state'>;

const CLASS_KEYS: ReadonlySet<string> = new Set(['response_code_class', 'response_code']);
const SCOPELESS: ReadonlySet<string> = new Set([...CLASS_KEYS, 'metric.type']);

/** What a filter says of the resources it takes, without the metric and without the answers to requests. */
export const scopeOf = (filter: Filter): Filter => without(filter, SCOPELESS);

interface Admitted {
  /** Classes taken in full. */
  readonly whole: readonly string[];
  /** Classes of which at least one code is taken. */
  readonly touched: readonly string[];
}

function admitted({ filter, metric }: Series): Admitted {
  const whole: string[] = [];
  const touched: string[] = [];
  const byCode = keysOf(filter).has('response_code');
  CLASSES.forEach((name, index) => {
    const leading = index + 1;
    const response_code_class = metric.classOf?.(leading) ?? name;
    const codes = byCode ? Array.from({ length: 100 }, (_, rest) => `${leading * 100 + rest}`) : [undefined];
    const taken = codes.filter(
      (code) => admits(filter, { response_code_class, ...(code && { response_code: code }) }) !== false,
    );
    if (taken.length === codes.length) whole.push(name);
    if (taken.length > 0) touched.push(name);
  });
  return { whole, touched };
}

/** Why a quotient is not the share of failed requests; undefined where it is. */
function flawOf({ over, under }: Quantity): string | undefined {
  if (!under) return 'requests, not their share';
  if (under.metric !== over.metric) return 'ratio of two metrics';
  if (admitted(under).whole.length < CLASSES.length) return 'ratio to a part of the requests';
  if (spelled(scopeOf(over.filter)) !== spelled(scopeOf(under.filter))) return 'ratio of different scopes';
  if (over.statistic !== 'rate' || under.statistic !== 'rate') return 'ratio of unsummed series';
  if (over.by.join() !== under.by.join() || over.windowSeconds !== under.windowSeconds) {
    return 'ratio of unlike aggregations';
  }
  if (over.by.some((key) => key === '*' || CLASS_KEYS.has(key))) return 'ratio of each series to itself';
  return undefined;
}

type Base = Pick<Reading, 'form' | 'source' | 'statistic' | 'percentile' | 'windowSeconds' | 'scope'>;

function requests(level: Level, base: Base): Reading | undefined {
  const { over, under } = level.quantity;
  const { comparison, threshold } = solved(level);
  const { whole, touched } = admitted(over);
  const rest = { ...base, classes: whole, comparison, threshold, fires: false, notes: [] };
  if (!under && touched.includes('2xx')) {
    return { ...rest, signal: 'traffic', unit: 'requests', fires: false };
  }
  const flaw = flawOf(level.quantity);
  if (touched.includes('2xx')) {
    if (comparison !== 'LT' || touched.some((one) => one === '4xx' || one === '5xx')) return undefined;
    const classes = CLASSES.filter((one) => !touched.includes(one));
    const share = Number((1 - threshold).toPrecision(12));
    return { ...rest, signal: 'errors', classes, comparison: 'GT', threshold: share, unit: flaw ?? 'ratio' };
  }
  // More than no errors at all is the same statement in requests and in shares of them.
  const any = !under && comparison === 'GT' && threshold === 0;
  const notes = threshold === 0 && comparison === 'GT' ? ['fires at the first error: it may be noisy'] : [];
  return { ...rest, signal: 'errors', unit: any ? 'ratio' : (flaw ?? 'ratio'), notes };
}

/** The least number of probing locations an uptime check has (UptimeCheckConfig.selectedRegions). */
const LOCATIONS = 3;

/** Whether a condition on a check's results holds when every prober fails, and not when none does. */
function failsAll(statistic: string, comparison: 'GT' | 'LT', threshold: number): boolean {
  if (statistic === 'failing-probers') return comparison === 'GT' && threshold >= 0 && threshold < LOCATIONS;
  if (statistic === 'failing-points') return comparison === 'GT' && threshold >= 0 && threshold < 1;
  if (statistic === 'passing-probers') return comparison === 'LT' && threshold > 0;
  const share = ['passing-share', 'mean', 'min', 'max', 'last'].includes(statistic);
  return share && comparison === 'LT' && threshold > 0 && threshold <= 1;
}

/** Whether a level means that what it watches is down; an alert on a state always names the state it fears. */
function holdsWhenDown(
  metric: Metric,
  statistic: string,
  comparison: 'GT' | 'LT',
  threshold: number,
): boolean {
  if (metric.unit === 'state') return true;
  if (metric.unit === 'passed') return failsAll(statistic, comparison, threshold);
  return metric.measures === 'instances' && comparison === 'LT' && threshold > 0;
}

/** A level as a signal; undefined where it says nothing of the signals known here (a share of good requests above…). */
export function levelReading(level: Level): Reading | undefined {
  const { over, under } = level.quantity;
  const { metric, statistic } = over;
  const base: Base = {
    form: level.form,
    source: metric.source,
    statistic,
    percentile: statistic.startsWith('p') ? Number(statistic.slice(1)) || undefined : undefined,
    windowSeconds: over.windowSeconds + level.waitSeconds,
    scope: scopeOf(over.filter),
  };
  if (metric.measures === 'requests') return requests(level, base);
  const { comparison, threshold } = solved(level);
  const unit = under ? 'ratio of two series' : metric.unit;
  const fires = holdsWhenDown(metric, statistic, comparison, threshold);
  return { ...base, signal: metric.measures, unit, classes: [], comparison, threshold, fires, notes: [] };
}

/**
 * The absence of a metric's data as a signal. No requests means down; no data of the database means the database is;
 * no failed requests means nothing.
 */
export function absenceReading({ form, absent, waitSeconds }: Absence): Reading | undefined {
  const { metric } = absent;
  const kinds: Readonly<Record<string, SignalKind>> = {
    run: 'instances',
    lb: 'traffic',
    sql: 'db',
    uptime: 'uptime',
  };
  if (metric.measures === 'requests' && !admitted(absent).touched.includes('2xx')) return undefined;
  return {
    signal: metric.measures === 'requests' ? 'traffic' : (kinds[metric.source] as SignalKind),
    form,
    source: metric.source,
    unit: 'data',
    classes: [],
    statistic: absent.statistic,
    percentile: undefined,
    comparison: 'absent',
    threshold: undefined,
    windowSeconds: absent.windowSeconds + waitSeconds,
    fires: true,
    scope: scopeOf(absent.filter),
    notes: [],
  };
}
