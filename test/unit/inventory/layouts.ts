import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A way to write a list of records down, and where each record's first byte then stands. */
export interface Layout {
  name: string;
  write(records: unknown[]): string;
}

const lines = (records: unknown[], end: string) =>
  records.map((record) => JSON.stringify(record) + end).join('');
const indented = (records: unknown[], indent: number | string) => JSON.stringify(records, null, indent);

/** Every layout that readers accept. */
export const LAYOUTS: Layout[] = [
  { name: 'one per line', write: (records) => lines(records, '\n') },
  { name: 'one per line, CRLF', write: (records) => lines(records, '\r\n') },
  { name: 'one per line, last newline missing', write: (records) => lines(records, '\n').slice(0, -1) },
  { name: 'one per line, NUL behind', write: (records) => `${lines(records, '\n')}\0\0` },
  {
    name: 'one per line between comments and blank lines',
    write: (records) => `# made by hand\n\n${lines(records, '\n\n# next\n  \n')}`,
  },
  { name: 'each ended by NUL', write: (records) => lines(records, '\0') },
  {
    name: 'JSON text sequence',
    write: (records) => records.map((record) => `\x1e${JSON.stringify(record)}\n`).join(''),
  },
  { name: 'array, minified', write: (records) => JSON.stringify(records) },
  { name: 'array, indented by 2', write: (records) => `${indented(records, 2)}\n` },
  {
    name: 'array, indented by a tab, CRLF',
    write: (records) => indented(records, '\t').replaceAll('\n', '\r\n'),
  },
  {
    name: 'array, one element per line',
    write: (records) => `[\n${records.map((r) => JSON.stringify(r)).join(',\n')}\n]\n`,
  },
  {
    name: 'array, commas first',
    write: (records) => `[${records.map((r) => JSON.stringify(r)).join('\n, ')}]`,
  },
  {
    name: 'arrays, one after another',
    write: (records) => records.map((record) => JSON.stringify([record])).join('\n'),
  },
  { name: 'array of arrays', write: (records) => JSON.stringify(records.map((record) => [record])) },
  { name: 'concatenated on one line', write: (records) => lines(records, '') },
  {
    name: 'concatenated, indented by 4',
    write: (records) => records.map((r) => JSON.stringify(r, null, 4)).join('\n'),
  },
  {
    name: 'concatenated, indented, no newline between',
    write: (records) => records.map((r) => JSON.stringify(r, null, 1)).join(''),
  },
  {
    name: 'not indented but broken into lines',
    write: (records) => records.map((r) => JSON.stringify(r, null, 1).replaceAll(/\n +/g, '\n')).join('\n'),
  },
  {
    name: 'page, minified',
    write: (records) =>
      JSON.stringify({ readTime: '2026-01-01T00:00:00Z', assets: records, nextPageToken: 'x' }),
  },
  {
    name: 'page, indented',
    write: (records) => JSON.stringify({ assets: records, readTime: '2026-01-01T00:00:00Z' }, null, 2),
  },
  {
    name: 'pages, minified, on lines',
    write: (records) => records.map((r) => JSON.stringify({ nextPageToken: '[{', assets: [r] })).join('\n'),
  },
  {
    name: 'pages, indented, concatenated',
    write: (records) => records.map((r) => JSON.stringify({ assets: [r, r].slice(1) }, null, 2)).join('\n'),
  },
  {
    name: 'array of search pages',
    write: (records) => JSON.stringify([{ results: records }, { results: [] }]),
  },
];

/** Every encoding that readers accept, of a text. */
export const ENCODINGS: { name: string; encode(text: string): Buffer }[] = [
  { name: 'UTF-8', encode: (text) => Buffer.from(text) },
  { name: 'UTF-8 with mark', encode: (text) => Buffer.from(`\ufeff${text}`) },
  { name: 'UTF-16LE with mark', encode: (text) => Buffer.from(`\ufeff${text}`, 'utf16le') },
  { name: 'UTF-16LE', encode: (text) => Buffer.from(text, 'utf16le') },
  { name: 'UTF-16BE with mark', encode: (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16() },
  { name: 'UTF-16BE', encode: (text) => Buffer.from(text, 'utf16le').swap16() },
  { name: 'gzip', encode: (text) => gzipSync(text) },
  { name: 'gzip of UTF-16LE with mark', encode: (text) => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')) },
  { name: 'gzip twice', encode: (text) => gzipSync(gzipSync(text)) },
  { name: 'gzip in two members, zeros behind', encode: members },
  { name: 'zstd', encode: (text) => zstd(Buffer.from(text)) },
  { name: 'zstd in two frames around a skippable one', encode: frames },
];

function members(text: string): Buffer {
  const bytes = Buffer.from(text);
  const cut = bytes.length >> 1;
  return Buffer.concat([gzipSync(bytes.subarray(0, cut)), gzipSync(bytes.subarray(cut)), Buffer.alloc(512)]);
}

/**
 * A zstd frame (RFC 8878, 3.1.1) of raw blocks: magic number, a descriptor that says "one segment, 4-byte content
 * size", the size, and blocks of at most 128 KiB, each with a 3-byte header.
 */
export function zstd(content: Buffer): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  head.writeUInt32LE(content.length, 5);
  const parts: Buffer[] = [head];
  for (let at = 0; at === 0 || at < content.length; at += 1 << 17) {
    const block = content.subarray(at, at + (1 << 17));
    const last = at + block.length >= content.length ? 1 : 0;
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | last, 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

function frames(text: string): Buffer {
  const bytes = Buffer.from(text);
  const cut = bytes.length >> 1;
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  return Buffer.concat([
    skippable,
    zstd(bytes.subarray(0, cut)),
    skippable,
    zstd(bytes.subarray(cut)),
    skippable,
  ]);
}

/** Objects as records are, with whatever JSON may hold inside: brackets, quotes and escapes in strings included. */
export const record: fc.Arbitrary<Record<string, unknown>> = fc
  .dictionary(text(), fc.jsonValue({ depthSize: 'small', stringUnit: unit() }) as fc.Arbitrary<unknown>, {
    maxKeys: 4,
  })
  // Through JSON once: it has no negative zero.
  .map((rest) => JSON.parse(JSON.stringify({ name: '//x', assetType: 'a/B', ...rest })));

function unit(): fc.Arbitrary<string> {
  return fc.constantFrom(
    'a',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    '#',
    ' ',
    'é',
    '本',
    '🚀',
    'T',
    '\u2028',
  );
}

function text(): fc.Arbitrary<string> {
  return fc.string({ unit: unit(), maxLength: 6 }).filter((key) => key !== '__proto__' && key !== 'toJSON');
}

/** Line and column (UTF-16 units, from 1) of what follows the text. */
export function place(textBefore: string): { line: number; column: number } {
  const above = textBefore.split('\n');
  return { line: above.length, column: (above.at(-1) as string).length + 1 };
}
