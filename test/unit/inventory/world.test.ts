import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Asset, attempt, definePolicy, type Policy, register, Unknown } from '#policy';
import { fileSets } from '../../../src/inventory/file-set.ts';
import { needsOf } from '../../../src/inventory/needs.ts';
import { readSnapshots } from '../../../src/inventory/snapshot.ts';
import { Inventory } from '../../../src/inventory/world.ts';

const BUCKET = 'storage.googleapis.com/Bucket';
const BACKEND = 'compute.googleapis.com/BackendBucket';
const SERVICE = 'run.googleapis.com/Service';
const FOLDER = 'cloudresourcemanager.googleapis.com/Folder';
const ORGANIZATION = 'cloudresourcemanager.googleapis.com/Organization';

const reader: Policy = register(
  'reads-all',
  'security',
  definePolicy({
    title: 'A',
    why: 'B.',
    severity: 'low',
    strategy: ['L104'],
    on: [BUCKET, SERVICE],
    reads: ['iam', BACKEND],
    want: { '$iam.bindings[*].role': { noneOf: ['roles/owner'] } },
  }),
);
const all: Policy = { ...reader, id: 'judges-all', on: '*' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'world-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Json = Record<string, unknown>;
type Files = Readonly<Record<string, readonly (Json | string)[]>>;

const nothing = (async function* () {})();

/** The world of some files, each an export of its own. */
async function worldOf(files: Files): Promise<Inventory> {
  const paths = Object.entries(files).map(([name, records]) => {
    const path = join(folder, name);
    const lines = records.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  });
  return new Inventory(await readSnapshots(fileSets(paths, nothing), needsOf([reader, all])));
}

const ANCESTORS = ['projects/1', 'folders/2', 'organizations/3'];
const record = (assetType: string, name: string, more: Json): Json => ({
  name: `//${name}`,
  assetType,
  ancestors: ANCESTORS,
  ...more,
});
const bucket = (name = 'static'): Json =>
  record(BUCKET, `storage.googleapis.com/${name}`, { resource: { data: { name } } });
const backend = (name: string, bucketName: string): Json =>
  record(BACKEND, `compute.googleapis.com/projects/app/global/backendBuckets/${name}`, {
    resource: { data: { name, bucketName } },
  });
const PLACE = 'projects/app/locations/us-central1/services/api';
const service = record(SERVICE, `run.googleapis.com/${PLACE}`, { resource: { data: { ingress: 'x' } } });
const granted = (assetType: string, name: string, role: string, ancestors = ANCESTORS): Json =>
  record(assetType, name, {
    ancestors,
    iamPolicy: { bindings: [{ role, members: ['user:a@example.com'] }] },
  });
const above = (assetType: string, name: string, ancestors: readonly string[]): Json =>
  record(assetType, `cloudresourcemanager.googleapis.com/${name}`, {
    ancestors,
    resource: { data: { name } },
  });

const named = (world: Inventory, end: string): Asset =>
  world.assets.find(({ name }) => name.endsWith(end)) as Asset;
const rolesOf = (world: Inventory, end: string): unknown => {
  const policy = attempt(() => world.iam(named(world, end)));
  return policy instanceof Unknown ? policy.code : policy.bindings.map(({ role }) => role);
};
/** What refers to the bucket: what of it is known, and why there may be more. */
const fronts = (world: Inventory): unknown => {
  const found = attempt(() => world.referring(BACKEND, 'bucketName', named(world, '/static')));
  const each = found instanceof Unknown ? [found] : found;
  return each.map((one) => (one instanceof Unknown ? one.code : 'front'));
};

describe('IAM policies', () => {
  it('belong to one service, however alike the names of another are', async () => {
    const like = granted('metastore.googleapis.com/Service', `metastore.googleapis.com/${PLACE}`, 'roles/b');
    const own = granted(SERVICE, `run.googleapis.com/${PLACE}`, 'roles/a');
    for (const records of [
      [service, own, like],
      [like, own, service],
    ]) {
      const world = await worldOf({ 'a.json': records });
      expect(rolesOf(world, `run.googleapis.com/${PLACE}`)).toEqual(['roles/a']);
      expect(rolesOf(world, `metastore.googleapis.com/${PLACE}`)).toEqual(['roles/b']);
    }
  });

  it('are found by the number of the project as well', async () => {
    const number = granted(SERVICE, `run.googleapis.com/${PLACE.replace('app', '1')}`, 'roles/a');
    const world = await worldOf({ 'a.json': [service], 'b.json': [number] });
    expect(rolesOf(world, `run.googleapis.com/${PLACE}`)).toEqual(['roles/a']);
  });

  it('are not none where a record of the type could not be read', async () => {
    const other = granted(BUCKET, 'storage.googleapis.com/other', 'roles/a');
    const torn = JSON.stringify(granted(SERVICE, `run.googleapis.com/${PLACE}`, 'roles/a')).replace(
      '"roles/a"',
      'roles/a',
    );
    const sound = await worldOf({ 'a.json': [service], 'b.json': [bucket(), other] });
    expect(rolesOf(sound, PLACE)).toEqual([]);
    const world = await worldOf({ 'a.json': [service], 'b.json': [bucket(), other, torn] });
    expect(rolesOf(world, PLACE)).toBe('malformed');
    expect(rolesOf(world, '/static')).toEqual([]);
  });

  it('of a folder are not none for what an export of one project holds', async () => {
    const project = granted(BUCKET, 'storage.googleapis.com/static', 'roles/a');
    const organization = above(ORGANIZATION, 'organizations/3', ['organizations/3']);
    const resources = [above(FOLDER, 'folders/2', ['folders/2', 'organizations/3']), organization];
    const apart = await worldOf({ 'a.json': [bucket(), project], 'b.json': resources });
    expect(rolesOf(apart, 'folders/2')).toBe('not-read');
    expect(rolesOf(apart, 'organizations/3')).toBe('not-read');
    const root = granted(ORGANIZATION, 'cloudresourcemanager.googleapis.com/organizations/3', 'roles/o', [
      'organizations/3',
    ]);
    const whole = await worldOf({ 'a.json': [bucket(), project, root], 'b.json': resources });
    expect(rolesOf(whole, 'folders/2')).toEqual([]);
    expect(rolesOf(whole, 'organizations/3')).toEqual(['roles/o']);
  });
});

describe('what refers to an asset', () => {
  it('is not none where a record of the type could not be read', async () => {
    const torn = JSON.stringify(backend('front', 'static')).replace('"front"', 'front');
    expect(fronts(await worldOf({ 'a.json': [bucket(), backend('front', 'other')] }))).toEqual([]);
    expect(fronts(await worldOf({ 'a.json': [bucket(), backend('front', 'other'), torn] }))).toEqual([
      'malformed',
    ]);
    expect(fronts(await worldOf({ 'a.json': [bucket(), backend('front', 'static'), torn] }))).toEqual([
      'front',
      'malformed',
    ]);
  });
});

describe('a manifest', () => {
  const manifest = (scope: string, contents = ['resource']): Json => ({
    pinkyManifest: { scope, types: [BACKEND], contents },
  });

  it.each([
    ['organizations/3', []],
    ['folders/2', []],
    ['folders/9', ['not-read']],
    ['organizations/9', ['not-read']],
    ['projects/1', []],
    ['projects/9', ['not-read']],
  ])('of %s covers what is below it', async (scope, expected) => {
    const world = await worldOf({
      'a.json': [bucket(), backend('x', 'y')].slice(0, 1),
      'b.json': [manifest(scope)],
    });
    expect(fronts(world)).toEqual(expected);
  });

  it('covers the export it stands in where nothing tells the ancestors', async () => {
    const old = {
      ...bucket(),
      ancestors: undefined,
      resource: { data: { name: 'static', projectNumber: '1' } },
    };
    expect(fronts(await worldOf({ 'a.json': [old, manifest('folders/2')] }))).toEqual([]);
    expect(fronts(await worldOf({ 'a.json': [old], 'b.json': [manifest('folders/2')] }))).toEqual([
      'not-read',
    ]);
  });

  it('lists types of resource content only where it says that such was read', async () => {
    const world = await worldOf({ 'a.json': [bucket(), manifest('organizations/3', ['iam'])] });
    expect(fronts(world)).toEqual(['not-read']);
  });
});

describe('a file that was cut off', () => {
  it.each([
    [
      'inside a record of another type',
      [bucket(), backend('front', 'other'), { ...bucket(), name: '//storage.googleapis.com/b' }],
    ],
    ['inside a record of the type', [bucket(), backend('front', 'other'), backend('back', 'static')]],
  ])('%s proves no absence of what may have followed', async (_, records) => {
    const text = JSON.stringify(records);
    expect(fronts(await worldOf({ 'a.json': [text.slice(0, -20)] }))).toContain('malformed');
  });
});
