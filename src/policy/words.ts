import { elementNamed } from './element-name.ts';
import type { Flaw } from './model.ts';
import { alternatives, isParam, type Requirement, type Want } from './requirement.ts';
import type { Lookup } from './scalar.ts';
import { attempt, Unknown } from './unknown.ts';

/** How a parameter reads in a sentence: its value at judging, its name and value in documentation. */
type Say = (name: string) => string;

/** A value as a person reads it: text in quotes, lists in short, absence as "unset". At most some 120 characters. */
export function sayValue(value: unknown): string {
  if (value === undefined || value === null) return 'unset';
  if (value instanceof Unknown) return 'unknown';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'empty';
    const shown = value.slice(0, 5).map(sayValue).join(', ');
    return value.length > 5 ? `${shown} and ${value.length - 5} more` : shown;
  }
  if (typeof value === 'object') return 'set';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** A regular expression between slashes, as it was written: quoting it would double its backslashes. */
function expression(value: unknown, say: Say): string {
  if (!isParam(value)) return `/${value}/i`;
  const said = say(value.$param);
  const [, inner, rest] = /^"((?:[^"\\]|\\.)*)"(.*)$/s.exec(said) ?? [];
  return inner === undefined ? said : `/${inner.replace(/\\(.)/g, '$1')}/i${rest}`;
}

function literal(value: unknown, say: Say): string {
  if (isParam(value)) return say(value.$param);
  return Array.isArray(value) ? value.map((one) => literal(one, say)).join(', ') : sayValue(value);
}

/** Things one after the other: `a, b and c`. */
const listed = (things: readonly string[]): string =>
  things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;

const TYPES: Readonly<Record<string, string>> = {
  string: 'set',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** The requirement on the elements themselves, where that is all that is wanted of them. */
function ofElement(want: Want): Requirement | undefined {
  const [map = {}, ...others] = alternatives(want);
  return others.length === 0 && Object.keys(map).join() === '.' ? map['.'] : undefined;
}

const sayElement = (want: Want, say: Say): string =>
  `${ofElement(want) ? 'is' : 'has'} ${sayWant(want, say)}`;

function saySome(want: Want, where: string, say: Say): string {
  if (where === '' && ofElement(want)) return `a list with ${sayWant(want, say)}`;
  return `a list with an element${where} that ${sayElement(want, say)}`;
}

function sayEvery(want: Want, where: string, say: Say): string {
  const { noneOf, ...more } = ofElement(want) ?? {};
  if (where === '' && noneOf !== undefined && Object.keys(more).length === 0)
    return `a list without ${literal(noneOf, say)}`;
  return `a list in which each element${where} ${sayElement(want, say)}`;
}

function sayCount(
  { atLeast, atMost, of }: NonNullable<Requirement['count']>,
  where: string,
  say: Say,
): string {
  if (of === undefined && where === '') {
    if (atLeast === undefined && atMost === 0) return 'empty';
    if (atLeast === 1 && atMost === undefined) return 'a list that is not empty';
  }
  const bounds = [
    ...(atLeast === undefined ? [] : [`at least ${literal(atLeast, say)}`]),
    ...(atMost === undefined ? [] : [`at most ${literal(atMost, say)}`]),
  ];
  const having = of ? `, each of which ${sayElement(of, say)}` : '';
  return `a list of ${bounds.join(' and ')} ${(atMost ?? atLeast) === 1 ? 'element' : 'elements'}${where}${having}`;
}

function phrases(requirement: Requirement, say: Say): string[] {
  const out: string[] = [];
  const add = (text: string | false | undefined) => text && out.push(text);
  const { where, within, count, noneOf } = requirement;
  const of = where ? ` where ${sayWant(where, say)}` : '';
  add(requirement.const !== undefined && literal(requirement.const, say));
  add(requirement.enum !== undefined && `one of ${literal(requirement.enum, say)}`);
  add(requirement.type && requirement.const === undefined && TYPES[requirement.type]);
  add(requirement.pattern !== undefined && `like /${requirement.pattern}/`);
  add(requirement.atLeast !== undefined && `at least ${literal(requirement.atLeast, say)}`);
  add(requirement.atMost !== undefined && `at most ${literal(requirement.atMost, say)}`);
  if (within !== undefined) {
    const [low, high] = isParam(within)
      ? [say(within.$param), undefined]
      : within.map((one) => literal(one, say));
    add(high === undefined || low === high ? `exactly ${low}` : `from ${low} to ${high}`);
  }
  if (noneOf !== undefined) {
    const single = Array.isArray(noneOf) && noneOf.length === 1;
    add(`${single ? 'other than' : 'none of'} ${literal(noneOf, say)}`);
  }
  add(requirement.matches !== undefined && `like ${expression(requirement.matches, say)}`);
  add(requirement.notMatches !== undefined && `not like ${expression(requirement.notMatches, say)}`);
  add(requirement.absent === true && 'absent');
  add(requirement.absent === false && 'set');
  add(requirement.daysAhead !== undefined && `at least ${literal(requirement.daysAhead, say)} days ahead`);
  add(requirement.coversHost !== undefined && `a name that covers ${literal(requirement.coversHost, say)}`);
  add(requirement.every && sayEvery(requirement.every, of, say));
  add(requirement.some && saySome(requirement.some, of, say));
  add(count && sayCount(count, of, say));
  add(requirement.containsAll !== undefined && `a list with ${literal(requirement.containsAll, say)}`);
  add(requirement.unique && 'a list without repeats');
  return out;
}

/** A key of a want as a person reads it: a name that has dots needs its quotes in a path only. */
export const sayKey = (path: string): string => path.replace(/^\["([^"\\]+)"\]$/, '$1');

/** A want as half a sentence: `settings.tier at least 4 and settings.edition one of "ENTERPRISE"`. */
export function sayWant(want: Want, say: Say): string {
  return alternatives(want)
    .map((map) =>
      listed(
        Object.entries(map).map(([path, requirement]) => {
          const must = phrases(requirement, say).join(' and ');
          return path === '.' ? must : `${sayKey(path)} ${must}`;
        }),
      ),
    )
    .join(', or ');
}

/** A path as a report tells it: the language's name for the asset's own IAM policy is no word for a reader. */
export const sayPath = (path: string): string => path.replace(/^\$iam(?=[.[]|$)/, 'iamPolicy');

/**
 * Where a flaw is. A value that a view computed is named before the path it was computed from: `vcpu (settings.tier)`.
 * A list element has its own name beside its index, where `root`, what the path begins in, tells it:
 * `iamPolicy.bindings[0] (roles/editor): members[2]`.
 */
export function sayPlace({ path, field }: Pick<Flaw, 'path' | 'field'>, root?: unknown): string {
  if (path === '.') return 'it';
  const element = elementNamed(path, root);
  if (field !== undefined) return `${field} (${sayPath(path)}${element ? ` of ${element.name}` : ''})`;
  if (!element) return sayPath(path);
  const rest = path.slice(element.path.length).replace(/^\./, '');
  return `${sayPath(element.path)} (${element.name})${rest === '' ? '' : `: ${rest}`}`;
}

/** What completes "must be …", with parameters as the values they have where the asset stands. */
export function sayRequirement(requirement: Requirement, lookup: Lookup): string {
  const say: Say = (name) => {
    const value = attempt(() => lookup(name));
    if (value instanceof Unknown) return `the parameter "${name}" (not set)`;
    return Array.isArray(value) ? value.map(sayValue).join(', ') : sayValue(value);
  };
  return phrases(requirement, say).join(' and ');
}

/** What was seen, completing the path: `is "db-f1-micro"`, `has 2 elements, none satisfies`. */
export function saySeen({ requirement, actual }: Pick<Flaw, 'requirement' | 'actual'>): string {
  const ofList = requirement?.some ?? requirement?.every ?? requirement?.count ?? requirement?.containsAll;
  // The engine describes a list in words of its own; in quotes they would read as a value.
  const told = ofList !== undefined && typeof actual === 'string';
  return told ? `${/^\d/.test(actual) ? 'has' : 'is'} ${actual}` : `is ${sayValue(actual)}`;
}
