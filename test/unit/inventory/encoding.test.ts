import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Problem, Unreadable } from '../../../src/inventory/problem.ts';
import { readRecords } from '../../../src/inventory/read.ts';
import { filesOf, type Source } from '../../../src/inventory/source.ts';
import { ENCODINGS, LAYOUTS, record, zstd } from './layouts.ts';

const SELECTION = { types: ['a/B', 'sqladmin.googleapis.com/Instance'], iam: { needles: ['allUsers'] } };

async function read(source: Source | Buffer | string, selection = SELECTION, chunk = 1 << 16) {
  const records: { value: unknown; line: number; column: number }[] = [];
  const problems: Problem[] = [];
  const given = typeof source === 'string' ? Buffer.from(source) : source;
  const from = Buffer.isBuffer(given) ? { uri: '-', stream: pieces(given, chunk) } : given;
  const summary = await readRecords(from, selection, {
    record: (value, line, column) => records.push({ value, line, column }),
    problem: (problem) => problems.push(problem),
  });
  return { records, problems, summary };
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inventory-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Buffer | string): Source {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { uri: name, path };
}

describe('encodings', () => {
  it.each(ENCODINGS)('gives the same records and places in every layout: $name', async ({ encode }) => {
    const layout = fc.constantFrom(...LAYOUTS);
    const records = fc.array(record, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(layout, records, fc.integer({ min: 1, max: 300 }), async ({ write }, list, chunk) => {
        const plain = await read(write(list));
        const coded = await read(encode(write(list)), SELECTION, chunk);
        expect(coded.problems).toEqual([]);
        expect(coded.records).toEqual(plain.records);
        expect(coded.records.map(({ value }) => value)).toEqual(
          list.filter((one) => one.assetType === 'a/B'),
        );
        expect(coded.summary).toEqual({ ...plain.summary, bytes: encode(write(list)).length });
      }),
      { numRuns: 40 },
    );
  });

  it.each(ENCODINGS)('is told by content, not by name: $name', async ({ encode }) => {
    const text = '{"name":"//a","assetType":"a/B","text":"é🚀"}\n';
    for (const name of ['export.json', 'export.gz', 'export.zst', 'export']) {
      const { records, problems } = await read(file(name, encode(text)));
      expect({ records, problems }).toEqual({
        records: [{ value: JSON.parse(text), line: 1, column: 1 }],
        problems: [],
      });
    }
  });

  it('reads a file longer than what is kept in memory', async () => {
    const line = (i: number) =>
      `{"name":"//${i}","assetType":"a/${i % 1000 ? 'C' : 'B'}","text":"${'é'.repeat(400)}"}`;
    const text = Array.from({ length: 5000 }, (_, i) => line(i)).join('\n');
    const { records, summary } = await read(file('long.json', text));
    expect(records.map(({ line }) => line)).toEqual([1, 1001, 2001, 3001, 4001]);
    expect(summary).toMatchObject({ framed: 5000, parsed: 5, bytes: Buffer.byteLength(text) });
    for (const packed of [gzipSync(text), zstd(Buffer.from(text))])
      expect((await read(file('long.json', packed))).records).toEqual(records);
  });

  it('tells how far it is', async () => {
    const seen: [number, number][] = [];
    const source = file('progress.json', '{"assetType":"x"}\n'.repeat(50_000));
    await readRecords(source, SELECTION, { record() {}, problem() {} }, (done, total) =>
      seen.push([done, total]),
    );
    expect(seen.at(-1)).toEqual([900_000, 900_000]);
    expect(seen.length).toBeGreaterThan(2);
  });
});

describe('input that cannot be read', () => {
  const good = '{"name":"//a","assetType":"a/B"}\n';
  const many = Buffer.from(
    Array.from({ length: 40_000 }, (_, i) => good.replace('//a', `//${i * 7919}`)).join(''),
  );

  it.each([
    ['an HTML page', '\n<!DOCTYPE html>\n<html>', 'E_INPUT_HTML', 2],
    ['XML', '<?xml version="1.0"?><Error/>', 'E_INPUT_XML', 1],
    ['a key', '-----BEGIN PRIVATE KEY-----\nMIIE', 'E_INPUT_PEM', 1],
    ['YAML', '---\nname: //a\nassetType: a/B\n', 'E_INPUT_YAML', 1],
    ['YAML without a mark', 'ancestors:\n- projects/1\nassetType: a/B\n', 'E_INPUT_YAML', 1],
    ['a table', 'NAME,TYPE,LOCATION\na,b,c\n', 'E_INPUT_CSV', 1],
    ['an error of gcloud', 'ERROR: (gcloud.asset.export) PERMISSION_DENIED', 'E_INPUT_API_ERROR', 1],
    ['other text', 'Export in progress', 'E_INPUT_TEXT', 1],
    ['a zip archive', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'E_INPUT_ARCHIVE', 1],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'E_INPUT_ARCHIVE', 1],
    ['other bytes', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), 'E_INPUT_BINARY', 1],
    [
      'a Terraform plan',
      '{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{}}',
      'E_INPUT_TERRAFORM_PLAN',
      1,
    ],
    [
      'a Terraform state',
      '{\n  "version": 4,\n  "terraform_version": "1.9.0",\n  "serial": 1\n}',
      'E_INPUT_TERRAFORM_STATE',
      1,
    ],
    [
      'a shown Terraform state',
      '{"format_version":"1.0","terraform_version":"1.9.0","values":{}}',
      'E_INPUT_TERRAFORM_STATE',
      1,
    ],
    ['an error reply', '{"error":{"code":403,"message":"denied"}}', 'E_INPUT_API_ERROR', 1],
    [
      'objects of an API',
      '[{"kind":"sql#instance","name":"a"}, {"kind":"sql#instance"}]',
      'E_INPUT_API_OBJECT',
      1,
    ],
    ['nothing', '', 'E_INPUT_EMPTY', undefined],
    ['blanks and comments', '\n# none\n \n', 'E_INPUT_EMPTY', undefined],
    ['an empty list', '[]', 'E_INPUT_EMPTY', undefined],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), 'E_INPUT_ENCODING', undefined],
    [
      'damaged gzip',
      Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      'E_INPUT_GZIP',
      undefined,
    ],
    [
      'damaged zstd',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xff, ...Array(40).fill(0xff)]),
      'E_INPUT_ZSTD',
      undefined,
    ],
  ])('%s', async (name, input, code, line) => {
    const { problems, records } = await read(file('wrong', Buffer.from(input)));
    expect(records).toEqual([]);
    expect(problems).toMatchObject([{ code, uri: 'wrong' }]);
    expect(problems[0]?.line).toBe(line);
    if (name !== 'nothing')
      expect((await read(Buffer.from(input), SELECTION, 1)).problems).toMatchObject([{ code }]);
  });

  it.each([
    ['gzip', gzipSync(many)],
    ['a second gzip member', Buffer.concat([gzipSync(many), gzipSync(many)])],
    ['zstd', zstd(many)],
  ])('%s that ends early gives what it held and an error', async (_, packed) => {
    const results = [];
    for (let run = 0; run < 3; run++)
      results.push(await read(file('short', packed.subarray(0, packed.length - 20))));
    for (const { problems, records } of results) {
      expect(problems).toMatchObject([{ code: 'E_INPUT_TRUNCATED', uri: 'short' }]);
      expect(records).toEqual(results[0]?.records);
    }
    expect(results[0]?.records.length).toBeGreaterThan(_ === 'a second gzip member' ? 40_000 : 10_000);
  });

  it('a gzip stream that stands behind other bytes is no gzip', async () => {
    const { problems } = await read(Buffer.concat([gzipSync(good), deflateRawSync(good)]));
    expect(problems).toMatchObject([{ code: 'E_INPUT_GZIP' }]);
  });

  it.each([
    ['missing.json', 'E_INPUT_NOT_FOUND'],
    ['', 'E_INPUT_DIRECTORY'],
  ])('the path %j', async (name, code) => {
    const { problems } = await read({ uri: name, path: join(folder, name) });
    expect(problems).toMatchObject([{ code, uri: name }]);
  });

  it('a stream that fails', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(good);
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    const { problems, records } = await read({ uri: '-', stream: failing() });
    expect(records).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'E_INPUT_READ', message: 'reading failed (EIO)' }]);
  });

  it('an error of the one who takes the records is not hidden', async () => {
    const sink = {
      record() {
        throw new Error('mine');
      },
      problem() {},
    };
    await expect(readRecords(file('good', good), SELECTION, sink)).rejects.toThrow('mine');
  });
});

describe('records', () => {
  it.each(LAYOUTS)('that are not asked for are counted without being parsed: $name', async ({ write }) => {
    const flat = { name: '//a', assetType: 'a/C' };
    const nested = { ...flat, x: { y: [{ z: {} }, { '}': '\n}' }] } };
    const { problems, summary } = await read(write([flat, nested, flat, nested]), {
      types: [],
      iam: { needles: [] },
    });
    expect(problems).toEqual([]);
    expect(summary).toMatchObject({ framed: 4, parsed: 0 });
  });

  it('of a malformed line are reported with place, reason and type', async () => {
    const text =
      '{"name":"//a","assetType":"a/B"}\n{"name":"//b","assetType":"a/B","x":[1 2]}\n{"name":"//c","assetType":"a/B"}';
    const { problems, records } = await read(text);
    expect(records.map(({ line }) => line)).toEqual([1, 3]);
    expect(problems).toEqual([
      {
        code: 'E_RECORD_MALFORMED',
        uri: '-',
        message: 'expected , or ] near 2]}',
        line: 2,
        column: 40,
        assetType: 'a/B',
      },
    ]);
  });

  it('without a type are reported among assets', async () => {
    const text = '{"kind":"x"}\n{"name":"//a","assetType":"a/C"}\n{"kind":"y"}\n';
    const { problems } = await read(text);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['E_RECORD_NOT_ASSET', 1],
      ['E_RECORD_NOT_ASSET', 3],
    ]);
  });

  it('that are manifests are handed on', async () => {
    const manifest = { pinkyManifest: { types: [{ assetType: 'k8s.io/Pod' }] } };
    expect((await read(JSON.stringify(manifest))).records).toMatchObject([{ value: manifest }]);
  });

  it('are found in a page that follows them on a line of its own', async () => {
    const policy = '"iamPolicy":{"bindings":[{"members":["allUsers"]}]}';
    const text = `{"assetType":"a/B"}\n{"assets":[{"assetType":"a/B"},{"assetType":"a/C",${policy}}]}\n{"assetType":"a/B"}`;
    const { problems, records } = await read(text);
    expect(problems).toEqual([]);
    expect(records.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [2, 12],
      [2, 32],
      [3, 1],
    ]);
  });

  it('may be missing from pages, which tell when they were read', async () => {
    const { problems, summary } = await read(
      '{"readTime":"2026-01-01T00:00:00Z"}\n{"assets":[],"read_time":"2026-01-02T00:00:00Z"}',
    );
    expect(problems).toEqual([]);
    expect(summary.readTimes).toEqual(['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']);
  });
});

describe('IAM policies', () => {
  const pod = (project: string, rest: string) =>
    `{"name":"//k8s.io/projects/${project}/x","assetType":"k8s.io/Pod",${rest}}\n`;

  it('of other types are counted, and handed on when a needle is in them', async () => {
    const text =
      pod('p', '"iamPolicy":{"bindings":[]}') +
      pod('p', '"iamPolicy":{"bindings":[{"members":["allUsers"]}]}') +
      pod('p', '"iamPolicy":{}') +
      pod('q', '"iamPolicy":{"bindings":[{"members":["\\u0061llUsers"]}]}');
    const { records, summary } = await read(text);
    expect(records.map(({ line }) => line)).toEqual([2, 4]);
    expect([...summary.policies]).toEqual([
      ['p', 3],
      ['q', 1],
    ]);
  });

  it('in nested data are none', async () => {
    const { records, summary } = await read(
      pod('p', '"resource":{"data":{"iamPolicy":{"bindings":["allUsers"]}}}'),
    );
    expect(records).toEqual([]);
    expect(summary.policies.size).toBe(0);
  });
});

describe('directories', () => {
  it('give their files by name, those of their folders too, but nothing hidden', async () => {
    const shards = join(folder, 'shards');
    mkdirSync(join(shards, 'deeper'), { recursive: true });
    for (const name of ['b-00001', 'a-00000', '.hidden', 'deeper/0']) writeFileSync(join(shards, name), '');
    expect(filesOf(shards)).toEqual(['a-00000', 'b-00001', 'deeper/0'].map((name) => join(shards, name)));
    expect(filesOf(join(shards, 'a-00000'))).toEqual([join(shards, 'a-00000')]);
  });

  it('that do not exist are an error', () => {
    expect(() => filesOf(join(folder, 'nowhere'))).toThrow(Unreadable);
  });
});
