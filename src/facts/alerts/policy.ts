import { type Asset, attempt, located, Unknown } from '#policy';
import { type Watch, watchesOf } from './condition.ts';
import type { SignalKind } from './metrics.ts';
import type { Signal } from './signal.ts';

export type AlertPolicy = Asset<'monitoring.googleapis.com/AlertPolicy'>;

interface Read {
  readonly signals: readonly Signal[];
  readonly unknown: readonly Extract<Watch, { unknown: Unknown }>[];
}

/** A service asks every alert policy of its project, and so does the next: each is read once. */
const known = new WeakMap<object, Read>();

/** A volume of traffic beside another condition only keeps quiet nights quiet. */
const guards = (watches: readonly Watch[]): boolean =>
  watches.length > 0 &&
  watches.every(
    (one) => 'reading' in one && one.reading.signal === 'traffic' && one.reading.comparison === 'GT',
  );

/** How the other conditions of a policy bear on one of them. */
function combined(
  policy: AlertPolicy,
  all: readonly (readonly Watch[])[],
  index: number,
): string | undefined {
  if (all.length < 2 || policy.data.combiner === 'OR') return undefined;
  const others = all.filter((_, other) => other !== index);
  const guarded = policy.data.combiner === 'AND_WITH_MATCHING_RESOURCE' && others.every(guards);
  return guarded
    ? undefined
    : `only together with other conditions (${policy.data.combiner ?? 'no combiner'})`;
}

/** "live", or why nobody is told when a condition of the policy holds. */
function stateOf({ data }: AlertPolicy): string {
  if (data.enabled === false) return 'disabled';
  if (data.validity) return 'invalid';
  return (data.notificationChannels ?? []).length > 0 ? 'live' : 'without a notification channel';
}

/** State and remarks of one condition among those of its policy. */
function inPolicy(
  policy: AlertPolicy,
  all: readonly (readonly Watch[])[],
  index: number,
  weak: string | undefined,
): { state: string; notes: readonly string[] } {
  const state = weak ?? combined(policy, all, index) ?? stateOf(policy);
  const guarded = all.length > 1 && state === 'live' && policy.data.combiner !== 'OR';
  return { state, notes: guarded ? ['fires only above a volume of traffic'] : [] };
}

function readAll(policy: AlertPolicy): Read {
  const length = policy.data.conditions?.length ?? 0;
  const all = Array.from({ length }, (_, index) => watchesOfElement(policy, index));
  const signals: Signal[] = [];
  const unknown: Extract<Watch, { unknown: Unknown }>[] = [];
  all.forEach((watches, index) => {
    for (const watch of watches) {
      if ('unknown' in watch) unknown.push(watch);
      else {
        const { reading, weak } = watch;
        const here = attempt(() => inPolicy(policy, all, index, weak));
        const { state, notes } = here instanceof Unknown ? { state: here, notes: [] } : here;
        const signal: Signal = {
          ...reading,
          policy: policy.name,
          state,
          notes: [...reading.notes, ...notes],
        };
        signals.push(located(signal, policy, `conditions[${index}]`));
      }
    }
  });
  return { signals, unknown };
}

/** An element of the list may be an Unknown itself; it must not hide the others. */
function watchesOfElement(policy: AlertPolicy, index: number): readonly Watch[] {
  const condition = attempt(() => policy.data.conditions?.[index]);
  if (condition instanceof Unknown) return [{ unknown: condition, kinds: 'any' }];
  return condition ? watchesOf(condition) : [];
}

/**
 * The signals of the given kinds that an alert policy watches, with an Unknown for each condition that may watch one
 * of them and cannot be read. Conditions on other metrics give nothing.
 * @throws Unknown where the policy's list of conditions was not seen.
 */
export function signalsOf(policy: AlertPolicy, kinds: readonly SignalKind[]): (Signal | Unknown)[] {
  let read = known.get(policy);
  if (!read) known.set(policy, (read = readAll(policy)));
  return [
    ...read.signals.filter(({ signal }) => kinds.includes(signal)),
    ...read.unknown
      .filter(
        (one) => one.kinds === 'any' || kinds.some((kind) => (one.kinds as ReadonlySet<string>).has(kind)),
      )
      .map(({ unknown }) => unknown),
  ];
}
