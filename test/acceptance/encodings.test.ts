import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '#report';
import { catalogue } from '../../src/catalogue.generated.ts';
import { ENCODINGS, LAYOUTS } from '../unit/inventory/layouts.ts';
import { audit, Bench, isManifest, type Json, ndjson, records } from './deployment.ts';
import { cloudRunV2 } from './run-v2.ts';

const bench = new Bench();
afterAll(() => bench.remove());

/** Notices of how a file is written. */
const OF_FILES = new Set(['comment-lines', 'input-empty']);

/** The report without what tells where a record stood. */
const bare = (report: Report, ignore: readonly string[] = []): unknown =>
  JSON.parse(
    JSON.stringify(
      { ...report, notices: report.notices.filter(({ code }) => !OF_FILES.has(code)) },
      (key, value) => {
        if (['origin', 'uri', 'line', 'column', 'sources', ...ignore].includes(key)) return undefined;
        return typeof value === 'string' ? value.replaceAll(`${bench.folder}/`, '') : value;
      },
    ),
  );

const all = records();
let expected: Report;
beforeAll(async () => {
  expected = await audit([bench.write('plain.ndjson', ndjson(all))]);
});

/** The files are read as the same deployment. */
async function same(paths: readonly string[], ignore: readonly string[] = []): Promise<void> {
  const report = await audit(paths);
  expect(report.errors).toEqual([]);
  expect(bare(report, ignore)).toEqual(bare(expected, ignore));
}

const SNAKE: Record<string, string> = {
  assetType: 'asset_type',
  iamPolicy: 'iam_policy',
  orgPolicy: 'org_policy',
  updateTime: 'update_time',
  discoveryDocumentUri: 'discovery_document_uri',
  discoveryName: 'discovery_name',
  auditConfigs: 'audit_configs',
};

/** Renames the keys of an envelope, and not those of the resource in it. */
const snake = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(snake)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [
            SNAKE[key] ?? key,
            key === 'data' ? inner : snake(inner),
          ]),
        )
      : value;

/** Changes the records that are assets. */
const each = (change: (record: Json) => unknown): unknown[] =>
  all.map((record) => (isManifest(record) ? record : change(record)));
const withResource = (record: Json, change: (resource: Json) => unknown): Json => ({
  ...record,
  resource: change(record['resource'] as Json),
});
const withData = (record: Json, change: (data: Json) => unknown): Json =>
  withResource(record, (resource) => ({ ...resource, data: change(resource['data'] as Json) }));

/** Every number in the JSON made something else. */
const numbers = (value: unknown, change: (number: number) => unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner) => (typeof inner === 'number' ? change(inner) : inner));

/** The export's envelope in the spellings that it comes in. */
const ENVELOPES: [string, unknown[]][] = [
  ['snake_case', each(snake)],
  [
    'snake_case without documents',
    each((record) =>
      snake(withResource(record, ({ data, parent, location }) => ({ data, parent, location }))),
    ),
  ],
  [
    'BigQuery rows',
    each((record) =>
      snake(
        withResource(record, ({ data, ...rest }) => ({
          ...rest,
          internal_data: null,
          data: JSON.stringify(data),
        })),
      ),
    ),
  ],
  [
    'messages of a feed',
    each((asset) => ({
      asset,
      priorAsset: { ...asset, resource: undefined },
      priorAssetState: 'PRESENT',
      window: { startTime: asset['updateTime'] },
    })),
  ],
  [
    'entries of a history',
    each((asset) => ({ asset, window: { start_time: asset['updateTime'] }, deleted: false })),
  ],
  ['keys in another order', each((record) => Object.fromEntries(Object.entries(record).reverse()))],
  ['int64 and int32 as text', each((record) => withData(record, (data) => numbers(data, String)))],
  [
    'absence as null',
    each((record) => ({ ...record, orgPolicy: null, accessPolicy: null, relatedAssets: null })),
  ],
];

describe('one deployment gives one report', () => {
  it.each(LAYOUTS)('laid out as $name', ({ name, write }) =>
    same([bench.write(`laid-out/${name}`, write(all))]),
  );

  it.each(ENCODINGS)('written in $name', ({ name, encode }) =>
    same([bench.write(`encoded/${name}`, encode(ndjson(all)))]),
  );

  it.each(ENVELOPES)('in %s', (name, list) => same([bench.write(`envelope/${name}`, ndjson(list))]));

  it('with letters of keys and types written as escapes', () => {
    const text = ndjson(all).replaceAll('"assetType":"r', '"\\u0061ssetType":"\\u0072');
    return same([bench.write('escaped.ndjson', text)]);
  });

  it('with whole numbers as floats', async () => {
    const text = ndjson(all).replaceAll(/(?<=[:[,])(\d+)(?=[,}\]])/g, '$1.0');
    expect(text).toContain(':100.0,');
    await same([bench.write('floats.ndjson', text)]);
  });

  it.each(ENCODINGS.filter(({ name }) => /^(UTF-8|UTF-16LE|gzip|zstd)$/.test(name)))(
    'through standard input in $name',
    async ({ encode }) => {
      const report = await audit(['-'], { input: encode(ndjson(all)) });
      expect(report.errors).toEqual([]);
      expect(bare(report)).toEqual(bare(expected));
    },
  );

  it('through the command line', () => {
    const config = bench.write('pinky.config.yaml', CONFIG);
    const args = ['--config', config, '--format', 'json', '--all', '--now', '2026-01-15T12:00:00Z'];
    const file = bench.run([bench.write('plain.ndjson', ndjson(all)), ...args]);
    const stdin = bench.run(['-', ...args], gzipSync(ndjson(all)));
    expect([file.status, stdin.status]).toEqual([1, 1]);
    expect(bare(JSON.parse(stdin.stdout))).toEqual(bare(JSON.parse(file.stdout)));
  });

  it('as shards in a directory, packed and not, in folders for each type', async () => {
    const shards = new Map<string, unknown[]>();
    for (const [i, record] of all.entries()) {
      const type = String(record['assetType'] ?? 'manifest').split('/')[0];
      const name = `shards/${type}/${i % 2 ? 'a' : 'b'}`;
      shards.set(name, [...(shards.get(name) ?? []), record]);
    }
    for (const [name, list] of shards)
      bench.write(name, name.endsWith('a') ? gzipSync(ndjson(list)) : ndjson(list));
    await same([`${bench.folder}/shards`]);
  });

  it('as shards named one by one, an empty one among them', async () => {
    const cut = [all.slice(0, 40), [], all.slice(40, 90), all.slice(90)];
    await same(cut.map((list, i) => bench.write(`export-0000${i}-of-00004`, ndjson(list))));
  });

  it('in any order', () => same([bench.write('reversed.ndjson', ndjson([...all].reverse()))]));

  it('given twice', async () => {
    // IAM policies of types that nobody else reads are counted in passing, not compared.
    const policies = catalogue.filter(({ on }) => on !== '*');
    const once = await audit([bench.write('once.ndjson', ndjson(all))], { policies });
    const twice = await audit(
      [bench.write('once.ndjson', ndjson(all)), bench.write('again.ndjson', ndjson(all))],
      {
        policies,
      },
    );
    expect(bare(twice)).toEqual(bare(once));
  });

  const resources = each(({ iamPolicy: _, ...record }) => record);
  const policies = all.filter(({ iamPolicy }) => iamPolicy).map(({ resource: _, ...record }) => record);
  const organization = all.find(({ assetType }) => String(assetType).endsWith('/Organization')) as Json;
  const constraint = [{ constraint: 'constraints/sql.restrictPublicIp', booleanPolicy: { enforced: true } }];
  const orgPolicies = [{ ...organization, resource: undefined, iamPolicy: undefined, orgPolicy: constraint }];

  it('with resources, IAM and organization policies on separate lines', () =>
    same([bench.write('lines.ndjson', ndjson([...orgPolicies, ...policies, ...resources]))]));

  it('with resources, IAM and organization policies in separate files', () =>
    same([
      bench.write('resources.json', JSON.stringify(resources)),
      bench.write('iam.json', JSON.stringify({ assets: policies.map(snake) }, null, 2)),
      bench.write('org.ndjson', gzipSync(ndjson(orgPolicies))),
    ]));

  it('with Cloud Run in the shape of its v2 API', async () => {
    const path = bench.write('v2.ndjson', ndjson(each(cloudRunV2)));
    // Where a value stands in its source is then another path.
    await same([path], ['source']);
  });
});

describe('names', () => {
  const projects: Record<string, string> = {
    'pinky-prod': '100000000001',
    'pinky-staging': '100000000002',
    'pinky-dev': '100000000003',
  };
  /** Reports print names as the source spells them: only then may they differ. */
  const byId = (value: unknown): unknown => {
    let text = JSON.stringify(value);
    for (const [id, number] of Object.entries(projects)) text = text.replaceAll(`/${number}/`, `/${id}/`);
    const { results, ...report } = JSON.parse(text);
    return { ...report, results: results.map((one: unknown) => JSON.stringify(one)).sort() };
  };

  it.each([
    ['monitoring, secrets and accounts', /^(monitoring|secretmanager|iam|artifactregistry|serviceusage)\./],
    ['everything', /./],
  ])('may hold the number of the project: %s', async (_, types) => {
    const list = each((record) => {
      const project = /\/projects\/([^/]+)\//.exec(String(record['name']))?.[1] ?? '';
      const number = projects[project];
      if (number === undefined || !types.test(String(record['assetType']))) return record;
      return { ...record, name: String(record['name']).replace(`/${project}/`, `/${number}/`) };
    });
    const report = await audit([
      bench.write(`numbers/${basename(String(types.source.length))}`, ndjson(list)),
    ]);
    expect(report.errors).toEqual([]);
    expect(byId(bare(report))).toEqual(byId(bare(expected)));
  });
});

const CONFIG = `environments:
  production: { projects: [pinky-prod] }
strategy:
  production: { domain: pinky-promise.example.com }
`;
