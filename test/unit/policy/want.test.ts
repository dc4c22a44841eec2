import { describe, expect, test } from 'vitest';
import { Unknown, type Want } from '#policy';
import type { Frame } from '../../../src/policy/outcome.ts';
import { compile } from '../../../src/policy/want.ts';

const CLOCK = Date.parse('2026-01-15T12:00:00Z');
const unset = new Unknown('no-parameter', 'domain is not set');
const frame: Frame = {
  clock: CLOCK,
  lookup: (name) => {
    if (name === 'days') return 30;
    if (name === 'tiers') return ['a', 'b'];
    if (name === 'none') return [];
    throw unset;
  },
};
const $ = new Unknown('after-apply', 'known after apply');
const NAMES = { 1: 'holds', 0: 'unknown', [-1]: 'breaks' } as const;
const truthOf = (want: Want, data: unknown) => NAMES[compile(want)(data, frame).truth];

const is1: Want = { x: { const: 1 } };
const inScope: Want = { in: { const: true } };

/** rule of the design's section on truth, what is shown, want, data, verdict */
const TABLE: readonly [string, string, Want, unknown, 'holds' | 'breaks' | 'unknown'][] = [
  ['1', 'a value that meets it', is1, { x: 1 }, 'holds'],
  ['1', 'a value that does not', is1, { x: 2 }, 'breaks'],
  ['1', 'an absent value', is1, {}, 'breaks'],
  ['1', 'null is absent', is1, { x: null }, 'breaks'],
  ['1', 'an absent parent', { 'a.b': { const: 1 } }, {}, 'breaks'],
  ['1', 'a parent that is no object', { 'a.b': { const: 1 } }, { a: 'text' }, 'breaks'],
  ['1', 'unknown at the path', is1, { x: $ }, 'unknown'],
  ['1', 'unknown at a parent', { 'a.b.c': { const: 1 } }, { a: $ }, 'unknown'],
  ['1', 'absence of an unknown value', { x: { absent: true } }, { x: $ }, 'unknown'],
  ['1', 'absence', { x: { absent: true } }, {}, 'holds'],
  ['1', 'absence of a value that is there', { x: { absent: true } }, { x: 0 }, 'breaks'],
  ['1', 'presence', { x: { absent: false } }, { x: 0 }, 'holds'],
  ['1', 'presence of what is absent', { x: { absent: false } }, {}, 'breaks'],
  ['1', 'a list is no scalar', { x: { noneOf: ['a'] } }, { x: ['a'] }, 'breaks'],
  ['1', 'a parameter that is not set', { x: { coversHost: { $param: 'domain' } } }, { x: 'a.b' }, 'unknown'],
  [
    '1',
    'an absent value breaks whatever the parameter',
    { x: { coversHost: { $param: 'domain' } } },
    {},
    'breaks',
  ],
  ['1', 'a parameter', { x: { atLeast: { $param: 'days' } } }, { x: '29' }, 'breaks'],
  ['1', 'a list parameter', { x: { enum: { $param: 'tiers' } } }, { x: 'b' }, 'holds'],
  ['1', 'an empty list parameter allows nothing', { x: { enum: { $param: 'none' } } }, { x: 'b' }, 'breaks'],
  [
    '2',
    'all-of: one break wins over a doubt',
    { x: { const: 1 }, y: { const: 1 } },
    { x: $, y: 2 },
    'breaks',
  ],
  [
    '2',
    'all-of: a doubt wins over what holds',
    { x: { const: 1 }, y: { const: 1 } },
    { x: $, y: 1 },
    'unknown',
  ],
  [
    '2',
    'all-of within one requirement',
    { x: { matches: { $param: 'domain' }, enum: ['a'] } },
    { x: 'b' },
    'breaks',
  ],
  ['2', 'any-of: one that holds wins over a doubt', [is1, { y: { const: 1 } }], { x: $, y: 1 }, 'holds'],
  ['2', 'any-of: a doubt wins over a break', [is1, { y: { const: 1 } }], { x: $, y: 2 }, 'unknown'],
  ['2', 'any-of: all break', [is1, { y: { const: 1 } }], { x: 2, y: 2 }, 'breaks'],
  ['3', 'every over none', { l: { every: is1 } }, { l: [] }, 'holds'],
  ['3', 'every: a break wins over a doubt', { l: { every: is1 } }, { l: [{ x: $ }, { x: 2 }] }, 'breaks'],
  ['3', 'every: an unknown element', { l: { every: is1 } }, { l: [{ x: 1 }, $] }, 'unknown'],
  ['3', 'every, as [*]', { 'l[*].x': { const: 1 } }, { l: [{ x: 1 }, { x: 2 }] }, 'breaks'],
  [
    '3',
    'every of every, as [*]',
    { 'l[*].m[*]': { const: 1 } },
    { l: [{ m: [1, 1] }, { m: [2] }] },
    'breaks',
  ],
  ['3', 'some over none', { l: { some: is1 } }, { l: [] }, 'breaks'],
  ['3', 'some: one holds beside a doubt', { l: { some: is1 } }, { l: [$, { x: 1 }] }, 'holds'],
  ['3', 'some: a doubt beside a break', { l: { some: is1 } }, { l: [$, { x: 2 }] }, 'unknown'],
  [
    '3',
    'some is about one element',
    { l: { some: { x: { const: 1 }, y: { const: 1 } } } },
    { l: [{ x: 1 }, { y: 1 }] },
    'breaks',
  ],
  [
    '3',
    'count in range for all',
    { l: { count: { atLeast: 1, atMost: 2, of: is1 } } },
    { l: [{ x: 1 }, $] },
    'holds',
  ],
  [
    '3',
    'count in range for some',
    { l: { count: { atLeast: 2, of: is1 } } },
    { l: [{ x: 1 }, $] },
    'unknown',
  ],
  ['3', 'count in range for none', { l: { count: { atLeast: 3, of: is1 } } }, { l: [{ x: 1 }, $] }, 'breaks'],
  ['3', 'count: already too many', { l: { count: { atMost: 0 } } }, { l: [1, $] }, 'breaks'],
  ['3', 'count: perhaps too many', { l: { count: { atMost: 0 } } }, { l: [$] }, 'unknown'],
  ['3', 'count by a parameter', { l: { count: { atLeast: { $param: 'days' } } } }, { l: [1] }, 'breaks'],
  [
    '3',
    'count by a parameter that is not set',
    { l: { count: { atLeast: { $param: 'nr' } } } },
    { l: [1] },
    'unknown',
  ],
  ['4', 'every of an absent list', { l: { every: is1 } }, {}, 'breaks'],
  ['4', 'some of an unknown list', { l: { some: is1 } }, { l: $ }, 'unknown'],
  ['4', 'what is no list', { l: { every: is1 } }, { l: 'text' }, 'breaks'],
  [
    '5',
    'where leaves an element out',
    { l: { every: is1, where: inScope } },
    { l: [{ x: 2, in: false }] },
    'holds',
  ],
  [
    '5',
    'where keeps an element',
    { l: { every: is1, where: inScope } },
    { l: [{ x: 2, in: true }] },
    'breaks',
  ],
  [
    '5',
    'every: perhaps inside, breaks',
    { l: { every: is1, where: inScope } },
    { l: [{ x: 2, in: $ }] },
    'unknown',
  ],
  [
    '5',
    'every: perhaps inside, holds',
    { l: { every: is1, where: inScope } },
    { l: [{ x: 1, in: $ }] },
    'holds',
  ],
  [
    '5',
    'some: perhaps inside, holds',
    { l: { some: is1, where: inScope } },
    { l: [{ x: 1, in: $ }] },
    'unknown',
  ],
  [
    '5',
    'some: perhaps inside, breaks',
    { l: { some: is1, where: inScope } },
    { l: [{ x: 2, in: $ }] },
    'breaks',
  ],
  [
    '5',
    'count: perhaps inside',
    { l: { count: { atMost: 0, of: is1 }, where: inScope } },
    { l: [{ x: 1, in: $ }] },
    'unknown',
  ],
  [
    '5',
    'count: surely outside',
    { l: { count: { atMost: 0, of: is1 }, where: inScope } },
    { l: [{ x: 1 }] },
    'holds',
  ],
  ['6', 'containsAll: all seen beside a doubt', { l: { containsAll: ['a'] } }, { l: [$, 'a'] }, 'holds'],
  ['6', 'containsAll: missing, with a doubt', { l: { containsAll: ['a', 'b'] } }, { l: [$, 'a'] }, 'unknown'],
  ['6', 'containsAll: missing', { l: { containsAll: ['a', 'b'] } }, { l: ['a'] }, 'breaks'],
  ['6', 'unique: a repeat beside a doubt', { l: { unique: true } }, { l: ['a', 'a', $] }, 'breaks'],
  ['6', 'unique: a doubt', { l: { unique: true } }, { l: ['a', $] }, 'unknown'],
  ['6', 'unique', { l: { unique: true } }, { l: ['a', 'b'] }, 'holds'],
];

describe('truth', () => {
  test.each(TABLE)('rule %s: %s', (_rule, _name, want, data, truth) => {
    expect(truthOf(want, data)).toBe(truth);
  });

  test('two keywords over one list: a break of one is told although the other is open', () => {
    const want: Want = { l: { count: { atLeast: { $param: 'nr' } }, every: is1 } };
    expect(truthOf(want, { l: [{ x: 2 }] })).toBe('breaks');
  });

  test('any-of tells the flaws of its first alternative, the target of a repair', () => {
    const { flaws } = compile([is1, { y: { const: 1 } }])({ x: 2, y: 2 }, frame);
    expect(flaws.map(({ path }) => path)).toEqual(['x']);
  });
});

describe('scalar keywords', () => {
  test.each<[string, Want, unknown, boolean]>([
    ['int64 as a string', { '.': { atLeast: 30 } }, '30', true],
    ['duration', { '.': { atMost: '300s' } }, '301s', false],
    ['quantity', { '.': { atLeast: '512Mi' } }, '1Gi', true],
    ['time of day', { '.': { within: ['00:00', '06:00'] } }, '06:30', false],
    ['text has no size', { '.': { atLeast: 0 } }, 'many', false],
    ['regular expression anywhere, any case', { '.': { matches: 'token' } }, 'API_TOKEN', true],
    ['no match', { '.': { notMatches: '^PUBLIC_' } }, 'public_key', false],
    ['a number matches nothing', { '.': { notMatches: 'x' } }, 4, false],
    ['days ahead', { '.': { daysAhead: 30 } }, '2026-02-14T12:00:00Z', true],
    ['a day short', { '.': { daysAhead: 30 } }, '2026-02-13T12:00:00Z', false],
    ['no time', { '.': { daysAhead: 30 } }, 'soon', false],
    ['wildcard covers one label', { '.': { coversHost: 'www.example.com' } }, '*.example.com', true],
    ['wildcard does not cover two', { '.': { coversHost: 'a.b.example.com' } }, '*.example.com', false],
    ['wildcard does not cover the apex', { '.': { coversHost: 'example.com' } }, '*.example.com', false],
    ['trailing dot and case', { '.': { coversHost: 'Example.com' } }, 'example.COM.', true],
    ['type', { '.': { type: 'string' } }, 1, false],
    ['pattern', { '.': { pattern: '^db-' } }, 'db-custom-4-16384', true],
    ['none of', { '.': { noneOf: ['allUsers'] } }, 'allUsers', false],
  ])('%s', (_name, want, value, holds) => {
    expect(truthOf(want, value)).toBe(holds ? 'holds' : 'breaks');
  });
});
