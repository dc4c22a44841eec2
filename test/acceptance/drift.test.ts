import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '#report';
import { FORMATS } from '../../reporters/index.ts';
import schema from '../../src/report/report.schema.json' with { type: 'json' };
import { githubIngestLint as lint } from '../sarif/lint.ts';
import { Bench, type Json, ndjson, records, shown } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());
const config = bench.write('pinky.config.yaml', '{}');

const valid = new Ajv({ strict: false, logger: false }).compile(schema);
const reportOf = (text: string): Report & { drift: NonNullable<Report['drift']> } => {
  const report = JSON.parse(text);
  expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
  return report;
};

const T1 = '2026-01-10T06:00:00Z';
const T2 = '2026-01-11T06:00:00Z';
const CHANGED = '2026-01-10T18:30:00Z';
const SQL = 'sqladmin.googleapis.com/Instance';
const FIREWALL = 'compute.googleapis.com/Firewall';

const manifest = (readTime: string, types: readonly string[] = [SQL, FIREWALL]): Json => ({
  pinkyManifest: { scope: 'projects/shop-prod', readTime, types, contents: ['resource', 'iam'] },
});
const instance = (id: string, ipv4Enabled: boolean, more: Json = {}, updateTime = CHANGED): Json => ({
  name: `//cloudsql.googleapis.com/projects/shop-prod/instances/${id}`,
  assetType: SQL,
  updateTime,
  resource: {
    data: {
      name: id,
      databaseVersion: 'POSTGRES_16',
      settings: { ipConfiguration: { ipv4Enabled } },
      ...more,
    },
  },
});
/** Judged in both, so that there is something to compare. */
const wall: Json = {
  name: '//compute.googleapis.com/projects/shop-prod/global/firewalls/inner',
  assetType: FIREWALL,
  updateTime: '2026-01-01T00:00:00Z',
  resource: {
    data: {
      name: 'inner',
      direction: 'INGRESS',
      sourceRanges: ['10.0.0.0/8'],
      allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
    },
  },
};
/** Of a type that no policy reads. */
const topic: Json = {
  name: '//pubsub.googleapis.com/projects/shop-prod/topics/orders',
  assetType: 'pubsub.googleapis.com/Topic',
  updateTime: '2026-01-01T00:00:00Z',
  resource: { data: { name: 'projects/shop-prod/topics/orders', messageRetentionDuration: '600s' } },
};

const both = (old: readonly Json[], now: readonly Json[], ...more: string[]) =>
  bench.inside([
    'drift',
    bench.write('old.ndjson', ndjson(old)),
    bench.write('new.ndjson', ndjson(now)),
    ...['--config', config, '--format', 'json', ...more],
  ]);
const sql = (old: readonly Json[], now: readonly Json[], ...more: string[]) =>
  both([...old, wall], [...now, wall], '--policy', '{sql-no-public-ip,fw-no-open-ingress}', ...more);

/** What became of the only policy on the only instance: turn, what each snapshot says, when it changed. */
const turnsOf = ({ results, drift }: ReturnType<typeof reportOf>) =>
  [...results, ...drift.results].map(({ verdict, drift: own }) => ({ ...own, verdict }));

describe('one result', () => {
  const between = { after: T1, before: T2 };
  it.each<[string, Json[], Json[], object[], number, number]>([
    [
      'broke',
      [manifest(T1), instance('a', false, {}, '2026-01-01T00:00:00Z')],
      [manifest(T2), instance('a', true)],
      [{ turn: 'broke', was: 'pass', is: 'fail', verdict: 'fail', since: { at: CHANGED, ...between } }],
      1,
      1,
    ],
    [
      'broke by an asset that is new',
      [manifest(T1)],
      [manifest(T2), instance('a', true)],
      [{ turn: 'broke', was: 'absent', is: 'fail', verdict: 'fail', since: { at: CHANGED, ...between } }],
      1,
      1,
    ],
    [
      'was restored',
      [manifest(T1), instance('a', true)],
      [manifest(T2), instance('a', false)],
      [{ turn: 'restored', was: 'fail', is: 'pass', verdict: 'pass', since: { at: CHANGED, ...between } }],
      0,
      0,
    ],
    [
      'ended with its asset',
      [manifest(T1), instance('a', true)],
      [manifest(T2), instance('b', false, {}, T1)],
      [{ turn: 'ended', was: 'fail', is: 'absent', verdict: 'not-applicable', since: between }],
      0,
      0,
    ],
    [
      'went out of sight, for its type was not read',
      [manifest(T1), instance('a', true)],
      [manifest(T2, [FIREWALL])],
      [{ turn: 'lost', was: 'fail', is: 'not-read', verdict: 'unknown', since: between }],
      0,
      1,
    ],
    [
      'went out of sight, for its record cannot be read',
      [manifest(T1), instance('a', true)],
      [manifest(T2), { ...instance('a', true), resource: 7 }],
      [{ turn: 'lost', was: 'fail', is: 'not-read', verdict: 'unknown', since: between }],
      2,
      2,
    ],
    [
      'is seen to fail for the first time',
      [manifest(T1, [FIREWALL])],
      [manifest(T2), instance('a', true)],
      [{ turn: 'regained', was: 'not-read', is: 'fail', verdict: 'fail', since: between }],
      0,
      1,
    ],
    ['still fails', [manifest(T1), instance('a', true)], [manifest(T2), instance('a', true)], [], 0, 0],
    ['still passes', [manifest(T1), instance('a', false)], [manifest(T2), instance('a', false)], [], 0, 0],
  ])('%s', async (_, old, now, turns, code, strict) => {
    const { status, stdout } = await sql(old, now);
    const report = reportOf(stdout);
    expect(turnsOf(report)).toMatchObject(turns);
    expect(status).toBe(code);
    expect((await sql(old, now, '--strict')).status).toBe(strict);
  });
});

describe('a result that fails in both', () => {
  const service = (env: readonly string[]): Json => ({
    name: '//run.googleapis.com/projects/shop-prod/locations/us-central1/services/web',
    assetType: 'run.googleapis.com/Service',
    resource: {
      data: {
        template: { containers: [{ name: 'web', env: env.map((name) => ({ name, value: 'hunter2' })) }] },
      },
    },
  });
  it('broke where more is wrong than was, and only that is told', async () => {
    const { status, stdout } = await both(
      [service(['DB_PASSWORD'])],
      [service(['DB_PASSWORD', 'API_TOKEN'])],
      ...['--policy', 'run-secrets-managed'],
    );
    const { results, drift } = reportOf(stdout);
    expect(results).toMatchObject([
      { drift: { turn: 'broke', was: 'fail' }, findings: [{ path: expect.stringMatching(/env\[1\]/) }] },
    ]);
    expect(results[0]?.message).toContain('API_TOKEN');
    expect(drift.summary).toMatchObject({ results: { broke: 1 }, still: 0 });
    expect(status).toBe(1);
    expect(stdout).not.toContain('hunter2');
  });
});

describe('a waiver that ends between two snapshots', () => {
  const waived = bench.write(
    'waived.yaml',
    'waivers: [{ policy: sql-no-public-ip, asset: "*", reason: moving, owner: ada, until: 2026-01-10 }]\n',
  );
  const open = [instance('a', true, {}, '2026-01-01T00:00:00Z')];
  it('breaks its promise, though no asset changed', async () => {
    const { status, stdout } = await sql(
      [manifest(T1), ...open],
      [manifest(T2), ...open],
      '--config',
      waived,
    );
    const { results, drift } = reportOf(stdout);
    expect(results).toMatchObject([{ drift: { turn: 'broke', was: 'waived' } }]);
    expect(drift.assets).toEqual([]);
    expect(status).toBe(1);
  });

  it('breaks nothing where both are judged from one moment', async () => {
    const { status } = await sql(
      [manifest(T1), ...open],
      [manifest(T2), ...open],
      '--config',
      waived,
      '--now',
      T2,
    );
    expect(status).toBe(0);
  });
});

describe('assets', () => {
  const old = [manifest(T1), instance('gone', false), instance('a', false, { etag: 'one' }, T1), topic];
  const now = [
    manifest(T2),
    instance('a', true, { etag: 'two', rootPassword: 'hunter2' }),
    instance('new', false),
    { ...topic, updateTime: CHANGED, resource: { data: { messageRetentionDuration: '900s' } } },
  ];
  it('are told with their values, without secrets and output-only noise', async () => {
    const { stdout } = await sql(old, now);
    const { drift } = reportOf(stdout);
    expect(drift.assets).toMatchObject([
      {
        change: 'changed',
        asset: { name: expect.stringMatching(/a$/) },
        since: { at: CHANGED },
        values: [
          { path: 'rootPassword', old: null, new: null, redacted: true },
          { path: 'settings.ipConfiguration.ipv4Enabled', old: false, new: true },
        ],
      },
      {
        change: 'removed',
        asset: { name: expect.stringMatching(/gone$/) },
        since: { after: T1, before: T2 },
      },
      { change: 'added', asset: { name: expect.stringMatching(/new$/) }, since: { at: CHANGED } },
    ]);
    expect(drift.summary.assets).toEqual({ added: 1, removed: 1, changed: 1 });
    expect(stdout).not.toContain('hunter2');
  });

  it('of types that no policy reads only with --all-types', async () => {
    const { drift } = reportOf((await sql(old, now, '--all-types')).stdout);
    expect(drift.assets).toHaveLength(4);
    expect(drift.assets).toContainEqual(
      expect.objectContaining({
        asset: expect.objectContaining({ type: 'pubsub.googleapis.com/Topic' }),
        values: expect.arrayContaining([{ path: 'messageRetentionDuration', old: '600s', new: '900s' }]),
      }),
    );
  });

  it('are the same in any order and encoding, to the byte', async () => {
    const first = await sql(old, now);
    const again = bench.run(
      [
        'drift',
        '-',
        'new.ndjson',
        '--config',
        config,
        '--format',
        'json',
        ...['--policy', '{sql-no-public-ip,fw-no-open-ingress}'],
      ],
      JSON.stringify([...old, wall].reverse(), null, 2),
    );
    expect(again.status).toBe(1);
    expect(reportOf(again.stdout).drift.assets).toEqual(reportOf(first.stdout).drift.assets);
    expect((await sql(old, now)).stdout).toBe(first.stdout);
  });

  it('of a project that is new break what they break', async () => {
    const project = (id: string, number: string): Json => ({
      name: `//cloudresourcemanager.googleapis.com/projects/${id}`,
      assetType: 'cloudresourcemanager.googleapis.com/Project',
      ancestors: [`projects/${number}`, 'organizations/1'],
      resource: { data: { projectId: id, projectNumber: number } },
    });
    const organization: Json = {
      name: '//cloudresourcemanager.googleapis.com/organizations/1',
      assetType: 'cloudresourcemanager.googleapis.com/Organization',
      ancestors: ['organizations/1'],
      resource: { data: { name: 'organizations/1' } },
    };
    const first = { ...instance('a', false), ancestors: ['projects/11', 'organizations/1'] };
    const fresh = {
      ...instance('b', true),
      name: '//cloudsql.googleapis.com/projects/fresh-prod/instances/b',
      ancestors: ['projects/22', 'organizations/1'],
    };
    const before = [organization, project('shop-prod', '11'), first];
    const { status, stdout } = await both(
      before,
      [...before, project('fresh-prod', '22'), fresh],
      ...['--policy', 'sql-no-public-ip'],
    );
    expect(turnsOf(reportOf(stdout))).toMatchObject([{ turn: 'broke', was: 'absent' }]);
    expect(status).toBe(1);
    // An export of single projects says nothing of others.
    const single = await both([first], [first, fresh], '--policy', 'sql-no-public-ip');
    expect(turnsOf(reportOf(single.stdout))).toMatchObject([{ turn: 'regained', was: 'not-read' }]);
    expect(single.status).toBe(0);
  });
});

describe('the demonstration against what it should be', () => {
  const good = bench.write('good.ndjson', ndjson(records([])));
  const bad = bench.write('bad/shard-0', ndjson(records()));
  const demo = join(process.cwd(), 'fixtures/demo/pinky.config.yaml');
  const drift = (...words: string[]) => bench.inside(['drift', ...words, '--config', demo]);

  it('breaks every promise that a seed breaks, told by the built command line', () => {
    const { status, stdout } = bench.run(['drift', good, 'bad', '--config', demo, '--format', 'json']);
    expect(status).toBe(1);
    const { results, drift } = reportOf(stdout);
    expect(results.map(({ policy, asset }) => `${policy} ${asset.name}`).sort()).toEqual(
      shown.map(({ policy, asset }) => `${policy} ${asset}`).sort(),
    );
    expect(drift.promises).toHaveLength(shown.length);
    expect(drift.summary.results).toMatchObject({ broke: shown.length, lost: 0, regained: 0 });
  });

  it('restores all of them the other way', async () => {
    const { status, stdout } = await drift(join(bench.folder, 'bad'), good, '--format', 'json');
    expect(status).toBe(0);
    expect(reportOf(stdout).drift.summary.results).toMatchObject({ broke: 0, restored: shown.length });
  });

  it.each(FORMATS)('is told in %s, twice alike', async (format) => {
    const told = await drift(good, bad, '--format', format);
    expect(told.status).toBe(1);
    // GitHub shows ten errors and ten warnings of a step.
    const all =
      format === 'github' ? shown.filter(({ policy }) => /^(armor-attached|sql-pitr)$/.test(policy)) : shown;
    for (const { policy } of all) expect(told.stdout).toContain(policy);
    expect((await drift(good, bad, '--format', format)).stdout).toBe(told.stdout);
  });

  it('has the states of SARIF, and what is absent only where asked for', async () => {
    const part = shown.filter((_, i) => i % 2 === 0);
    const half = bench.write('half.ndjson', ndjson(records(part)));
    const states = async (old: string, now: string, ...more: string[]) => {
      const { stdout } = await drift(old, now, '--format', 'sarif', ...more);
      expect(lint(stdout, { suppressed: true })).toEqual([]);
      const { runs } = JSON.parse(stdout) as {
        runs: [{ results: { baselineState: string }[]; automationDetails: { id: string } }];
      };
      expect(runs[0].automationDetails.id).toMatch(/^pinky-audit\/drift-snapshot\//);
      const counts: Record<string, number> = {};
      for (const { baselineState: state } of runs[0].results) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    };
    const fresh = shown.length - part.length;
    expect(await states(half, bad)).toMatchObject({ new: expect.any(Number), unchanged: expect.any(Number) });
    expect(await states(bad, half)).not.toHaveProperty('absent');
    expect((await states(bad, half, '--sarif-include-suppressed'))['absent']).toBeGreaterThanOrEqual(
      fresh - 3,
    );
  });
});

describe('whatever the evidence says is text', () => {
  const hostile = '\u001b[31m::error::pwned]]></x>|`<b>';
  it.each(FORMATS)('in %s', async (format) => {
    const { stdout } = await sql(
      [manifest(T1), instance('a', false, { gceZone: 'a' })],
      [manifest(T2), instance('a', true, { gceZone: hostile })],
      ...['--format', format],
    );
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/^::error::pwned/m);
    expect(stdout.includes('gceZone')).toBe(!['sarif', 'junit', 'github', 'gitlab'].includes(format));
  });
});

describe('what cannot be compared is one clear error', () => {
  const one = bench.write('one.ndjson', ndjson([manifest(T1), instance('a', false)]));
  const plan = bench.write('plan.json', '{"format_version":"1.2","terraform_version":"1.11.0"}');
  it.each<[string, string[], RegExp]>([
    ['a plan', [one, plan], /E_DRIFT_SOURCE .*plan\.json: the second source is a Terraform plan.*\n.*--plan/],
    ['a file that is not there', ['nowhere.json', one], /E_INPUT_NOT_FOUND nowhere\.json/],
    ['standard input twice', ['-', '-'], /E_USAGE.*not both/],
    ['one snapshot', [one], /missing required argument 'new'/],
    ['an unknown policy', [one, one, '--policy', 'sql-publik'], /E_POLICY_UNKNOWN/],
  ])('%s', (_, words, said) => {
    const { status, stdout, stderr } = bench.run(['drift', ...words, '--config', config]);
    expect(stderr).toMatch(said);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('and a broken record in either fails the run', async () => {
    for (const [old, now] of [
      ['{"name":\n', ''],
      ['', '{"name":\n'],
    ] as const) {
      const text = ndjson([manifest(T1), instance('a', false)]);
      const [a, b] = [bench.write('a.ndjson', text + old), bench.write('b.ndjson', text + now)];
      const { status, stdout } = await bench.inside(['drift', a, b, '--config', config, '--format', 'json']);
      expect(status).toBe(2);
      expect(reportOf(stdout).errors).toHaveLength(1);
    }
  });

  it('and snapshots in the wrong order are told of', async () => {
    const { stderr } = await sql([manifest(T2), instance('a', true)], [manifest(T1), instance('a', true)]);
    expect(stderr).toContain(`the first snapshot was read later (${T2}) than the second (${T1})`);
  });
});
