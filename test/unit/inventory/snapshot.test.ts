import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Policy, Unknown } from '#policy';
import { fileSets } from '../../../src/inventory/file-set.ts';
import { needsOf } from '../../../src/inventory/needs.ts';
import { readSnapshots } from '../../../src/inventory/snapshot.ts';
import { Inventory } from '../../../src/inventory/world.ts';
import { openToAll as open, SQL, sqlKept as sql } from './kept.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Json = Record<string, unknown>;
const write = (name: string, records: readonly (Json | string)[]): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, records.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'));
  return path;
};

const emptyFolder = (name: string): string => {
  mkdirSync(join(folder, name));
  return join(folder, name);
};

const nothing = (async function* () {})();
async function read(paths: readonly string[], policies: readonly Policy[] = [sql]) {
  const snapshot = await readSnapshots(fileSets(paths, nothing), needsOf(policies));
  const short = (text: string) => text.replaceAll(`${folder}/`, '');
  return {
    ...snapshot,
    world: new Inventory(snapshot),
    names: snapshot.assets.map(({ name }) => name.split('/').at(-1)),
    said: snapshot.problems.map(({ code, uri, line, message }) => short(`${code} ${uri}:${line} ${message}`)),
    told: snapshot.notices.map(({ code, uri, message }) => short(`${code} ${uri} ${message}`)),
  };
}

const name = (id: string, project = 'pinky-prod') =>
  `//cloudsql.googleapis.com/projects/${project}/instances/${id}`;
const instance = (id: string, more: { tier?: string; at?: string; project?: string } = {}): Json => ({
  name: name(id, more.project),
  assetType: SQL,
  resource: { data: { name: id, settings: { tier: more.tier ?? 'db-f1-micro' } } },
  ...(more.at && { updateTime: `2026-01-${more.at}T00:00:00Z` }),
});
const owner = (id: string, member: string, at?: string): Json => ({
  name: name(id),
  assetType: SQL,
  iamPolicy: { bindings: [{ role: 'roles/owner', members: [member] }] },
  ...(at && { updateTime: `2026-01-${at}T00:00:00Z` }),
});
const tiers = (assets: readonly { data: unknown }[]) =>
  assets.map(({ data }) => (data as { settings?: { tier?: string } }).settings?.tier);

describe('records of one asset', () => {
  it('meet by name, whatever file or order they come in', async () => {
    const { world, names } = await read(
      [write('iam.json', [owner('db', 'user:a@example.com')]), write('resources.json', [instance('db')])],
      [sql, open],
    );
    expect(names).toEqual(['db']);
    expect(world.iam(world.of(SQL)[0] as never).bindings[0]?.members).toEqual(['user:a@example.com']);
  });

  it('keep the place of each: the IAM policy may stand in another file', async () => {
    const files = [
      write('iam', [owner('other', 'a'), owner('db', 'b')]),
      write('resources', [instance('db'), instance('whole')]),
    ];
    const { world } = await read(files, [sql, open]);
    const at = Object.fromEntries(
      world.assets.map((asset) => {
        const { uri, line } = world.iamPlace(asset);
        return [asset.name.split('/').at(-1), `${uri.split('/').at(-1)}:${line} ${asset.origin.line}`];
      }),
    );
    expect(at).toEqual({ other: 'iam:1 1', db: 'iam:2 1', whole: 'resources:2 2' });
  });

  it('leave an asset of unknown content where only its IAM policy was exported', async () => {
    const { assets } = await read([write('iam.json', [owner('db', 'user:a@example.com')])], [sql, open]);
    expect(assets.map(({ data }) => data instanceof Unknown)).toEqual([true]);
  });

  it.each<[string, Json[], string[]]>([
    [
      'the newest wins',
      [instance('db', { tier: 'old', at: '01' }), instance('db', { tier: 'new', at: '02' })],
      ['new'],
    ],
    [
      'also when it comes first',
      [instance('db', { tier: 'new', at: '02' }), instance('db', { tier: 'old', at: '01' })],
      ['new'],
    ],
    [
      'one with a time beats one without',
      [instance('db', { tier: 'dated', at: '01' }), instance('db', { tier: 'undated' })],
      ['dated'],
    ],
    ['a repeated record counts once', [instance('db'), instance('db')], ['db-f1-micro']],
    [
      'a deletion removes',
      [instance('db', { at: '01' }), { deleted: true, asset: instance('db', { at: '02' }) }],
      [],
    ],
    [
      'a deletion removes what comes after it but is older',
      [{ deleted: true, asset: instance('db', { at: '02' }) }, instance('db', { at: '01' })],
      [],
    ],
    [
      'what was made again after a deletion stays',
      [{ deleted: true, asset: instance('db', { at: '02' }) }, instance('db', { tier: 'again', at: '03' })],
      ['again'],
    ],
    [
      'a feed message is a record',
      [{ asset: instance('db', { tier: 'fed', at: '02' }), window: { startTime: '2026-01-02T00:00:00Z' } }],
      ['fed'],
    ],
  ])('%s', async (_, records, expected) => {
    const { assets, said } = await read([write('a.json', records)]);
    expect(tiers(assets)).toEqual(expected);
    expect(said).toEqual([]);
  });

  it('of the same time and other content are an error that names both lines', async () => {
    const { said, assets } = await read([
      write('a.json', ['# exported by hand', instance('db', { tier: 'one', at: '01' })]),
      write('b.json', [instance('other'), instance('db', { tier: 'two', at: '01' })]),
    ]);
    expect(said).toEqual([
      `E_ASSET_CONFLICT b.json:2 the resource of ${name('db')} was already given at a.json:2, with the same update time and other content`,
    ]);
    expect(tiers(assets)).toEqual(['one', 'db-f1-micro']);
  });
});

describe('what is wrong with the input', () => {
  it('is told with its line, and leaves the rest to be read', async () => {
    const { said, names, evidence, world } = await read([
      write('a.json', [
        instance('one'),
        `{"name":"x","assetType":"${SQL}","resource":{"data":{`,
        instance('two'),
      ]),
    ]);
    expect(said).toEqual([expect.stringMatching(/^E_RECORD_MALFORMED a\.json:2 /)]);
    expect(names).toEqual(['one', 'two']);
    expect([...(evidence[0]?.malformed ?? [])].length).toBe(1);
    expect(world.coverage.doubt(SQL)).toBeInstanceOf(Unknown);
  });

  it('concerns only the type of the record where that can be told', async () => {
    const { evidence, said } = await read([
      write('a.json', [instance('one'), { ...instance('two'), resource: 'nothing' }]),
    ]);
    expect(said).toEqual(['E_RECORD_MALFORMED a.json:2 resource is a string, not an object']);
    expect([...(evidence[0]?.malformed ?? [])]).toEqual([SQL]);
  });

  it.each<[string, () => string[], string[]]>([
    [
      'a file that is not there',
      () => [join(folder, 'none.json')],
      ['E_INPUT_NOT_FOUND none.json:undefined no such file'],
    ],
    [
      'an empty file alone',
      () => [write('empty.json', [])],
      ['E_INPUT_EMPTY empty.json:undefined holds no record'],
    ],
    [
      'nothing but empty files',
      () => [write('a.json', []), write('b.json', ['\n'])],
      ['E_INPUT_EMPTY a.json:undefined holds no record', 'E_INPUT_EMPTY b.json:undefined holds no record'],
    ],
    [
      'an empty directory',
      () => [emptyFolder('shards')],
      ['E_INPUT_EMPTY shards:undefined the directory holds no file'],
    ],
  ])('%s', async (_, paths, expected) => {
    expect((await read(paths())).said).toEqual(expected);
  });

  it('is no more than a notice for an empty file beside others, and for lines that begin with #', async () => {
    const { said, told } = await read([
      write('a.json', ['# one', instance('db'), '# two']),
      write('b.json', []),
    ]);
    expect(said).toEqual([]);
    expect(told).toEqual([
      'comment-lines a.json 2 lines that begin with # were skipped',
      'input-empty b.json holds no record',
    ]);
  });
});

describe('evidence', () => {
  it('of a directory of folders, one for each type, is that of one export too', async () => {
    write('export/sqladmin.googleapis.com/Instance/0', [instance('a')]);
    write('export/sqladmin.googleapis.com/Instance/1', [instance('b')]);
    write('export/.DS_Store', ['not an export']);
    const { names, said, sources } = await read([join(folder, 'export')]);
    expect([names, said, sources.length]).toEqual([['a', 'b'], [], 1]);
  });

  it('of shards named one by one as well, but not of two exports', async () => {
    const project = (id: string) => ({
      name: `//cloudresourcemanager.googleapis.com/projects/${id}`,
      assetType: 'cloudresourcemanager.googleapis.com/Project',
      resource: { data: { projectId: id, projectNumber: '2' } },
    });
    const shards = await read([
      write('export-00000-of-00002.json', [instance('a', { project: 'one' })]),
      write('export-00001-of-00002.json', [project('two')]),
    ]);
    expect(shards.world.coverage.reading(SQL, 'two').state).toBe('read');
    const apart = await read([
      write('one.json', [instance('a', { project: 'one' })]),
      write('two.json', [project('two')]),
    ]);
    expect(apart.world.coverage.reading(SQL, 'two').state).toBe('not-read');
  });

  it('tells an API that is not enabled from a type that was not read', async () => {
    const service = (api: string, project: string) => ({
      name: `//serviceusage.googleapis.com/projects/${project}/services/${api}`,
      assetType: 'serviceusage.googleapis.com/Service',
      resource: { data: { name: api, state: 'ENABLED' } },
    });
    const { world } = await read([
      write('a.json', [service('run.googleapis.com', 'without'), service('sqladmin.googleapis.com', 'with')]),
    ]);
    expect(world.coverage.reading(SQL, 'without').state).toBe('api-disabled');
    expect(world.coverage.reading(SQL, 'with').state).toBe('not-read');
  });

  it('is what a manifest says, also that of a second one', async () => {
    const manifest = (types: string[], scope: string) => ({
      pinkyManifest: { scope, types, readTime: '2026-01-03T00:00:00Z' },
    });
    const run = 'run.googleapis.com/Service';
    const { world, sources } = await read([
      write('a.json', [
        instance('db', { at: '01' }),
        manifest([SQL], 'projects/other'),
        manifest([run], 'projects/pinky-prod'),
      ]),
    ]);
    expect(world.coverage.reading(run, 'pinky-prod').rule).toBe('the manifest lists it');
    expect(sources[0]?.readTime).toBe('2026-01-03T00:00:00Z');
  });

  it('counts IAM policies that nothing could be found in, without keeping their assets', async () => {
    const topic = (id: string, member: string) => ({
      name: `//pubsub.googleapis.com/projects/pinky-prod/topics/${id}`,
      assetType: 'pubsub.googleapis.com/Topic',
      resource: { data: { labels: { env: 'staging' } } },
      iamPolicy: { bindings: [{ role: 'roles/viewer', members: [member] }] },
    });
    const { names, iamCounts, evidence, assets } = await read(
      [
        write('a.json', [
          topic('quiet', 'user:a@example.com'),
          topic('open', 'allUsers'),
          topic('calm', 'user:b@example.com'),
        ]),
      ],
      [open],
    );
    expect(names).toEqual(['open']);
    expect([...iamCounts]).toEqual([['pinky-prod', 2]]);
    expect(evidence[0]?.iam).toBe(true);
    expect(assets[0]).toMatchObject({ labels: { env: 'staging' }, project: 'pinky-prod' });
  });
});
