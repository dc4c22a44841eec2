import { describe, expect, test } from 'vitest';
import { countNodes, isReplicating, readReplicas, replicaZones } from '#facts';
import { attempt, Unknown } from '#policy';
import { INSTANCE, type Instance, instance, worldOf } from './sql.ts';

const primary = (data: object = {}) => instance('db', { region: 'us-central1', ...data });
const replica = (name: string, data: object = {}) =>
  instance(name, { masterInstanceName: 'p:db', state: 'RUNNABLE', region: 'us-central1', ...data });
const namesOf = (list: readonly (Instance | Unknown)[]) =>
  list.map((one) => (one instanceof Unknown ? one.code : one.data.name));

describe('readReplicas', () => {
  const db = primary();

  test('are those that name the primary, with its project or without', () => {
    const world = worldOf([
      db,
      replica('a'),
      replica('b', { masterInstanceName: 'db' }),
      replica('c', { masterInstanceName: 'p:other' }),
      replica('d', { masterInstanceName: 'q:db' }),
    ]);
    expect(namesOf(readReplicas(db, world))).toEqual(['a', 'b']);
  });

  test('may be asked for in one region', () => {
    const world = worldOf([db, replica('a'), replica('b', { region: 'us-east1' })]);
    expect(namesOf(readReplicas(db, world, 'us-east1'))).toEqual(['b']);
  });

  test('a replica that only the primary lists is unknown', () => {
    const listing = primary({ replicaNames: ['a', 'gone'] });
    expect(namesOf(readReplicas(listing, worldOf([listing, replica('a')])))).toEqual(['a', 'missing']);
  });

  test('an instance whose primary is not known may be one', () => {
    const world = worldOf([db, replica('a', { masterInstanceName: new Unknown('after-apply', 'later') })]);
    expect(namesOf(readReplicas(db, world))).toEqual(['after-apply']);
  });

  test('are unknown where instances were not read', () =>
    expect(attempt(() => readReplicas(db, worldOf([db], [INSTANCE])))).toMatchObject({ code: 'not-read' }));
});

describe('isReplicating', () => {
  test.each([
    [{}, true],
    [{ state: 'FAILED' }, false],
    [{ settings: { activationPolicy: 'NEVER' } }, false],
    [{ settings: { activationPolicy: 'ALWAYS', databaseReplicationEnabled: true } }, true],
    [{ settings: { databaseReplicationEnabled: false } }, false],
  ])('%j: %s', (data, wanted) => expect(isReplicating(replica('a', data))).toBe(wanted));
});

describe('countNodes', () => {
  const later = new Unknown('after-apply', 'later');

  test.each([
    [[], 2, 0],
    [[replica('a'), replica('b')], 2, 2],
    [[replica('a', { nodeCount: 3 })], 2, 3],
    [[replica('a'), replica('b'), later], 2, 2],
  ])('replicas, case %#', (replicas, enough, nodes) => expect(countNodes(replicas, enough)).toBe(nodes));

  test('an unknown replica may be the one that is missing', () =>
    expect(attempt(() => countNodes([replica('a'), later], 2))).toBe(later));

  test('only those that count', () =>
    expect(countNodes([replica('a'), replica('b', { state: 'FAILED' })], 2, isReplicating)).toBe(1));
});

describe('replicaZones', () => {
  const node = (gceZone?: string) => ({ name: 'n', ...(gceZone && { gceZone }) });

  test.each([
    [{ gceZone: 'z-a' }, ['z-a']],
    [{ gceZone: 'z-a', nodes: [node('z-b'), node('z-c'), node('z-b')] }, ['z-b', 'z-c']],
    [{ nodes: [node('z-b'), node('z-b')] }, ['z-b', 'z-b']],
    [{ nodes: [node('z-b')] }, ['z-b']],
  ])('%j stands in %j', (data, zones) => expect(replicaZones([replica('a', data)])).toEqual(zones));

  test.each([{}, { nodes: [node('z-a'), node()] }])('%j does not tell its zone', (data) =>
    expect(replicaZones([replica('a', data)])).toMatchObject([{ code: 'missing' }]),
  );
});
