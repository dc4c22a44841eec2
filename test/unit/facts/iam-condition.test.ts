import { expect, it } from 'vitest';
import { expired } from '../../../src/facts/iam-condition.ts';

const CLOCK = Date.parse('2026-01-15T12:00:00Z');
const past = 'request.time < timestamp("2026-01-01T00:00:00Z")';
const future = 'request.time < timestamp("2027-01-01T00:00:00Z")';

it.each<[string, string | undefined, boolean]>([
  ['no condition', undefined, false],
  ['an end that has passed', past, true],
  ['an end that has not', future, false],
  ['this very moment', 'request.time < timestamp("2026-01-15T12:00:00Z")', true],
  ['or equal', "request.time <= timestamp('2026-01-01T00:00:00Z')", true],
  ['the other way around', 'timestamp("2026-01-01T00:00:00Z") > request.time', true],
  ['a beginning', 'request.time > timestamp("2026-01-01T00:00:00Z")', false],
  ['both ends', `request.time > timestamp("2025-01-01T00:00:00Z") && ${past}`, true],
  ['beside a resource', `resource.name.startsWith("x") && (${past})`, true],
  ['one of two alternatives', `${past} || resource.type == "x"`, false],
  ['both alternatives', `${past} || (${past} && true)`, true],
  ['a negation', `!(${past})`, false],
  ['a comparison of it', `(${past}) == false`, false],
  ['a choice', `${past} ? false : true`, false],
  [
    'an end with more time added',
    'request.time < timestamp("2026-01-01T00:00:00Z") + duration("8760h")',
    false,
  ],
  ['an end inside text', `resource.name == "a && ${past.replaceAll('"', "'")} && b"`, false],
  ['alternatives inside a call', `x.exists(r, ${past} && r)`, false],
  ['an operator inside text', `resource.name == "a || b" && ${past}`, true],
  ['no time', 'request.time < timestamp("soon")', false],
  ['a part of the time', 'request.time.getFullYear() < 2020', false],
])('expired: %s', (_, expression, expected) => {
  expect(expired(expression === undefined ? undefined : { expression }, CLOCK)).toBe(expected);
});
