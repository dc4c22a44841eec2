import { type Entry, entriesOf } from './entry.ts';
import { judgeList } from './lists.ts';
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
  type Outcome,
} from './outcome.ts';
import type { Want } from './requirement.ts';
import { ROOT, type Spot, spotOf } from './spot.ts';
import { attempt, Unknown } from './unknown.ts';
import { meets, read } from './value.ts';

/**
 * Compiles a want once; parameters are looked up at judging, so one compilation serves every environment.
 */
export function compile(want: Want): Judge {
  const maps = entriesOf(want).map((entries) => entries.map(judged));
  const judgeMap = (entries: readonly Judged[], value: unknown, frame: Frame, spot: Spot): Outcome => {
    let bad: Outcome[] | undefined;
    for (const one of entries) {
      const outcome = judgeEntry(one, value, frame, spot);
      if (outcome !== FINE) (bad ??= []).push(outcome);
    }
    return bad ? allOf(bad) : FINE;
  };
  if (maps.length === 1) {
    const only = maps[0] as Judged[];
    return (value, frame, spot = ROOT) => judgeMap(only, value, frame, spot);
  }
  return (value, frame, spot = ROOT) => {
    const outcomes: Outcome[] = [];
    for (const map of maps) {
      const outcome = judgeMap(map, value, frame, spot);
      if (outcome.truth === HOLDS) return FINE;
      outcomes.push(outcome);
    }
    return anyOf(outcomes);
  };
}

const judged = (entry: Entry): Judged => {
  const { every, some, count, where } = entry.requirement;
  return {
    ...entry,
    ...(every && { every: compile(every) }),
    ...(some && { some: compile(some) }),
    ...(count?.of && { of: compile(count.of) }),
    ...(where && { where: compile(where) }),
  };
};

function judgeEntry(one: Judged, subject: unknown, frame: Frame, spot: Spot): Outcome {
  const doubt = (unknown: Unknown) => doubtful([{ path: spotOf(one, spot, frame).path, unknown }]);
  const value = read(subject, one.segments);
  if (value instanceof Unknown) return doubt(value);
  const { absent } = one.requirement;
  if (absent !== undefined) {
    const holds = (value === undefined) === absent;
    if (!holds) return broken(one, spot, frame, value);
    if (absent) return FINE;
  }
  let open: Outcome = FINE;
  if (one.ofList) {
    const list = attempt(() => judgeList(one, value, frame, spot));
    open = list instanceof Unknown ? doubt(list) : list;
    if (open.truth === BREAKS) return open;
  }
  for (const test of one.tests) {
    // A parameter that is not set leaves its own keyword open; another keyword may still break.
    const met = value !== undefined && meets(test, value, frame);
    if (met instanceof Unknown) open = allOf([open, doubt(met)]);
    else if (!met) return broken(one, spot, frame, value);
  }
  return open;
}
