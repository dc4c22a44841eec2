import { createRequire } from 'node:module';
import * as protoLoader from '@grpc/proto-loader';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordLine } from '../../../../src/inventory/live/record.ts';
import { structText, timestampOf, timeText } from '../../../../src/inventory/live/struct.ts';

const require = createRequire(import.meta.url);

/** How gax has messages decoded: google-gax, GrpcClient.defaultOptions. */
const OPTIONS = { keepCase: false, longs: String, enums: String, defaults: true, oneofs: true };

type Definition = {
  readonly requestDeserialize: (bytes: Buffer) => object;
  readonly responseSerialize: (message: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => { readonly assets: never[] };
};

const { ListAssets } = protoLoader.fromJSON(require('@google-cloud/asset/build/protos/protos.json'), OPTIONS)[
  'google.cloud.asset.v1.AssetService'
] as unknown as Record<string, Definition>;

/** A message as the client gives it: it went through bytes. */
function received(asset: object): never {
  const { responseSerialize, responseDeserialize } = ListAssets as Definition;
  return responseDeserialize(responseSerialize({ assets: [asset] })).assets[0] as never;
}

/** JSON as a Value, the way a server writes it. */
function protoOf(json: unknown): object {
  if (json === null) return { nullValue: 'NULL_VALUE' };
  if (typeof json === 'string') return { stringValue: json };
  if (typeof json === 'number') return { numberValue: json };
  if (typeof json === 'boolean') return { boolValue: json };
  if (Array.isArray(json)) return { listValue: { values: json.map(protoOf) } };
  return { structValue: structOf(json as object) };
}

const structOf = (json: object) => ({
  fields: Object.fromEntries(Object.entries(json).map(([key, value]) => [key, protoOf(value)])),
});

const bucket = (data: object) => ({
  name: '//storage.googleapis.com/b',
  assetType: 'storage.googleapis.com/Bucket',
  resource: { version: 'v1', data: structOf(data) },
});
const dataOf = (data: object): unknown => JSON.parse(recordLine(received(bucket(data)))).resource.data;

describe('the content of an asset', () => {
  test('is the JSON that the server had, whatever it is', () => {
    const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => value !== null);
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          json,
        ),
        (data) => {
          // A double has one zero in JSON.
          expect(dataOf(data)).toEqual(JSON.parse(JSON.stringify(data)));
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    ['an integer', { n: 80 }, '{"n":80}'],
    ['an int64, which is a text', { n: '9223372036854775807' }, '{"n":"9223372036854775807"}'],
    [
      'zero, false and empty texts, which are not absent',
      { a: 0, b: false, c: '' },
      '{"a":0,"b":false,"c":""}',
    ],
    ['null', { a: null }, '{"a":null}'],
    ['empty lists and objects', { a: [], b: {} }, '{"a":[],"b":{}}'],
    ['a list of lists', { a: [[1], [[]], [null]] }, '{"a":[[1],[[]],[null]]}'],
    ['what JSON has no number for', { a: Number.NaN, b: -1 / 0 }, '{"a":"NaN","b":"-Infinity"}'],
    ['a fraction', { a: 0.1, b: 1e300 }, '{"a":0.1,"b":1e+300}'],
  ])('%s', (_, data, text) => {
    const { resource } = received(bucket(data)) as { resource: { data: never } };
    expect(structText(resource.data)).toBe(text);
  });
});

describe('a time', () => {
  test.each([
    ['2026-01-15T06:00:00Z'],
    ['2026-01-15T06:00:00.500Z'],
    ['2026-01-15T06:00:00.000001Z'],
    ['2026-01-15T06:00:00.000000001Z'],
    ['1969-12-31T23:59:59Z'],
  ])('%s goes to the API and back', (text) => {
    const { seconds, nanos } = timestampOf(text);
    expect(timeText({ seconds: String(seconds), nanos })).toBe(text);
  });
});
