import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Asset, located, register, Unknown } from '#policy';
import { assetOf } from '../../../src/inventory/asset.ts';
import { Inventory } from '../../../src/inventory/world.ts';
import { judgeOf } from '../../../src/policy/judge.ts';

const SERVICE = 'run.googleapis.com/Service';
const ALERT = 'monitoring.googleapis.com/AlertPolicy';

const asset = (assetType: string, name: string) =>
  assetOf({
    name: `//x.googleapis.com/projects/p/${name}`,
    assetType,
    resource: { version: 'v1', data: { name } },
  });

const services = ['a', 'b', 'c'].map((name) => asset(SERVICE, name));
const world = new Inventory({ assets: services, iam: new Map(), evidence: [], complete: true });

/** What a policy says of every service where its view gives them one list, or each a list of its own. */
function judged(list: readonly unknown[], shared: boolean) {
  const policy = register('run-x', 'security', {
    title: 'Example',
    why: 'Example.',
    severity: 'low',
    strategy: ['L106'],
    on: SERVICE,
    view: { alerts: () => (shared ? list : [...list]) },
    want: {
      alerts: { some: { threshold: { atMost: 5 }, live: { const: true } }, where: { on: { const: 1 } } },
    },
  });
  const judge = judgeOf(policy, world, () => 30, 0);
  return services.map((service) => {
    const { verdict, flaws, doubts } = judge(service);
    return { verdict, flaws: [...flaws], doubts };
  });
}

const alerts = ['x', 'y'].map((name) => asset(ALERT, name)) as Asset[];
const unknown = new Unknown('not-read', 'not read');
const field = <T>(...values: T[]) => fc.constantFrom<T | Unknown>(...values, unknown);
const element = fc
  .record({ threshold: field(1, 9), live: field(true, false), on: field(1, 2), of: fc.nat(4) })
  .map(({ of, ...one }) => {
    const at = [...alerts, ...services][of] as Asset;
    return of === 4 ? unknown : located(one, at, 'conditions[0]');
  });

test('what is said of a list does not depend on who was given it before', () => {
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(fc.array(element, { minLength: 12, maxLength: 24 }), (list) => {
      const alone = judged(list, false);
      expect(judged(list, true)).toEqual(alone);
      for (const { verdict } of alone) verdicts.add(verdict);
    }),
  );
  expect(verdicts.size).toBeGreaterThan(1);
});

test('of a list of other assets alone, too', () => {
  const broken = alerts.map((at) => located({ threshold: 9, live: true, on: 1 }, at, 'conditions[0]'));
  const open = [
    ...broken,
    unknown,
    located({ threshold: 9, live: false, on: unknown }, alerts[0] as Asset, 'x'),
  ];
  for (const part of [broken, open]) {
    const list = Array.from({ length: 20 }, (_, i) => part[i % part.length]);
    expect(judged(list, true)).toEqual(judged(list, false));
  }
});
