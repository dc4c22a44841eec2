import { describe, expect, it } from 'vitest';
import type { Asset } from '#policy';
import { findPlan } from '../../../../src/inventory/plan/document.ts';
import { readPlan } from '../../../../src/inventory/plan/read.ts';
import { Unknown } from '../../../../src/policy/unknown.ts';

type Json = Record<string, unknown>;

/** What each address is planned to be; an attribute whose value is `?` is known after apply only. */
function read(planned: Readonly<Record<string, Json>>) {
  const changes = Object.entries(planned).map(([address, values]) => {
    const unknown = Object.keys(values).filter((name) => values[name] === '?');
    return {
      address,
      mode: 'managed',
      type: address.split('.').at(-2),
      name: address.split('.').at(-1),
      provider_name: 'registry.terraform.io/hashicorp/google',
      change: {
        actions: ['create'],
        before: null,
        after: Object.fromEntries(Object.entries(values).filter(([name]) => !unknown.includes(name))),
        after_unknown: Object.fromEntries(unknown.map((name) => [name, true])),
      },
    };
  });
  const resources = Object.entries(planned).map(([address, values]) => ({
    address,
    mode: 'managed',
    type: address.split('.').at(-2),
    name: address.split('.').at(-1),
    expressions: Object.fromEntries(Object.keys(values).map((name) => [name, {}])),
  }));
  const plan = {
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: { root_module: {} },
    resource_changes: changes,
    configuration: { root_module: { resources } },
  };
  return readPlan(findPlan(JSON.stringify(plan), 'plan.json'), 'plan.json', false);
}

const assetOf = ({ assets }: ReturnType<typeof read>, address: string): Asset =>
  assets.find((one) => one.address === address) as Asset;

const elements = (asset: Asset, list: string) => asset.data[list] as readonly Json[] | Unknown;

const rule = (priority: number, more: Json = {}): Json => ({ priority, action: 'deny(403)', ...more });

describe('a resource that is an element of another one', () => {
  it.each([
    {
      says: 'a rule of a policy',
      whole: 'google_compute_security_policy.p',
      is: { name: 'p', project: 'one' },
      part: 'google_compute_security_policy_rule.r',
      of: rule(7, { security_policy: 'p', project: 'one' }),
      list: 'rules',
      keys: [2147483647, 7],
      at: 'rules[1].action',
      attribute: 'action',
    },
    {
      says: 'a rule of a regional policy',
      whole: 'google_compute_region_security_policy.p',
      is: { name: 'p', project: 'one', region: 'europe-west1' },
      part: 'google_compute_region_security_policy_rule.r',
      of: rule(7, {
        security_policy: 'p',
        project: 'one',
        region: 'europe-west1',
        rate_limit_options: [{ rate_limit_threshold: [{ count: 5, interval_sec: 1 }] }],
      }),
      list: 'rules',
      keys: [2147483647, 7],
      at: 'rules[1].rateLimitOptions.rateLimitThreshold.count',
      attribute: 'rate_limit_options[0].rate_limit_threshold[0].count',
    },
    {
      says: 'the NAT of a router',
      whole: 'google_compute_router.p',
      is: { name: 'p', project: 'one', region: 'europe-west1' },
      part: 'google_compute_router_nat.r',
      of: {
        name: 'out',
        router: 'p',
        project: 'one',
        region: 'europe-west1',
        log_config: [{ enable: true, filter: 'ALL' }],
      },
      list: 'nats',
      keys: ['out'],
      at: 'nats[0].logConfig.enable',
      attribute: 'log_config[0].enable',
    },
  ])('$says stands in it, and is told of where it is written', (row) => {
    const evidence = read({ [row.whole]: row.is, [row.part]: row.of });
    const whole = assetOf(evidence, row.whole);
    const key = row.list === 'nats' ? 'name' : 'priority';
    expect((elements(whole, row.list) as readonly Json[]).map(({ [key]: one }) => one)).toEqual(row.keys);
    expect(whole.partAt?.(row.at)).toEqual({ address: row.part, path: row.attribute });
    expect(whole.partAt?.('name')).toBeUndefined();
    expect([...evidence.unmapped]).toEqual([]);
  });

  it('leaves what is written in the whole there', () => {
    const whole = assetOf(
      read({
        'google_compute_security_policy.p': { name: 'p', project: 'one', rule: [rule(1)] },
        'google_compute_security_policy_rule.r': rule(2, { security_policy: 'p', project: 'one' }),
      }),
      'google_compute_security_policy.p',
    );
    expect(whole.partAt?.('rules[0].action')).toBeUndefined();
    expect(whole.partAt?.('rules[1].action')).toEqual({
      address: 'google_compute_security_policy_rule.r',
      path: 'action',
    });
  });

  it.each([
    ['by project', { project: 'one' }, { project: 'two' }, { project: 'two', security_policy: 'p' }],
    [
      'by the project that the reference names',
      { project: 'one' },
      { project: 'two' },
      { project: 'one', security_policy: 'projects/two/global/securityPolicies/p' },
    ],
  ])('goes to one of two of a name, told apart %s', (_, first, second, part) => {
    const evidence = read({
      'google_compute_security_policy.first': { name: 'p', rule: [rule(1)], ...first },
      'google_compute_security_policy.second': { name: 'p', rule: [rule(1)], ...second },
      'google_compute_security_policy_rule.r': rule(2, part),
    });
    const counts = ['first', 'second'].map(
      (name) =>
        (elements(assetOf(evidence, `google_compute_security_policy.${name}`), 'rules') as Json[]).length,
    );
    expect(counts).toEqual([1, 2]);
  });

  it('goes to one of two of a name, told apart by region', () => {
    const evidence = read({
      'google_compute_router.first': { name: 'p', project: 'one', region: 'europe-west1' },
      'google_compute_router.second': { name: 'p', project: 'one', region: 'europe-west3' },
      'google_compute_router_nat.r': { name: 'n', router: 'p', project: 'one', region: 'europe-west3' },
    });
    expect(elements(assetOf(evidence, 'google_compute_router.first'), 'nats')).toBeInstanceOf(Unknown);
    expect(elements(assetOf(evidence, 'google_compute_router.second'), 'nats')).toHaveLength(1);
  });

  it('is of the same project whether that is told by its number or its id', () => {
    const evidence = read({
      'google_compute_security_policy.p': { name: 'p', project: 'one', rule: [rule(1)] },
      'google_compute_security_policy_rule.r': rule(2, { project: '123456', security_policy: 'p' }),
    });
    expect(elements(assetOf(evidence, 'google_compute_security_policy.p'), 'rules')).toHaveLength(2);
  });

  it('makes the list unknown where nothing tells which whole it is of', () => {
    const evidence = read({
      'google_compute_security_policy.p': { name: 'p', project: 'one', rule: [rule(1)] },
      'google_compute_security_policy_rule.r': rule(2, { project: 'one', security_policy: '?' }),
    });
    expect(elements(assetOf(evidence, 'google_compute_security_policy.p'), 'rules')).toBeInstanceOf(Unknown);
  });

  it('is not passed over where the plan does not manage the whole', () => {
    const evidence = read({
      'google_compute_security_policy_rule.r': rule(2, { project: 'one', security_policy: 'p' }),
    });
    expect([...evidence.unmapped]).toEqual([['google_compute_security_policy_rule', 1]]);
  });
});
