import { describe, expect, it } from 'vitest';
import { TarError, tarEntries } from '../../../../src/inventory/image/tar.ts';
import { member } from './made.ts';

/** The archive in pieces of a size, so that every boundary falls somewhere. */
async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size = 700) {
  const out: [string, string][] = [];
  for await (const entry of tarEntries(pieces(bytes, size))) {
    if (entry.regular) out.push([entry.path, String(await entry.read())]);
  }
  return out;
}

const END = Buffer.alloc(1024);
const text = (content: string) => Buffer.from(content);
const long = `${'deep/'.repeat(40)}file`;

describe('members of an archive', () => {
  it.each<[string, Buffer[], [string, string][]]>([
    [
      'plain',
      [member('a', text('one')), member('./b', text('two'))],
      [
        ['a', 'one'],
        ['b', 'two'],
      ],
    ],
    ['empty', [member('a', text(''))], [['a', '']]],
    ['with a ustar prefix', [member('file', text('x'), { prefix: 'folder' })], [['folder/file', 'x']]],
    [
      'with a GNU long name',
      [
        member('././@LongLink', text(`${long}\0`), { kind: 'L' }),
        member('short', text('x')),
        member('b', text('y')),
      ],
      [
        [long, 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'with a pax path',
      [
        member('pax', text(`${long.length + 10} path=${long}\n`), { kind: 'x' }),
        member('short', text('x')),
        member('b', text('y')),
      ],
      [
        [long, 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'after a global header',
      [member('pax', text('13 comment=a\n'), { kind: 'g' }), member('a', text('x'))],
      [['a', 'x']],
    ],
    [
      'beside folders and links',
      [member('d', text(''), { kind: '5' }), member('l', text(''), { kind: '2' }), member('a', text('x'))],
      [['a', 'x']],
    ],
  ])('%s', async (_, members, expected) => {
    for (const size of [1, 511, 700, 100_000]) {
      expect(await read(Buffer.concat([...members, END]), size)).toEqual(expected);
    }
  });

  it('may be passed over unread', async () => {
    const seen: string[] = [];
    const bytes = Buffer.concat([member('a', Buffer.alloc(5000, 1)), member('b', text('x')), END]);
    for await (const { path } of tarEntries(pieces(bytes, 700))) seen.push(path);
    expect(seen).toEqual(['a', 'b']);
  });

  it('may have a size in base 256', async () => {
    const bytes = member('a', text('abc'));
    bytes.fill(0, 124, 136);
    bytes[124] = 0x80;
    bytes[135] = 3;
    bytes.write('        ', 148);
    const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(await read(Buffer.concat([bytes, END]))).toEqual([['a', 'abc']]);
  });
});

it.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('hello '.repeat(200))],
  ['a cut header', member('a', text('x')).subarray(0, 300)],
  ['a cut member', member('a', Buffer.alloc(3000, 1)).subarray(0, 2000)],
  ['a damaged second header', Buffer.concat([member('a', text('x')), Buffer.alloc(512, 9)])],
])('%s is refused', async (_, bytes) => {
  await expect(read(bytes)).rejects.toBeInstanceOf(TarError);
});
