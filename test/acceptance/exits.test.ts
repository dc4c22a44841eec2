import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../reporters/index.ts';
import { Bench, databaseLine as instance } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

const WAIVER = `waivers:
  - { policy: sql-no-public-ip, asset: "*open", reason: moving, owner: ada, until: 2099-01-01 }
`;

/** What is found, by the policies that are judged: sql-no-public-ip is critical, lb-min-tls is high. */
const CASES: Record<string, { text: string; policies: string; config?: string }> = {
  'a pass': { text: instance('shut', false), policies: 'sql-no-public-ip' },
  'a failure': { text: instance('open', true), policies: 'sql-no-public-ip' },
  'a failure that is waived': { text: instance('open', true), policies: 'sql-no-public-ip', config: WAIVER },
  'a pass beside an unknown': { text: instance('shut', false), policies: '{sql-no-public-ip,lb-min-tls}' },
  'a failure beside an unknown': { text: instance('open', true), policies: '{sql-no-public-ip,lb-min-tls}' },
  'nothing but an unknown': { text: instance('shut', false), policies: 'lb-min-tls' },
  'a malformed record beside a pass': {
    text: `${instance('shut', false)}{"name":\n`,
    policies: 'sql-no-public-ip',
  },
  'a malformed record beside a failure': {
    text: `${instance('open', true)}{"name":\n`,
    policies: 'sql-no-public-ip',
  },
  'nothing to read': { text: '', policies: 'sql-no-public-ip' },
};

/** Exit codes for the options that change them. */
const OPTIONS: readonly (readonly string[])[] = [
  [],
  ['--fail-on', 'critical'],
  ['--fail-on', 'never'],
  ['--strict'],
  ['--strict', '--fail-on', 'critical'],
  ['--strict', '--fail-on', 'never'],
];
const EXITS: Record<string, readonly number[]> = {
  'a pass': [0, 0, 0, 0, 0, 0],
  'a failure': [1, 1, 0, 1, 1, 0],
  'a failure that is waived': [0, 0, 0, 0, 0, 0],
  // Only lb-min-tls is unknown, and it is below critical.
  'a pass beside an unknown': [0, 0, 0, 1, 0, 0],
  'a failure beside an unknown': [1, 1, 0, 1, 1, 0],
  'nothing but an unknown': [2, 2, 2, 2, 2, 2],
  'a malformed record beside a pass': [2, 2, 2, 2, 2, 2],
  'a malformed record beside a failure': [2, 2, 2, 2, 2, 2],
  'nothing to read': [2, 2, 2, 2, 2, 2],
};

const args = new Map<string, string[]>();
beforeAll(() => {
  for (const [name, { text, policies, config = '{}' }] of Object.entries(CASES)) {
    const file = bench.write(`${name}.ndjson`, text);
    args.set(name, [file, '--policy', policies, '--config', bench.write(`${name}.yaml`, config)]);
  }
});
/** Runs a case, writing every format there is. */
const run = async (name: string, more: readonly string[]) => {
  const files = FORMATS.map((format) => join(bench.folder, `report.${format}.sarif`));
  for (const file of files) rmSync(file, { force: true });
  const outputs = FORMATS.flatMap((format, i) => ['--output', `${format}=${files[i]}`]);
  const done = await bench.inside([...(args.get(name) ?? []), '--format', 'json', ...outputs, ...more]);
  const written = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
  return { ...done, written };
};

describe('exit codes', () => {
  it.each(Object.entries(EXITS))('of %s: %j', async (name, expected) => {
    const runs = [];
    for (const more of OPTIONS) runs.push(await run(name, more));
    expect(runs.map(({ status }) => status)).toEqual(expected);
    // What is asked of the exit code changes no byte of any report.
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
    for (const i of FORMATS.keys()) expect(new Set(runs.map(({ written }) => written[i])).size).toBe(1);
    // Every format is written, or none is.
    expect(new Set(runs.flatMap(({ written }) => written.map((text) => text !== ''))).size).toBe(1);
    // The process itself ends with them.
    expect(bench.run([...(args.get(name) ?? []), '--strict']).status).toBe(expected[3]);
  });

  it.each(FORMATS)('are the same with --format %s', async (format) => {
    for (const [name, expected] of Object.entries(EXITS)) {
      const given = [...(args.get(name) ?? []), '--format', format];
      const seen = [];
      for (const more of [OPTIONS[0], OPTIONS[3]])
        seen.push((await bench.inside([...given, ...(more ?? [])])).status);
      expect([name, ...seen]).toEqual([name, expected[0], expected[3]]);
    }
  });

  it.each(['a failure', 'a pass beside an unknown', 'a failure beside an unknown'])(
    'do not change with what is shown: %s',
    async (name) => {
      const expected = EXITS[name];
      for (const level of ['critical', 'low']) {
        expect((await run(name, ['--severity', level])).status).toBe(expected?.[0]);
        expect((await run(name, ['--severity', level, '--strict'])).status).toBe(expected?.[3]);
      }
    },
  );

  it('keep a failure that --severity hides', async () => {
    const file = bench.write(
      'tier.ndjson',
      instance('shut', false).replace('"settings":{', '"settings":{"deletionProtectionEnabled":false,'),
    );
    const shown = await bench.inside([
      file,
      '--policy',
      'sql-deletion-protection',
      '--severity',
      'critical',
      '--format',
      'json',
    ]);
    expect(shown.status).toBe(1);
    expect(JSON.parse(shown.stdout).results).toEqual([]);
    const critical = await bench.inside([
      file,
      '--policy',
      'sql-deletion-protection',
      '--fail-on',
      'critical',
    ]);
    expect(critical.status).toBe(0);
  });
});
