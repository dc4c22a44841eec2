import type { Entry } from './entry.ts';
import type { Doubt, Flaw } from './model.ts';
import type { Requirement } from './requirement.ts';
import type { Lookup } from './scalar.ts';
import type { Said } from './shared-list.ts';
import { type Ground, type Spot, spotOf } from './spot.ts';
import { sayRequirement } from './words.ts';

/** Kleene truth: holds, does not hold, not known. */
export const HOLDS = 1;
export const MAYBE = 0;
export const BREAKS = -1;
export type Truth = typeof HOLDS | typeof MAYBE | typeof BREAKS;

/** A truth with what is wrong (where it breaks) and what is not known. */
export interface Outcome {
  readonly truth: Truth;
  readonly flaws: readonly Flaw[];
  readonly doubts: readonly Doubt[];
}

/** What judging needs beside the value. */
export interface Frame extends Ground {
  readonly lookup: Lookup;
  readonly clock: number;
  /** Requirements already put into words, under the parameters that `lookup` knows. */
  readonly words?: Map<Requirement, string> | undefined;
  /** What elements made of other assets were found to say, by the judge that was asked. */
  readonly elements?: Map<Judge, WeakMap<object, Outcome>> | undefined;
  /** What lists of such elements were found to hold some of. */
  readonly members?: Said<Judged, Some> | undefined;
}

/** What a list was found to hold some of, and how near the nearest element comes where it is none. */
export interface Some {
  readonly any: Outcome;
  readonly count: number;
  readonly nearest: Pick<Flaw, 'nearest' | 'nearestAt'> | undefined;
  /** Where the list stands. */
  readonly path: string;
}

/** An entry of a want, and the judges of what it says of the elements of a list. */
export interface Judged extends Entry {
  readonly every?: Judge;
  readonly some?: Judge;
  readonly of?: Judge;
  readonly where?: Judge;
}

/** Judges a value against a compiled want. */
export type Judge = (value: unknown, frame: Frame, spot?: Spot) => Outcome;

/** Shared, so that what holds allocates nothing. */
export const FINE: Outcome = { truth: HOLDS, flaws: [], doubts: [] };
export const doubtful = (doubts: readonly Doubt[]): Outcome => ({ truth: MAYBE, flaws: [], doubts });

/** All must hold: one break breaks, else one doubt is a doubt. */
export function allOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.length === 1) return outcomes[0] as Outcome;
  let truth: Truth = HOLDS;
  for (const one of outcomes) if (one.truth < truth) truth = one.truth;
  if (truth === HOLDS) return FINE;
  const flaws: Flaw[] = [];
  const doubts: Doubt[] = [];
  for (const one of outcomes) {
    if (one.truth === BREAKS) flaws.push(...one.flaws);
    doubts.push(...one.doubts);
  }
  return { truth, flaws, doubts };
}

/** One is enough: one that holds holds, else one doubt is a doubt. Flaws are told only where all break. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  let truth: Truth = BREAKS;
  for (const one of outcomes) if (one.truth > truth) truth = one.truth;
  if (truth === HOLDS) return FINE;
  if (truth === MAYBE) return doubtful(outcomes.flatMap((one) => one.doubts));
  return outcomes[0] ?? { truth: BREAKS, flaws: [], doubts: [] };
}

/** What a requirement wants, in words: the same for every asset of an environment, so it is said once. */
function wantedOf(requirement: Requirement, { lookup, words }: Frame): string {
  let said = words?.get(requirement);
  if (said === undefined) words?.set(requirement, (said = sayRequirement(requirement, lookup)));
  return said ?? sayRequirement(requirement, lookup);
}

/** The outcome of a requirement that its value does not meet. */
export function broken(
  one: Judged,
  spot: Spot,
  frame: Frame,
  actual: unknown,
  nearest?: Pick<Flaw, 'nearest' | 'nearestAt'>,
): Outcome {
  const place = spotOf(one, spot, frame);
  const unset = place.on === undefined && frame.asset?.isUnset(place.path) === true;
  const flaw: { -readonly [K in keyof Flaw]: Flaw[K] } = {
    path: place.path === '' ? '.' : place.path,
    key: place.key,
    actual,
    wanted: wantedOf(one.requirement, frame),
    requirement: one.requirement,
  };
  if (place.ofView) flaw.ofView = true;
  if (place.field !== undefined) flaw.field = place.field;
  if (unset) flaw.unset = unset;
  if (place.on) flaw.on = place.on;
  return { truth: BREAKS, flaws: [nearest ? { ...flaw, ...nearest } : flaw], doubts: [] };
}
