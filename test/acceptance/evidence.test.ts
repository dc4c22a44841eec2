import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typesOf } from '#policy';
import type { Report } from '#report';
import { catalogue } from '../../src/catalogue.generated.ts';
import type { Seed } from '../tools/demo.mjs';
import {
  audit,
  Bench,
  hidden,
  isManifest,
  type Json,
  ndjson,
  records,
  shown,
  verdicts,
} from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());
let file = 0;
const auditOf = (list: readonly Json[]): Promise<Report> =>
  audit([bench.write(`${file++}.ndjson`, ndjson(list))]);

/** Types that some policy judges or reads, but those that tell which project is which. */
const TYPES = [
  ...new Set(catalogue.flatMap((policy) => [...(typesOf(policy) ?? []), ...(policy.reads ?? [])])),
]
  .filter(
    (type) => type.includes('/') && !type.startsWith('cloudresourcemanager.') && !type.startsWith('oci.'),
  )
  .sort();
const judging = (type: string) => catalogue.filter((policy) => typesOf(policy)?.includes(type));
const reading = (type: string) => catalogue.filter(({ reads }) => reads?.some((one) => one === type));

/** Service usage tells that a service is off, and so that it has nothing: here only what was exported is to tell. */
const USAGE = 'serviceusage.googleapis.com/Service';
const deployment = records([]).filter(({ assetType }) => assetType !== USAGE);

/** The deployment without a type, of which its manifest may still say that it was read. */
const without = (type: string, manifest: boolean): Json[] =>
  deployment.filter((record) => (isManifest(record) ? manifest : record['assetType'] !== type));

/** What a policy promises in the environments that it judges. */
const promisesOf = (report: Report, id: string) =>
  report.promises.filter(({ policy, reason }) => policy === id && !/^judged in .* only$/.test(reason));

describe('a type that is not in the snapshot', () => {
  let whole: Map<string, string>;
  let silent: Map<string, string>;
  beforeAll(async () => {
    whole = verdicts(await auditOf(deployment));
    silent = verdicts(await auditOf(deployment.filter((record) => !isManifest(record))));
  });

  it.each(TYPES)('leaves open what needs it, and the ledger names the gap: %s', async (type) => {
    const report = await auditOf(without(type, false));
    const gaps = report.ledger.filter((row) => row.type === type);
    expect(gaps.map(({ state }) => state)).toEqual(['not-read']);
    for (const { id } of judging(type).filter(({ on }) => typeof on === 'string')) {
      const open = promisesOf(report, id).map(({ verdict }) => verdict);
      expect([id, ...new Set(open)]).toEqual([id, 'unknown']);
      expect(gaps[0]?.policies).toContain(id);
    }
    // Less evidence never proves more, nor anything else.
    for (const [key, verdict] of verdicts(report))
      if (verdict !== 'unknown') expect([key, verdict]).toEqual([key, whole.get(key)]);
    const opened = report.results.filter(
      ({ policy, asset, verdict }) =>
        verdict === 'unknown' && silent.get(`${policy} ${asset.name}`) !== 'unknown',
    );
    for (const { policy } of opened) expect(gaps[0]?.policies).toContain(policy);
  });

  // What no export holds, a manifest cannot speak for.
  it.each(TYPES.filter((type) => type.includes('.googleapis.com/')))(
    'is none where the manifest says that it was read: %s',
    async (type) => {
      const report = await auditOf(without(type, true));
      expect(report.ledger.filter((row) => row.type === type).map(({ state }) => state)).toEqual(['read']);
      for (const { id, on } of judging(type)) {
        if (typeof on !== 'string') continue;
        const definite = promisesOf(report, id).map(({ verdict }) => verdict);
        expect([id, ...new Set(definite)]).toEqual([id, 'not-applicable']);
      }
      const gaps = report.results.filter(({ reason }) => reason?.includes('was not read'));
      expect(gaps).toEqual([]);
    },
  );

  it.each([
    'sqladmin.googleapis.com/Instance',
    'compute.googleapis.com/SslPolicy',
    'monitoring.googleapis.com/Snooze',
  ])('fails the run under --strict: %s', async (type) => {
    const ids = [...judging(type), ...reading(type)].map(({ id }) => id);
    const args = ['--policy', `{${ids.join()},iam-no-basic-roles}`, '--now', '2026-01-15T12:00:00Z'];
    const gap = bench.write('gap.ndjson', ndjson(without(type, false)));
    const config = ['--config', `${process.cwd()}/fixtures/demo/pinky.config.yaml`];
    expect((await bench.inside([gap, ...args, ...config])).status).toBe(0);
    const strict = await bench.inside([gap, ...args, ...config, '--strict']);
    expect(strict.status).toBe(1);
    expect(strict.stdout.replaceAll(/\s+/g, ' ')).toContain('not read');
  });
});

describe('IAM policies that are not in the snapshot', () => {
  const bindings = (record: Json): Json => {
    const { iamPolicy: _, ...rest } = record;
    return rest;
  };

  it.each<[string, readonly Seed[]]>([
    ['all that the demonstration shows', shown],
    ...hidden.map((seed): [string, readonly Seed[]] => [
      `${seed.policy} of ${seed.asset.split('/').at(-1)}`,
      [seed],
    ]),
  ])('never turn a failure into a pass: %s', async (_, seeds) => {
    const whole = records(seeds);
    const before = verdicts(await auditOf(whole));
    const after = await auditOf(whole.filter((record) => !isManifest(record)).map(bindings));
    const failed = [...before].filter(([, verdict]) => verdict === 'fail').map(([key]) => key);
    expect(failed.length).toBeGreaterThanOrEqual(seeds.length);
    const now = verdicts(after);
    // An asset of which only the IAM policy was of interest is then not judged at all.
    for (const key of failed)
      expect([key, now.get(key) ?? 'unknown']).toEqual([key, expect.stringMatching(/^(fail|unknown)$/)]);
    for (const [key, verdict] of now)
      if (verdict === 'pass') expect([key, before.get(key)]).toEqual([key, 'pass']);
    const needy = catalogue.filter(({ reads }) => reads?.includes('iam')).map(({ id }) => id);
    const open = after.promises.filter(
      ({ policy, verdict }) => needy.includes(policy) && verdict === 'unknown',
    );
    expect(new Set(open.map(({ policy }) => policy))).toEqual(new Set(needy));
    expect(after.ledger.find(({ type }) => type === 'iam')).toMatchObject({
      state: 'not-read',
      policies: needy.sort(),
    });
  });
});

describe('a snapshot in which nothing can be judged', () => {
  const disk = {
    name: '//compute.googleapis.com/projects/p/zones/z/disks/d',
    assetType: 'compute.googleapis.com/Disk',
  };

  it.each<[string, unknown[], string]>([
    ['of other types', [{ ...disk, resource: { data: { sizeGb: '10' } } }], 'export'],
    [
      'without resource content',
      [{ ...disk, assetType: 'sqladmin.googleapis.com/Instance' }],
      'resource content',
    ],
    [
      'that is only a manifest',
      [{ pinkyManifest: { scope: 'organizations/1', types: [], contents: ['resource'] } }],
      'export',
    ],
  ])('%s', async (name, list, needs) => {
    const path = bench.write(`${name}.ndjson`, ndjson(list));
    for (const args of [[], ['--fail-on', 'never']]) {
      const { status, stdout } = await bench.inside([path, ...args]);
      expect(status).toBe(2);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('NOTHING COULD BE JUDGED');
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(needs);
    }
    const { status, stderr } = await bench.inside([path, '--format', 'json']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('nothing could be judged')]);
  });
});
