import { describe, expect, test } from 'vitest';
import { Configuration } from '../../../../src/inventory/plan/configuration.ts';
import type { PlanDocument } from '../../../../src/inventory/plan/document.ts';
import { overlay } from '../../../../src/inventory/plan/overlay.ts';
import { readPlan } from '../../../../src/inventory/plan/read.ts';
import { resourcesOf } from '../../../../src/inventory/plan/resources.ts';
import type { Unknown } from '../../../../src/policy/unknown.ts';

const GOOGLE = 'registry.terraform.io/hashicorp/google';

type Json = Record<string, unknown>;

const REDACTED = expect.objectContaining({ code: 'redacted' });
const UNSET = expect.objectContaining({ reason: expect.stringMatching(/does not set it/) });
const AFTER_APPLY = expect.objectContaining({ reason: 'its value is known after apply only' });

const plan = (resource_changes: readonly Json[], root_module: Json = {}, more: Json = {}): PlanDocument => ({
  format_version: '1.2',
  planned_values: { root_module: {} },
  resource_changes,
  configuration: { root_module },
  ...more,
});

const change = (address: string, after: unknown, more: Json = {}): Json => ({
  address,
  mode: 'managed',
  provider_name: GOOGLE,
  change: { actions: ['create'], before: null, after, ...more },
});

const none = { unknown: undefined, sensitive: undefined, set: undefined };

describe('planned values', () => {
  test.each<[string, unknown, Partial<typeof none> | Json, unknown]>([
    ['are as they are', { a: [1, { b: false }] }, {}, { a: [1, { b: false }] }],
    ['leave out what is null', { a: null, b: 1 }, {}, { b: 1 }],
    [
      'are redacted where they are sensitive',
      { a: 's', b: 1 },
      { sensitive: { a: true } },
      { a: REDACTED, b: 1 },
    ],
    ['are redacted in a list', ['a', 's'], { sensitive: [false, true] }, ['a', REDACTED]],
    ['are redacted with all below', { a: [{ b: 's' }] }, { sensitive: { a: true } }, { a: REDACTED }],
    ['are redacted as a whole', { a: 's' }, { sensitive: true }, REDACTED],
    ['are redacted rather than unknown', null, { sensitive: true, unknown: true }, REDACTED],
    [
      'are redacted where marks are of another shape',
      { a: ['s'] },
      { sensitive: { a: { 0: true } } },
      { a: REDACTED },
    ],
    [
      'are redacted as text with marks inside',
      { a: '{"k":"s"}' },
      { sensitive: { a: { k: true } } },
      { a: REDACTED },
    ],
    [
      'are redacted by their names',
      { db_password: 's', password: '' },
      {},
      { db_password: REDACTED, password: REDACTED },
    ],
    [
      'are unknown until apply',
      { a: null },
      { unknown: { a: true, b: true } },
      { a: AFTER_APPLY, b: AFTER_APPLY },
    ],
    ['are unknown in a block', { a: [{}] }, { unknown: { a: [{ b: true }] } }, { a: [{ b: AFTER_APPLY }] }],
    [
      'are unset where their block does not name them',
      {},
      { unknown: { a: true }, set: { b: {} } },
      { a: UNSET },
    ],
    [
      'are unknown where their block names them',
      {},
      { unknown: { a: true }, set: { a: { references: ['x.y'] } } },
      { a: AFTER_APPLY },
    ],
    [
      'are unset in a block that is there once',
      { a: [{}] },
      { unknown: { a: [{ b: true }] }, set: { a: [{ c: {} }] } },
      { a: [{ b: UNSET }] },
    ],
    [
      'are unknown in what a dynamic block makes',
      { a: [{}, {}] },
      { unknown: { a: [{ b: true }, {}] }, set: { a: [{ c: {} }] } },
      { a: [{ b: AFTER_APPLY }, {}] },
    ],
    ['hold no prototype', JSON.parse('{"__proto__":{"x":1},"a":1}') as Json, {}, { a: 1 }],
  ])('%s', (_, value, marks, wanted) => {
    expect(overlay(value, { ...none, ...marks })).toEqual(wanted);
  });

  test('are unknown below more levels than any attribute has', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(JSON.stringify(overlay({ a: deep }, none)).length).toBeLessThan(2000);
  });
});

describe('a resource', () => {
  const at = (changes: readonly Json[], more: Json = {}) => {
    const document = plan(changes, {}, more);
    return [...resourcesOf(document, new Configuration(document)).values()];
  };

  test.each<[readonly string[], string]>([
    [['create'], 'create'],
    [['update'], 'update'],
    [['no-op'], 'no-op'],
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['delete'], 'delete'],
    [['forget'], 'forget'],
    [[], 'no-op'],
  ])('with actions %j is to %s', (actions, action) => {
    expect(at([change('google_x.a', { a: 1 }, { actions })])[0]?.action).toBe(action);
  });

  test('is what it was, where it is deleted', () => {
    const gone = change('google_x.a', null, {
      actions: ['delete'],
      before: { a: 1, s: 2 },
      before_sensitive: { s: true },
    });
    expect(at([gone])).toMatchObject([{ action: 'delete', values: { a: 1, s: REDACTED } }]);
  });

  test('is not its deposed object', () => {
    const deposed = { ...change('google_x.a', null, { actions: ['delete'] }), deposed: '00000000' };
    expect(at([change('google_x.a', { a: 1 }), deposed])).toMatchObject([
      { action: 'create', values: { a: 1 } },
    ]);
  });

  test('that only planned values have is taken from there, of modules too', () => {
    const resources = [
      { address: 'module.m["a.b"].google_x.a[0]', values: { a: 's' }, sensitive_values: { a: true } },
    ];
    const planned_values = { root_module: { child_modules: [{ resources }] } };
    expect(at([], { planned_values })).toMatchObject([
      {
        address: 'module.m["a.b"].google_x.a[0]',
        type: 'google_x',
        mode: 'managed',
        values: { a: REDACTED },
      },
    ]);
  });

  test('is sensitive where either of two marks says so', () => {
    const resources = [{ address: 'google_x.a', values: { a: 's' }, sensitive_values: { a: true } }];
    expect(
      at([change('google_x.a', { a: 's' })], { planned_values: { root_module: { resources } } }),
    ).toMatchObject([{ values: { a: REDACTED } }]);
  });

  test.each([
    ['no change', { address: 'google_x.a' }],
    ['changes that are a text', { address: 'google_x.a', change: 'x' }],
    ['values that are a list', change('google_x.a', [1])],
  ])('with %s has no values', (_, broken) => {
    expect(at([broken])).toMatchObject([{ values: {} }]);
  });
});

/** The network of the firewall at an address, as the asset has it. */
function networkOf(changes: readonly Json[], root: Json, address = 'google_compute_firewall.f'): unknown {
  const { assets } = readPlan(plan(changes, root), 'p', false);
  return assets.find((one) => one.address === address)?.data['network'];
}

const FIREWALL = 'google_compute_firewall.f';
const unknown = { after_unknown: { network: true } };
const network = (address: string, name: string) => change(address, { name, project: 'p' });
const NAME = (name: string) => `//compute.googleapis.com/projects/p/global/networks/${name}`;
const block = (address: string, references?: readonly string[]) => ({
  address,
  expressions: references ? { network: { references } } : {},
});

describe('an attribute that is known after apply refers', () => {
  test.each<[string, readonly Json[], Json, string | undefined, unknown]>([
    [
      'to a resource',
      [network('google_compute_network.n', 'net'), change(FIREWALL, { name: 'f' }, unknown)],
      {
        resources: [
          block('google_compute_network.n'),
          block(FIREWALL, ['google_compute_network.n.id', 'google_compute_network.n']),
        ],
      },
      FIREWALL,
      NAME('net'),
    ],
    [
      'through the argument of a module',
      [network('google_compute_network.n', 'net'), change(`module.m.${FIREWALL}`, { name: 'f' }, unknown)],
      {
        resources: [block('google_compute_network.n')],
        module_calls: {
          m: {
            expressions: { net: { references: ['google_compute_network.n.id', 'google_compute_network.n'] } },
            module: { resources: [block(FIREWALL, ['var.net'])] },
          },
        },
      },
      `module.m.${FIREWALL}`,
      NAME('net'),
    ],
    [
      'through the output of a module',
      [network('module.m["a"].google_compute_network.n', 'net'), change(FIREWALL, { name: 'f' }, unknown)],
      {
        resources: [block(FIREWALL, ['module.m["a"].net', 'module.m["a"]', 'module.m'])],
        module_calls: {
          m: {
            module: {
              resources: [block('google_compute_network.n')],
              outputs: {
                net: {
                  expression: { references: ['google_compute_network.n.id', 'google_compute_network.n'] },
                },
              },
            },
          },
        },
      },
      FIREWALL,
      NAME('net'),
    ],
    [
      'to the instance of the same key',
      [
        network('google_compute_network.n["a"]', 'net-a'),
        network('google_compute_network.n["b"]', 'net-b'),
        change(`${FIREWALL}["b"]`, { name: 'f' }, unknown),
      ],
      {
        resources: [
          block('google_compute_network.n'),
          block(FIREWALL, ['google_compute_network.n', 'each.key']),
        ],
      },
      `${FIREWALL}["b"]`,
      NAME('net-b'),
    ],
    [
      'to nothing that is known where a local stands between',
      [network('google_compute_network.n', 'net'), change(FIREWALL, { name: 'f' }, unknown)],
      { resources: [block('google_compute_network.n'), block(FIREWALL, ['local.net'])] },
      FIREWALL,
      AFTER_APPLY,
    ],
    [
      'to one of several, which is not known',
      [
        network('google_compute_network.n', 'net'),
        network('google_compute_network.o', 'other'),
        change(FIREWALL, { name: 'f' }, unknown),
      ],
      {
        resources: [
          block('google_compute_network.n'),
          block('google_compute_network.o'),
          block(FIREWALL, ['google_compute_network.n.id', 'google_compute_network.o.id']),
        ],
      },
      FIREWALL,
      AFTER_APPLY,
    ],
    [
      'to itself, in a circle of modules',
      [change(FIREWALL, { name: 'f' }, unknown)],
      {
        resources: [block(FIREWALL, ['module.m.net'])],
        module_calls: {
          m: {
            expressions: { net: { references: ['module.m.net', 'module.m[0].net'] } },
            module: { outputs: { net: { expression: { references: ['var.net'] } } } },
          },
        },
      },
      FIREWALL,
      AFTER_APPLY,
    ],
  ])('%s', (_, changes, root, address, wanted) => {
    expect(networkOf(changes, root, address)).toEqual(wanted);
  });
});

describe('IAM of a plan', () => {
  const policiesOf = (changes: readonly Json[], complete = false) =>
    readPlan(plan(changes), 'p', complete).policies.map(({ policy, open, name }) => ({
      name,
      open,
      bindings: policy.bindings,
    }));
  const on = { bucket: 'b', role: 'roles/viewer' };
  const grant = (kind: string, after: Json, more: Json = {}) =>
    change(`google_storage_bucket_iam_${kind}.g`, after, more);

  test.each<[string, Json, Json]>([
    ['a member', grant('member', { ...on, member: 'allUsers' }), { role: on.role, members: ['allUsers'] }],
    ['a binding', grant('binding', { ...on, members: ['a', 'b'] }), { role: on.role, members: ['a', 'b'] }],
    [
      'a policy',
      grant('policy', {
        bucket: 'b',
        policy_data: JSON.stringify({ bindings: [{ role: 'r', members: ['a'] }] }),
      }),
      { role: 'r', members: ['a'] },
    ],
  ])('is what %s says', (_, one, binding) => {
    expect(policiesOf([one])).toMatchObject([{ name: '//storage.googleapis.com/b', bindings: [binding] }]);
  });

  test.each<[string, string, boolean, boolean]>([
    ['a member', 'member', false, true],
    ['a policy', 'policy', false, false],
    ['a member of a plan that holds everything', 'member', true, false],
  ])('leaves others open: %s', (_, kind, complete, open) => {
    expect(policiesOf([grant(kind, { ...on, member: 'a', policy_data: '{}' })], complete)).toMatchObject([
      { open },
    ]);
  });

  const code = (value: unknown) => (value as Unknown).code;
  test.each<[string, Json, (binding: Json) => unknown, string]>([
    [
      'a member known after apply',
      grant('member', on, { after_unknown: { member: true } }),
      (one) => (one['members'] as unknown[])[0],
      'after-apply',
    ],
    [
      'members known after apply',
      grant('binding', on, { after_unknown: { members: true } }),
      (one) => one['members'],
      'after-apply',
    ],
    [
      'a role known after apply',
      grant('member', { bucket: 'b', member: 'a' }, { after_unknown: { role: true } }),
      (one) => one['role'],
      'after-apply',
    ],
    [
      'a condition known after apply',
      grant('member', { ...on, member: 'a' }, { after_unknown: { condition: true } }),
      (one) => one['condition'],
      'after-apply',
    ],
    ['no role', grant('member', { bucket: 'b', member: 'a' }), (one) => one['role'], 'malformed'],
    ['no member', grant('member', on), (one) => (one['members'] as unknown[])[0], 'malformed'],
    [
      'policy_data that is not JSON',
      grant('policy', { bucket: 'b', policy_data: '{' }),
      (one) => one,
      'unconvertible',
    ],
    [
      'policy_data of a data source to come',
      grant('policy', { bucket: 'b' }, { after_unknown: { policy_data: true } }),
      (one) => one,
      'after-apply',
    ],
    [
      'policy_data that is sensitive',
      grant('policy', { bucket: 'b', policy_data: '{}' }, { after_sensitive: { policy_data: true } }),
      (one) => one,
      'redacted',
    ],
  ])('is unknown by %s', (_, one, part, wanted) => {
    const [policy] = policiesOf([one]);
    expect(code(part(policy?.bindings[0] as unknown as Json))).toBe(wanted);
  });
});
