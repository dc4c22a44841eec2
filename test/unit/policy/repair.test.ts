import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  type Flaw,
  type Policy,
  type PolicyDeclaration,
  param,
  register,
  repairOf,
  Unknown,
} from '#policy';
import { assetOf } from '../../../src/inventory/asset.ts';
import { Inventory } from '../../../src/inventory/world.ts';
import { judgeOf } from '../../../src/policy/judge.ts';
import { revertChanges, sameValue } from '../../../src/policy/repair.ts';

const $ = new Unknown('after-apply', 'known after apply');

describe('applyChanges', () => {
  test('sets, creating parents, and a list where an index follows', () => {
    expect(applyChanges({ a: 1 }, [{ path: 'b.c[0].d', op: 'set', to: 2 }])).toEqual({
      a: 1,
      b: { c: [{ d: 2 }] },
    });
  });

  test('removes a property, and list elements by the index they had', () => {
    const changes = [
      { path: 'l[0]', op: 'remove' },
      { path: 'l[2]', op: 'remove' },
      { path: 'x', op: 'remove' },
    ] as const;
    expect(applyChanges({ l: ['a', 'b', 'c'], x: 1 }, changes)).toEqual({ l: ['b'] });
  });

  test('leaves the original alone, and an unknown the unknown it is', () => {
    const data = { a: { b: 1 }, u: $ };
    const after = applyChanges(data, [{ path: 'a.b', op: 'set', to: 2 }]);
    expect(data.a.b).toBe(1);
    expect(after.u).toBe($);
  });

  test('makes no change under what is not known', () => {
    const act = () => applyChanges({ a: $ }, [{ path: 'a.b', op: 'set', to: 2 }]);
    expect(act).toThrow(expect.objectContaining({ reason: 'known after apply' }));
    expect($).not.toHaveProperty('b');
  });
});

test.each([
  ['a value', { a: 1 }, [{ path: 'a', op: 'set', from: 1, to: 2 }]],
  [
    'a value with parents that were not there',
    { a: 1 },
    [{ path: 'b.c.d', op: 'set', from: undefined, to: 2 }],
  ],
  ['a value beside others', { b: { x: 1 } }, [{ path: 'b.c', op: 'set', from: undefined, to: 2 }]],
  ['a property', { a: { b: [1] } }, [{ path: 'a.b', op: 'remove', from: [1] }]],
  [
    'list elements',
    { l: ['a', 'b', 'c', 'd'] },
    [
      { path: 'l[3]', op: 'remove', from: 'd' },
      { path: 'l[1]', op: 'remove', from: 'b' },
    ],
  ],
] as const)('revertChanges takes back %s', (_name, data, changes) => {
  const after = applyChanges(data as object, changes);
  expect(after).not.toEqual(data);
  expect(revertChanges(after, changes)).toEqual(data);
});

test.each([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [$, $, true],
  [$, new Unknown('after-apply', 'known after apply'), false],
  [null, {}, false],
])('sameValue(%j, %j) is %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same);
});

const TYPE = 'sqladmin.googleapis.com/Instance';

/** What a policy finds on an instance, and how it would repair it. */
function repaired(declaration: Partial<PolicyDeclaration>, data: object) {
  const policy: Policy = register('sql-example', 'security', {
    title: 'Example',
    why: 'Example.',
    severity: 'low',
    strategy: ['L106'],
    on: TYPE,
    params: { days: { is: 'days', value: 30, from: 'tool', schema: { type: 'integer' } } },
    ...declaration,
  });
  const name = '//cloudsql.googleapis.com/projects/p/instances/i';
  const asset = assetOf({ name, assetType: TYPE, resource: { version: 'v1', data } });
  const world = new Inventory({ assets: [asset], iam: new Map(), evidence: [], complete: true });
  const lookup = () => 30;
  const { flaws } = judgeOf(policy, world, lookup, 0)(asset);
  return { flaws: flaws as readonly Flaw[], repair: repairOf(policy, asset, flaws, world, lookup, 0) };
}

describe('repairOf', () => {
  test.each([
    ['const', { 'settings.tier': { const: 'a' } }, { to: 'a', op: 'set' }],
    ['a single choice', { 'settings.tier': { enum: ['a'] } }, { to: 'a', op: 'set' }],
    ['at least', { 'settings.storageAutoResizeLimit': { atLeast: param('days') } }, { to: '30', op: 'set' }],
    ['at most, of a 32-bit integer', { 'settings.dataCacheConfig.x': { atMost: 5 } }, undefined],
    [
      'within aims at the lower bound',
      { 'settings.dataDiskSizeGb': { within: [50, 60] } },
      { to: '50', op: 'set' },
    ],
    ['none of removes', { 'settings.tier': { noneOf: ['db-f1-micro'] } }, { op: 'remove' }],
  ] as const)('%s', (_name, want, change) => {
    const data = {
      settings: {
        tier: 'db-f1-micro',
        storageAutoResizeLimit: '7',
        dataDiskSizeGb: '10',
        dataCacheConfig: { x: 9 },
      },
    };
    const { repair } = repaired({ want: want as never }, data);
    if (!change) expect(repair.changes[0]).toMatchObject({ to: 5, from: 9 });
    else expect(repair.changes).toEqual([expect.objectContaining(change)]);
    expect(repair.kind).toBe('automatic');
  });

  test('is manual where a person must choose', () => {
    const want = { 'settings.tier': { matches: '^db-custom' } };
    const { repair } = repaired({ want }, { settings: { tier: 'db-f1-micro' } });
    expect(repair).toMatchObject({ kind: 'manual', changes: [] });
    expect(repair.steps).toContain('settings.tier');
  });

  test('changes a value once, though two requirements break on it', () => {
    const every = { 'settings.denyMaintenancePeriods': { every: { '.': { absent: true } } } };
    const want = [{ ...every, 'settings.denyMaintenancePeriods[*]': { absent: true } }] as never;
    const { flaws, repair } = repaired({ want }, { settings: { denyMaintenancePeriods: [{ time: 'a' }] } });
    expect(flaws).toHaveLength(2);
    expect(repair.changes.map(({ path }) => path)).toEqual(['settings.denyMaintenancePeriods[0]']);
  });

  test('changes nothing where a list is already as it should be', () => {
    const list = [{ name: 'a', value: 'on' }];
    const declaration = {
      want: { 'settings.tier': { const: 'a' } },
      repair: { set: { 'settings.databaseFlags': () => [{ value: 'on', name: 'a' }] } },
    };
    const { repair } = repaired(declaration, { settings: { tier: 'b', databaseFlags: list } });
    expect(repair.changes).toEqual([]);
  });

  test('asks for nothing that the policy did not declare', () => {
    const declaration: Partial<PolicyDeclaration> = {
      want: { 'settings.tier': { const: 'a' } },
      repair: { set: { 'settings.tier': (_asset, world) => world.of('run.googleapis.com/Service').length } },
    };
    expect(() => repaired(declaration, { settings: { tier: 'b' } })).toThrow(/without declaring it/);
  });
});
