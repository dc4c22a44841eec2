import type { Asset, Flaw } from './model.ts';
import {
  allOf,
  anyOf,
  BREAKS,
  broken,
  doubtful,
  FINE,
  type Frame,
  HOLDS,
  type Judge,
  type Judged,
  MAYBE,
  type Outcome,
  type Some,
} from './outcome.ts';
import { resolve } from './scalar.ts';
import { isShared, sayOnce } from './shared-list.ts';
import { ElementSpot, type Spot, spotOf, standsElsewhere } from './spot.ts';
import { attempt, Unknown, unlens } from './unknown.ts';
import { sayPlace, sayValue } from './words.ts';

interface Member {
  /** What the element itself says, whether or not it is inside. */
  readonly outcome: Outcome;
  /** What `where` says of the element; BREAKS never gets here. */
  readonly inside: Outcome;
  readonly element: unknown;
}

/**
 * What an element says. One that a view made of another asset says the same to every subject that meets it: where a
 * thousand services share a thousand alerts, each alert is judged once.
 */
function judgeElement(judge: Judge, element: unknown, frame: Frame, spot: Spot): Outcome {
  const { elements } = frame;
  if (!elements || !standsElsewhere(element, frame)) return judge(element, frame, spot);
  let known = elements.get(judge);
  if (!known) elements.set(judge, (known = new WeakMap()));
  let outcome = known.get(element);
  if (!outcome) known.set(element, (outcome = judge(element, frame, spot)));
  return outcome;
}

/** The elements that `where` does not rule out, each judged. An unknown element is a doubt of its own. */
function members(
  one: Judged,
  judge: Judge | undefined,
  list: readonly unknown[],
  spot: Spot,
  frame: Frame,
): Member[] {
  const out: Member[] = [];
  for (let i = 0; i < list.length; i++) {
    const element = list[i];
    const here = new ElementSpot(one, spot, frame, element, i);
    if (element instanceof Unknown) {
      out.push({ element, inside: FINE, outcome: doubtful([{ path: here.path, unknown: element }]) });
      continue;
    }
    const inside = one.where ? one.where(element, frame, here) : FINE;
    if (inside.truth === BREAKS) continue;
    out.push({ element, inside, outcome: judge ? judgeElement(judge, element, frame, here) : FINE });
  }
  return out;
}

/**
 * Judges the list keywords of a requirement that has some (design section 3, rules 3 to 6).
 * A value that is not a list does not satisfy any of them.
 */
export function judgeList(one: Judged, value: unknown, frame: Frame, spot: Spot): Outcome {
  const { count, containsAll, unique } = one.requirement;
  // A view may hand on a list of its asset as it read it: here an unknown element must be seen, not thrown.
  const plain = unlens(value);
  if (!Array.isArray(plain)) return broken(one, spot, frame, value);
  const outcomes: Outcome[] = [];
  if (one.every) outcomes.push(judgeEvery(one, one.every, plain, spot, frame));
  if (one.some) {
    const { any, count: found, nearest } = someOf(one, one.some, plain, spot, frame);
    outcomes.push(any.truth === BREAKS ? broken(one, spot, frame, none(found), nearest) : any);
  }
  const open = (judge: () => Outcome) => {
    const outcome = attempt(judge);
    outcomes.push(
      outcome instanceof Unknown
        ? doubtful([{ path: spotOf(one, spot, frame).path, unknown: outcome }])
        : outcome,
    );
  };
  if (count) open(() => judgeCount(one, members(one, one.of, plain, spot, frame), frame, spot));
  if (containsAll !== undefined) open(() => judgeContains(one, plain, frame, spot));
  if (unique) outcomes.push(judgeUnique(one, plain, frame, spot));
  return outcomes.length === 1 ? (outcomes[0] as Outcome) : allOf(outcomes);
}

function someOf(one: Judged, judge: Judge, list: readonly unknown[], spot: Spot, frame: Frame): Some {
  const { path } = spotOf(one, spot, frame);
  const find = (): Some => {
    const found = members(one, judge, list, spot, frame);
    const any = anyOf(found.map(hardened));
    const nearest = any.truth === BREAKS ? nearestOf(found, frame) : undefined;
    return { any, count: found.length, nearest, path };
  };
  if (!frame.members || !isShared(list, frame)) return find();
  const known = sayOnce(frame.members, one, list, find);
  // Elements that are not known are told of by where the list stands, which a policy may state otherwise of each asset.
  return known.path === path ? known : find();
}

/** Every element that is inside must hold; what holds is not kept. */
function judgeEvery(one: Judged, judge: Judge, list: readonly unknown[], spot: Spot, frame: Frame): Outcome {
  let bad: Outcome[] | undefined;
  for (const member of members(one, judge, list, spot, frame)) {
    const outcome = softened(member);
    if (outcome.truth !== HOLDS) (bad ??= []).push(outcome);
  }
  return bad ? allOf(bad) : FINE;
}

/** For `some` and `count`: an element that may lie outside `where` is never certain to count. */
function hardened({ inside, outcome }: Member): Outcome {
  return inside.truth === MAYBE && outcome.truth === HOLDS ? doubtful(inside.doubts) : outcome;
}

/** For `every`: an element that may lie outside `where` breaks nothing for certain. */
function softened({ inside, outcome }: Member): Outcome {
  return inside.truth === MAYBE && outcome.truth === BREAKS ? doubtful(inside.doubts) : outcome;
}

const none = (length: number): string =>
  length === 0
    ? 'empty'
    : length === 1
      ? '1 element, which does not satisfy'
      : `${length} elements, none satisfies`;

/** What the element lacks that lacks least, and where that stands, where it is another asset's. */
function nearestOf(
  members: readonly Member[],
  frame: Frame,
): Pick<Flaw, 'nearest' | 'nearestAt'> | undefined {
  let best: readonly Flaw[] | undefined;
  for (const { outcome } of members) if (!best || outcome.flaws.length < best.length) best = outcome.flaws;
  const [first] = best ?? [];
  const lacks = best?.map(
    (flaw) =>
      `${sayPlace(flaw, (flaw.on ?? frame.asset)?.data)} is ${sayValue(flaw.actual)}, not ${flaw.wanted}`,
  );
  if (!lacks || !first) return lacks && { nearest: '' };
  const { on, path } = first;
  return {
    nearest: `${on ? `in ${titleOf(on)}, ` : ''}${lacks.join('; ')}`,
    ...(on && { nearestAt: { asset: on, path } }),
  };
}

/** What a person calls an asset: its display name, else the last part of its resource name. */
function titleOf({ data, name }: Asset): string {
  const { displayName } = data as { displayName?: unknown };
  return typeof displayName === 'string' && displayName !== ''
    ? sayValue(displayName)
    : name.slice(name.lastIndexOf('/') + 1);
}

function judgeCount(one: Judged, found: readonly Member[], frame: Frame, spot: Spot): Outcome {
  const { atLeast, atMost } = one.requirement.count ?? {};
  const low = atLeast === undefined ? 0 : Number(resolve(atLeast, frame.lookup));
  const high = atMost === undefined ? Number.POSITIVE_INFINITY : Number(resolve(atMost, frame.lookup));
  const outcomes = found.map(hardened);
  const sure = found.filter((_, i) => outcomes[i]?.truth === HOLDS);
  const open = outcomes.filter(({ truth }) => truth === MAYBE);
  if (sure.length > high || sure.length + open.length < low) {
    const counted = sure.map(({ element }) => element);
    const scalars = sure.length > high && counted.every((element) => typeof element !== 'object');
    return broken(
      one,
      spot,
      frame,
      scalars ? counted : `${sure.length} element${sure.length === 1 ? '' : 's'}`,
    );
  }
  const certain = sure.length >= low && sure.length + open.length <= high;
  return certain ? FINE : doubtful(open.flatMap(({ doubts }) => doubts));
}

function judgeContains(one: Judged, list: readonly unknown[], frame: Frame, spot: Spot): Outcome {
  const needed = resolve(one.requirement.containsAll, frame.lookup) as readonly unknown[];
  const missing = needed.filter((item) => !list.includes(item));
  if (missing.length === 0) return FINE;
  const unknown = list.find((item): item is Unknown => item instanceof Unknown);
  if (unknown) return doubtful([{ path: spotOf(one, spot, frame).path, unknown }]);
  return broken(
    one,
    spot,
    frame,
    list.length === 0 ? 'empty' : `without ${missing.map(sayValue).join(', ')}`,
  );
}

function judgeUnique(one: Judged, list: readonly unknown[], frame: Frame, spot: Spot): Outcome {
  const known = list.filter((item) => !(item instanceof Unknown));
  if (new Set(known).size < known.length) return broken(one, spot, frame, known);
  const unknown = list.find((item): item is Unknown => item instanceof Unknown);
  return unknown ? doubtful([{ path: spotOf(one, spot, frame).path, unknown }]) : FINE;
}
