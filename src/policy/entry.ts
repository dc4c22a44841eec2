import { EVERY, joinPath, parsePath } from './path.ts';
import { alternatives, LIST_KEYWORDS, type Requirement, type Want } from './requirement.ts';
import { scalarTests, type Test } from './scalar.ts';
import type { Step } from './spot.ts';

/** One path of a want with its requirement, compiled. */
export interface Entry extends Step {
  readonly requirement: Requirement;
  readonly tests: readonly Test[];
  /** Whether some keyword is about a list. */
  readonly ofList: boolean;
}

const compiled = new WeakMap<object, readonly (readonly Entry[])[]>();

/** The entries of each alternative of a want, compiled once. `list[*].x` becomes `every`. */
export function entriesOf(want: Want): readonly (readonly Entry[])[] {
  let known = compiled.get(want);
  if (!known) {
    known = alternatives(want).map((map) =>
      Object.entries(map).map(([path, requirement]) => entry(path, requirement)),
    );
    compiled.set(want, known);
  }
  return known;
}

function entry(path: string, requirement: Requirement): Entry {
  const segments = parsePath(path);
  const cut = segments.indexOf(EVERY);
  if (cut >= 0) {
    const rest = segments.slice(cut + 1).reduce(joinPath, '');
    const head = segments.slice(0, cut);
    return entry(head.reduce(joinPath, '') || '.', { every: { [rest || '.']: requirement } });
  }
  return {
    path,
    segments,
    requirement,
    tests: scalarTests(requirement),
    ofList: LIST_KEYWORDS.some((keyword) => requirement[keyword] !== undefined),
  };
}
