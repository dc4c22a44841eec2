import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coerce } from '../../../../src/policy/schemas/coerce.ts';
import { type Schema, schemaOf, schemaTypes } from '../../../../src/policy/schemas/index.ts';
import { kindOf, literalsOf } from '../../../../src/policy/schemas/walk.ts';

type Pair = [canonical: unknown, encoded: unknown];

const same = (value: unknown): Pair => [value, value];

const objectOf = (fields: Readonly<Record<string, Schema>>): fc.Arbitrary<Pair> =>
  fc
    .tuple(
      ...Object.entries(fields).map(([key, schema]) =>
        fc.option(pairOf(schema), { nil: undefined, freq: 2 }).map((pair) => [key, pair] as const),
      ),
    )
    .map((entries) => {
      const present = entries.flatMap(([key, pair]) => (pair ? [[key, ...pair] as const] : []));
      return [
        Object.fromEntries(present.map(([key, canonical]) => [key, canonical])),
        Object.fromEntries(present.map(([key, , encoded]) => [key, encoded])),
      ];
    });

const integer = fc
  .tuple(
    fc.integer(),
    fc.constantFrom(Number, String, (n: number) => n.toFixed(1)),
  )
  .map(([number, encode]): Pair => [number, encode(number)]);

const double = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(Number, String))
  // JSON has no negative zero
  .map(([number, encode]): Pair => [number + 0, encode(number + 0)]);

const long = fc
  .tuple(fc.maxSafeInteger(), fc.constantFrom(Number, String))
  .map(([number, encode]): Pair => [String(number), encode(number)]);

/** A value as the API sends it, beside the same value as some export may encode it. */
const pairOf = (schema: Schema): fc.Arbitrary<Pair> => {
  const parts = schema as readonly Schema[];
  switch (kindOf(schema)) {
    case 'boolean':
      return fc.boolean().map(same);
    case 'integer':
      return integer;
    case 'number':
      return double;
    case 'int64':
      return long;
    case 'string':
      return fc.string().map(same);
    case 'enum': {
      const named = fc.constantFrom(...(literalsOf(schema) ?? [])).map(same);
      if (typeof parts[1] !== 'number') return named;
      return fc.oneof(named, fc.constant<Pair>([parts[2], parts[1]]));
    }
    case 'list':
      return fc
        .array(pairOf(parts[0] as Schema), { maxLength: 2 })
        .map((pairs): Pair => [pairs.map(([canonical]) => canonical), pairs.map(([, encoded]) => encoded)]);
    case 'map':
      return objectOf({ 'a.b': parts[1] as Schema, c: parts[1] as Schema });
    case 'object':
      return objectOf(schema as Readonly<Record<string, Schema>>);
    default:
      return fc.jsonValue().map(same);
  }
};

const copy = (value: unknown) => JSON.parse(JSON.stringify(value));

const refuse = (path: string, value: unknown): never => {
  throw new Error(`${path} does not convert: ${JSON.stringify(value)}`);
};

const service = schemaOf('run.googleapis.com/Service') as Schema;
const instance = schemaOf('sqladmin.googleapis.com/Instance') as Schema;
const alert = schemaOf('monitoring.googleapis.com/AlertPolicy') as Schema;
const iam = schemaOf('$iam') as Schema;

describe('coerce', () => {
  it.each([...schemaTypes(), '$iam'])('brings every encoding of %s to the canonical one', (type) => {
    const schema = schemaOf(type) as Schema;
    const check = ([canonical, encoded]: Pair) => {
      expect(coerce(schema, copy(encoded), refuse)).toEqual(copy(canonical));
      expect(coerce(schema, copy(canonical), refuse)).toEqual(copy(canonical));
    };
    fc.assert(fc.property(pairOf(schema), check), { numRuns: 20 });
  });

  it.each<[string, Schema, unknown, unknown]>([
    [
      'a Struct number',
      service,
      { template: { maxInstanceRequestConcurrency: 80.0 } },
      { template: { maxInstanceRequestConcurrency: 80 } },
    ],
    [
      'a quoted integer',
      service,
      { scaling: { minInstanceCount: '2' } },
      { scaling: { minInstanceCount: 2 } },
    ],
    ['a number for int64', service, { generation: 7 }, { generation: '7' }],
    ['a quoted double for int64', service, { generation: '7.0' }, { generation: '7' }],
    ['a number for a string', service, { labels: { tier: 1 } }, { labels: { tier: '1' } }],
    [
      'the number of an enum',
      iam,
      { auditConfigs: [{ auditLogConfigs: [{ logType: 3 }] }] },
      { auditConfigs: [{ auditLogConfigs: [{ logType: 'DATA_READ' }] }] },
    ],
    ['a number out of sequence', alert, { combiner: 3 }, { combiner: 'AND_WITH_MATCHING_RESOURCE' }],
    ['a literal newer than the schema', service, { ingress: 'NEW' }, { ingress: 'NEW' }],
    ['null, which is "not set"', service, { uri: null, ingress: 'X' }, { ingress: 'X' }],
    ['an unknown field', service, { newField: { deep: ['1', null] } }, { newField: { deep: ['1', null] } }],
  ])('converts or keeps %s', (_, schema, encoded, canonical) => {
    expect(coerce(schema, encoded, refuse)).toEqual(canonical);
  });

  it.each<[string, Schema, unknown, string]>([
    ['an object for a number', service, { scaling: { minInstanceCount: {} } }, 'scaling.minInstanceCount'],
    ['a word for a number', service, { scaling: { minInstanceCount: 'two' } }, 'scaling.minInstanceCount'],
    [
      'an empty string for a number',
      service,
      { scaling: { minInstanceCount: '' } },
      'scaling.minInstanceCount',
    ],
    [
      'a fraction for an integer',
      service,
      { scaling: { minInstanceCount: 1.5 } },
      'scaling.minInstanceCount',
    ],
    ['a string for a boolean', service, { defaultUriDisabled: 'true' }, 'defaultUriDisabled'],
    ['a boolean for a string', service, { labels: { 'a.b': true } }, 'labels["a.b"]'],
    ['a list for an object', service, { template: [] }, 'template'],
    ['an object for a list', service, { template: { containers: {} } }, 'template.containers'],
    ['a scalar for an object', instance, { settings: 'x' }, 'settings'],
    ['null in a list', service, { template: { containers: [{}, null] } }, 'template.containers[1]'],
    [
      'a scalar deep in lists',
      service,
      { template: { containers: [{ env: [{}, { valueSource: 'x' }] }] } },
      'template.containers[0].env[1].valueSource',
    ],
    ['an enum number nobody knows', service, { ingress: 99 }, 'ingress'],
    [
      'digits a double has already lost',
      instance,
      { settings: { settingsVersion: 2 ** 60 } },
      'settings.settingsVersion',
    ],
    [
      'NaN as the protos spell it',
      alert,
      { conditions: [{ conditionThreshold: { thresholdValue: 'NaN' } }] },
      'conditions[0].conditionThreshold.thresholdValue',
    ],
    ['a list for the whole', service, [], ''],
    ['a string for the whole', service, 'x', ''],
  ])('hands %s to onBad, and puts its answer there', (_, schema, value, path) => {
    const seen: string[] = [];
    const marker = 'unreadable';
    const result = coerce(schema, value, (at) => {
      seen.push(at);
      return marker;
    });
    expect(seen).toEqual([path]);
    expect(path === '' ? result : JSON.stringify(result)).toContain(marker);
  });

  it('keeps hostile keys inert', () => {
    const text =
      '{"__proto__":{"ingress":1},"constructor":{"prototype":1},"labels":{"__proto__":1,"toString":2},"scaling":{"__proto__":{"minInstanceCount":"5"}}}';
    const value = coerce(service, JSON.parse(text), refuse) as Record<string, object>;
    expect(JSON.stringify(value)).toBe(
      text.replace('"__proto__":1,"toString":2', '"__proto__":"1","toString":"2"'),
    );
    expect(Object.getPrototypeOf(value['labels'])).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['ingress']).toBeUndefined();
  });

  it('changes values in place', () => {
    const value = { scaling: { minInstanceCount: '3' } };
    expect(coerce(service, value, refuse)).toBe(value);
    expect(value.scaling.minInstanceCount).toBe(3);
  });
});
