import { describe, expect, test } from 'vitest';
import { each, located, type PolicyDeclaration, register, Unknown } from '#policy';
import { assetOf } from '../../../src/inventory/asset.ts';
import { Inventory } from '../../../src/inventory/world.ts';
import { judgeOf } from '../../../src/policy/judge.ts';

const SQL = 'sqladmin.googleapis.com/Instance';
const SERVICE = 'run.googleapis.com/Service';
const $ = new Unknown('after-apply', 'known after apply');

const instance = (name: string, data: object) =>
  assetOf({
    name: `//cloudsql.googleapis.com/projects/p/instances/${name}`,
    assetType: SQL,
    resource: { version: 'v1', data: { name, ...data } },
  });

/** What a policy says of the first instance, in a world of them all. */
function judge(declaration: Partial<PolicyDeclaration>, ...data: readonly object[]) {
  const policy = register('sql-x', 'security', {
    title: 'Example',
    why: 'Example.',
    severity: 'low',
    strategy: ['L106'],
    on: SQL,
    ...(!declaration.judge && { want: { 'settings.tier': { const: 'good' } } }),
    ...declaration,
  });
  const assets = data.map((one, i) => instance(`i${i}`, one));
  const world = new Inventory({ assets, iam: new Map(), evidence: [], complete: true });
  return judgeOf(policy, world, () => 30, 0)(assets[0] as (typeof assets)[0]);
}

const GOOD = { settings: { tier: 'good' } };
const BAD = { settings: { tier: 'bad' } };
const OPEN = { settings: { tier: $ } };
const when = { region: { const: 'here' } };

describe('when and want', () => {
  test.each([
    ['when does not hold', { when }, { ...BAD, region: 'there' }, 'not-applicable'],
    ['when is not known, want holds', { when }, { ...GOOD, region: $ }, 'pass'],
    ['when is not known, want does not', { when }, { ...BAD, region: $ }, 'unknown'],
    ['both hold', { when }, { ...GOOD, region: 'here' }, 'pass'],
    ['want does not hold', { when }, { ...BAD, region: 'here' }, 'fail'],
    ['want is not known', { when }, { ...OPEN, region: 'here' }, 'unknown'],
  ])('%s', (_name, declaration, data, verdict) => {
    expect(judge(declaration, data).verdict).toBe(verdict);
  });

  test('not-applicable says which value put it out of scope', () => {
    expect(judge({ when }, { ...BAD, region: 'there' }).reason).toBe(
      'region is "there"; judged only where it is "here"',
    );
  });

  test('a fail also lists what is not known', () => {
    const { verdict, doubts } = judge(
      { want: { region: { const: 'a' }, 'settings.tier': { const: 'b' } } },
      {
        ...OPEN,
        region: 'z',
      },
    );
    expect(verdict).toBe('fail');
    expect(doubts.map(({ path }) => path)).toEqual(['settings.tier']);
  });
});

describe('a view', () => {
  const tier = { tier: (asset: { data: object }) => (asset.data as typeof GOOD).settings.tier };

  test('that touches an unknown value leaves its own field unknown, and no other', () => {
    const view = { ...tier, name: (asset: { data: object }) => (asset.data as { name: string }).name };
    const want = [{ tier: { const: 'good' } }, { name: { const: 'i0' } }];
    expect(judge({ view, want }, OPEN).verdict).toBe('pass');
    expect(judge({ view, want: want[0] as never }, OPEN).verdict).toBe('unknown');
  });

  test('that hands on a list of its asset keeps an unknown element apart', () => {
    const view = {
      flags: (asset: { data: object }) =>
        (asset.data as { settings: { databaseFlags: object[] } }).settings.databaseFlags,
    };
    const want = { flags: { some: { name: { const: 'a' } } } };
    expect(judge({ view, want }, { settings: { databaseFlags: [$, { name: 'a' }] } }).verdict).toBe('pass');
    expect(judge({ view, want }, { settings: { databaseFlags: [$, { name: 'b' }] } }).verdict).toBe(
      'unknown',
    );
  });

  test('over other assets keeps an unknown in one of them apart', () => {
    const view: PolicyDeclaration['view'] = {
      tiers: (_asset, world) => each(world.of(SQL), (one) => (one.data as typeof GOOD).settings.tier),
    };
    const want = { tiers: { count: { atLeast: 2, of: { '.': { const: 'good' } } } } };
    expect(judge({ view, want }, GOOD, OPEN, GOOD).verdict).toBe('pass');
    expect(judge({ view, want }, GOOD, OPEN, BAD).verdict).toBe('unknown');
    expect(judge({ view, want }, GOOD, BAD, BAD).verdict).toBe('fail');
  });

  test('points a flaw at the asset and path it was made from, as the world holds that asset', () => {
    const view: PolicyDeclaration['view'] = {
      others: (asset, world) =>
        world
          .of(SQL)
          .filter(({ id }) => id !== asset.id)
          .map((one) => located({ tier: (one.data as typeof GOOD).settings.tier }, one, 'settings')),
    };
    const { flaws } = judge({ view, want: { others: { every: { tier: { const: 'good' } } } } }, GOOD, {
      ...BAD,
      region: $,
    });
    expect(flaws).toHaveLength(1);
    expect(flaws[0]).toMatchObject({ path: 'settings.tier', actual: 'bad' });
    expect(flaws[0]?.on?.data).toHaveProperty('region', $);
  });

  test.each([
    ['tier', 'tier'],
    ['["sql.tier"]', 'sql.tier'],
  ])('names the field of a flaw, and knows it by its name: %s', (path, field) => {
    const view = { [field]: tier.tier };
    const at = { [field]: 'settings.tier' };
    const { flaws } = judge({ view, at, want: { [path]: { const: 'good' } } } as never, BAD);
    expect(flaws).toMatchObject([{ path: 'settings.tier', key: field, field }]);
  });

  test('that reads what is not declared is an error', () => {
    const view: PolicyDeclaration['view'] = { n: (_asset, world) => world.of(SERVICE).length };
    const { verdict, cause } = judge({ view, want: { n: { const: 0 } } }, GOOD);
    expect(verdict).toBe('error');
    expect(String(cause)).toContain(`asks for ${SERVICE} without declaring it`);
  });

  test('that throws is an error, not the end', () => {
    const view: PolicyDeclaration['view'] = {
      n: () => {
        throw new TypeError('boom');
      },
    };
    expect(judge({ view, want: { n: { const: 0 } } }, GOOD)).toMatchObject({
      verdict: 'error',
      cause: { message: 'boom' },
    });
  });
});

describe('judge', () => {
  const fail = { verdict: 'fail', flaws: [], doubts: [], notes: ['own'] } as const;

  test('is asked only where when holds, and cannot fail where it may not', () => {
    const declaration: Partial<PolicyDeclaration> = { when, judge: () => fail };
    expect(judge(declaration, { region: 'there' }).verdict).toBe('not-applicable');
    expect(judge(declaration, { region: $ }).verdict).toBe('unknown');
    expect(judge(declaration, { region: 'here' }).verdict).toBe('fail');
  });

  test('keeps the notes it makes and those it gives', () => {
    const declaration: Partial<PolicyDeclaration> = {
      judge: (_asset, _world, { note }) => {
        note('remark');
        return fail;
      },
    };
    expect(judge(declaration, GOOD).notes).toEqual(['own', 'remark']);
  });

  test('that touches what is not known is unknown', () => {
    const declaration: Partial<PolicyDeclaration> = {
      judge: (asset) =>
        (asset.data as typeof GOOD).settings.tier === 'good' ? { ...fail, verdict: 'pass' } : fail,
    };
    expect(judge(declaration, OPEN)).toMatchObject({ verdict: 'unknown', doubts: [{ unknown: $ }] });
  });
});
