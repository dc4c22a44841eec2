import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Log } from 'sarif';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '#report';
import { FORMATS } from '../../reporters/index.ts';
import { Bench, type Json } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

const GOOGLE = 'registry.terraform.io/hashicorp/google';

/** A resource of a plan, as a change and in the configuration; marks stand beside its values. */
interface Planned {
  readonly address: string;
  readonly after: Json | null;
  readonly actions?: readonly string[];
  readonly before?: Json;
  readonly unknown?: unknown;
  readonly sensitive?: unknown;
  readonly expressions?: Json;
  readonly provider?: string;
}

/** A plan of these resources, in one module. */
function planOf(resources: readonly Planned[], more: Json = {}): string {
  const parts = (address: string) => {
    const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.');
    return { type, name };
  };
  const constant = (values: Json) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { constant_value: value }]));
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: resources
          .filter(({ after }) => after)
          .map(({ address, after, sensitive, provider = GOOGLE }) => ({
            address,
            mode: 'managed',
            ...parts(address),
            provider_name: provider,
            values: after,
            sensitive_values: sensitive ?? {},
          })),
      },
    },
    resource_changes: resources.map(
      ({ address, after, actions = ['create'], before, unknown, sensitive, provider = GOOGLE }) => ({
        address,
        mode: 'managed',
        ...parts(address),
        provider_name: provider,
        change: {
          actions,
          before: before ?? null,
          after,
          after_unknown: unknown ?? {},
          before_sensitive: sensitive ?? false,
          after_sensitive: sensitive ?? {},
        },
      }),
    ),
    configuration: {
      provider_config: {
        google: { name: 'google', expressions: { project: { constant_value: 'app-prod' } } },
      },
      root_module: {
        resources: resources.map(({ address, after, expressions }) => ({
          address: address.replace(/\[.*$/, ''),
          mode: 'managed',
          ...parts(address),
          provider_config_key: 'google',
          expressions: expressions ?? constant(after ?? {}),
        })),
      },
    },
    ...more,
  });
}

const FILE = 'network.tf';
const SOURCE = `resource "google_compute_firewall" "ssh" {
  name    = "ssh"
  network = "main"

  allow {
    protocol = "tcp"
    ports    = ["22"]
  }

  source_ranges = ["0.0.0.0/0"]
}

resource "google_sql_database_instance" "main" {
  name             = "main"
  database_version = "POSTGRES_15"
  settings {
    tier = "db-custom-2-8192"
    ip_configuration {
      ipv4_enabled = true
    }
  }
}
`;
const database = (ipv4_enabled: boolean): Planned => ({
  address: 'google_sql_database_instance.main',
  after: {
    name: 'main',
    project: 'app-prod',
    region: 'europe-west1',
    database_version: 'POSTGRES_15',
    settings: [{ tier: 'db-custom-2-8192', ip_configuration: [{ ipv4_enabled }] }],
  },
});
const ONLY = ['--policy', 'sql-no-public-ip'];
const ROW = SOURCE.split('\n').findIndex((line) => line.includes('ipv4_enabled')) + 1;
const CLOUD = (ipv4Enabled: boolean) =>
  `${JSON.stringify({
    name: '//cloudsql.googleapis.com/projects/app-prod/instances/main',
    assetType: 'sqladmin.googleapis.com/Instance',
    resource: {
      data: { name: 'main', databaseVersion: 'POSTGRES_15', settings: { ipConfiguration: { ipv4Enabled } } },
    },
  })}\n`;

/** Runs the command line in this process and gives its report. */
async function reported(args: readonly string[]): Promise<Report & { readonly status: number }> {
  const { status, stdout, stderr } = await bench.inside([...args, '--all', '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Report), status };
}

const failures = ({ results }: Report) => results.filter(({ verdict }) => verdict === 'fail');

describe('a finding of a plan', () => {
  const plan = bench.write('open.json', planOf([database(true)]));
  const folder = join(bench.folder, 'infra');
  mkdirSync(folder);
  bench.write(`infra/${FILE}`, SOURCE);
  const archive = bench.write(
    'tfplan',
    zipSync({
      'tfconfig/modules.json': strToU8(JSON.stringify([{ Key: '', Dir: '.' }])),
      [`tfconfig/m-/${FILE}`]: strToU8(SOURCE),
    }),
  );

  it.each([
    ['folder of source', folder, join(folder, FILE)],
    ['binary plan', archive, FILE],
  ])('stands at its line and column by a %s', async (_, sources, uri) => {
    const args = ['--plan', plan, '--plan-sources', sources, ...ONLY];
    const report = await reported(args);
    const [finding] = failures(report).flatMap(({ findings }) => findings);
    expect(finding?.source).toMatchObject({
      uri: expect.stringMatching(new RegExp(`${uri.replaceAll('/', '\\/')}$`)),
      line: ROW,
      column: 7,
      path: 'settings[0].ip_configuration[0].ipv4_enabled',
      address: 'google_sql_database_instance.main',
      quality: 'attribute',
    });
    expect(report.status).toBe(1);
  });

  it('is told to stand nowhere by the source of another plan', async () => {
    const other = join(bench.folder, 'other');
    bench.write('other/main.tf', 'resource "google_storage_bucket" "b" {\n}\n');
    const { notices } = await reported(['--plan', plan, '--plan-sources', other, ...ONLY]);
    expect(notices).toContainEqual({
      code: 'source-of-another-plan',
      message: expect.stringMatching(/^holds none of the 1 resources that were looked for/),
      uri: other,
    });
  });

  it('is told to have no line without any source', async () => {
    const codes = async (...args: string[]) =>
      (await reported(['--plan', plan, ...args, ...ONLY])).notices.map(({ code }) => code);
    expect(await codes()).toContain('plan-no-sources');
    expect(await codes('--plan-sources', folder)).not.toContain('plan-no-sources');
  });

  it.each([
    ['that failed', { errored: true, complete: false }, 'planning failed'],
    ['of some targets', { complete: false }, 'it is not complete'],
    ['of everything', { errored: false, complete: true }, undefined],
  ])('of a plan %s says so', async (_, more, said) => {
    const { notices } = await reported([
      '--plan',
      bench.write('some.json', planOf([database(true)], more)),
      ...ONLY,
    ]);
    const own = notices.filter(({ code }) => code === 'plan-incomplete').map(({ message }) => message);
    expect(own).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
  });

  it('says where plan.scope counts for nothing', async () => {
    const codes = async (strategy: string) => {
      const config = bench.write('scope.yaml', `strategy: { ${strategy}: { plan.scope: complete } }\n`);
      const { notices } = await reported(['--plan', plan, '--config', config, ...ONLY]);
      return notices.filter(({ code }) => code === 'plan-scope').map(({ message }) => message);
    };
    expect(await codes('production')).toEqual([
      expect.stringMatching(/^plan\.scope is complete for production and counts for nothing: staging/),
    ]);
    expect(await codes('defaults')).toEqual([]);
  });

  it.each(['live', join('live', 'tfplan')])(
    'tells the line of the file that gives its value: %s',
    async (path) => {
      const source = `variable "open" {}\n${SOURCE.replace('ipv4_enabled = true', 'ipv4_enabled = var.open')}`;
      mkdirSync(join(bench.folder, 'live'), { recursive: true });
      bench.write(`live/${FILE}`, source);
      bench.write('live/prod.tfvars', '# production\nopen = true\n');
      bench.write('live/test.tfvars', 'open = false\n');
      const members = {
        'tfconfig/modules.json': JSON.stringify([{ Key: '', Dir: '.' }]),
        [`tfconfig/m-/${FILE}`]: source,
      };
      bench.write(
        'live/tfplan',
        zipSync(Object.fromEntries(Object.entries(members).map(([k, v]) => [k, strToU8(v)]))),
      );
      const given = bench.write(
        'given.json',
        planOf([database(true)], { variables: { open: { value: true } } }),
      );
      const report = await reported(['--plan', given, '--plan-sources', join(bench.folder, path), ...ONLY]);
      const [finding] = failures(report).flatMap(({ findings }) => findings);
      expect(finding?.source.related).toEqual([
        {
          message: 'the value is given here, as var.open',
          uri: expect.stringMatching(/live\/prod\.tfvars$/),
          line: 2,
          column: 1,
        },
      ]);
    },
  );

  it.each<[string, Json, string, string, number]>([
    [
      'an explicit 0 of the template',
      { template: 0 },
      'is 0; ',
      'template[0].scaling[0].min_instance_count',
      4,
    ],
    ['one of the template', { template: 1 }, 'is 1; ', 'template[0].scaling[0].min_instance_count', 4],
    ['an explicit 0 of the service', { own: 0 }, 'is 0; ', 'scaling[0].min_instance_count', 4],
    ['what neither sets', {}, 'is 0, the default; ', 'scaling[0].min_instance_count', 1],
  ])('on instances stands where they are set: %s', async (name, { own, template }, said, path, line) => {
    const scaling = (min: unknown) => [{ min_instance_count: min }];
    const service: Planned = {
      address: 'google_cloud_run_v2_service.web',
      after: {
        name: 'web',
        project: 'app-prod',
        location: 'europe-west1',
        template: [
          { containers: [{ image: 'web' }], ...(template !== undefined && { scaling: scaling(template) }) },
        ],
        ...(own !== undefined && { scaling: scaling(own) }),
      },
    };
    const block = (min: unknown) => `scaling {\n      min_instance_count = ${min}\n    }`;
    const source = [
      'resource "google_cloud_run_v2_service" "web" {',
      ...(own === undefined ? [] : ['  # of the service', block(own)]),
      ...(template === undefined ? ['  template {'] : ['  template {', block(template)]),
      '  }\n}\n',
    ].join('\n');
    const folder = name.replaceAll(' ', '-');
    mkdirSync(join(bench.folder, folder));
    bench.write(`${folder}/run.tf`, source);
    const written = bench.write(`${folder}/plan.json`, planOf([service]));
    const args = ['--plan', written, '--plan-sources', join(bench.folder, folder)];
    const report = await reported([...args, '--policy', 'run-min-instances']);
    const [finding] = failures(report).flatMap(({ findings }) => findings);
    expect(finding?.source).toMatchObject({ path, line });
    expect(finding?.message).toContain(said);
  });

  it('is annotated at its line by the built command line, in SARIF', () => {
    execFileSync('git', ['init', '-q'], { cwd: bench.folder });
    execFileSync('git', ['add', 'infra'], { cwd: bench.folder });
    const args = ['--plan', plan, '--plan-sources', 'infra', ...ONLY, '--format', 'sarif'];
    const { status, stdout } = bench.run(args);
    expect(status).toBe(1);
    const { runs } = JSON.parse(stdout) as Log;
    const places = runs[0]?.results?.flatMap(({ locations = [] }) =>
      locations.map(({ physicalLocation }) => physicalLocation),
    );
    expect(places).toMatchObject([
      { artifactLocation: { uri: `infra/${FILE}` }, region: { startLine: ROW, startColumn: 7 } },
    ]);
  });

  it.each([
    ['holds', () => planOf([database(false)]), [], 0],
    ['breaks', () => planOf([database(true)]), [], 1],
    ['breaks, and none is to fail', () => planOf([database(true)]), ['--fail-on', 'never'], 0],
    ['is no plan', () => 'resource "a" "b" {\n', [], 2],
    [
      'does not know yet',
      () => {
        const { after, ...more } = database(true);
        const settings = [{ ip_configuration: [{}] }];
        const unknown = { settings: [{ ip_configuration: [{ ipv4_enabled: true }] }] };
        const set = { settings: [{ ip_configuration: [{ ipv4_enabled: { references: ['var.open'] } }] }] };
        const other = { ...database(false), address: 'google_sql_database_instance.other' };
        const known = { ...other, after: { ...other.after, name: 'other' } };
        return planOf([{ ...more, after: { ...after, settings }, unknown, expressions: set }, known]);
      },
      ['--strict'],
      1,
    ],
  ])('decides the exit code: what %s', async (_, text, args, status) => {
    const path = bench.write('exit.json', text());
    expect((await bench.inside(['--plan', path, ...ONLY, ...args])).status).toBe(status);
  });

  it('is taken into a baseline', async () => {
    const baseline = join(bench.folder, 'baseline.yaml');
    const args = ['--plan', plan, ...ONLY, '--baseline', baseline];
    await bench.inside([...args, '--update-baseline']);
    expect((await bench.inside(args)).status).toBe(0);
  });

  it('stays in a baseline that an audit of the cloud writes to, and lets that keep its own', async () => {
    const baseline = join(bench.folder, 'shared.yaml');
    const more = [...ONLY, '--baseline', baseline, '--update-baseline'];
    const cloud = bench.write('cloud.ndjson', CLOUD(false));
    await bench.inside(['--plan', plan, ...more]);
    expect((await bench.inside([cloud, ...more])).stderr).toContain(
      '0 added, 1 kept (1 of them not judged by this run), 0 removed',
    );
    expect((await bench.inside(['--plan', plan, ...more])).stderr).toContain('0 added, 1 kept, 0 removed');
    const repaired = bench.write('repaired.json', planOf([database(false)]));
    expect((await bench.inside(['--plan', repaired, ...more])).stderr).toContain('1 removed');
  });

  it.each([
    ['github', /^::error .*title=critical%3A sql-no-public-ip::SAID/m],
    ['gitlab', /"description":"SAID".*"severity":"blocker"/],
    ['sarif', /"level":"error","message":\{"text":"SAID"\}(?!.*"baselined")/],
    ['markdown', /\| 1 new and 1 in the baseline, of 2 \|.*: 1 new failure<.*- `[^`]*users`/s],
  ])('is new in %s where an instance beside it is in the baseline', async (format, said) => {
    const each = (keys: readonly string[]) =>
      planOf(
        keys.map((key) => ({
          address: `google_sql_database_instance.main["${key}"]`,
          after: { ...database(true).after, name: key },
        })),
      );
    const sources = ['--plan-sources', folder, ...ONLY];
    const baseline = ['--baseline', join(bench.folder, 'each.yaml')];
    const before = bench.write('before.json', each(['orders']));
    await bench.inside(['--plan', before, ...sources, ...baseline, '--update-baseline']);
    const after = ['--plan', bench.write('after.json', each(['orders', 'users'])), ...sources, ...baseline];
    const { status, stdout } = await bench.inside([...after, '--format', format]);
    expect(status).toBe(1);
    const sentences =
      'New: projects/app-prod/instances/users. In the baseline: projects/app-prod/instances/orders. Environment: production.';
    expect(stdout).toMatch(new RegExp(said.source.replace('SAID', `[^"]*${sentences}`), said.flags));
  });
});

describe('a plan laid over a snapshot', () => {
  it('says of a file of the repository neither that it is in the cloud nor that it drifted', async () => {
    bench.write('checkout/Dockerfile', 'FROM node:20\nUSER root\n');
    const report = await reported([
      ...['--plan', bench.write('p.json', planOf([database(true)]))],
      ...['--snapshot', bench.write('cloud.ndjson', CLOUD(true))],
      ...['--repo', join(bench.folder, 'checkout'), '--policy', 'docker-multistage', ...ONLY],
    ]);
    const presences = failures(report).flatMap(({ policy, findings }) =>
      findings.map(({ presence }) => `${policy} ${presence}`),
    );
    expect(new Set(presences)).toEqual(new Set(['docker-multistage undefined', 'sql-no-public-ip both']));
  });

  it.each([
    ['both have', true, true, 'both', undefined, 1],
    ['only the plan has', false, true, 'code', undefined, 1],
    ['the plan repairs', true, false, 'cloud', true, 0],
  ])('tells what %s', async (_, cloud, code, presence, repairedByPlan, status) => {
    const snapshot = bench.write('cloud.ndjson', CLOUD(cloud));
    const plan = bench.write('code.json', planOf([database(code)]));
    const report = await reported(['--snapshot', snapshot, '--plan', plan, ...ONLY]);
    expect(failures(report)).toEqual([expect.objectContaining({ presence })]);
    expect(failures(report)[0]?.repairedByPlan).toBe(repairedByPlan);
    expect(report.status).toBe(status);
  });

  it('leaves to the cloud what it does not manage', async () => {
    const snapshot = bench.write('cloud.ndjson', CLOUD(true));
    const other = planOf([{ address: 'google_storage_bucket.b', after: { name: 'b', location: 'EU' } }]);
    const report = await reported(['--snapshot', snapshot, '--plan', bench.write('p.json', other), ...ONLY]);
    expect(failures(report)).toEqual([expect.objectContaining({ presence: 'cloud' })]);
    expect(report.status).toBe(1);
  });

  it('has nothing of what it deletes', async () => {
    const stays = CLOUD(false).replaceAll('main', 'other');
    const snapshot = bench.write('cloud.ndjson', CLOUD(true) + stays);
    const { after, ...gone } = database(true);
    const plan = planOf([{ ...gone, after: null, before: after as Json, actions: ['delete'] }]);
    const report = await reported(['--snapshot', snapshot, '--plan', bench.write('p.json', plan), ...ONLY]);
    expect(report.status).toBe(0);
    expect(failures(report).every(({ repairedByPlan }) => repairedByPlan)).toBe(true);
  });
});

describe('what a plan does not tell', () => {
  it('is a row of the ledger for a type without a table, and a notice for another provider', async () => {
    const plan = planOf([
      database(false),
      { address: 'google_of_tomorrow.a', after: { name: 'a' } },
      {
        address: 'aws_s3_bucket.b',
        after: { bucket: 'b' },
        provider: 'registry.terraform.io/hashicorp/aws',
      },
    ]);
    const report = await reported(['--plan', bench.write('mixed.json', plan)]);
    expect(report.ledger).toContainEqual(
      expect.objectContaining({ type: 'google_of_tomorrow', state: 'unmapped', assets: 1 }),
    );
    expect(report.notices).toContainEqual(
      expect.objectContaining({
        code: 'plan-other-providers',
        message: '1 resources of other providers were not judged: aws',
      }),
    );
  });
});

const COMPLETE = 'strategy: { defaults: { plan.scope: complete } }\n';

describe('what no plan can hold', () => {
  const api: Planned = {
    address: 'google_cloud_run_v2_service.api',
    after: {
      name: 'api',
      project: 'app-prod',
      location: 'europe-west1',
      template: [{ containers: [{ image: 'gcr.io/app-prod/api:1' }] }],
    },
  };
  const plan = bench.write('whole.json', planOf([database(false), api]));

  it.each([
    ['a repository', '', 'ci-tests', '--repo DIR'],
    ['a repository', COMPLETE, 'ci-tests', '--repo DIR'],
    ['a Dockerfile', COMPLETE, 'docker-multistage', '--repo DIR'],
    ['an image', '', 'image-non-root', '--image gcr.io/app-prod/api:1=PATH'],
    ['an image', COMPLETE, 'image-non-root', '--image gcr.io/app-prod/api:1=PATH'],
  ])(
    'is unknown until it is given, however complete the plan: %s (%s%s)',
    async (_, config, policy, answer) => {
      const file = bench.write('pinky.config.yaml', config);
      const { promises, ledger } = await reported(['--plan', plan, '--config', file, '--policy', policy]);
      expect(promises).toEqual([
        expect.objectContaining({ verdict: 'unknown', needs: expect.stringContaining(answer) }),
      ]);
      const beside = ledger.filter(({ type }) => /^(repo|oci)\./.test(type));
      expect(new Set(beside.map(({ state }) => state))).toEqual(new Set(['not-read']));
    },
  );

  it('says nothing against what is in the cloud: there is none where a complete plan has none', async () => {
    const file = bench.write('pinky.config.yaml', COMPLETE);
    const args = ['--plan', plan, '--config', file, '--policy', 'gcs-static-bucket'];
    const { promises } = await reported(args);
    expect(promises).toMatchObject([{ verdict: 'not-applicable' }]);
  });
});

describe('what would answer what a plan leaves open', () => {
  const BESIDE = 'give a snapshot beside the plan, or set plan.scope: complete where it holds everything';
  const secret: Planned = {
    address: 'google_secret_manager_secret.s',
    after: { secret_id: 's', project: 'app-prod' },
  };
  const member: Planned = {
    address: 'google_secret_manager_secret_iam_member.one',
    after: { project: 'app-prod', secret_id: 's', role: 'roles/viewer', member: 'user:a@example.com' },
  };
  const plan = bench.write('leaves.json', planOf([secret, member]));
  const snapshot = bench.write('beside.ndjson', CLOUD(false));

  it.each<[string, string, string, readonly string[], string, string]>([
    [
      'a type',
      'nothing else',
      'alert-policies-live',
      [],
      'AlertPolicy outside of the plan was not read',
      BESIDE,
    ],
    [
      'a type',
      'a snapshot without it',
      'alert-policies-live',
      ['--snapshot', snapshot],
      'AlertPolicy outside of the plan was not read',
      'export monitoring.googleapis.com/AlertPolicy, or list it under snapshot.types if the snapshot covers it',
    ],
    [
      'what is granted',
      'nothing else',
      'iam-no-public-members',
      [],
      'IAM content outside of the plan was not read',
      BESIDE,
    ],
    [
      'what is granted',
      'a snapshot without it',
      'iam-no-public-members',
      ['--snapshot', snapshot],
      'IAM content outside of the plan was not read',
      'export with --content-type iam-policy as well',
    ],
    [
      'a repository',
      'nothing else',
      'ci-tests',
      [],
      'no repository was given',
      'give the repository with --repo DIR',
    ],
  ])('%s, beside %s', async (_, __, policy, more, reason, needs) => {
    const { promises } = await reported(['--plan', plan, ...more, '--policy', policy]);
    expect(promises).toEqual([expect.objectContaining({ verdict: 'unknown', reason, needs })]);
  });
});

describe('IAM of a plan', () => {
  const bucket: Planned = {
    address: 'google_storage_bucket.b',
    after: { name: 'b', location: 'EU', project: 'app-prod' },
  };
  const policy = JSON.stringify({ bindings: [{ role: 'roles/viewer', members: ['allUsers'] }] });
  const PUBLIC = ['--policy', 'iam-no-public-members'];
  const on = { bucket: 'b', role: 'roles/storage.objectAdmin' };

  it.each<[string, string, Json, string]>([
    ['member', 'member', { ...on, member: 'allUsers' }, 'member'],
    ['binding', 'binding', { ...on, members: ['user:a@example.com', 'allUsers'] }, 'members[1]'],
    ['policy', 'policy', { bucket: 'b', policy_data: policy }, 'policy_data'],
  ])('fails at the %s that grants to everyone', async (_, kind, after, path) => {
    const address = `google_storage_bucket_iam_${kind}.public`;
    const plan = bench.write('iam.json', planOf([bucket, { address, after }]));
    const report = await reported(['--plan', plan, ...PUBLIC]);
    expect(failures(report).flatMap(({ findings }) => findings)).toEqual([
      expect.objectContaining({ source: expect.objectContaining({ address, path, uri: plan }) }),
    ]);
  });

  const held = (members: readonly string[]) =>
    `${JSON.stringify({
      name: '//storage.googleapis.com/b',
      assetType: 'storage.googleapis.com/Bucket',
      resource: { data: { name: 'b', location: 'EU' } },
      iamPolicy: { bindings: [{ role: on.role, members }] },
      ancestors: ['projects/1'],
    })}\n`;
  const member = (who: string) => ({ ...on, member: who });
  const address = 'google_storage_bucket_iam_member.one';

  it.each<[string, readonly string[], Planned, number]>([
    ['deletes', ['allUsers'], { address, after: null, before: member('allUsers'), actions: ['delete'] }, 0],
    [
      'replaces',
      ['allUsers', 'user:a@example.com'],
      {
        address,
        after: member('user:b@example.com'),
        before: member('allUsers'),
        actions: ['delete', 'create'],
      },
      0,
    ],
    ['leaves alone', ['allUsers'], { address, after: member('user:b@example.com'), actions: ['create'] }, 1],
  ])('takes away what the plan %s, where the policy was read', async (_, members, change, status) => {
    const plan = bench.write('iam.json', planOf([bucket, change]));
    const snapshot = bench.write('iam.ndjson', held(members));
    const report = await reported(['--plan', plan, '--snapshot', snapshot, ...PUBLIC]);
    expect([report.status, failures(report).map(({ repairedByPlan = false }) => repairedByPlan)]).toEqual([
      status,
      [status === 0],
    ]);
  });

  it.each([
    ['unknown', '', 'unknown'],
    ['known by plan.scope', COMPLETE, 'pass'],
  ])('that leaves others open is %s', async (_, config, verdict) => {
    const member: Planned = {
      address: 'google_storage_bucket_iam_member.one',
      after: { ...on, member: 'user:a@example.com' },
    };
    const plan = bench.write('iam.json', planOf([bucket, member]));
    const file = bench.write('pinky.config.yaml', config);
    const { results } = await reported(['--plan', plan, '--config', file, ...PUBLIC]);
    const found = results.find(({ asset }) => asset.type === 'storage.googleapis.com/Bucket');
    expect(found?.verdict).toBe(verdict);
  });
});

describe('a sensitive value', () => {
  const canary = (i: number) => `canary${String(i).padStart(4, '0')}x0123456789ab`;
  const all = Array.from({ length: 9 }, (_, i) => canary(i + 1));
  const [C1, C2, C3, C4, C5, C6, C7, C8, C9] = all as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const { after: db } = database(true);
  const text = planOf(
    [
      {
        address: 'google_sql_database_instance.main',
        after: {
          ...db,
          root_password: C1,
          settings: [
            {
              tier: C2,
              ip_configuration: [
                { ipv4_enabled: true, authorized_networks: [{ name: C3, value: '0.0.0.0/0' }] },
              ],
            },
          ],
        },
        sensitive: {
          root_password: true,
          settings: [{ tier: true, ip_configuration: [{ authorized_networks: true }] }],
        },
      },
      // No marks: named as what is secret.
      { address: 'google_sql_user.u', after: { name: 'u', instance: 'main', password: C4 } },
      {
        address: 'google_storage_bucket.hidden',
        after: { name: C5, location: 'EU', labels: { team: C5 } },
        sensitive: { name: true, labels: { team: true } },
      },
      { address: 'google_compute_firewall.whole', after: { name: C6, source_ranges: [C6] }, sensitive: true },
      {
        address: 'google_project_iam_policy.p',
        after: {
          project: 'app-prod',
          policy_data: JSON.stringify({ bindings: [{ role: C7, members: ['allUsers', C7] }] }),
        },
        sensitive: { policy_data: true },
      },
      {
        address: 'google_monitoring_dashboard.d',
        after: { dashboard_json: JSON.stringify({ displayName: C8 }), project: 'app-prod' },
        sensitive: { dashboard_json: true },
      },
      {
        address: 'google_storage_bucket_iam_binding.b',
        after: { bucket: 'b', role: 'roles/viewer', members: [`user:${C9}@example.com`, 'allUsers'] },
        sensitive: { members: [true, false] },
      },
    ],
    { variables: { secret: { value: C1 } } },
  );
  const plan = bench.write('canaries.json', text);

  it.each(FORMATS.map((format) => [format]))('is in no output: %s', async (format) => {
    const { stdout, stderr, status } = await bench.inside([
      '--plan',
      plan,
      '--all',
      '--verbose',
      '--format',
      format as string,
    ]);
    expect(status).not.toBe(2);
    expect(stdout.length).toBeGreaterThan(0);
    expect(all.filter((one) => (stdout + stderr).includes(one))).toEqual([]);
  });

  it.each([
    ['cut off', (whole: string) => whole.slice(0, -9)],
    ['cut off within the values', (whole: string) => whole.slice(whole.indexOf('canary'), -9)],
    ['of another version', (whole: string) => whole.replace('"1.2"', '"9.0"')],
    [
      'shown as a state',
      (whole: string) => whole.replace('planned_values', 'values').replace('resource_changes', 'x'),
    ],
  ])('is in no message about a plan %s', async (_, changed) => {
    const path = bench.write('broken.json', changed(text));
    const { stdout, stderr, status } = await bench.inside(['--plan', path, '--verbose']);
    expect(status).toBe(2);
    expect(all.filter((one) => (stdout + stderr).includes(one))).toEqual([]);
  });
});
