import { afterEach, expect, it, vi } from 'vitest';
import { columnsOf } from '../../../src/cli/streams.ts';

afterEach(() => vi.unstubAllEnvs());

it.each<[string, { isTTY: boolean; columns: number }, string | undefined, number | undefined]>([
  ['what its terminal says', { isTTY: true, columns: 100 }, '60', 100],
  ['COLUMNS where the terminal says 0', { isTTY: true, columns: 0 }, '60', 60],
  ['not known where neither tells', { isTTY: true, columns: 0 }, undefined, undefined],
  ['not known where COLUMNS is no number', { isTTY: true, columns: 0 }, 'wide', undefined],
  ['not known of a file', { isTTY: false, columns: 0 }, '60', undefined],
])('a width is %s', (_, stream, columns, expected) => {
  vi.stubEnv('COLUMNS', columns);
  expect(columnsOf(stream)).toBe(expected);
});
