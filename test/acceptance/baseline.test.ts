import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../reporters/index.ts';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import { Bench, databaseLine as instance } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

const deployment = (a: boolean, b: boolean) =>
  bench.write('export.ndjson', instance('a', a) + instance('b', b));
const config = bench.write('pinky.config.yaml', '{}');
const file = join(bench.folder, 'pinky.baseline.yaml');
const scan = (...more: string[]) =>
  bench.inside([
    join(bench.folder, 'export.ndjson'),
    ...['--config', config, '--policy', 'sql-no-public-ip', '--now', '2026-01-15', '--format', 'json'],
    ...more,
  ]);

describe('a legacy project adopts the tool', () => {
  it('with a baseline beside its configuration, which only a run that asks for it reads', async () => {
    deployment(true, false);
    expect((await scan()).status).toBe(1);
    const update = await scan('--update-baseline');
    expect(update.status).toBe(0);
    expect(update.stderr).toContain(`${file}: 1 added, 0 kept, 0 removed`);
    expect(readdirSync(bench.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await scan()).status).toBe(1);
    const { status, stdout } = await scan('--baseline', file);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    const valid = new Ajv({ strict: false, logger: false }).compile(schema);
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    expect(report.results).toMatchObject([
      { verdict: 'fail', baselined: true, findings: [{ baselined: true }] },
    ]);
    expect(report.baseline).toMatchObject([{ state: 'active', findings: 1, place: { line: 5 } }]);
    const named = bench.write('named.yaml', 'baseline: pinky.baseline.yaml\n');
    expect((await scan('--config', named)).status).toBe(0);
  });

  it.each(FORMATS)('and keeps what it knew in %s', async (format) => {
    deployment(true, false);
    const { status, stdout } = await scan('--baseline', file, '--format', format);
    expect(status).toBe(0);
    expect(stdout).toContain('sql-no-public-ip');
  });

  it('and fails on what is new', async () => {
    deployment(true, true);
    expect((await scan('--baseline', file)).status).toBe(1);
  });

  it('and hears of what is repaired, until an update drops it', async () => {
    deployment(false, false);
    const { status, stderr } = await scan('--baseline', file);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /notice .*pinky\.baseline\.yaml:5: the baseline's entry for sql-no-public-ip on .* covers nothing any more/,
    );
    expect((await scan('--update-baseline', '--baseline', file)).stderr).toContain(
      '0 added, 0 kept, 1 removed',
    );
    expect(readFileSync(file, 'utf8')).toContain('entries: []');
  });

  it.each<[string, string | undefined, string]>([
    ['is not there', undefined, 'no such file'],
    ['is malformed', 'version: 1\nentries: [{}]\n', 'entries[0] lacks "fingerprint"'],
  ])('but not with one that %s', async (_, text, said) => {
    deployment(true, false);
    const other = join(bench.folder, 'other.yaml');
    if (text !== undefined) writeFileSync(other, text);
    const { status, stderr } = await scan('--baseline', other);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
    expect(existsSync(other)).toBe(text !== undefined);
  });
});
