import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue.generated.ts';
import { permissionsFor } from '../../src/inventory/live/role.ts';
import { wantedBy } from '../../src/inventory/live/wanted.ts';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { Fault } from '../cloud/core/faults.ts';
import { image } from '../cloud/services/docker.ts';
import {
  base,
  FOLDER,
  NUMBER,
  ORGANIZATION,
  PROJECT,
  permissionsIn,
  pinky,
  recordsOf,
  seed,
} from './deployment.ts';

/** A custom role with what a snapshot of everything takes, and nothing more. */
const ROLE = `organizations/${ORGANIZATION}/roles/pinkyAudit`;
const API = `us-central1-docker.pkg.dev/${PROJECT}/app/api`;
const JSON_OUT = ['--format', 'json', '--now', '2026-01-20T00:00:00Z'];

let cloud: Cloud;
beforeAll(async () => {
  const wanted = wantedBy(catalogue, { all: true, archive: true });
  cloud = await startCloud({ seed: seed([ROLE]), roles: { [ROLE]: permissionsFor(wanted) } });
});
afterAll(() => cloud.close());
afterEach(() => {
  expect(cloud.log.defects).toEqual([]);
  cloud.faults.clear();
  cloud.log.clear();
});

const report = async (args: readonly string[], more?: Parameters<typeof pinky>[2]) => {
  const ended = await pinky(cloud, [...args, ...JSON_OUT], more);
  return { ...ended, report: JSON.parse(ended.stdout) };
};

/** A configuration with a policy of its own on a type. */
function ownPolicy(type: string): string {
  const folder = join(cloud.folder, 'own');
  mkdirSync(join(folder, 'policies/security'), { recursive: true });
  writeFileSync(
    join(folder, 'policies/security/own-bogus.ts'),
    `import { definePolicy } from '#policy';
export default definePolicy({
  title: 'Nothing is bogus',
  why: 'What is bogus breaks.',
  severity: 'low',
  strategy: ['L104'],
  on: '${type}',
  want: { name: { absent: true } },
  repair: { impact: 'none', manual: 'Remove it.' },
});
`,
  );
  writeFileSync(join(folder, 'pinky.config.yaml'), 'paths: [policies]\n');
  return join(folder, 'pinky.config.yaml');
}

describe('a snapshot', () => {
  let taken: Awaited<ReturnType<typeof pinky>>;
  let lists: readonly URLSearchParams[];
  beforeAll(async () => {
    taken = await pinky(cloud, ['snapshot', '--project', PROJECT]);
    lists = cloud.log.of('AssetService.ListAssets').map(({ query }) => new URLSearchParams(query));
  });

  test('holds resources, policies, what is above, and says what it covers', () => {
    const { code, stdout, stderr } = taken;
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^(warning not read: oci\.image.*\n {2}hint: .*\n)?written: \d+ records, 1 project/,
      ),
    ]);
    const records = recordsOf(stdout);
    const names = (content: string) =>
      records
        .filter((one) => content in one)
        .map((one) => one['assetType'])
        .sort();
    expect(names('resource')).toEqual([
      'cloudresourcemanager.googleapis.com/Folder',
      'cloudresourcemanager.googleapis.com/Organization',
      'cloudresourcemanager.googleapis.com/Project',
      'compute.googleapis.com/Firewall',
      'oci.image/Config',
      'run.googleapis.com/Revision',
      'run.googleapis.com/Service',
      'sqladmin.googleapis.com/Instance',
    ]);
    expect(names('iamPolicy')).toEqual(
      expect.arrayContaining([
        'cloudresourcemanager.googleapis.com/Organization',
        'run.googleapis.com/Service',
      ]),
    );
    const manifest = records.find((one) => 'pinkyManifest' in one)?.['pinkyManifest'] as unknown as Record<
      string,
      unknown
    >;
    expect(manifest).toMatchObject({
      scope: `projects/${PROJECT}`,
      contents: ['resource', 'iam', 'orgpolicy'],
      readTime: expect.stringMatching(/Z$/),
    });
    expect(manifest['types']).toEqual(
      expect.arrayContaining(['storage.googleapis.com/Bucket', 'sqladmin.googleapis.com/Instance']),
    );
  });

  test('lists every content as of one moment', () => {
    const times = lists
      .filter((query) => query.get('pageSize') === '500')
      .map((query) => query.get('readTime'));
    expect(times).toHaveLength(3);
    expect(new Set(times).size).toBe(1);
    expect(times[0]).toBeTruthy();
  });

  test('keeps integers as integers and int64 as texts', () => {
    const { stdout } = taken;
    const sql = recordsOf(stdout).find(
      (one) => one['assetType'] === 'sqladmin.googleapis.com/Instance',
    ) as unknown as {
      resource: { data: { settings: Record<string, unknown> } };
    };
    const { settingsVersion, dataDiskSizeGb } = sql.resource.data.settings;
    expect([typeof settingsVersion, typeof dataDiskSizeGb]).toEqual(['string', 'string']);
    expect(stdout).not.toMatch(/:\d+\.0[,}]/);
  });

  test('takes what the printed role holds, and no more', async () => {
    const printed = await pinky(cloud, [
      'snapshot',
      '--all-types',
      '--organization',
      ORGANIZATION,
      '--print-role',
    ]);
    expect(cloud.log.requests).toEqual([]);
    const held = permissionsIn(printed.stdout);
    const { code } = await pinky(cloud, ['snapshot', '--all-types', '--project', PROJECT]);
    expect(code).toBe(0);
    const own = cloud.log.checks.filter(({ principal }) => principal.includes('auditor@'));
    expect(own.filter(({ granted }) => !granted)).toEqual([]);
    expect(own.map(({ permission }) => permission).filter((one) => !held.includes(one))).toEqual([]);
  });

  test('of scopes that hold one another has each record once, and says which was part of which', async () => {
    const scopes = [
      '--project',
      PROJECT,
      '--project',
      NUMBER,
      '--folder',
      FOLDER,
      '--organization',
      ORGANIZATION,
    ];
    const { code, stdout, stderr } = await pinky(cloud, ['snapshot', ...scopes]);
    expect(code).toBe(0);
    expect(stderr).toContain(`notice projects/${PROJECT} is part of`);
    const keys = recordsOf(stdout).map((one) => `${one['name']} ${Object.keys(one)[2]}`);
    expect(new Set(keys).size).toBe(keys.length);
    const parents = new Set(
      cloud.log
        .of('AssetService.ListAssets')
        .map(({ path, query }) => path + new URLSearchParams(query).get('parent')),
    );
    expect(parents.size).toBe(1);
  });

  test('of a type that the inventory does not have tells so', async () => {
    const config = ownPolicy('storage.googleapis.com/Bogus');
    const { code, stdout } = await pinky(cloud, ['snapshot', '--project', PROJECT, '--config', config]);
    expect(code).toBe(0);
    const manifest = recordsOf(stdout).find((one) => 'pinkyManifest' in one)?.[
      'pinkyManifest'
    ] as unknown as {
      types: string[];
      gaps: { type: string; state: string }[];
    };
    expect(manifest.types).toContain('storage.googleapis.com/Bucket');
    expect(manifest.types).not.toContain('storage.googleapis.com/Bogus');
    expect(manifest.gaps.map(({ type, state }) => [type, state])).toContainEqual([
      'storage.googleapis.com/Bogus',
      'not-read',
    ]);
  });
});

interface Placed {
  readonly origin: unknown;
  readonly findings: readonly { readonly source: unknown }[];
}

test('an audit of what is live says what one of its snapshot says', async () => {
  const file = `${cloud.folder}/shop.ndjson.gz`;
  expect((await pinky(cloud, ['snapshot', '--project', PROJECT, '--out', file])).code).toBe(0);
  const live = await report(['scan', '--project', PROJECT, '--all']);
  const kept = await report(['scan', file, '--all']);
  const said = ({ report: { results, promises, ledger, summary } }: typeof live) => ({
    // Where a record stands is all that differs: a live one stands on no line.
    results: results.map(({ origin, findings, ...result }: Placed) => [
      result,
      findings.map(({ source, ...finding }) => finding),
    ]),
    promises,
    ledger,
    summary,
  });
  expect(said(live)).toEqual(said(kept));
  expect(live.report.sources).toMatchObject([{ kind: 'live', uri: `projects/${PROJECT}` }]);
  expect(live.report.results.length).toBeGreaterThan(20);
});

describe('what could not be read', () => {
  const LIST = 'AssetService.ListAssets';
  const iam = (more: Fault): Fault => ({ rpc: LIST, times: 'always', ...more });

  test.each<[string, Fault, string, RegExp]>([
    ['a refusal', { preset: 'denied' }, 'denied', /permission denied: cloudasset/],
    [
      'an API that is off',
      { preset: 'api-disabled' },
      'not-read',
      /API disabled: cloudasset\.googleapis\.com in project/,
    ],
    ['no quota project', { preset: 'quota-project' }, 'not-read', /no quota project/],
  ])('is told from others: %s', async (_, fault, state, reason) => {
    cloud.faults.add(iam(fault));
    const { code, report: found, stderr } = await report(['scan', '--project', PROJECT]);
    const row = found.ledger.find(
      ({ type }: { type: string }) => type === 'sqladmin.googleapis.com/Instance',
    );
    expect([code, row.state, row.reason]).toEqual([2, state, expect.stringMatching(reason)]);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/hint: (grant|gcloud)/);
  });

  test('leaves unknown what it concerns, and nothing else', async () => {
    cloud.faults.add({ rpc: 'Organizations.GetIamPolicy', times: 'always', preset: 'denied' });
    const globs = ['--policy', 'iam-no-public-members', '--policy', 'sql-tier'];
    const { report: found } = await report(['scan', '--project', PROJECT, ...globs]);
    const promise = (id: string) => found.promises.find(({ policy }: { policy: string }) => policy === id);
    expect(promise('sql-tier').verdict).toBe('pass');
    expect(promise('iam-no-public-members')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining(`on organizations/${ORGANIZATION}`),
    });
  });

  test('is asked for again where it passes: no answer, quota, and the wait that the API asks for', async () => {
    cloud.faults.add(
      { rpc: LIST, nth: 1, times: 2, preset: 'unavailable' },
      { rpc: LIST, nth: 4, preset: 'rate-limited', retryInfo: 1 },
    );
    const { code, stdout } = await pinky(cloud, ['snapshot', '--project', PROJECT, '--quiet']);
    expect(code).toBe(0);
    expect(recordsOf(stdout).length).toBeGreaterThan(8);
    expect(cloud.log.of(LIST).filter(({ status }) => status !== 200)).toHaveLength(3);
  });
});

describe('images that serve', () => {
  const NON_ROOT = ['scan', '--project', PROJECT, '--policy', 'image-non-root', '--all'];
  const judged = async () => (await report(NON_ROOT)).report.results[0];

  test('are read from their registry by digest, the one for the platform that Cloud Run runs', async () => {
    serve(image(`${API}:1`, { User: '1000' }, { index: true }));
    expect(await judged()).toMatchObject({ verdict: 'pass' });
    serve(image(`${API}:1`, { User: 'root' }, { index: true }));
    expect(await judged()).toMatchObject({ verdict: 'fail', findings: [{ path: 'config.User' }] });
  });

  test('that may not be read are unknown, and say what it takes', async () => {
    serve(image(`${API}:1`, { User: '1000' }));
    cloud.faults.add({ host: 'docker.pkg.dev', times: 'always', preset: 'denied' });
    expect(await judged()).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('permission denied'),
    });
  });
});

/** Has the service run an image, which its registry has. */
function serve({ drafts, digest }: ReturnType<typeof image>): void {
  for (const draft of drafts) cloud.store.put(draft);
  for (const fixture of ['run-Service', 'run-Revision-latest']) {
    const draft = base(fixture);
    const text = JSON.stringify(draft.data).replaceAll(/"image":"[^"]*"/g, `"image":"${API}@${digest}"`);
    cloud.store.put({ ...draft, data: JSON.parse(text) });
  }
}
