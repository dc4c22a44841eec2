import { describe, expect, it } from 'vitest';
import { definePolicy, type Policy, param, register, Unknown } from '#policy';
import {
  asset,
  auditOf,
  badSql,
  CLOCK,
  FOLDER,
  goodSql,
  iamPolicy,
  instance,
  publicIpPolicy,
  RUN,
  SQL,
  service,
  settingsOf,
  tierPolicy,
  worldOf,
} from './made.ts';

const bad = instance('pinky-prod', 'pinky-db', badSql, { location: 'us-central1' });
const policy = (declaration: object): Policy =>
  register(
    'sql-made-up',
    'security',
    definePolicy({
      title: 'A made up promise is kept',
      why: 'It would be broken otherwise.',
      severity: 'low',
      strategy: ['L104'],
      on: SQL,
      ...declaration,
    } as never),
  );

describe('a failure', () => {
  const { results } = auditOf(worldOf([bad]), [tierPolicy]);

  it('says what was seen, what was wanted, where, and what repairs it', () => {
    expect(results).toEqual([
      {
        policy: 'sql-tier',
        verdict: 'fail',
        severity: 'medium',
        environment: 'production',
        environmentFrom: 'project-name',
        asset: {
          name: '//cloudsql.googleapis.com/projects/pinky-prod/instances/pinky-db',
          type: SQL,
          project: 'pinky-prod',
          location: 'us-central1',
        },
        message: 'settings.tier is "db-f1-micro"; it must be "db-custom-4-8192"',
        notes: [],
        origin: bad.origin,
        findings: [
          {
            path: 'settings.tier',
            actual: 'db-f1-micro',
            wanted: '"db-custom-4-8192"',
            message: 'settings.tier is "db-f1-micro"; it must be "db-custom-4-8192"',
            source: { path: 'resource.data.settings.tier', ...bad.origin, quality: 'record' },
            fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
          },
        ],
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        repair: { kind: 'automatic', impact: 'restart', requires: 'a maintenance window' },
      },
    ]);
  });

  it.each([
    ['moves to another line', { origin: { uri: 'b.ndjson', line: 99 } }],
    ['is spelled by project number', { name: '//cloudsql.googleapis.com/projects/1000/instances/pinky-db' }],
  ])('keeps its fingerprints where the asset %s', (_, more) => {
    const moved = instance('pinky-prod', 'pinky-db', badSql, { ancestors: ['projects/1000'], ...more });
    const teacher = instance('pinky-prod', 'x', goodSql, { ancestors: ['projects/1000'] });
    const [again] = auditOf(worldOf([moved, teacher]), [tierPolicy]).results;
    expect(again?.fingerprint).toBe(results[0]?.fingerprint);
    expect(again?.findings[0]?.fingerprint).toBe(results[0]?.findings[0]?.fingerprint);
  });

  it('of a list names the member, wherever in the list it stands', () => {
    const flags = (...members: string[]) =>
      auditOf(worldOf([instance('pinky-prod', 'db', { flags: members })]), [
        policy({ want: { flags: { every: { '.': { noneOf: ['bad', 'worse'] } } } } }),
      ]).results[0];
    const [bad, worse] = [flags('bad', 'ok', 'worse'), flags('ok', 'worse')].map(
      (one) => one?.findings ?? [],
    );
    expect(bad?.map(({ path }) => path)).toEqual(['flags[0]', 'flags[2]']);
    expect(bad?.[1]?.fingerprint).toBe(worse?.[0]?.fingerprint);
    expect(flags('bad', 'worse')?.message).toBe(
      'flags[0] is "bad"; it must be none of "bad", "worse"; and 1 more',
    );
  });

  it('tells a list in words, not as a quoted value, with what the nearest element lacks', () => {
    const some = policy({ want: { channels: { some: { type: { const: 'sms' } } } } });
    const world = worldOf([instance('pinky-prod', 'db', { channels: [{ type: 'email' }] })]);
    expect(auditOf(world, [some]).results[0]?.message).toBe(
      'channels has 1 element, which does not satisfy (nearest: channels[0].type is "email", not "sms");' +
        ' it must be a list with an element that has type "sms"',
    );
  });

  it('says that a value is a default nobody set', () => {
    const unset = instance('pinky-prod', 'db', badSql, { isUnset: (path) => path === 'settings.tier' });
    expect(auditOf(worldOf([unset]), [tierPolicy]).results[0]?.message).toContain(
      'is "db-f1-micro", the default;',
    );
  });

  it.each(['rootPassword', 'env[0].value', 'replica.privateKey'])('never shows a secret at %s', (path) => {
    const data = { rootPassword: 'hunter2', env: [{ value: 'hunter2' }], replica: { privateKey: 'hunter2' } };
    const report = auditOf(worldOf([instance('pinky-prod', 'db', data)]), [
      policy({ want: { [path]: { absent: true } }, repair: 'rotate it' }),
    ]);
    expect(report.results[0]?.findings[0]).toMatchObject({ actual: null, redacted: true });
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('bounds values and messages whatever their length', () => {
    const long = instance('pinky-prod', 'db', { ...badSql, settings: { tier: 'x'.repeat(10_000) } });
    const [result] = auditOf(worldOf([long]), [tierPolicy]).results;
    expect(String(result?.findings[0]?.actual).length).toBeLessThanOrEqual(300);
    expect(result?.message.length).toBeLessThanOrEqual(300);
  });

  it('says what is wanted as a whole, however long what was seen is', () => {
    const long = instance('pinky-prod', 'db', { ...badSql, settings: { tier: 'x'.repeat(10_000) } });
    const [result] = auditOf(worldOf([long]), [tierPolicy]).results;
    expect(result?.message.endsWith(`; it must be ${result.findings[0]?.wanted}`)).toBe(true);
  });

  it('in a binding stands under iamPolicy, and two members at one place are told apart', () => {
    const api = service('pinky-prod', 'api');
    const bindings = [{ role: 'roles/run.invoker', members: ['allUsers', 'allAuthenticatedUsers'] }];
    const report = auditOf(worldOf([api], { iam: new Map([[api.name, { bindings }]]) }), [iamPolicy]);
    const findings = report.results[0]?.findings ?? [];
    expect(findings.map(({ path, source }) => [path, source.path])).toEqual([
      ['iamPolicy.bindings[0].members[0]', 'iamPolicy.bindings[0].members[0]'],
      ['iamPolicy.bindings[0].members[1]', 'iamPolicy.bindings[0].members[1]'],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

it.each<[string, object, string, string]>([
  [
    'an environment variable by its name',
    { template: { containers: [{ name: 'web', env: [{ name: 'DEBUG', value: 1 }] }] } },
    'template.containers[0].env[0].value',
    'template.containers[0].env[0] (DEBUG): value is 1; it must be absent',
  ],
  [
    'the innermost that has one',
    { containers: [{ name: 'web', ports: [{ containerPort: 80 }] }] },
    'containers[0].ports[0].containerPort',
    'containers[0] (web): ports[0].containerPort is 80; it must be absent',
  ],
  [
    'a rule by its priority',
    { rules: [{ priority: 7, action: 'allow' }] },
    'rules[0].action',
    'rules[0] (priority 7): action is "allow"; it must be absent',
  ],
  [
    'a condition by its title',
    { conditions: [{ name: 'x/1', displayName: 'p95' }] },
    'conditions[0].name',
    'conditions[0] (p95): name is "x/1"; it must be absent',
  ],
  [
    'an element as a whole',
    { flags: [{ name: 'log' }] },
    'flags[0]',
    'flags[0] (log) is set; it must be absent',
  ],
  ['nothing by its index alone', { zones: ['a'] }, 'zones[0]', 'zones[0] is "a"; it must be absent'],
])('names %s', (_, data, path, message) => {
  const named = policy({ want: { [path]: { absent: true } } });
  const { results } = auditOf(worldOf([instance('pinky-prod', 'db', data)]), [named]);
  expect(results[0]?.message).toBe(message);
});

it('names the role of a finding in an IAM policy', () => {
  const api = service('pinky-prod', 'api');
  const bindings = [{ role: 'roles/run.invoker', members: ['user:bob@example.com', 'allUsers'] }];
  const { results } = auditOf(worldOf([api], { iam: new Map([[api.name, { bindings }]]) }), [iamPolicy]);
  expect(results[0]?.findings.map(({ path, message }) => [path, message])).toEqual([
    [
      'iamPolicy.bindings[0].members[1]',
      'iamPolicy.bindings[0] (roles/run.invoker): members[1] is "allUsers"; it must be none of "allUsers", "allAuthenticatedUsers"',
    ],
  ]);
});

it('a finding in an IAM policy points to the record of the policy, others to that of the resource', () => {
  const web = service('pinky-prod', 'web');
  const bindings = [{ role: 'roles/run.invoker', members: ['allUsers'] }];
  const place = { uri: 'iam.ndjson', line: 9, column: 3 };
  const world = worldOf([web, instance('pinky-prod', 'db', badSql)], {
    iam: new Map([[web.name, { bindings }]]),
    iamPlaces: new Map([[web.name, place]]),
  });
  const { results } = auditOf(world, [iamPolicy, publicIpPolicy]);
  const sources = Object.fromEntries(results.map(({ policy, findings }) => [policy, findings[0]?.source]));
  expect(sources['iam-no-public-members']).toMatchObject(place);
  expect(sources['sql-no-public-ip']?.uri).toBe('assets.ndjson');
  expect(results[0]?.origin.uri).toBe('assets.ndjson');
});

describe('other verdicts', () => {
  it('unknown carries its reason and what would answer it, each once', () => {
    const gap = new Unknown('redacted', 'the export withholds it', { needs: 'export as owner' });
    const data = { ...badSql, settings: { tier: gap, ipConfiguration: { ipv4Enabled: gap } } };
    const world = worldOf([instance('pinky-prod', 'db', data, { partial: true })]);
    const both = policy({
      want: { 'settings.tier': { const: 'x' }, 'settings.ipConfiguration.ipv4Enabled': { const: false } },
    });
    expect(auditOf(world, [both]).results[0]).toMatchObject({
      verdict: 'unknown',
      message: 'the export withholds it',
      reason: 'the export withholds it',
      needs: 'export as owner',
      findings: [],
    });
  });

  it('a failure also lists what is unknown beside it', () => {
    const gap = new Unknown('redacted', 'the export withholds it', { needs: 'export as owner' });
    const data = { ...badSql, settings: { tier: gap, ipConfiguration: { ipv4Enabled: true } } };
    const both = policy({
      want: { 'settings.tier': { const: 'x' }, 'settings.ipConfiguration.ipv4Enabled': { const: false } },
    });
    expect(
      auditOf(worldOf([instance('pinky-prod', 'db', data, { partial: true })]), [both]).results[0],
    ).toMatchObject({
      verdict: 'fail',
      reason: 'not known beside it: the export withholds it',
      needs: 'export as owner',
    });
  });

  it('a parameter that nobody set leaves unknown, and says which and where to set it', () => {
    const wanting = policy({ want: { host: { const: param('domain') } } });
    const [result] = auditOf(worldOf([instance('pinky-prod', 'db', { host: 'x' })]), [wanting]).results;
    expect(result).toMatchObject({
      verdict: 'unknown',
      reason: 'the strategy parameter `domain` is not set',
      needs: 'set strategy.production.domain in pinky.config.yaml',
    });
  });

  it('a parameter that is not declared is the policy’s error', () => {
    const asking = policy({
      view: {
        x: (_: unknown, __: unknown, { param }: { param: (name: string) => unknown }) => param('typo'),
      },
      want: { x: { const: 1 } },
    });
    const { results, summary } = auditOf(worldOf([instance('pinky-prod', 'db')]), [asking]);
    expect(results[0]).toMatchObject({ verdict: 'error', findings: [] });
    expect(results[0]?.cause).toContain('asks for the parameter "typo" without declaring it');
    expect(summary.verdicts.error).toBe(1);
  });

  it('an error names its cause without a stack', () => {
    const throwing = policy({
      judge: () => {
        throw new TypeError('boom');
      },
    });
    expect(auditOf(worldOf([instance('pinky-prod', 'db')]), [throwing]).results[0]).toMatchObject({
      verdict: 'error',
      cause: 'TypeError: boom',
      message: 'the policy failed: TypeError: boom',
    });
  });

  it('a judge that fails without saying where gives one finding about the asset', () => {
    const judge = () => ({ verdict: 'fail', flaws: [], doubts: [], notes: [] });
    const [result] = auditOf(worldOf([instance('pinky-prod', 'db')]), [policy({ judge })]).results;
    expect(result?.findings).toMatchObject([{ path: '.', actual: null }]);
  });

  it('pass and not-applicable are counted, and listed only when asked for', () => {
    const replica = instance('pinky-prod', 'replica', { instanceType: 'READ_REPLICA_INSTANCE' });
    const world = worldOf([instance('pinky-prod', 'good', goodSql), replica]);
    const quiet = auditOf(world, [tierPolicy]);
    expect(quiet.results).toEqual([]);
    expect(quiet.summary.verdicts).toMatchObject({ pass: 1, 'not-applicable': 1 });
    const all = auditOf(world, [tierPolicy], { options: { all: true } });
    expect(all.results.map(({ verdict, message }) => [verdict, message])).toEqual([
      ['pass', 'Cloud SQL instances have the production tier'],
      ['not-applicable', expect.stringContaining('instanceType is "READ_REPLICA_INSTANCE"')],
    ]);
    expect(all.summary).toEqual(quiet.summary);
  });
});

describe('selection', () => {
  const staged = worldOf([bad, instance('pinky-stg', 'db', badSql), instance('pinky-dev', 'db', badSql)]);
  const environments = (more: object, options = {}) =>
    auditOf(staged, [tierPolicy], { settings: settingsOf([tierPolicy], {}, more), options }).results.map(
      ({ environment }) => environment,
    );

  it('judges the environments a policy declares, or those the configuration gives it', () => {
    expect(environments({})).toEqual(['production', 'staging']);
    expect(environments({ policies: { 'sql-tier': { environments: ['development'] } } })).toEqual([
      'development',
    ]);
  });

  it('judges every asset as the environment of the option', () => {
    expect(environments({}, { environment: 'staging' })).toEqual(['staging', 'staging', 'staging']);
  });

  it('leaves out what the configuration disables, and takes its severity', () => {
    const policies = { 'sql-tier': { enabled: false }, 'sql-no-public-ip': { severity: 'low' as const } };
    const both = [tierPolicy, publicIpPolicy];
    const { results, policies: rows } = auditOf(worldOf([bad]), both, {
      settings: settingsOf(both, {}, { policies }),
    });
    expect(results.map(({ policy, severity }) => [policy, severity])).toEqual([['sql-no-public-ip', 'low']]);
    expect(rows.map(({ id, severity }) => [id, severity])).toEqual([['sql-no-public-ip', 'low']]);
  });

  it('takes parameters as they hold in each environment', () => {
    const settings = {
      ...settingsOf([tierPolicy]),
      parameter: (environment: string, key: string) => ({
        value: `${key} of ${environment}`,
        origin: 'test',
      }),
    };
    const { results, strategy } = auditOf(staged, [tierPolicy], { settings });
    expect(results.map(({ findings }) => findings[0]?.wanted)).toEqual([
      '"sql-tier.tier of production"',
      '"sql-tier.tier of staging"',
    ]);
    expect(strategy['staging']?.['sql-tier.tier']).toEqual({
      value: 'sql-tier.tier of staging',
      origin: 'test',
    });
  });
});

it('sorts by severity, policy, asset name and place, by code unit', () => {
  const names = ['b', 'a', 'B', 'ä', 'a-1'];
  const world = worldOf(names.map((name) => instance('pinky-prod', name, badSql)));
  const { results } = auditOf(world, [tierPolicy, publicIpPolicy]);
  const sorted = ['B', 'a', 'a-1', 'b', 'ä'];
  expect(results.map(({ policy, asset }) => `${policy} ${asset.name.split('/').at(-1)}`)).toEqual([
    ...sorted.map((name) => `sql-no-public-ip ${name}`),
    ...sorted.map((name) => `sql-tier ${name}`),
  ]);
});

it('gives equal bytes for equal input, whatever the order of assets and policies', () => {
  const assets = Array.from({ length: 20 }, (_, i) =>
    instance(`p${i % 3}-prod`, `db${i}`, i % 2 ? badSql : goodSql),
  );
  const runs = [
    auditOf(worldOf(assets), [tierPolicy, publicIpPolicy]),
    auditOf(worldOf(assets.toReversed()), [publicIpPolicy, tierPolicy]),
  ];
  expect(JSON.stringify(runs[0])).toBe(JSON.stringify(runs[1]));
});

it('names the clock only where the user set it', () => {
  expect(auditOf(worldOf([bad]), [tierPolicy]).clock).toBeUndefined();
  expect(auditOf(worldOf([bad]), [tierPolicy], { clock: CLOCK, options: { clockGiven: true } }).clock).toBe(
    '2026-01-15T12:00:00.000Z',
  );
});

describe('a policy of every asset', () => {
  const api = service('pinky-prod', 'api');
  const iam = new Map([[api.name, { bindings: [] }]]);

  it('counts assets whose policy was seen in bytes only, where they stand', () => {
    const iamCounts = new Map([
      ['pinky-dev', 3],
      ['pinky-prod', 2],
      ['', 1],
    ]);
    const { promises, summary } = auditOf(worldOf([api], { iam }), [iamPolicy], { iamCounts });
    expect(promises.map(({ environment, counts }) => [environment, counts.pass])).toEqual([
      ['production', 4],
      ['development', 3],
    ]);
    expect(summary.verdicts.pass).toBe(7);
  });

  it('does not judge evidence that is no cloud resource', () => {
    const image = asset('oci.image/Config', 'gcr.io/x/y@sha256:1');
    const { summary } = auditOf(worldOf([api, image], { iam }), [iamPolicy]);
    expect(summary.verdicts.pass).toBe(1);
  });

  it('says once that IAM content was not read, instead of at every asset', () => {
    const report = auditOf(worldOf([api, service('pinky-prod', 'web')]), [iamPolicy]);
    expect(report.results).toEqual([]);
    expect(report.promises).toMatchObject([
      { verdict: 'unknown', reason: 'IAM content was not read in project pinky-prod' },
    ]);
    expect(report.summary.judged).toBe(false);
  });
});

it('judges folders, which stand in no project', () => {
  const folder = asset(FOLDER, '//cloudresourcemanager.googleapis.com/folders/2', { state: 'ACTIVE' });
  const one = policy({ on: [FOLDER, RUN], want: { state: { const: 'DELETED' } } });
  const { results } = auditOf(worldOf([folder]), [one]);
  expect(results).toMatchObject([{ environment: 'production', environmentFrom: 'default' }]);
  expect(results[0]?.asset).not.toHaveProperty('project');
});
