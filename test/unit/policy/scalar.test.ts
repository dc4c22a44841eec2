import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scalarTests } from '../../../src/policy/scalar.ts';

const scalar = fc.oneof(
  fc.constantFrom<string | number | boolean>('', 'on', 'ON', '1', 0, 1, 1.5, true, false),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const fragment = fc.oneof(
  fc.record(
    {
      const: scalar,
      // 0 and -0 are one value of JSON.
      enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4, comparator: 'SameValueZero' }),
      type: fc.constantFrom('string', 'number', 'integer', 'boolean'),
    },
    { requiredKeys: [] },
  ),
  fc.record({ pattern: fc.constantFrom('^o', '1', '\\p{Lu}') }),
);

describe('a fragment of JSON Schema', () => {
  test('means what a validator of JSON Schema says', () => {
    // Lax about a const of another type than the fragment's: nothing meets both.
    const ajv = new Ajv({ strict: false });
    fc.assert(
      fc.property(fragment, scalar, (requirement, value) => {
        const schema = 'pattern' in requirement ? { type: 'string', ...requirement } : requirement;
        const met = scalarTests(requirement as never).every((meets) => meets(value, () => undefined, 0));
        expect(met).toBe(ajv.validate(schema, value));
      }),
      { numRuns: 2_000 },
    );
  });

  test('takes its values from parameters', () => {
    const [meets] = scalarTests({ enum: { $param: 'codes' }, type: 'string' });
    const lookup = (codes: unknown) => () => codes;
    expect(meets?.('403', lookup(['403', '429']), 0)).toBe(true);
    expect(meets?.('500', lookup(['403', '429']), 0)).toBe(false);
    expect(meets?.('403', lookup([]), 0)).toBe(false);
  });
});
