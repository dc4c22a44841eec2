import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaselineEntry } from '#policy';
import { baselineAt, readBaseline, sayBaseline } from '../../../src/config/baseline.ts';
import { PinkyError } from '../../../src/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baseline-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string, name = 'pinky.baseline.yaml') => {
  writeFileSync(join(folder, name), text);
  return readBaseline(baselineAt(folder, name));
};

const entry: BaselineEntry = {
  fingerprint: '0123456789abcdef',
  policy: 'sql-tier',
  asset: '//cloudsql.googleapis.com/projects/p/instances/db',
  type: 'sqladmin.googleapis.com/Instance',
  project: 'p',
  path: 'settings.tier',
  message: 'settings.tier is "db-f1-micro"; it must be "db-custom-4-8192"',
  reason: 'It is resized in March: see #12.',
  owner: 'db-team',
  added: '2026-01-15',
  until: '2026-04-15',
};

describe('a baseline file', () => {
  it('holds one key on each line, for people to read and edit', () => {
    expect(sayBaseline([entry]).split('\n').slice(2)).toEqual([
      'version: 1',
      'entries:',
      '  - policy: sql-tier',
      '    asset: //cloudsql.googleapis.com/projects/p/instances/db',
      '    type: sqladmin.googleapis.com/Instance',
      '    project: p',
      '    path: settings.tier',
      '    message: "settings.tier is \\"db-f1-micro\\"; it must be \\"db-custom-4-8192\\""',
      '    fingerprint: "0123456789abcdef"',
      '    reason: "It is resized in March: see #12."',
      '    owner: db-team',
      '    added: "2026-01-15"',
      '    until: "2026-04-15"',
      '',
    ]);
  });

  it('is read as it was written, whatever texts it holds, and written alike in any order', async () => {
    const text = fc
      .oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('true', 'null', '1e3', '0x1', '~', '- a', 'a: b', '#', 'é\u202e\u001b['),
      )
      .filter((one) => /\S/.test(one));
    const made = fc.uniqueArray(
      fc.record({
        fingerprint: fc.stringMatching(/^[0-9a-f]{16}$/),
        policy: text,
        asset: text,
        type: text,
        path: text,
        message: text,
        reason: text,
        added: fc.constant('2026-01-15'),
        until: fc.constant('2026-04-15'),
      }),
      { selector: ({ fingerprint }) => fingerprint, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(made, async (entries) => {
        const said = sayBaseline(entries);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
        const found = (await read(said))?.map(({ place, ...rest }) => rest) ?? [];
        expect(new Set(found)).toEqual(new Set(entries));
        expect(sayBaseline(found)).toBe(said);
        expect(sayBaseline(entries.toReversed())).toBe(said);
      }),
      { numRuns: 15 },
    );
  });

  it('is nothing where it is not there', async () => {
    expect(await readBaseline(baselineAt(folder, 'none.yaml'))).toBeUndefined();
  });
});

describe('what is no baseline is told with key, line and what is allowed', () => {
  const good = sayBaseline([entry]);
  it.each<[string, string, string]>([
    ['no YAML', 'version: [', 'E_BASELINE 1:'],
    ['an empty file', '', 'the baseline lacks "version"'],
    [
      'another version',
      good.replace('version: 1', 'version: 2'),
      '3:1 version is 2 | did you mean 1? allowed: 1',
    ],
    ['an unknown key', good.replace('owner:', 'ownr:'), '13:5 entries[0] has no key "ownr" | did you mean'],
    ['a missing key', good.replace(/ {4}reason: .*\n/, ''), 'entries[0] lacks "reason"'],
    [
      'a date that is none',
      good.replace('2026-04-15', '2026-02-31'),
      '15:5 entries[0].until is "2026-02-31"; expected a date such as 2026-01-31',
    ],
    [
      'a fingerprint that is none',
      good.replace('0123456789abcdef', 'xyz'),
      'entries[0].fingerprint is "xyz"',
    ],
    [
      'a reason without words',
      good.replace(/reason: .*/, 'reason: " "'),
      'entries[0].reason is " "; expected some text',
    ],
    [
      'a number for a text',
      good.replace('project: p', 'project: 1'),
      'entries[0].project is 1; expected text',
    ],
    [
      'a finding twice',
      `${good}${good.slice(good.indexOf('  - '))}`,
      '16:5 entries[1] has the fingerprint of the entry on line 5',
    ],
  ])('%s', async (_, text, expected) => {
    const thrown: unknown = await read(text).catch((error: unknown) => error);
    const all = thrown instanceof AggregateError ? thrown.errors : [thrown];
    const said = all.map((one) => {
      if (!(one instanceof PinkyError)) throw one;
      const { code, place, message, hint } = one;
      return `${code} ${place?.line}:${place?.column} ${message}${hint ? ` | ${hint}` : ''}`;
    });
    expect(said.join('\n')).toContain(expected);
    expect(said.every((one) => one.startsWith('E_BASELINE'))).toBe(true);
  });

  it('a file of another kind', async () => {
    await expect(read('', 'baseline.txt')).rejects.toThrow('a baseline is a .yaml, .yml or .json file');
  });
});
