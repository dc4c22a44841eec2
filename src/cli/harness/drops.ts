import {
  alternatives,
  type Judgement,
  type Policy,
  type PolicyDeclaration,
  type Requirement,
  type Want,
  type WantMap,
} from '#policy';
import { register } from '../../policy/define.ts';
import { LIST_KEYWORDS } from '../../policy/requirement.ts';
import type { Proof } from './proof.ts';

/** Which row must turn when a part is dropped: one that fails, one that passes, or any. */
type Turns = 'fail' | 'pass' | 'any';

/** A want without one of its parts; no want where nothing is left. */
interface Drop {
  readonly what: string;
  readonly want: Want | undefined;
  readonly turns: Turns;
}

/** Stands for a map of which nothing is left: whatever is there holds. */
const ANYTHING: WantMap = { '.': { absent: false } };

const without = <T extends object>(value: T, key: string): T => {
  const { [key as keyof T]: _, ...rest } = value;
  return rest as T;
};

/** Every want that lacks one part of this one: an alternative, a requirement, a keyword, a bound, a `where`. */
function* dropsOf(want: Want, turns: Turns = 'fail'): Generator<Drop> {
  const maps = alternatives(want);
  const back = (list: readonly WantMap[]): Want => (list.length === 1 ? (list[0] as WantMap) : list);
  for (const [i, map] of maps.entries()) {
    if (maps.length > 1) {
      const left = maps.filter((_, at) => at !== i);
      yield { what: `alternative ${i + 1}`, want: back(left), turns: turns === 'fail' ? 'pass' : 'any' };
    }
    const prefix = maps.length > 1 ? `alternative ${i + 1}, ` : '';
    for (const { what, map: smaller, turns: which } of fromMap(map, turns)) {
      const left = maps.map((one, at) => (at === i ? (smaller ?? ANYTHING) : one));
      const none = smaller === undefined && maps.length === 1;
      yield { what: prefix + what, want: none ? undefined : back(left), turns: which };
    }
  }
}

function* fromMap(
  map: WantMap,
  turns: Turns,
): Generator<{ what: string; map: WantMap | undefined; turns: Turns }> {
  for (const [path, requirement] of Object.entries(map)) {
    for (const drop of fromRequirement(requirement, turns)) {
      const smaller = drop.requirement ? { ...map, [path]: drop.requirement } : without(map, path);
      const what = `${path}: ${drop.what}`;
      yield { what, map: Object.keys(smaller).length > 0 ? smaller : undefined, turns: drop.turns };
    }
  }
}

interface RequirementDrop {
  readonly what: string;
  readonly requirement: Requirement | undefined;
  readonly turns: Turns;
}

function* fromRequirement(requirement: Requirement, turns: Turns): Generator<RequirementDrop> {
  for (const keyword of Object.keys(requirement)) {
    if (keyword === 'where') continue;
    let left = without(requirement, keyword);
    if (!LIST_KEYWORDS.slice(0, 3).some((one) => left[one] !== undefined)) left = without(left, 'where');
    yield { what: keyword, requirement: Object.keys(left).length > 0 ? left : undefined, turns };
  }
  const { where, within, count } = requirement;
  if (Array.isArray(within)) {
    const [low, high] = within as [number, number];
    const open = without(requirement, 'within');
    yield { what: 'upper bound of within', requirement: { ...open, atLeast: low }, turns };
    yield { what: 'lower bound of within', requirement: { ...open, atMost: high }, turns };
  }
  for (const keyword of ['every', 'some'] as const) {
    const inner = requirement[keyword];
    if (!inner) continue;
    for (const { what, want, turns: which } of dropsOf(inner, turns)) {
      yield {
        what: `${keyword} ${what}`,
        requirement: { ...requirement, [keyword]: want ?? ANYTHING },
        turns: which,
      };
    }
  }
  if (count) {
    if (count.atLeast !== undefined && count.atMost !== undefined) {
      for (const bound of ['atLeast', 'atMost']) {
        yield {
          what: `count ${bound}`,
          requirement: { ...requirement, count: without(count, bound) },
          turns,
        };
      }
    }
    // Fewer conditions may count more elements or too many: either way some row must show it.
    for (const { what, want } of count.of ? dropsOf(count.of, 'any') : []) {
      yield {
        what: `count of ${what}`,
        requirement: { ...requirement, count: { ...count, of: want ?? ANYTHING } },
        turns: 'any',
      };
    }
  }
  if (where) {
    yield { what: 'where', requirement: without(requirement, 'where'), turns: 'any' };
    for (const { what, want } of dropsOf(where, 'any')) {
      if (want) yield { what: `where ${what}`, requirement: { ...requirement, where: want }, turns: 'any' };
    }
  }
}

/** What tells two judgements of one row apart. */
const essence = ({ verdict, flaws }: Judgement): string =>
  JSON.stringify([verdict, flaws.map(({ path }) => path)]);

/** Every policy that lacks one part of the want or of the `when`, each under the name of what it lacks. */
function* mutants(policy: Policy): Generator<{ what: string; declaration: PolicyDeclaration; turns: Turns }> {
  if (policy.when) {
    for (const { what, want } of dropsOf(policy.when as Want, 'any')) {
      const { when: _, ...rest } = policy;
      yield { what: `when ${what}`, declaration: want ? { ...rest, when: want } : rest, turns: 'any' };
    }
  }
  if (policy.want) {
    for (const { what, want, turns } of dropsOf(policy.want as Want)) {
      yield { what: `want ${what}`, declaration: { ...policy, want: want ?? ANYTHING }, turns };
    }
  }
}

/**
 * Every part of the declaration has a row that dies without it: a requirement one that fails, an alternative one that
 * passes, a `where` or `when` any.
 */
export function checkDrops({ policy, rows, sceneOf }: Proof): void {
  const before = rows.map((row) => sceneOf(row).judge(policy));
  const untested: string[] = [];
  for (const { what, declaration, turns } of mutants(policy)) {
    const mutant = register(policy.id, policy.section, declaration);
    const turned = rows.some((row, i) => {
      const was = before[i] as Judgement;
      const is = sceneOf(row).judge(mutant);
      return turns === 'any' ? essence(is) !== essence(was) : was.verdict === turns && is.verdict !== turns;
    });
    const which =
      turns === 'any' ? 'no row turns' : `no row that ${turns === 'fail' ? 'fails' : 'passes'} turns`;
    if (!turned) untested.push(`${which} without "${what}"`);
  }
  if (untested.length > 0) throw new Error(untested.join('\n'));
}
