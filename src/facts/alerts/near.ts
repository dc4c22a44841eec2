import { Unknown } from '#policy';
import type { LabelsFrom } from './coverage.ts';
import { demanded } from './labels.ts';
import type { Metric } from './metrics.ts';
import type { Signal } from './signal.ts';

/** The label by which alerts on one resource among many name it, by who emits what is watched. */
const NAMING: Partial<Readonly<Record<NonNullable<Metric['source']>, string>>> = {
  run: 'service_name',
  sql: 'database_id',
};

interface Index {
  /** Places of signals that name no one resource. */
  readonly open: readonly number[];
  /** Places of those that do, by source and name. */
  readonly named: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<readonly (Signal | Unknown)[], Index>();

function indexOf(signals: readonly (Signal | Unknown)[]): Index {
  const known = indexes.get(signals);
  if (known) return known;
  const open: number[] = [];
  const named = new Map<string, number[]>();
  signals.forEach((signal, i) => {
    const key = signal instanceof Unknown || !signal.source ? undefined : NAMING[signal.source];
    const { scope, source } = signal as Signal;
    const name = key === undefined || scope === undefined ? undefined : demanded(scope, key);
    if (name === undefined) open.push(i);
    else {
      const places = named.get(`${source} ${name}`);
      if (places) places.push(i);
      else named.set(`${source} ${name}`, [i]);
    }
  });
  const made = { open, named };
  indexes.set(signals, made);
  return made;
}

/**
 * Of some signals, in their order, those that may cover a subject: all but the ones that demand another name than its
 * own. A project may have thousands of services with alerts of their own each.
 */
export function near(
  signals: readonly (Signal | Unknown)[],
  labelsFrom: LabelsFrom,
): readonly (Signal | Unknown)[] {
  const { open, named } = indexOf(signals);
  if (named.size === 0) return signals;
  const own = (['run', 'sql'] as const).flatMap((source) => {
    const label = labelsFrom(source)?.[NAMING[source] as string];
    const names = label === undefined ? [] : typeof label === 'string' ? [label] : label;
    return names.flatMap((name) => named.get(`${source} ${name}`) ?? []);
  });
  const places = own.length === 0 ? open : [...new Set([...open, ...own])].sort((a, b) => a - b);
  return places.map((i) => signals[i] as Signal | Unknown);
}
