import type { Asset, Doubt, Flaw } from './model.ts';
import { naturalKey, type Segments } from './path.ts';
import type { Requirement } from './requirement.ts';
import type { Lookup, Test } from './scalar.ts';
import { plainAsset } from './subject.ts';
import { attempt, Unknown } from './unknown.ts';
import { sayRequirement } from './words.ts';

/** Kleene truth: holds, does not hold, not known. */
export const HOLDS = 1;
export const MAYBE = 0;
export const BREAKS = -1;
type Truth = typeof HOLDS | typeof MAYBE | typeof BREAKS;

/** A truth with what is wrong (where it breaks) and what is not known. */
export interface Outcome {
  readonly truth: Truth;
  readonly flaws: readonly Flaw[];
  readonly doubts: readonly Doubt[];
}

/** What judging needs beside the value. */
export interface Frame {
  readonly lookup: Lookup;
  readonly clock: number;
  /** The asset judged, for "nothing set it" and for telling another asset's flaw from its own. */
  readonly asset?: Asset | undefined;
  /** Resource path of a view's field, where the policy states one. */
  readonly pathOf?: ((field: string) => string | undefined) | undefined;
  /** Requirements already put into words, under the parameters that `lookup` knows. */
  readonly words?: Map<Requirement, string> | undefined;
  /** Whether a path's first name is a field of the policy's view. */
  readonly isField?: ((name: string) => boolean) | undefined;
}

/** The key under which an element of a view says which asset and path it was made from. */
export const AT: unique symbol = Symbol('at');
export interface Located {
  readonly asset: Asset;
  readonly path: string | Readonly<Record<string, string>>;
}

/**
 * Marks an object that a view made with the asset it came from, so that a flaw in it points there: with the path its
 * fields stand under, or with the path of each field.
 */
export function located<T extends object>(value: T, asset: Asset, path: Located['path']): T {
  return Object.defineProperty(value, AT, { value: { asset, path } satisfies Located, enumerable: false });
}

/** Where a value stands: its concrete path, its path by natural keys, and the asset if it is another one. */
export interface Spot {
  readonly path: string;
  readonly key: string;
  readonly on?: Asset | undefined;
  /** True where the path is a view's field and not a resource path. */
  readonly ofView?: boolean | undefined;
  /** The view's name for the value, where `path` is what it was computed from. */
  readonly field?: string | undefined;
  /** Resource paths of the fields of an element that a view made. */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** One path of a want with its requirement, compiled. */
export interface Entry {
  readonly path: string;
  readonly segments: Segments;
  readonly requirement: Requirement;
  readonly tests: readonly Test[];
  /** Whether some keyword is about a list. */
  readonly ofList: boolean;
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
export const ROOT: Spot = { path: '', key: '' };

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

/** Where a requirement's value stands. */
export function spotOf(one: Entry, spot: Spot, frame: Frame): Spot {
  if (one.path === '.') return spot;
  const stated = spot === ROOT ? frame.pathOf?.(one.path) : undefined;
  if (stated !== undefined) return { path: stated, key: one.path, field: one.path };
  const ofView = spot === ROOT ? frame.isField?.(one.segments[0] as string) : spot.ofView;
  const named = spot.names?.[one.path];
  if (named !== undefined) {
    const field = named.endsWith(one.path) ? undefined : one.path;
    return { path: named, key: named.replace(/\[\d+\]/g, '[*]'), on: spot.on, ofView, field };
  }
  const join = (base: string) =>
    base === '' ? one.path : `${base}${one.path.startsWith('[') ? '' : '.'}${one.path}`;
  return { path: join(spot.path), key: join(spot.key), on: spot.on, ofView };
}

/** What a requirement wants, in words: the same for every asset of an environment, so it is said once. */
function wantedOf(requirement: Requirement, { lookup, words }: Frame): string {
  let said = words?.get(requirement);
  if (said === undefined) words?.set(requirement, (said = sayRequirement(requirement, lookup)));
  return said ?? sayRequirement(requirement, lookup);
}

/** The outcome of a requirement that its value does not meet. */
export function broken(one: Entry, spot: Spot, frame: Frame, actual: unknown, nearest?: string): Outcome {
  const place = spotOf(one, spot, frame);
  const unset = place.on === undefined && frame.asset?.isUnset(place.path) === true;
  const flaw: Flaw = {
    path: place.path === '' ? '.' : place.path,
    key: place.key,
    actual,
    wanted: wantedOf(one.requirement, frame),
    requirement: one.requirement,
    ...(place.ofView && { ofView: true }),
    ...(place.field !== undefined && { field: place.field }),
    ...(unset && { unset }),
    ...(place.on && { on: place.on }),
    ...(nearest !== undefined && { nearest }),
  };
  return { truth: BREAKS, flaws: [flaw], doubts: [] };
}

/** A place by natural keys: its last element by its own, lists above it by none, for only their paths are known. */
function keyOf(path: string, element: unknown): string {
  const last = /\[\d+\]$/.exec(path);
  if (!last) return path.replace(/\[\d+\]/g, '[*]');
  const own = attempt(() => naturalKey(element));
  return `${keyOf(path.slice(0, last.index), undefined)}[${own instanceof Unknown ? '*' : own}]`;
}

/** Where a list element stands: at the place its view made it from, else under the list. */
export function spotOfElement(element: unknown, index: number, base: Spot, frame: Frame): Spot {
  const at =
    typeof element === 'object' && element !== null ? (element as { [AT]?: Located })[AT] : undefined;
  if (at) {
    const on = at.asset.id === frame.asset?.id ? undefined : plainAsset(at.asset);
    if (typeof at.path !== 'string') return { path: '', key: '', on, names: at.path, ofView: false };
    return { path: at.path, key: keyOf(at.path, element), on, ofView: false };
  }
  return {
    path: `${base.path}[${index}]`,
    key: `${base.key}[${naturalKey(element)}]`,
    on: base.on,
    ofView: base.ofView,
  };
}
