import fc from 'fast-check';
import { expect, test } from 'vitest';
import { each, Unknown } from '#policy';
import { covers, type LabelsFrom } from '../../../../src/facts/alerts/coverage.ts';
import { coveredBy } from '../../../../src/facts/alerts/covered.ts';
import { all, type Filter, not, test as that } from '../../../../src/facts/alerts/labels.ts';
import type { Signal } from '../../../../src/facts/alerts/signal.ts';

const NAMES = ['api', 'web', 'db'];
const key = fc.constantFrom('service_name', 'database_id', 'location');
const leaf = fc
  .tuple(
    key,
    fc.constantFrom('in' as const, 'starts' as const),
    fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
  )
  .map(([name, how, values]) => that(name, how, ...values));
const scope: fc.Arbitrary<Filter> = fc.oneof(
  leaf,
  leaf.map(not),
  fc.array(leaf, { maxLength: 3 }).map(all),
  fc.array(leaf, { minLength: 1, maxLength: 2 }).map((of): Filter => ({ kind: 'any', of })),
);
const signal = fc
  .tuple(fc.constantFrom('run', 'sql', 'lb', undefined), fc.option(scope, { nil: undefined }))
  .map(([source, of]) => ({ source, scope: of }) as unknown as Signal);
const signals = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: signal },
    { weight: 1, arbitrary: fc.constant(new Unknown('not-read', 'x')) },
  ),
  { minLength: 10, maxLength: 40 },
);

const labelsOf =
  (name: string, ofRun: boolean, location: string): LabelsFrom =>
  (source) => {
    if (source === 'run') return ofRun ? { service_name: name, location } : undefined;
    if (source === 'sql') return ofRun ? undefined : { database_id: [name, `p:${name}`], location };
    if (source === 'lb' && location === 'web') throw new Unknown('not-read', 'backends were not read');
    return undefined;
  };

test('subjects get what covers them, each signal by itself, in order, whoever asked before', () => {
  const subject = fc.tuple(fc.constantFrom(...NAMES), fc.boolean(), fc.constantFrom('web', 'api'));
  fc.assert(
    fc.property(signals, fc.array(subject, { minLength: 1, maxLength: 6 }), (list, subjects) => {
      for (const one of subjects) {
        const labels = labelsOf(...one);
        const singly = each(list as readonly Signal[], (each) => (covers(each, labels) ? each : undefined));
        expect(coveredBy(list, labels)).toEqual(singly);
      }
    }),
  );
});

test('subjects that differ in nothing but their names share one list', () => {
  const list = Array.from({ length: 20 }, () => ({ source: 'run', scope: that('location', 'in', 'api') }));
  const of = (name: string) => coveredBy(list as unknown as Signal[], labelsOf(name, true, 'api'));
  expect(of('api')).toHaveLength(20);
  expect(of('web')).toBe(of('api'));
});
