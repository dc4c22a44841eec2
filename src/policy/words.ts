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

/** A regular expression as it was written: quoting it would double its backslashes. */
const expression = (value: unknown, say: Say): string =>
  isParam(value)
    ? say(value.$param).replace(/^"(.*)"$/, (_, inner: string) => inner.replace(/\\\\/g, '\\'))
    : String(value);

function literal(value: unknown, say: Say): string {
  if (isParam(value)) return say(value.$param);
  return Array.isArray(value) ? value.map((one) => literal(one, say)).join(', ') : sayValue(value);
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'set',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

function phrases(requirement: Requirement, say: Say): string[] {
  const out: string[] = [];
  const add = (text: string | false | undefined) => text && out.push(text);
  const { where, within, count } = requirement;
  const of = where ? ` where ${sayWant(where, say)}` : '';
  add(requirement.const !== undefined && literal(requirement.const, say));
  add(requirement.enum !== undefined && `one of ${literal(requirement.enum, say)}`);
  add(requirement.type && requirement.const === undefined && TYPES[requirement.type]);
  add(requirement.pattern !== undefined && `text like /${requirement.pattern}/`);
  add(requirement.atLeast !== undefined && `at least ${literal(requirement.atLeast, say)}`);
  add(requirement.atMost !== undefined && `at most ${literal(requirement.atMost, say)}`);
  if (within !== undefined) {
    const [low, high] = isParam(within)
      ? [say(within.$param), undefined]
      : within.map((one) => literal(one, say));
    add(high === undefined || low === high ? `exactly ${low}` : `from ${low} to ${high}`);
  }
  add(requirement.noneOf !== undefined && `none of ${literal(requirement.noneOf, say)}`);
  add(requirement.matches !== undefined && `text that matches /${expression(requirement.matches, say)}/i`);
  add(
    requirement.notMatches !== undefined &&
      `text that does not match /${expression(requirement.notMatches, say)}/i`,
  );
  add(requirement.absent === true && 'absent');
  add(requirement.absent === false && 'set');
  add(requirement.daysAhead !== undefined && `at least ${literal(requirement.daysAhead, say)} days ahead`);
  add(requirement.coversHost !== undefined && `a name that covers ${literal(requirement.coversHost, say)}`);
  add(requirement.every && `a list in which every element${of} has ${sayWant(requirement.every, say)}`);
  add(requirement.some && `a list in which some element${of} has ${sayWant(requirement.some, say)}`);
  if (count) {
    const bounds = [
      count.atLeast !== undefined && `at least ${literal(count.atLeast, say)}`,
      count.atMost !== undefined && `at most ${literal(count.atMost, say)}`,
    ].filter(Boolean);
    const having = count.of ? ` that have ${sayWant(count.of, say)}` : '';
    const empty = count.atMost === 0 && bounds.length === 1 && !count.of && !where;
    add(empty ? 'empty' : `a list of ${bounds.join(' and ')} elements${of}${having}`);
  }
  add(
    requirement.containsAll !== undefined && `a list that contains ${literal(requirement.containsAll, say)}`,
  );
  add(requirement.unique && 'a list without repeats');
  return out;
}

/** A want as half a sentence: `settings.tier at least 4 and settings.edition one of "ENTERPRISE"`. */
export function sayWant(want: Want, say: Say): string {
  return alternatives(want)
    .map((map) =>
      Object.entries(map)
        .map(([path, requirement]) => {
          const must = phrases(requirement, say).join(' and ');
          return path === '.' ? must : `${path} ${must}`;
        })
        .join(' and '),
    )
    .join(', or ');
}

/** A path as a report tells it: the language's name for the asset's own IAM policy is no word for a reader. */
export const sayPath = (path: string): string => path.replace(/^\$iam(?=[.[]|$)/, 'iamPolicy');

/** Where a flaw is; a value that a view computed is named before the path it was computed from: `vcpu (settings.tier)`. */
export const sayPlace = ({ path, field }: Pick<Flaw, 'path' | 'field'>): string =>
  path === '.' ? 'it' : field === undefined ? sayPath(path) : `${field} (${sayPath(path)})`;

/** What completes "must be …", with parameters as the values they have where the asset stands. */
export function sayRequirement(requirement: Requirement, lookup: Lookup): string {
  const say: Say = (name) => {
    const value = attempt(() => lookup(name));
    if (value instanceof Unknown) return `the parameter "${name}" (not set)`;
    return Array.isArray(value) ? value.map(sayValue).join(', ') : sayValue(value);
  };
  return phrases(requirement, say).join(' and ');
}
