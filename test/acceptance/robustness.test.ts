import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue.generated.ts';
import { needsOf } from '../../src/inventory/needs.ts';
import { readSnapshots } from '../../src/inventory/snapshot.ts';
import { audit, Bench, isManifest, type Json, ndjson, records } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());
let file = 0;
const auditOf = (text: string) => audit([bench.write(`${file++}.ndjson`, text)]);

const SQL = 'sqladmin.googleapis.com/Instance';
const instance = (id: string, data: unknown = {}, more: Json = {}): Json => ({
  name: `//cloudsql.googleapis.com/projects/pinky-prod/instances/${id}`,
  assetType: SQL,
  resource: { data },
  ...more,
});
const deployment = records([]).filter((record) => !isManifest(record));

/** One value of every kind that JSON has, empty and not. */
const KINDS: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1.5,
  '',
  'text',
  [],
  ['text'],
  [null],
  {},
  { a: [1] },
];

type Path = readonly (string | number)[];
const put = (value: unknown, [key, ...rest]: Path, to: unknown): unknown => {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((one, i) => (i === key ? put(one, rest, to) : one));
  return { ...(value as Json), [key]: put((value as Json | undefined)?.[key], rest, to) };
};
/** Every place in a value, itself and all that it encloses. */
function* places(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* places(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

describe('a record in which any value is of any other kind', () => {
  const subjects = [
    SQL,
    'run.googleapis.com/Service',
    'storage.googleapis.com/Bucket',
    'cloudresourcemanager.googleapis.com/Project',
  ].map((type) => deployment.find(({ assetType }) => assetType === type) as Json);
  const envelope = (record: Json): Path[] =>
    [...places(record)].filter((path) => path.length > 0 && !(path[0] === 'resource' && path.length > 2));

  it.each(subjects.map((record) => [String(record['assetType']), record] as const))(
    'is an error, unknown or judged, never left out: the envelope of %s',
    async (_, record) => {
      for (const path of envelope(record)) {
        // All at once, each under a name of its own, so that one audit tells of all.
        const made = KINDS.map(
          (kind, i) => put({ ...record, name: `${record['name']}-${i}` }, path, kind) as Json,
        );
        const { results, errors } = await auditOf(ndjson(made));
        const lines = new Set([
          ...results.map(({ origin }) => origin.line),
          ...errors.map(({ line }) => line),
          // Of a type that no policy asks for nothing is to be said.
          ...made.flatMap(({ assetType }, i) =>
            path[0] === 'assetType' && typeof assetType === 'string' ? [i + 1] : [],
          ),
        ]);
        expect([path.join('.'), ...made.map((_, i) => lines.has(i + 1))]).toEqual([
          path.join('.'),
          ...made.map(() => true),
        ]);
        expect(results.filter(({ verdict }) => verdict === 'error')).toEqual([]);
      }
    },
  );

  it('is never an IAM policy that grants nothing', async () => {
    const bucket = put(subjects[2], ['iamPolicy'], {
      bindings: [{ role: 'roles/storage.admin', members: ['allUsers'] }],
    }) as Json;
    for (const path of [...places(bucket)].filter(([key]) => key === 'iamPolicy')) {
      // Null is absence.
      const wrong = KINDS.filter((kind) => kind !== null && !saysNone(path, kind));
      const made = wrong.map(
        (kind, i) => put({ ...bucket, name: `${bucket['name']}-${i}` }, path, kind) as Json,
      );
      const { results } = await auditOf(ndjson(made));
      const passed = results.filter(
        ({ policy, verdict }) => policy === 'iam-no-public-members' && verdict === 'pass',
      );
      expect([
        path.join('.'),
        ...passed.map(({ origin }) => JSON.stringify(wrong[(origin.line as number) - 1])),
      ]).toEqual([path.join('.')]);
    }
  });

  /** An empty list says that there is none; a text (or number, which is read as one) is a member like any other. */
  const saysNone = (path: Path, kind: unknown): boolean => {
    const key = path.at(-1);
    const list = Array.isArray(kind) && kind.length === 0;
    if (path.length === 1) return typeof kind === 'object' && !Array.isArray(kind);
    if (key === 'bindings') return list;
    // A binding without members binds nobody.
    if (key === 0 && path.at(-2) === 'bindings') return typeof kind === 'object' && !Array.isArray(kind);
    if (key === 'members') return list || (Array.isArray(kind) && kind[0] === 'text');
    return key !== 'role' && (typeof kind === 'string' || typeof kind === 'number');
  };

  it.each(subjects.map((record) => [String(record['assetType']), record] as const))(
    'is never left out: the data of %s',
    async (_, record) => {
      const data = (record['resource'] as Json)['data'];
      const made = [...places(data)].flatMap((path) =>
        KINDS.slice(0, path.length > 4 ? 4 : undefined).map(
          (kind) => put(record, ['resource', 'data', ...path], kind) as Json,
        ),
      );
      const named = made.map((one, i) => ({ ...one, name: `${record['name']}-${i}` }));
      const { results, errors } = await auditOf(ndjson(named));
      const lines = new Set([...results.map(({ origin }) => origin.line), ...errors.map(({ line }) => line)]);
      expect(named.map((_, i) => i + 1).filter((line) => !lines.has(line))).toEqual([]);
      expect(results.filter(({ verdict }) => verdict === 'error')).toEqual([]);
    },
  );
});

describe('records of one asset', () => {
  const located = (region: string, at?: string) =>
    instance('twice', { region }, at ? { updateTime: at } : {});
  const seen = async (list: readonly Json[]) => {
    const { results, errors } = await auditOf(ndjson(list));
    const region = results.find(({ asset }) => asset.name.endsWith('/twice'))?.asset.location;
    return { region, errors: errors.map(({ code, line, message }) => ({ code, line, message })) };
  };

  it.each([
    [
      'the newest holds, wherever it stands',
      [located('old', '2026-01-01T00:00:00Z'), located('new', '2026-01-02T00:00:00Z')],
      'new',
    ],
    [
      'in any order',
      [located('new', '2026-01-02T00:00:00.5Z'), located('old', '2026-01-02T00:00:00Z')],
      'new',
    ],
    [
      'in any time zone',
      [located('new', '2026-01-02T01:00:00+01:00'), located('old', '2026-01-01T23:59:59Z')],
      'new',
    ],
    ['any time is newer than none', [located('old'), located('new', '2020-01-01T00:00:00Z')], 'new'],
    [
      'the same twice is one',
      [located('new', '2026-01-02T00:00:00Z'), located('new', '2026-01-02T00:00:00Z')],
      'new',
    ],
  ])('%s', async (_, list, expected) => {
    expect(await seen(list)).toEqual({ region: expected, errors: [] });
  });

  it('that differ at one time are an error that names both lines', async () => {
    const at = '2026-01-02T00:00:00Z';
    const { errors } = await seen([instance('other'), located('a', at), located('b', at)]);
    expect(errors).toMatchObject([{ code: 'E_ASSET_CONFLICT', line: 3 }]);
    expect(errors[0]?.message).toMatch(/\.ndjson:2, with the same update time and other content$/);
  });
});

describe('nothing ends in a crash', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const deep = (id: string) => JSON.stringify(instance(id, { settings: '@' })).replace('"@"', nested(20_000));
  const good = JSON.stringify(instance('good', { settings: { ipConfiguration: { ipv4Enabled: true } } }));
  const failing = async (text: string) => {
    const { results, errors } = await auditOf(text);
    const public_ = results.filter(
      ({ policy, verdict }) => policy === 'sql-no-public-ip' && verdict === 'fail',
    );
    return [
      public_.map(({ asset }) => asset.name.split('/').at(-1)),
      errors.map(({ code, line }) => `${code} ${line}`),
    ];
  };

  it.each<[string, string, string[]]>([
    ['values nested 20,000 deep', `${deep('deep')}\n${good}`, []],
    [
      'the same asset nested so deep twice',
      `${deep('deep')}\n${deep('deep')}\n${good}`,
      ['E_ASSET_CONFLICT 2'],
    ],
    ['lists nested 20,000 deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}\n${good}`, []],
    ['a nested value cut off', `${good}\n${nested(20_000).slice(0, -5)}`, ['E_INPUT_TRUNCATED 2']],
    ['zeros between records', `${good}\0\0\n\0`, []],
    ['a zero in a record', `{"name":"\0"}\n${good}`, ['E_RECORD_MALFORMED 1']],
    ['bytes that are no UTF-8', `${good}\n{"name":"\ud800","assetType":"${SQL}"}`, []],
    ['a line of garbage between records', `${good}\n}}}]]\n`, ['E_RECORD_MALFORMED 2']],
    ['a list that is never opened', `${good}\n]\n`, ['E_RECORD_MALFORMED 2']],
    ['objects in the place of keys', `${good}\n{{{}}}\n`, ['E_RECORD_MALFORMED 2']],
    [
      'a key of the prototype',
      `${good}\n{"__proto__":{"assetType":"${SQL}"},"name":"//x"}`,
      ['E_RECORD_NOT_ASSET 2'],
    ],
  ])('%s', async (_, text, errors) => {
    expect(await failing(text)).toEqual([['good'], errors]);
  });

  it('a file that is wrong throughout gives a hundred errors, their number and the last of them', async () => {
    const { errors } = await auditOf(`${good}\n${'{"name": broken}\n'.repeat(5_000)}`);
    expect(errors).toHaveLength(101);
    expect(errors[0]).toMatchObject({ code: 'E_RECORD_MALFORMED', line: 2 });
    expect(errors[100]).toMatchObject({ line: 5_001, message: expect.stringMatching(/^4900 more/) });
  });

  it('a file of garbage gives one error', async () => {
    const path = bench.write('garbage', 'lorem ipsum dolor sit amet\n'.repeat(200_000));
    await expect(audit([path])).rejects.toMatchObject({
      errors: [{ code: 'E_INPUT_TEXT', place: { uri: path, line: 1 } }],
    });
  });

  it('a file that is gone before it is read', async () => {
    const path = bench.write('gone.ndjson', good);
    const kept = bench.write('kept.ndjson', good);
    rmSync(path);
    const sets = [path, kept].map((uri) => ({ uri, files: [{ uri, path: uri }] }));
    const { assets, problems } = await readSnapshots(sets, needsOf(catalogue));
    expect([assets.length, problems]).toMatchObject([1, [{ code: 'E_INPUT_NOT_FOUND', uri: path }]]);
  });
});
