import { judgeList } from './lists.ts';
import {
  allOf,
  anyOf,
  BREAKS,
  broken,
  doubtful,
  type Entry,
  FINE,
  type Frame,
  HOLDS,
  type Judge,
  type Outcome,
} from './outcome.ts';
import { EVERY, joinPath, parsePath, type Segments, valueAt } from './path.ts';
import { alternatives, LIST_KEYWORDS, type Requirement, type Want } from './requirement.ts';
import { scalarTests, type Test } from './scalar.ts';
import { ROOT, type Spot, spotOf } from './spot.ts';
import { Subject } from './subject.ts';
import { attempt, Unknown } from './unknown.ts';

/**
 * Compiles a want once; parameters are looked up at judging, so one compilation serves every environment.
 * `list[*].x` becomes `every`.
 */
export function compile(want: Want): Judge {
  const maps = alternatives(want).map((map) =>
    Object.entries(map).map(([path, requirement]) => entry(path, requirement)),
  );
  const judgeMap = (entries: readonly Entry[], value: unknown, frame: Frame, spot: Spot): Outcome => {
    let bad: Outcome[] | undefined;
    for (const one of entries) {
      const outcome = judgeEntry(one, value, frame, spot);
      if (outcome !== FINE) (bad ??= []).push(outcome);
    }
    return bad ? allOf(bad) : FINE;
  };
  if (maps.length === 1) {
    const only = maps[0] as Entry[];
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

function entry(path: string, requirement: Requirement): Entry {
  const segments = parsePath(path);
  const cut = segments.indexOf(EVERY);
  if (cut >= 0) {
    const rest = segments.slice(cut + 1).reduce(joinPath, '');
    const head = segments.slice(0, cut);
    return entry(head.reduce(joinPath, '') || '.', { every: { [rest || '.']: requirement } });
  }
  const { every, some, count, where } = requirement;
  return {
    path,
    segments,
    requirement,
    tests: scalarTests(requirement),
    ofList: LIST_KEYWORDS.some((keyword) => requirement[keyword] !== undefined),
    ...(every && { every: compile(every) }),
    ...(some && { some: compile(some) }),
    ...(count?.of && { of: compile(count.of) }),
    ...(where && { where: compile(where) }),
  };
}

/** The value at a path of what is judged. Written out, as is `meets`: a closure for each would be the main cost. */
function read(subject: unknown, segments: Segments): unknown {
  try {
    return subject instanceof Subject ? subject.at(segments) : valueAt(subject, segments);
  } catch (thrown) {
    if (thrown instanceof Unknown) return thrown;
    throw thrown;
  }
}

function meets(test: Test, value: unknown, frame: Frame): boolean | Unknown {
  try {
    return test(value, frame.lookup, frame.clock);
  } catch (thrown) {
    if (thrown instanceof Unknown) return thrown;
    throw thrown;
  }
}

function judgeEntry(one: Entry, subject: unknown, frame: Frame, spot: Spot): Outcome {
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
