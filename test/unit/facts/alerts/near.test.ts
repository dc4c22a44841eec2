import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Unknown } from '#policy';
import { covers, type LabelsFrom } from '../../../../src/facts/alerts/coverage.ts';
import { all, type Filter, not, test as that } from '../../../../src/facts/alerts/labels.ts';
import { near } from '../../../../src/facts/alerts/near.ts';
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
);

const isCovered = (one: Signal | Unknown, labels: LabelsFrom): boolean =>
  one instanceof Unknown || covers(one, labels);

test('nothing that covers a subject is left out, and the order stays', () => {
  fc.assert(
    fc.property(signals, fc.constantFrom(...NAMES), fc.boolean(), (list, name, ofRun) => {
      const labels: LabelsFrom = (source) => {
        if (source === 'run') return ofRun ? { service_name: name, location: 'web' } : undefined;
        if (source === 'sql')
          return ofRun ? undefined : { database_id: [name, `p:${name}`], location: 'web' };
        return undefined;
      };
      const kept = (some: readonly (Signal | Unknown)[]) =>
        some.filter((one) => {
          try {
            return isCovered(one, labels);
          } catch (thrown) {
            if (thrown instanceof Unknown) return true;
            throw thrown;
          }
        });
      expect(kept(near(list, labels))).toEqual(kept(list));
    }),
  );
});
