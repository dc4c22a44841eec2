import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definePolicy, type Policy, register } from '#policy';
import { audit } from '../../../src/audit/index.ts';
import { fileSets } from '../../../src/inventory/file-set.ts';
import { needsOf } from '../../../src/inventory/needs.ts';
import { readSnapshots } from '../../../src/inventory/snapshot.ts';
import { Inventory } from '../../../src/inventory/world.ts';
import { settingsOf } from '../audit/made.ts';
import { declared, openToAll as open, SQL, sqlKept as sql } from './kept.ts';

const BUCKET = 'storage.googleapis.com/Bucket';
const NETWORK = 'compute.googleapis.com/Network';
const other = register(
  'bucket-kept',
  'security',
  definePolicy({ ...declared, on: [BUCKET, NETWORK], reads: ['iam'], want: { name: { type: 'string' } } }),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Json = Record<string, unknown>;
type Files = Readonly<Record<string, readonly Json[]>>;

const nothing = (async function* () {})();

async function read(files: Files, policies: readonly Policy[], all = [folder]) {
  for (const [name, records] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, records.map((one) => JSON.stringify(one)).join('\n'));
  }
  const snapshot = await readSnapshots(fileSets(all, nothing), needsOf(policies));
  const said = snapshot.problems.map(({ message }) => message.replaceAll(`${folder}/`, ''));
  return { snapshot, said, world: new Inventory(snapshot) };
}

/** Projects have the ids `one`, `two`, `three` and the numbers 1, 2, 3. */
const IDS = ['one', 'two', 'three'];
const above = (project: string) => [`projects/${IDS.indexOf(project) + 1}`, 'organizations/9'];
const content = (name: string, tier = 'a') => ({ resource: { data: { name, settings: { tier } } } });
const instance = (project: string, more: Json = content('db')): Json => ({
  name: `//cloudsql.googleapis.com/projects/${project}/instances/db`,
  assetType: SQL,
  ...more,
});
const network = (project: string, more: Json = content('net')): Json => ({
  name: `//compute.googleapis.com/projects/${project}/global/networks/n`,
  assetType: NETWORK,
  ...more,
});
const bucket = (project: string): Json => ({
  name: `//storage.googleapis.com/of-${project}`,
  assetType: BUCKET,
  ...content('b'),
  ancestors: above(project),
});
const granted = (record: Json): Json => ({
  name: record['name'],
  assetType: record['assetType'],
  iamPolicy: { bindings: [{ role: 'roles/viewer', members: ['user:a@example.com'] }] },
});

describe('of the files in a directory', () => {
  it.each<[string, Files, string]>([
    ['exports of two projects speak for one each', { a: [instance('one')], b: [network('two')] }, 'not-read'],
    ['an export of both speaks for both', { a: [instance('one'), network('two')] }, 'read'],
    [
      'files that share a project are parts of one export',
      { a: [instance('one'), network('three')], b: [network('three'), network('two')] },
      'read',
    ],
    [
      'also where one of them spells it by number',
      {
        a: [instance('one')],
        b: [{ ...bucket('one') }, network('two')],
        c: [network('one', { ancestors: above('one') })],
      },
      'read',
    ],
    [
      'shards are parts of one export',
      { 'x-00000-of-00002': [instance('one')], 'x-00001-of-00002': [network('two')] },
      'read',
    ],
    [
      'shards of two exports are not',
      { 'x-00000-of-00002': [instance('one')], 'y-00001-of-00002': [network('two')] },
      'not-read',
    ],
    [
      'files in folders by type are parts of one export',
      { [`${SQL}/0`]: [instance('one')], [`${NETWORK}/0`]: [network('two')] },
      'read',
    ],
    [
      'files by type of two exports are not',
      { [`x/${SQL}/0`]: [instance('one')], [`y/${NETWORK}/0`]: [network('two')] },
      'not-read',
    ],
    [
      'IAM policies of all projects tie no resources together',
      { a: [instance('one')], b: [network('two')], iam: [granted(network('one')), granted(network('two'))] },
      'not-read',
    ],
  ])('%s', async (_, files, state) => {
    for (const policies of [[sql], [sql, other], [sql, other, open]]) {
      const { world } = await read(files, policies);
      expect(world.coverage.reading(SQL, 'one').state).toBe('read');
      expect(world.coverage.reading(SQL, 'two').state).toBe(state);
    }
  });

  it('a manifest speaks for the others', async () => {
    const manifest = { pinkyManifest: { scope: 'organizations/9', types: [SQL] } };
    const { world } = await read({ a: [instance('one')], b: [network('two')], m: [manifest] }, [sql]);
    expect(world.coverage.reading(SQL, 'two').rule).toBe('the manifest lists it');
  });

  it('the ledger says why a project was not read though a file holds the type', async () => {
    const { world } = await read({ a: [instance('one')], b: [network('two')] }, [sql]);
    expect(world.coverage.reading(SQL, 'two').rule).toBe(
      'only exports without a record of the project hold one of it',
    );
  });
});

describe('an asset that one file names with the number of its project and another with its id', () => {
  const at = (day: string) => ({ updateTime: `2026-01-0${day}T00:00:00Z`, ancestors: above('one') });
  const tiers = (assets: readonly { data: unknown }[]) =>
    assets.map(({ data }) => (data as { settings?: { tier?: string } }).settings?.tier);

  it.each<[string, Json, Json, (string | undefined)[]]>([
    [
      'the newest wins',
      instance('one', { ...content('db', 'old'), ...at('1') }),
      instance('1', { ...content('db', 'new'), ...at('2') }),
      ['new'],
    ],
    [
      'also under the id',
      instance('one', { ...content('db', 'new'), ...at('2') }),
      instance('1', { ...content('db', 'old'), ...at('1') }),
      ['new'],
    ],
    [
      'the same content is told once, however it spells the project',
      instance('one', { resource: { data: { selfLink: 'https://x/projects/one/db' } }, ...at('1') }),
      instance('1', { resource: { data: { selfLink: 'https://x/projects/1/db' } }, ...at('1') }),
      [undefined],
    ],
    [
      'a deletion removes',
      instance('one', { ...content('db'), ...at('1') }),
      { deleted: true, asset: instance('1', at('2')) },
      [],
    ],
    [
      'an older deletion does not',
      { deleted: true, asset: instance('one', at('1')) },
      instance('1', { ...content('db', 'again'), ...at('2') }),
      ['again'],
    ],
    [
      'a record without content adds no asset',
      instance('one', { ...content('db'), ...at('1') }),
      instance('1', at('1')),
      ['a'],
    ],
    [
      'nor does one under the id',
      instance('one', at('1')),
      instance('1', { ...content('db'), ...at('1') }),
      ['a'],
    ],
  ])('%s', async (_, first, second, expected) => {
    for (const files of [
      { a: [first], b: [second] },
      { a: [second], b: [first] },
    ]) {
      const { snapshot, said } = await read(files, [sql]);
      expect(said).toEqual([]);
      expect(tiers(snapshot.assets)).toEqual(expected);
    }
  });

  it('is an error that names both lines where they say different things of one time', async () => {
    const files = {
      a: [network('one'), instance('one', { ...content('db', 'x'), ...at('1') })],
      b: [instance('1', { ...content('db', 'y'), ...at('1') })],
    };
    const { said, snapshot } = await read(files, [sql]);
    expect(tiers(snapshot.assets)).toEqual(['x']);
    expect(said).toEqual([
      'the resource of //cloudsql.googleapis.com/projects/1/instances/db was already given at a:2, with the same update time and other content',
    ]);
    expect(snapshot.problems[0]).toMatchObject({ code: 'E_ASSET_CONFLICT', uri: join(folder, 'b'), line: 1 });
  });

  it('has the newest IAM policy, whichever name that stands under', async () => {
    const policy = (project: string, role: string, day: string) => ({
      ...instance(project, at(day)),
      iamPolicy: { bindings: [{ role, members: ['user:a@example.com'] }] },
    });
    for (const order of [0, 1]) {
      const records = [policy('one', 'roles/new', '2'), policy('1', 'roles/old', '1')];
      const iam = order === 0 ? records : records.toReversed();
      const resource = instance('1', { ...content('db'), ...at('1') });
      const { world } = await read({ a: [resource], b: iam }, [sql]);
      expect(world.assets.map((one) => world.iam(one).bindings[0]?.role)).toEqual(['roles/new']);
    }
  });
});

describe('what is concluded of one policy', () => {
  const told = fc.record({ numbered: fc.boolean(), placed: fc.boolean() });
  const record = fc
    .tuple(fc.constantFrom(...IDS), fc.constantFrom(instance, network, bucket, granted), told)
    .map(([id, kind, { numbered, placed }]): Json => {
      const project = numbered ? String(IDS.indexOf(id) + 1) : id;
      if (kind === bucket) return bucket(id);
      const made = kind === granted ? granted(network(project)) : (kind as typeof instance)(project);
      return placed ? { ...made, ancestors: above(id) } : made;
    });
  const files = fc.array(fc.array(record, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });

  it('does not depend on which others are judged', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), async (made, together) => {
        rmSync(folder, { recursive: true, force: true });
        const named = Object.fromEntries(made.map((records, i) => [`f${i}`, records]));
        const paths = together ? [folder] : Object.keys(named).map((name) => join(folder, name));
        const seen = [];
        for (const policies of [[sql], [sql, other], [sql, open, other]]) {
          const { snapshot, world } = await read(named, policies, paths);
          const settings = settingsOf(
            policies,
            {},
            {
              environments: [
                { name: 'production', projects: ['one', 'two'] },
                { name: 'staging', projects: ['three'] },
              ],
            },
          );
          const clock = Date.parse('2026-01-05T00:00:00Z');
          const tool = { name: 'x', version: '1' };
          const report = audit({ tool, world, policies, settings, clock, sources: snapshot.sources });
          seen.push({
            projects: world.coverage.projects,
            promises: report.promises.filter(({ policy }) => policy === sql.id),
            results: report.results.filter(({ policy }) => policy === sql.id),
          });
        }
        const [alone, ...beside] = JSON.parse(JSON.stringify(seen));
        for (const one of beside) expect(one).toEqual(alone);
      }),
      { numRuns: 60 },
    );
  });
});
