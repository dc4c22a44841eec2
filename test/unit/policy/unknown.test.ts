import { describe, expect, test } from 'vitest';
import { attempt, each, lens, Unknown } from '#policy';
import { unlens } from '../../../src/policy/unknown.ts';

const $ = new Unknown('denied', 'not allowed');

describe('lens', () => {
  const data = { a: { b: [1, $, { c: $ }] }, d: 'x' };

  test('reads as plain data where all is known', () => {
    const seen = lens(data);
    expect([seen.d, seen.a.b[0], seen.a.b.length, Array.isArray(seen.a.b)]).toEqual(['x', 1, 3, true]);
  });

  test.each<[string, (seen: typeof data) => unknown]>([
    ['an element', (seen) => seen.a.b[1]],
    ['a deep property', (seen) => (seen.a.b[2] as { c: unknown }).c],
    [
      'destructuring',
      ({
        a: {
          b: [, second],
        },
      }) => second,
    ],
    ['a loop', (seen) => [...seen.a.b]],
    ['a copy', (seen) => ({ ...(seen.a.b[2] as object) })],
    ['a search', (seen) => seen.a.b.find((one) => one === 5)],
    ['JSON', (seen) => JSON.stringify(seen)],
  ])('throws the unknown: %s', (_name, read) => {
    expect(attempt(() => read(lens(data)))).toBe($);
  });

  test('reads through what is frozen', () => {
    const frozen = Object.freeze({ list: Object.freeze([Object.freeze({ x: $ })]) });
    expect(lens(frozen).list.length).toBe(1);
    expect(attempt(() => lens(frozen).list[0]?.x)).toBe($);
  });

  test('is taken off by unlens, and put on once', () => {
    const seen = lens(data);
    expect(unlens(seen)).toBe(data);
    expect(unlens(seen.a)).toBe(data.a);
    expect(lens(seen)).toBe(seen);
    expect(unlens('x')).toBe('x');
  });
});

describe('each', () => {
  test('keeps an unknown with its element', () => {
    const list = lens([{ x: 1 }, { x: $ }, { x: 3 }]);
    expect(each(list, ({ x }) => x)).toEqual([1, $, 3]);
  });

  test('leaves out, flattens, and takes an absent list for an empty one', () => {
    expect(each([1, 2, 3], (one) => (one === 2 ? undefined : [one, one]))).toEqual([1, 1, 3, 3]);
    expect(each(undefined, () => 1)).toEqual([]);
  });

  test('lets other throws through', () => {
    expect(() =>
      each([1], () => {
        throw new TypeError('boom');
      }),
    ).toThrow('boom');
  });
});
