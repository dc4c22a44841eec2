import { expect, it } from 'vitest';
import { globOf } from '../../../src/audit/glob.ts';

it.each([
  ['pinky-prod', 'pinky-prod', true],
  ['pinky-prod', 'pinky-prod2', false],
  ['pinky-*', 'pinky-prod', true],
  ['pinky-*', 'pinky-', true],
  ['*-prod', 'prod', false],
  ['a*b*c', 'a1b2c', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
  ['*', '', true],
  ['a.c', 'abc', false],
  ['**x', 'x', true],
])('%s on %s: %s', (pattern, text, matches) => {
  expect(globOf(pattern)(text)).toBe(matches);
});

it('stays quick where a regular expression would go back and forth', () => {
  const start = performance.now();
  expect(globOf(`${'*a'.repeat(50)}b`)('a'.repeat(20_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(500);
});
