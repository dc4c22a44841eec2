import { attempt, each, Unknown } from '#policy';
import { covers, type LabelsFrom } from './coverage.ts';
import { demanded, keysOf } from './labels.ts';
import type { Metric } from './metrics.ts';
import type { Signal } from './signal.ts';

type Source = NonNullable<Metric['source']>;

/** The label by which alerts on one resource among many name it, by who emits what is watched. */
const NAMING: Partial<Readonly<Record<Source, string>>> = {
  run: 'service_name',
  sql: 'database_id',
};

/** Labels that no two subjects share. */
const OWN: ReadonlySet<string> = new Set(['service_name', 'configuration_name', 'database_id']);

/** So few signals are held against each subject sooner than it is told what subjects are alike. */
const FEW = 16;

interface Index {
  /** Places of signals that no label of its own tells from those that cover the next subject. */
  readonly alike: readonly number[];
  /** Who emits what those watch. */
  readonly sources: readonly Source[];
  /** Places of those that ask for an own label in some other way than by one name. */
  readonly narrowed: readonly number[];
  /** Places of those that name one resource, by source and name. */
  readonly named: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<readonly (Signal | Unknown)[], Index>();

function indexOf(signals: readonly (Signal | Unknown)[]): Index {
  const known = indexes.get(signals);
  if (known) return known;
  const alike: number[] = [];
  const sources = new Set<Source>();
  const narrowed: number[] = [];
  const named = new Map<string, number[]>();
  for (const [i, signal] of signals.entries()) {
    if (signal instanceof Unknown || !signal.source || !signal.scope) {
      alike.push(i);
      continue;
    }
    const { source, scope } = signal;
    const key = NAMING[source];
    const name = key === undefined ? undefined : demanded(scope, key);
    if (name === undefined) {
      sources.add(source);
      const own = [...keysOf(scope)].some((one) => OWN.has(one));
      (own ? narrowed : alike).push(i);
      continue;
    }
    const places = named.get(`${source} ${name}`);
    if (places) places.push(i);
    else named.set(`${source} ${name}`, [i]);
  }
  const made = { alike, sources: [...sources], narrowed, named };
  indexes.set(signals, made);
  return made;
}

/** Some signals with their places in the list they are of. */
interface Placed {
  readonly places: readonly number[];
  readonly signals: readonly (Signal | Unknown)[];
}

/** Of the signals at some places, those that cover a subject; an Unknown where that is not known. */
function placed(
  signals: readonly (Signal | Unknown)[],
  places: readonly number[],
  labelsFrom: LabelsFrom,
): Placed {
  const kept: number[] = [];
  const covering: (Signal | Unknown)[] = [];
  for (const place of places) {
    const signal = signals[place] as Signal | Unknown;
    const covered = signal instanceof Unknown ? signal : attempt(() => covers(signal, labelsFrom));
    if (covered === false) continue;
    kept.push(place);
    covering.push(covered === true ? signal : covered);
  }
  return { places: kept, signals: covering };
}

/** What tells subjects apart that share a list of signals: all labels but their own. */
function kinOf(sources: readonly Source[], labelsFrom: LabelsFrom): string {
  const kin = sources.map((source) => attempt(() => labelsFrom(source)));
  return JSON.stringify(kin, (key, value: unknown) => (OWN.has(key) ? undefined : value));
}

const shared = new WeakMap<readonly (Signal | Unknown)[], Map<string, Placed>>();

function alikeOf(signals: readonly (Signal | Unknown)[], index: Index, labelsFrom: LabelsFrom): Placed {
  let byKin = shared.get(signals);
  if (!byKin) shared.set(signals, (byKin = new Map()));
  const kin = kinOf(index.sources, labelsFrom);
  let found = byKin.get(kin);
  if (!found) byKin.set(kin, (found = placed(signals, index.alike, labelsFrom)));
  return found;
}

/** Places of the signals that may cover this subject and not the next. */
function ownPlaces({ named, narrowed }: Index, labelsFrom: LabelsFrom): readonly number[] {
  if (named.size === 0) return narrowed;
  const own = (['run', 'sql'] as const).flatMap((source) => {
    const label = labelsFrom(source)?.[NAMING[source] as string];
    const names = label === undefined ? [] : typeof label === 'string' ? [label] : label;
    return names.flatMap((name) => named.get(`${source} ${name}`) ?? []);
  });
  return own.length === 0 ? narrowed : [...new Set([...narrowed, ...own])].sort((a, b) => a - b);
}

/**
 * Of some signals, in their order, those that cover a subject, and an Unknown for each of which that is not known. A
 * project may have a thousand services and half a thousand alerts on any of them: subjects that differ in nothing but
 * their names are given one and the same list.
 */
export function coveredBy(
  signals: readonly (Signal | Unknown)[],
  labelsFrom: LabelsFrom,
): readonly (Signal | Unknown)[] {
  if (signals.length < FEW)
    return each(signals as readonly Signal[], (signal) => (covers(signal, labelsFrom) ? signal : undefined));
  const index = indexOf(signals);
  const alike = alikeOf(signals, index, labelsFrom);
  const own = placed(signals, ownPlaces(index, labelsFrom), labelsFrom);
  return own.places.length === 0 ? alike.signals : merged(alike, own);
}

function merged(a: Placed, b: Placed): (Signal | Unknown)[] {
  const out: (Signal | Unknown)[] = [];
  let j = 0;
  for (let i = 0; i < a.places.length; i++) {
    while (j < b.places.length && (b.places[j] as number) < (a.places[i] as number))
      out.push(b.signals[j++] as Signal | Unknown);
    out.push(a.signals[i] as Signal | Unknown);
  }
  return [...out, ...b.signals.slice(j)];
}
