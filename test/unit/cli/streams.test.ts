import { afterEach, expect, it, vi } from 'vitest';
import { colorLevel, columnsOf } from '../../../src/cli/streams.ts';

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

it.each<[string, boolean | undefined, Record<string, string>, number]>([
  ['a terminal', undefined, {}, 1],
  ['a terminal of 256 colours', undefined, { TERM: 'xterm-256color' }, 2],
  ['a terminal of all colours', undefined, { COLORTERM: 'truecolor' }, 3],
  ['a terminal that knows none', undefined, { TERM: 'dumb' }, 0],
  ['a terminal, and NO_COLOR', undefined, { NO_COLOR: '1' }, 0],
  ['a terminal, and NO_COLOR without a value', undefined, { NO_COLOR: '' }, 1],
  ['a terminal, and --no-color', false, { FORCE_COLOR: '3' }, 0],
  ['a terminal, and FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, 0],
])('%s has colours', (_, option, env, level) => {
  for (const name of ['TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, env[name]);
  expect(colorLevel({ isTTY: true }, option)).toBe(level);
});
