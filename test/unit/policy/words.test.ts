import { describe, expect, test } from 'vitest';
import { param, type Requirement, sayRequirement, sayValue, sayWant, Unknown } from '#policy';

const lookup = (name: string) => {
  if (name === 'days') return 30;
  if (name === 'tiers') return ['a', 'b'];
  if (name === 'weak') return '^"\\d+"$';
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
    [{ noneOf: ['allUsers'] }, 'other than "allUsers"'],
    [{ noneOf: ['a', 'b'] }, 'none of "a", "b"'],
    [{ pattern: '^POSTGRES_' }, 'like /^POSTGRES_/'],
    [{ matches: '^\\d+$', notMatches: param('weak') }, 'like /^\\d+$/i and not like /^"\\d+"$/i'],
    [{ matches: param('domain') }, 'like the parameter "domain" (not set)'],
    [{ containsAll: ['a', 'b'] }, 'a list with "a", "b"'],
    [{ absent: true }, 'absent'],
    [{ absent: false }, 'set'],
    [{ coversHost: param('domain') }, 'a name that covers the parameter "domain" (not set)'],
    [
      { count: { atLeast: 2, of: { zone: { absent: false } } } },
      'a list of at least 2 elements, each of which has zone set',
    ],
    [{ count: { atLeast: 1 } }, 'a list that is not empty'],
    [{ count: { atMost: 0 } }, 'empty'],
    [{ count: { atMost: 1 }, where: { a: { const: 1 } } }, 'a list of at most 1 element where a 1'],
    [{ count: { atLeast: param('days'), atMost: 40 } }, 'a list of at least 30 and at most 40 elements'],
    [
      { some: { a: { const: 1 }, b: { atMost: 2 }, c: { absent: false } } },
      'a list with an element that has a 1, b at most 2 and c set',
    ],
    [{ some: [{ a: { const: 1 } }, { b: { const: 2 } }] }, 'a list with an element that has a 1, or b 2'],
    [{ some: { '.': { enum: param('tiers') } } }, 'a list with one of "a", "b"'],
    [
      { every: { '.': { noneOf: ['x'] } }, where: { role: { const: 'r' } } },
      'a list in which each element where role "r" is other than "x"',
    ],
    [{ every: { '.': { noneOf: ['a', 'b'] } } }, 'a list without "a", "b"'],
    [
      { every: { '.': { noneOf: ['a'], type: 'string' } } },
      'a list in which each element is set and other than "a"',
    ],
    [{ every: { a: { const: 1 }, b: { const: 2 } } }, 'a list in which each element has a 1 and b 2'],
    [
      { some: { '.': { const: 'x' } }, where: { a: { const: 1 } } },
      'a list with an element where a 1 that is "x"',
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

test('sayWant names a key that a path must quote without its quotes', () => {
  const want = { '["pgaudit.log"]': { const: 'all' }, 'labels["a.b"]': { absent: true } } as const;
  expect(sayWant(want, String)).toBe('pgaudit.log "all" and labels["a.b"] absent');
});

test('sayWant keeps what is said after a regular expression outside of it', () => {
  const want = { '.': { matches: param('names') } };
  expect(sayWant(want, (name) => `"a|\\\\d" (the parameter ${name})`)).toBe(
    'like /a|\\d/i (the parameter names)',
  );
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
