import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../src/catalogue.generated.ts';
import { changed } from '../src/cli/harness/edit.ts';
import { judge } from '../src/cli/judge.ts';
import { type Configuration, load } from '../src/config/load.ts';
import { compose, type Seed, seeds } from './tools/demo.mjs';

const all: readonly Seed[] = seeds;
const shown = all.filter(({ demo }) => demo);
const folder = mkdtempSync(join(tmpdir(), 'pinky-audit-demo-'));
let configuration: Configuration;
let count = 0;

beforeAll(async () => {
  configuration = await load({
    cwd: process.cwd(),
    file: 'fixtures/demo/pinky.config.yaml',
    builtIn: catalogue,
    version: '0.0.0',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What fails in the demonstration's deployment with some violations in it, and every verdict that was given. */
async function auditWith(chosen: readonly Seed[]) {
  const path = join(folder, `${count++}.ndjson`);
  writeFileSync(path, compose(chosen, changed).join('\n'));
  const report = await judge({
    configuration,
    policies: catalogue,
    snapshots: [{ uri: path, files: [{ uri: path, path }] }],
    images: [],
    now: Date.parse('2026-01-15T12:00:00Z'),
    all: true,
  });
  rmSync(path);
  const failures = report.results.filter(({ verdict }) => verdict === 'fail');
  return { report, failures: failures.map(({ policy, asset }) => `${policy} ${asset.name}`).sort() };
}

const rows = (list: readonly Seed[]) => list.map(({ policy, asset }) => `${policy} ${asset}`).sort();

describe('the demonstration', () => {
  it('is compliant without its violations: nothing fails, nothing is in error', async () => {
    const { report, failures } = await auditWith([]);
    expect(failures).toEqual([]);
    expect(report.errors).toEqual([]);
    expect(report.results.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  });

  it('shows every seeded violation and no other failure', async () => {
    expect((await auditWith(shown)).failures).toEqual(rows(shown));
  });

  it.each(shown)('$policy: without "$says" exactly its row disappears', async (seed) => {
    const others = shown.filter((one) => one !== seed);
    expect((await auditWith(others)).failures).toEqual(rows(others));
  });

  it.each(all.filter(({ demo }) => !demo))('$policy fails alone where $says', async (seed) => {
    expect((await auditWith([seed])).failures).toEqual(rows([seed]));
  });

  it('makes every policy fail somewhere and pass somewhere, or a row of its own does', async () => {
    const { report } = await auditWith([]);
    const fails = new Set(all.map(({ policy }) => policy));
    const passes = new Set(
      report.results.filter(({ verdict }) => verdict === 'pass').map(({ policy }) => policy),
    );
    for (const { id, section } of catalogue) {
      const rows = readFileSync(`fixtures/policies/${section}/${id}.json`, 'utf8');
      expect(fails.has(id) || /"verdict": ?"fail"/.test(rows), `${id} fails nowhere`).toBe(true);
      expect(passes.has(id) || /"verdict": ?"pass"/.test(rows), `${id} passes nowhere`).toBe(true);
    }
  });
});
