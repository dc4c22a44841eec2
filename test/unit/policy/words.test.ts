import { describe, expect, test } from 'vitest';
import { param, type Requirement, sayRequirement, sayValue, sayWant, Unknown } from '#policy';

const lookup = (name: string) => {
  if (name === 'days') return 30;
  if (name === 'tiers') return ['a', 'b'];
  throw new Unknown('no-parameter', 'not set');
};

describe('sayRequirement', () => {
  test.each<[Requirement, string]>([
    [{ const: true }, 'true'],
    [{ const: 'x' }, '"x"'],
    [{ enum: ['a', 'b'] }, 'one of "a", "b"'],
    [{ enum: param('tiers') }, 'one of "a", "b"'],
    [{ atLeast: param('days') }, 'at least 30'],
    [{ within: [1, 4] }, 'from 1 to 4'],
    [{ within: [4, 4] }, 'exactly 4'],
    [{ noneOf: ['allUsers'] }, 'none of "allUsers"'],
    [{ absent: true }, 'absent'],
    [{ absent: false }, 'set'],
    [{ coversHost: param('domain') }, 'a name that covers the parameter "domain" (not set)'],
    [
      { count: { atLeast: 2, of: { zone: { absent: false } } } },
      'a list of at least 2 elements that have zone set',
    ],
    [
      { every: { '.': { noneOf: ['x'] } }, where: { role: { const: 'r' } } },
      'a list in which every element where role "r" has none of "x"',
    ],
    [{ unique: true }, 'a list without repeats'],
  ])('%j', (requirement, words) => {
    expect(sayRequirement(requirement, lookup)).toBe(words);
  });
});

test('sayWant joins paths by and, alternatives by or, and names parameters', () => {
  const want = [{ a: { const: 1 }, b: { atMost: param('days') } }, { c: { absent: true } }] as const;
  expect(sayWant(want, (name) => `<${name}>`)).toBe('a 1 and b at most <days>, or c absent');
});

describe('sayValue', () => {
  test.each([
    [undefined, 'unset'],
    [null, 'unset'],
    [[], 'empty'],
    [['a', 1], '"a", 1'],
    [[1, 2, 3, 4, 5, 6, 7], '1, 2, 3, 4, 5 and 2 more'],
    [{ a: 1 }, 'set'],
    [new Unknown('denied', 'no'), 'unknown'],
    ['line\nbreak', '"line\\nbreak"'],
  ])('%j', (value, words) => {
    expect(sayValue(value)).toBe(words);
  });

  test('stays short', () => {
    expect(sayValue('x'.repeat(10_000)).length).toBeLessThanOrEqual(120);
  });
});
