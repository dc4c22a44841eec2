import { type AssetData, attempt, Unknown } from '#policy';
import { seconds } from './aggregation.ts';
import { kindsNamed, type SignalKind } from './metrics.ts';
import { mql } from './mql.ts';
import { promql } from './promql.ts';
import type { Absence, Level } from './quantity.ts';
import { absenceReading, levelReading, type Reading } from './signal.ts';
import { absence, type Burn, burnRate, threshold } from './threshold.ts';
import { unreadable } from './tokens.ts';

/** One condition of an alert policy, as the API holds it. */
export type Condition = NonNullable<AssetData['monitoring.googleapis.com/AlertPolicy']['conditions']>[number];

/**
 * What a condition is about: one reading (and why it does not count as it stands), or an Unknown that may be about
 * any of the kinds.
 */
export type Watch =
  | { readonly reading: Reading; readonly weak?: string | undefined }
  | { readonly unknown: Unknown; readonly kinds: ReadonlySet<SignalKind> | 'any' };

/** Signals that SQL over request logs could stand for: nothing else is in the logs. */
const IN_LOGS: ReadonlySet<SignalKind> = new Set(['errors', 'latency', 'traffic', 'db', 'security']);

/** Log entries that an audit trail, Cloud Armor or the Security Command Center writes. */
const SECURITY =
  /SetIamPolicy|setIamPermissions|CreateServiceAccountKey|enforcedSecurityPolicy|securitycenter|UpdateSink|DeleteSink/i;
const DATABASE =
  /cloudsql_database|cloudsql\.googleapis\.com|connection (?:refused|reset|failed)|ECONNREFUSED/i;

const LOG: Omit<Reading, 'signal'> = {
  form: 'log',
  unit: 'entries',
  classes: [],
  statistic: 'count',
  percentile: undefined,
  comparison: 'GT',
  threshold: 0,
  windowSeconds: 0,
  fires: true,
  scope: undefined,
  notes: [],
};

/** Reads a text; where it cannot be read, it is about the metrics it names, and about nothing when it names none. */
function named(text: string, read: () => Reading | undefined): readonly Watch[] {
  const kinds = kindsNamed(text);
  if (kinds.size === 0) return [];
  try {
    const reading = read();
    return reading ? [{ reading }] : [];
  } catch (thrown) {
    if (!(thrown instanceof Unknown)) throw thrown;
    return [{ unknown: thrown, kinds }];
  }
}

const compared = (what: Level | Absence): Reading | undefined =>
  'absent' in what ? absenceReading(what) : levelReading(what);

/** A burn rate may be of errors or of latency: the objective's own kind is not in any inventory. */
const burning = ({ objective, lookbackSeconds }: Burn, waitSeconds: number): readonly Watch[] =>
  (['errors', 'latency'] as const).map((signal) => ({
    reading: {
      ...LOG,
      signal,
      form: 'slo-burn-rate',
      unit: 'burn rate',
      statistic: 'burn rate',
      threshold: undefined,
      windowSeconds: lookbackSeconds + waitSeconds,
      notes: [`watches the burn rate of ${objective}`],
    },
  }));

function logged(filter: string): readonly Watch[] {
  const kinds = [SECURITY.test(filter) && 'security', DATABASE.test(filter) && 'db'] as const;
  return kinds.flatMap((signal) => (signal ? [{ reading: { ...LOG, signal } }] : []));
}

function read(condition: Condition): readonly Watch[] {
  const {
    conditionThreshold: level,
    conditionAbsent: absent,
    conditionMatchedLog: log,
    conditionMonitoringQueryLanguage: query,
    conditionPrometheusQueryLanguage: prometheus,
  } = condition;
  if (level) {
    const burn = burnRate(level.filter ?? '');
    if (burn) return burning(burn, seconds(level.duration));
    const watches = named(level.filter ?? '', () => levelReading(threshold(level)));
    const weak = level.forecastOptions ? 'a forecast, not the level' : undefined;
    return watches.map((one) => ('reading' in one ? { ...one, weak } : one));
  }
  if (absent) return named(absent.filter ?? '', () => absenceReading(absence(absent)));
  if (query) {
    const deprecated = (one: Reading): Reading => ({
      ...one,
      notes: [...one.notes, 'is written in MQL, which is deprecated'],
    });
    return named(query.query ?? '', () => {
      const found = levelReading(mql(query.query ?? '', seconds(query.duration)));
      return found && deprecated(found);
    });
  }
  if (prometheus) {
    const text = prometheus.query ?? '';
    return named(text, () => compared(promql(text, seconds(prometheus.duration))));
  }
  if (log) return logged(log.filter ?? '');
  if (condition.conditionSql) {
    return [{ unknown: unreadable('a condition in SQL over logs is not evaluated'), kinds: IN_LOGS }];
  }
  return [{ unknown: unreadable('a condition of this kind is not known'), kinds: 'any' }];
}

const triggerOf = (condition: Condition) =>
  condition.conditionThreshold?.trigger ??
  condition.conditionAbsent?.trigger ??
  condition.conditionMonitoringQueryLanguage?.trigger;

/** A remark where the condition waits for more than one series. */
function triggerNote(condition: Condition): string | undefined {
  const { count, percent } = triggerOf(condition) ?? {};
  if (percent !== undefined) return `fires when ${percent} % of the series do`;
  return count !== undefined && count > 1 ? `fires when ${count} series do` : undefined;
}

/**
 * What a condition watches. A condition on other metrics gives nothing; one that cannot be read gives an Unknown for
 * the signals whose metrics it names (or for any, where even its text was not seen).
 */
export function watchesOf(condition: Condition): readonly Watch[] {
  try {
    const watches = read(condition);
    const note = watches.length > 0 ? attempt(() => triggerNote(condition)) : undefined;
    if (typeof note !== 'string') return watches;
    return watches.map((one) =>
      'reading' in one ? { ...one, reading: { ...one.reading, notes: [...one.reading.notes, note] } } : one,
    );
  } catch (thrown) {
    if (!(thrown instanceof Unknown)) throw thrown;
    return [{ unknown: thrown, kinds: 'any' }];
  }
}
