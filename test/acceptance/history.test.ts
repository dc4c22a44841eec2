import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../src/cli/history/duckdb.ts';
import { migrate, STEPS } from '../../src/cli/history/schema.ts';
import { Bench, type Json, ndjson, records } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());
const ROOT = resolve('.');
const BIN = join(ROOT, 'dist/src/cli/bin.js');
const config = bench.write('pinky.config.yaml', '{}');

const SQL = 'sqladmin.googleapis.com/Instance';
const FIREWALL = 'compute.googleapis.com/Firewall';
const manifest = (types: readonly string[] = [SQL, FIREWALL]): Json => ({
  pinkyManifest: { scope: 'projects/shop-prod', readTime: '2026-01-01T00:00:00Z', types },
});
const instance = (id: string, ipv4Enabled: boolean): Json => ({
  name: `//cloudsql.googleapis.com/projects/shop-prod/instances/${id}`,
  assetType: SQL,
  resource: {
    data: { name: id, databaseVersion: 'POSTGRES_16', settings: { ipConfiguration: { ipv4Enabled } } },
  },
});
/** Judged in every run, so that none is empty. */
const wall: Json = {
  name: '//compute.googleapis.com/projects/shop-prod/global/firewalls/inner',
  assetType: FIREWALL,
  resource: { data: { name: 'inner', direction: 'INGRESS', sourceRanges: ['10.0.0.0/8'] } },
};

let files = 0;
const fresh = (): string => join(bench.folder, `history-${++files}.duckdb`);
const POLICIES = ['--policy', '{sql-no-public-ip,fw-no-open-ingress}', '--config', config];

/** Audits what a day's snapshot holds. */
const scan = (history: string, now: string, list: readonly Json[]) =>
  bench.inside([
    ...[bench.write('day.ndjson', ndjson([...list, wall])), ...POLICIES],
    ...['--now', now, '--history', history, '--format', 'json'],
  ]);
const trend = async (history: string, ...more: string[]) => {
  const { status, stdout, stderr } = await bench.inside([
    'trend',
    '--history',
    history,
    '--format',
    'json',
    ...more,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
};

/** Fails, cannot be judged, is repaired, fails again, is gone; what stays open beside it. */
const DAYS: readonly (readonly [string, readonly Json[]])[] = [
  ['2026-01-01', [manifest(), instance('a', true), instance('b', false)]],
  ['2026-01-02', [manifest([FIREWALL])]],
  ['2026-01-03T12:00:00Z', [manifest(), instance('a', false), instance('b', true)]],
  ['2026-01-05', [manifest(), instance('a', true), instance('b', true)]],
  ['2026-01-06', [manifest(), instance('b', true)]],
];
const kept = fresh();
for (const [day, list] of DAYS) await scan(kept, day, list);

describe('a history', () => {
  it('tells when each failure appeared, what became of it, and how long repairs took', async () => {
    const { runs, findings, repair, environments, promises } = await trend(kept);
    expect(runs.map(({ time, exit }: Json) => [time, exit])).toEqual([
      ['2026-01-01T00:00:00Z', 1],
      ['2026-01-02T00:00:00Z', 0],
      ['2026-01-03T12:00:00Z', 1],
      ['2026-01-05T00:00:00Z', 1],
      ['2026-01-06T00:00:00Z', 1],
    ]);
    expect(findings).toMatchObject([
      { state: 'open', asset: expect.stringMatching(/b$/), first: '2026-01-03T12:00:00Z', runs: 3 },
      { state: 'repaired', first: '2026-01-01T00:00:00Z', end: '2026-01-03T12:00:00Z', seconds: 216_000 },
      { state: 'ended', first: '2026-01-05T00:00:00Z', end: '2026-01-06T00:00:00Z', runs: 1 },
    ]);
    const times = {
      repaired: 1,
      meanSeconds: 216_000,
      longestSeconds: 216_000,
      open: 1,
      oldestOpenSeconds: 216_000,
      ended: 1,
    };
    expect(repair).toEqual({ ...times, bySeverity: { critical: times } });
    expect(environments).toMatchObject([
      { environment: 'production', fail: [1, 0, 1, 2, 1], pass: [2, 1, 2, 1, 1] },
    ]);
    expect(promises.map(({ policy, verdicts }: Json) => [policy, verdicts])).toEqual([
      ['sql-no-public-ip', ['fail', 'unknown', 'fail', 'fail', 'fail']],
      ['fw-no-open-ingress', ['pass', 'pass', 'pass', 'pass', 'pass']],
    ]);
  });

  it('says the same whatever order the runs came in', async () => {
    const history = fresh();
    for (const [day, list] of [...DAYS].reverse()) await scan(history, day, list);
    const { findings, repair } = await trend(history);
    const expected = await trend(kept);
    // Of what a run does not hold, only a run that knows it failed can say that it is gone.
    expect(findings.filter(({ state }: Json) => state === 'repaired')).toEqual(
      expected.findings.filter(({ state }: Json) => state === 'repaired'),
    );
    expect(repair).toMatchObject({ repaired: 1, meanSeconds: 216_000 });
  });

  it('keeps the same run once', async () => {
    const history = fresh();
    const [day, list] = DAYS[0] as (typeof DAYS)[number];
    expect((await scan(history, day, list)).stderr).toContain('this run is kept, of 1 in all');
    expect((await scan(history, day, list)).stderr).toContain('this run was there already, of 1 in all');
    expect((await trend(history)).runs).toHaveLength(1);
  });

  it('changes no byte of a report, and no exit code', async () => {
    const [day, list] = DAYS[0] as (typeof DAYS)[number];
    const file = bench.write('same.ndjson', ndjson([...list, wall]));
    const run = (...more: string[]) =>
      bench.inside([file, ...POLICIES, '--now', day, '--format', 'json', ...more]);
    const [plain, into] = [await run(), await run('--history', fresh())];
    expect([into.status, into.stdout]).toEqual([plain.status, plain.stdout]);
  });

  it('can be narrowed', async () => {
    expect((await trend(kept, '--policy', 'fw-*')).findings).toEqual([]);
    const late = await trend(kept, '--since', '2026-01-04');
    expect(late.runs).toHaveLength(2);
    // What was open then is known from when it appeared; what was over is not told.
    expect(late.findings).toMatchObject([{ first: '2026-01-03T12:00:00Z' }, { state: 'ended' }]);
    expect(late.repair).toMatchObject({ repaired: 0, open: 1 });
    expect((await trend(kept, '--env', 'production')).findings).toHaveLength(3);
  });

  it.each<[string[], RegExp]>([
    [['--env', 'staging'], /E_ENVIRONMENT.*staging.*\n.*production/],
    [['--policy', 'sql-no-publik-ip'], /E_POLICY_UNKNOWN.*\n.*sql-no-public-ip/],
    [['--since', 'monday'], /E_USAGE.*--since/],
  ])('refuses %s', async (words, said) => {
    const { status, stderr } = await bench.inside(['trend', '--history', kept, ...words]);
    expect(stderr).toMatch(said);
    expect(status).toBe(2);
  });
});

describe('a trend', () => {
  const told = (...more: string[]) => bench.inside(['trend', '--history', kept, ...more]);

  it('is readable at 80 columns and without colour', async () => {
    const { stdout } = await told();
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/critical +sql-no-public-ip \(production\) +x\?xxx$/m);
    expect(stdout).toMatch(/production +fail +1 → 1 +▄\.▄█▄$/m);
    expect(stdout).toContain('repaired 2026-01-03 after 2 d 12 h');
    expect(stdout).toContain('since 2026-01-03, 2 d 12 h');
    expect(stdout.replaceAll('\n', ' ')).toContain('first run that judged it again and saw it pass');
  });

  it('shows the newest runs where there are more than a line holds', async () => {
    const history = fresh();
    await scan(history, ...(DAYS[0] as (typeof DAYS)[number]));
    await withDatabase(history, 'write', async (db) => {
      for (const table of ['runs', 'promises', 'results'])
        await db.run(
          `INSERT INTO ${table} SELECT t.* REPLACE (i::VARCHAR AS run${table === 'runs' ? ', time + to_days(i::INTEGER) AS time' : ''})
           FROM ${table} t, range(1, 45) r(i)`,
        );
    });
    const { stdout } = await bench.inside(['trend', '--history', history]);
    expect(stdout).toContain('45 runs');
    expect(stdout).toContain('the newest 36');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('is told in Markdown and CSV', async () => {
    const markdown = (await told('--format', 'markdown')).stdout;
    expect(markdown).toContain('| critical | sql-no-public-ip | `production` | `x?xxx` |');
    const verdicts = (await told('--format', 'csv')).stdout.split('\r\n');
    expect(verdicts[0]).toBe('time,run,scope,environment,policy,severity,verdict');
    expect(verdicts).toHaveLength(1 + 2 * DAYS.length + 1);
    const findings = (await told('--format', 'csv', '--table', 'findings')).stdout.split('\r\n');
    expect(findings[1]).toMatch(
      /^sql-no-public-ip,critical,production,.*instances\/b,.*,open,2026-01-03T12:00:00Z,/,
    );
    expect(findings).toHaveLength(5);
  });

  it.each(['terminal', 'json', 'markdown', 'csv'])(
    'takes what an asset is called for text in %s',
    async (format) => {
      const history = fresh();
      const name = '=cmd|" /C calc"!A0\u001b[31m::error::x<b>`';
      await scan(history, '2026-01-01', [manifest(), { ...instance('a', true), name }]);
      const { status, stdout } = await bench.inside([
        'trend',
        '--history',
        history,
        '--format',
        format,
        '--table',
        'findings',
      ]);
      expect(status).toBe(0);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).toMatch(/cmd\\?\|/);
      if (format === 'csv') expect(stdout).toContain(`,"'=cmd|"" /C calc`);
    },
  );
});

describe('a file that is no history', () => {
  const duckdb = async (...statements: string[]) => {
    const file = fresh();
    await withDatabase(file, 'write', async (db) => {
      for (const one of statements) await db.run(one);
    });
    return file;
  };
  it.each<[string, () => string | Promise<string>, RegExp]>([
    ['is text', () => bench.write('text.duckdb', 'dear diary\n'.repeat(1000)), /not a valid DuckDB database/],
    ['is empty', () => bench.write('empty.duckdb', ''), /not a valid DuckDB database/],
    [
      'is cut off',
      () => bench.write('cut.duckdb', readFileSync(kept).subarray(0, 9000)),
      /cannot be used as a history/,
    ],
    [
      'is damaged',
      () => bench.write('bad.duckdb', readFileSync(kept).fill(0xff, 16, 200)),
      /cannot be used as a history/,
    ],
    ['is of something else', () => duckdb('CREATE TABLE mine (a INTEGER)'), /it holds the table mine/],
    [
      'is of a later version',
      () =>
        duckdb(
          'CREATE TABLE pinky_audit_history (version INTEGER)',
          'INSERT INTO pinky_audit_history VALUES (99)',
        ),
      /is of version 99, and this program knows histories up to version 1\n.*newer pinky-audit/,
    ],
    ['is a folder', () => bench.folder, /cannot be used as a history/],
  ])('because it %s is one clear error, and stays as it is', async (_, make, said) => {
    const file = await make();
    const before = file === bench.folder ? undefined : readFileSync(file);
    for (const words of [
      ['trend', '--history', file],
      [bench.write('day.ndjson', ndjson([wall])), ...POLICIES, '--history', file],
    ]) {
      const { status, stdout, stderr } = await bench.inside(words);
      expect(stderr).toMatch(said);
      expect(stderr.match(/^error /gm)).toHaveLength(1);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    }
    if (before) expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('because it is not there is for scan to make', async () => {
    const { status, stderr } = await bench.inside(['trend', '--history', fresh()]);
    expect(stderr).toMatch(/E_HISTORY .*there is no such history\n.*scan SNAPSHOT --history/);
    expect(status).toBe(2);
    const nowhere = join(bench.folder, 'nowhere/h.duckdb');
    const scanned = await bench.inside(['day.ndjson', ...POLICIES, '--history', nowhere]);
    expect(scanned.stderr).toMatch(/E_HISTORY|E_INPUT/);
    expect(scanned.status).toBe(2);
  });
});

describe('a schema', () => {
  const more = "ALTER TABLE runs ADD COLUMN host VARCHAR DEFAULT 'here'";
  const columns = (file: string) =>
    withDatabase(file, 'read', async (db) => (await db.runAndReadAll('SELECT * FROM runs')).columnNames());

  it('is brought up to date with all that it holds, or left as it was', async () => {
    const history = fresh();
    const [day, list] = DAYS[0] as (typeof DAYS)[number];
    await scan(history, day, list);
    const upgrade = (...steps: string[]) =>
      withDatabase(history, 'write', (db) => migrate(db, history, [...STEPS, ...steps]));
    await expect(upgrade(more, 'ALTER TABLE nothing ADD COLUMN x INTEGER')).rejects.toMatchObject({
      code: 'E_HISTORY',
    });
    expect(await columns(history)).not.toContain('host');
    expect((await trend(history)).runs).toHaveLength(1);
    await upgrade(more);
    expect(await columns(history)).toContain('host');
    expect((await bench.inside(['trend', '--history', history])).stderr).toContain('is of version 2');
  });
});

/** Runs a script that has the database package, in a process of its own; `ready` once it says so. */
function holder(script: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ready = new Promise<void>((done) => child.stdout.once('data', () => done()));
  const over = new Promise<void>((done) => child.once('exit', () => done()));
  return { child, ready, over };
}
const OPEN = (file: string) =>
  `const { DuckDBInstance } = await import('@duckdb/node-api');
   const db = await (await DuckDBInstance.create(${JSON.stringify(file)})).connect();`;

describe('several processes', () => {
  it('that audit at the same time are all kept', async () => {
    const history = fresh();
    const file = bench.write('both.ndjson', ndjson([manifest(), instance('a', true), wall]));
    const codes = await Promise.all(
      ['2026-01-01', '2026-01-02', '2026-01-03'].map(
        (now) =>
          new Promise((done) => {
            const words = [BIN, file, ...POLICIES, '--now', now, '--history', history, '--quiet'];
            spawn(process.execPath, words, { cwd: bench.folder, stdio: 'ignore' }).once('exit', done);
          }),
      ),
    );
    expect(codes).toEqual([1, 1, 1]);
    expect((await trend(history)).runs).toHaveLength(3);
  });

  it('wait for one another, and then say who holds it', async () => {
    const history = fresh();
    const { child, ready, over } = holder(
      `${OPEN(history)} console.log('ready'); process.stdin.resume(); process.stdin.once('end', () => process.exit())`,
    );
    await ready;
    const locked = withDatabase(history, 'read', async () => {}, 0);
    await expect(locked).rejects.toMatchObject({
      code: 'E_HISTORY_LOCKED',
      message: `process ${child.pid} holds the history and did not let go of it`,
    });
    const waiting = withDatabase(history, 'write', async () => 'opened');
    child.stdin.end();
    expect(await waiting).toBe('opened');
    await over;
  });

  it('that are killed while they write lose what they wrote, and nothing else', async () => {
    const history = fresh();
    const [day, list] = DAYS[0] as (typeof DAYS)[number];
    await scan(history, day, list);
    const { over } = holder(
      `${OPEN(history)} await db.run('BEGIN'); await db.run('DELETE FROM runs'); await db.run('DROP TABLE results'); process.kill(process.pid, 'SIGKILL')`,
    );
    await over;
    const { runs, findings } = await trend(history);
    expect([runs.length, findings.length]).toEqual([1, 1]);
  });
});

describe('without the database', () => {
  it('a history is refused with what to install, and nothing else is', () => {
    const app = join(bench.folder, 'app');
    for (const name of ['dist', 'package.json'])
      cpSync(join(ROOT, name), join(app, name), { recursive: true });
    mkdirSync(join(app, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules')))
      if (name !== '@duckdb' && !name.startsWith('.'))
        symlinkSync(join(ROOT, 'node_modules', name), join(app, 'node_modules', name));
    const run = (...words: string[]) =>
      spawnSync(process.execPath, [join(app, 'dist/src/cli/bin.js'), ...words], {
        cwd: bench.folder,
        encoding: 'utf8',
      });
    const file = bench.write('day.ndjson', ndjson([wall]));
    const { status, stdout, stderr } = run(file, ...POLICIES, '--history', 'none.duckdb');
    expect(stderr).toMatch(
      /^error E_HISTORY_PACKAGE: .*@duckdb\/node-api cannot be loaded\n.*npm install @duckdb\/node-api/,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(existsSync(join(bench.folder, 'none.duckdb'))).toBe(false);
    expect(run(file, ...POLICIES).status).toBe(0);
    rmSync(app, { recursive: true });
  });
});

it('keeps the whole deployment in little space', async () => {
  const history = fresh();
  const file = bench.write('all.ndjson', ndjson(records()));
  const demo = join(ROOT, 'fixtures/demo/pinky.config.yaml');
  for (const now of ['2026-01-15', '2026-01-16', '2026-01-17'])
    await bench.inside([file, '--config', demo, '--now', now, '--history', history]);
  expect(readFileSync(history).length).toBeLessThan(1_500_000);
  expect((await trend(history)).repair).toMatchObject({ repaired: 0, ended: 0 });
});
