import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench, type Json, ndjson, records, shown } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());
const demo = join(process.cwd(), 'fixtures/demo/pinky.config.yaml');
const evidence = join(bench.folder, 'evidence');
beforeEach(() => rmSync(evidence, { recursive: true, force: true }));

const good = bench.write('good.ndjson', ndjson(records([])));
const bad = bench.write('bad.ndjson', ndjson(records()));
const round = async (now: string, snapshot: string, ...more: string[]) => {
  const words = ['--evidence', evidence, '--config', demo, '--now', now, '--snapshot', snapshot, ...more];
  const { status, stdout, stderr } = await bench.inside(['patrol', ...words]);
  const lines = stdout.split('\n').filter(Boolean);
  expect(lines).toHaveLength(1);
  return {
    status,
    stderr,
    ...(JSON.parse(lines[0] as string) as { severity: string; message: string; pinkyAudit: Json }),
  };
};
const kept = (folder: string) => readdirSync(join(evidence, folder)).sort();

describe('a round', () => {
  it('keeps its evidence, and tells what changed since the last in one line that a log takes', async () => {
    expect(await round('2026-01-15', good)).toMatchObject({
      status: 0,
      severity: 'NOTICE',
      pinkyAudit: { event: 'first', report: join(evidence, 'reports/20260115T000000Z.json') },
    });
    expect((await round('2026-01-16', good)).pinkyAudit).toMatchObject({ event: 'unchanged' });
    const broke = await round('2026-01-17', bad);
    expect(broke).toMatchObject({
      status: 0,
      severity: 'ERROR',
      pinkyAudit: { event: 'broke', counts: { broke: shown.length, restored: 0 }, assets: { added: 0 } },
    });
    expect(broke.message).toMatch(/^pinky-audit: BROKE: 30 results \(6 critical, /);
    expect((broke.pinkyAudit['results'] as Json[])[0]).toMatchObject({ turn: 'broke', severity: 'critical' });
    expect((await round('2026-01-18', good)).pinkyAudit).toMatchObject({ event: 'turned' });
    expect(kept('snapshots')).toEqual(['15', '16', '17', '18'].map((day) => `202601${day}T000000Z.ndjson`));
    expect(kept('reports')).toHaveLength(4);
    expect(kept('drift')).toHaveLength(6);
    const drift = JSON.parse(readFileSync(join(evidence, 'drift/20260117T000000Z.json'), 'utf8'));
    expect(drift.drift.summary.results.broke).toBe(shown.length);
    expect(readFileSync(join(evidence, 'drift/20260117T000000Z.md'), 'utf8')).toContain('**BROKE');
  });

  it('fails on what broke only where that is asked for', async () => {
    await round('2026-01-15', good);
    expect((await round('2026-01-16', bad, '--fail-on', 'critical')).status).toBe(1);
  });

  it('that could not be done is told too, and the next compares with the last that was', async () => {
    await round('2026-01-15', good);
    const broken = bench.write('broken.ndjson', '{"name":\n');
    const failed = await round('2026-01-16', broken);
    expect(failed).toMatchObject({ status: 2, severity: 'ERROR', pinkyAudit: { event: 'failed' } });
    expect(kept('reports')).toEqual(['20260115T000000Z.json']);
    expect((await round('2026-01-17', bad)).pinkyAudit).toMatchObject({
      event: 'broke',
      counts: { broke: 30 },
    });
  });

  it.each<[string, string[], string]>([
    ['without a source', ['--evidence', evidence], 'E_NO_SCOPE'],
    ['with two', ['--evidence', evidence, '--snapshot', good, '--project', 'shop-prod'], 'E_NO_SCOPE'],
    ['into a file', ['--evidence', good, '--snapshot', good], 'E_EVIDENCE'],
    ['of no file', ['--evidence', evidence, '--snapshot', 'nowhere'], 'E_EVIDENCE'],
    [
      'by a configuration that is not there',
      ['--evidence', evidence, '--config', 'nowhere.yaml'],
      'E_CONFIG',
    ],
  ])('%s is refused, on the log as well', async (_, words, code) => {
    const { status, stdout, stderr } = await bench.inside(['patrol', ...words]);
    expect(status).toBe(2);
    expect(stderr).toContain(`error ${code}`);
    expect(JSON.parse(stdout)).toMatchObject({ severity: 'ERROR', pinkyAudit: { event: 'failed' } });
    expect(stdout).toContain(code);
    expect(existsSync(join(evidence, 'reports')) && kept('reports').length > 0).toBe(false);
  });
});
