import { type Entry, entriesOf } from './entry.ts';
import { BREAKS, type Frame, HOLDS, MAYBE, type Truth } from './outcome.ts';
import type { Want } from './requirement.ts';
import { resolve } from './scalar.ts';
import { isShared, type Said, sayOnce } from './shared-list.ts';
import { standsElsewhere } from './spot.ts';
import { Unknown, unlens } from './unknown.ts';
import { meets, read } from './value.ts';

/** What weighing needs beside the value. */
export interface Scale extends Frame {
  /** Set where something was not known, whatever it came to: only the full judgement can then say what. */
  doubted: boolean;
  /** What elements made of other assets were found to be, by the weigher that was asked. */
  readonly weighed: Map<Weigh, WeakMap<object, Truth>>;
  /** What lists of such elements were found to hold some of. */
  readonly some: Said<Weighed, Found>;
}

/** Weighs a value against a compiled want. */
export type Weigh = (value: unknown, scale: Scale) => Truth;

/** What a list came to, and whether something of it was not known. */
interface Found {
  readonly truth: Truth;
  readonly doubted: boolean;
}

/** An entry, and the weighers of what it says of the elements of a list. */
interface Weighed {
  readonly entry: Entry;
  readonly every: Weigh | undefined;
  readonly some: Weigh | undefined;
  readonly of: Weigh | undefined;
  readonly where: Weigh | undefined;
}

/**
 * Compiles a want to the truth alone, without the words for what is wrong: most values hold, and of what breaks few are
 * shown. The rules are those of `compile` (design section 3), whose outcome has the same truth.
 * Loops count their way: an iterator for each would be the main cost.
 */
export function compileTruth(want: Want): Weigh {
  const maps = entriesOf(want).map((entries) => entries.map(weighed));
  if (maps.length === 1) {
    const only = maps[0] as Weighed[];
    return (value, scale) => weighMap(only, value, scale);
  }
  return (value, scale) => {
    let truth: Truth = BREAKS;
    for (let i = 0; i < maps.length && truth !== HOLDS; i++) {
      const one = weighMap(maps[i] as Weighed[], value, scale);
      if (one > truth) truth = one;
    }
    return truth;
  };
}

const weighed = (entry: Entry): Weighed => {
  const { every, some, count, where } = entry.requirement;
  const inner = (want: Want | undefined) => want && compileTruth(want);
  return { entry, every: inner(every), some: inner(some), of: inner(count?.of), where: inner(where) };
};

function weighMap(entries: readonly Weighed[], value: unknown, scale: Scale): Truth {
  let truth: Truth = HOLDS;
  for (let i = 0; i < entries.length; i++) {
    const one = weighEntry(entries[i] as Weighed, value, scale);
    if (one < truth) truth = one;
  }
  return truth;
}

function weighEntry(one: Weighed, subject: unknown, scale: Scale): Truth {
  const { requirement, segments, tests, ofList } = one.entry;
  const value = read(subject, segments);
  if (value instanceof Unknown) return doubt(scale);
  const { absent } = requirement;
  if (absent !== undefined) {
    if ((value === undefined) !== absent) return BREAKS;
    if (absent) return HOLDS;
  }
  let truth: Truth = HOLDS;
  if (ofList) {
    truth = weighLists(one, value, scale);
    if (truth === BREAKS) return BREAKS;
  }
  for (let i = 0; i < tests.length; i++) {
    const met = value !== undefined && meets(tests[i] as (typeof tests)[number], value, scale);
    if (met === false) return BREAKS;
    if (met !== true) truth = doubt(scale);
  }
  return truth;
}

const doubt = (scale: Scale): Truth => {
  scale.doubted = true;
  return MAYBE;
};

/** A view's list may throw what is not known of it. */
function weighLists(one: Weighed, value: unknown, scale: Scale): Truth {
  try {
    return weighList(one, value, scale);
  } catch (thrown) {
    if (thrown instanceof Unknown) return doubt(scale);
    throw thrown;
  }
}

function weighList(one: Weighed, value: unknown, scale: Scale): Truth {
  const { count, containsAll, unique } = one.entry.requirement;
  const list = unlens(value);
  if (!Array.isArray(list)) return BREAKS;
  let truth: Truth = HOLDS;
  if (one.every) truth = lower(truth, weighEvery(one.every, one.where, list, scale));
  if (one.some) truth = lower(truth, weighShared(one, one.some, list, scale));
  if (count)
    truth = lower(
      truth,
      open(scale, () => weighCount(one, list, scale)),
    );
  if (containsAll !== undefined)
    truth = lower(
      truth,
      open(scale, () => weighContains(containsAll, list, scale)),
    );
  if (unique) truth = lower(truth, weighUnique(list, scale));
  return truth;
}

const lower = (a: Truth, b: Truth): Truth => (a < b ? a : b);

function open(scale: Scale, weigh: () => Truth): Truth {
  try {
    return weigh();
  } catch (thrown) {
    if (thrown instanceof Unknown) return doubt(scale);
    throw thrown;
  }
}

function weighEvery(judge: Weigh, where: Weigh | undefined, list: readonly unknown[], scale: Scale): Truth {
  let truth: Truth = HOLDS;
  for (let i = 0; i < list.length; i++) {
    const inside = insideOf(where, list[i], scale);
    if (inside === BREAKS) continue;
    const one = weighElement(judge, list[i], scale);
    truth = lower(truth, inside === MAYBE && one === BREAKS ? MAYBE : one);
  }
  return truth;
}

function weighShared(one: Weighed, judge: Weigh, list: readonly unknown[], scale: Scale): Truth {
  if (!isShared(list, scale)) return weighSome(judge, one.where, list, scale);
  const found = sayOnce(scale.some, one, list, () => {
    const { doubted } = scale;
    scale.doubted = false;
    const truth = weighSome(judge, one.where, list, scale);
    const made = { truth, doubted: scale.doubted };
    scale.doubted = doubted;
    return made;
  });
  scale.doubted ||= found.doubted;
  return found.truth;
}

function weighSome(judge: Weigh, where: Weigh | undefined, list: readonly unknown[], scale: Scale): Truth {
  let truth: Truth = BREAKS;
  for (let i = 0; i < list.length; i++) {
    const one = hardened(judge, where, list[i], scale);
    if (one > truth) truth = one;
  }
  return truth;
}

/** What an element that has to count comes to: one that may lie outside `where` never counts for certain. */
function hardened(judge: Weigh | undefined, where: Weigh | undefined, element: unknown, scale: Scale): Truth {
  const inside = insideOf(where, element, scale);
  if (inside === BREAKS) return BREAKS;
  return lower(inside === MAYBE ? MAYBE : HOLDS, weighElement(judge, element, scale));
}

/** An unknown element is a doubt of its own, not one of `where`. */
const insideOf = (where: Weigh | undefined, element: unknown, scale: Scale): Truth =>
  where && !(element instanceof Unknown) ? where(element, scale) : HOLDS;

/** What a view made of another asset is the same to every subject that meets it. */
function weighElement(judge: Weigh | undefined, element: unknown, scale: Scale): Truth {
  if (element instanceof Unknown) return doubt(scale);
  if (!judge) return HOLDS;
  if (!standsElsewhere(element, scale)) return judge(element, scale);
  let known = scale.weighed.get(judge);
  if (!known) scale.weighed.set(judge, (known = new WeakMap()));
  let truth = known.get(element);
  if (truth === undefined) {
    const { doubted } = scale;
    scale.doubted = false;
    truth = judge(element, scale);
    // What was not known of it is to be told to the next subject, too.
    if (!scale.doubted) known.set(element, truth);
    scale.doubted ||= doubted;
  }
  return truth;
}

function weighCount(one: Weighed, list: readonly unknown[], scale: Scale): Truth {
  const { atLeast, atMost } = one.entry.requirement.count ?? {};
  const low = atLeast === undefined ? 0 : Number(resolve(atLeast, scale.lookup));
  const high = atMost === undefined ? Number.POSITIVE_INFINITY : Number(resolve(atMost, scale.lookup));
  let sure = 0;
  let possible = 0;
  for (let i = 0; i < list.length; i++) {
    const truth = hardened(one.of, one.where, list[i], scale);
    if (truth === HOLDS) sure++;
    else if (truth === MAYBE) possible++;
    // More cannot be too many: what the others are no longer matters.
    if (atMost === undefined && sure >= low) return HOLDS;
  }
  if (sure > high || sure + possible < low) return BREAKS;
  return sure >= low && sure + possible <= high ? HOLDS : doubt(scale);
}

function weighContains(wanted: unknown, list: readonly unknown[], scale: Scale): Truth {
  const needed = resolve(wanted, scale.lookup) as readonly unknown[];
  if (needed.every((item) => list.includes(item))) return HOLDS;
  return list.some((item) => item instanceof Unknown) ? doubt(scale) : BREAKS;
}

function weighUnique(list: readonly unknown[], scale: Scale): Truth {
  const known = list.filter((item) => !(item instanceof Unknown));
  if (new Set(known).size < known.length) return BREAKS;
  return known.length < list.length ? doubt(scale) : HOLDS;
}
