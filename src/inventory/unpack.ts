import { createGunzip } from 'node:zlib';
import { SNIFF_BYTES, sniff } from './encoding.ts';
import { Unreadable } from './problem.ts';

/** Pieces of a source, in order; none is written to again after it was given. */
export type Chunks = AsyncIterable<Uint8Array>;

/** zlib's own 16 KiB makes unpacking several times slower. */
const GUNZIP_BYTES = 256 << 10;
/** A file compressed again on its way through a bucket; more layers than this are no export. */
const MAX_LAYERS = 3;
/** fzstd's code for input that ends early. */
const ZSTD_EOF = 5;

const TRUNCATED = 'the file was cut off: export or copy it again';

/** The text of the source as UTF-8 without a leading mark, whatever it was packed and written in. */
export async function decode(chunks: Chunks): Promise<Chunks> {
  let { head, rest } = await peek(chunks);
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const encoding = sniff(head);
    if (encoding !== 'gzip' && encoding !== 'zstd') break;
    ({ head, rest } = await peek(encoding === 'gzip' ? gunzip(rest) : unzstd(rest)));
  }
  const encoding = sniff(head);
  if (encoding === 'utf-32') {
    const hint = 'save it as UTF-8';
    throw new Unreadable({
      code: 'E_INPUT_ENCODING',
      message: 'is written in UTF-32, which is not read',
      hint,
    });
  }
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? transcode(rest, encoding) : rest;
}

/** The first bytes, and the pieces with those bytes still in front. */
async function peek(chunks: Chunks): Promise<{ head: Buffer; rest: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < SNIFF_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* rest() {
    try {
      if (head.length > 0) yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, rest: rest() };
}

/**
 * Unpacks gzip, also several members one after another and zeros behind the last. Each piece is unpacked before the
 * next is given, and the end is told by itself: told with the last piece, zlib drops what that piece holds when the
 * data ends early. What is ready is handed on while the next piece is being unpacked.
 */
async function* gunzip(chunks: Chunks): Chunks {
  const unpacked = createGunzip({ chunkSize: GUNZIP_BYTES });
  let ready: Uint8Array[] = [];
  let ended = false;
  let cause: unknown;
  let wake = () => {};
  const finish = (why?: unknown) => {
    ended = true;
    cause ??= why;
    wake();
  };
  const isOver = () => ended;
  const taken = () => {
    const pieces = ready;
    ready = [];
    return pieces;
  };
  unpacked.on('data', (piece: Uint8Array) => ready.push(piece));
  unpacked.on('end', () => finish());
  unpacked.on('error', finish);
  try {
    try {
      for await (const chunk of chunks) {
        if (isOver()) continue;
        const pieces = taken();
        const written = new Promise<void>((resolve) => {
          wake = resolve;
          unpacked.write(chunk, (why) => (why ? finish(why) : resolve()));
        });
        yield* pieces;
        await written;
        if (cause !== undefined) break;
      }
    } catch (why) {
      // What came before the source failed is still handed on.
      finish(why);
    }
    if (!isOver())
      await new Promise<void>((resolve) => {
        wake = resolve;
        unpacked.end();
      });
    yield* taken();
    if (cause !== undefined) throw gzipProblem(cause);
  } finally {
    unpacked.destroy();
  }
}

function gzipProblem(cause: unknown): Unreadable {
  if (cause instanceof Unreadable) return cause;
  if (cause instanceof Error && 'code' in cause && cause.code === 'Z_BUF_ERROR')
    return new Unreadable(
      { code: 'E_INPUT_TRUNCATED', message: 'the gzip data ends early', hint: TRUNCATED },
      cause,
    );
  const hint = 'export or copy it again';
  return new Unreadable({ code: 'E_INPUT_GZIP', message: 'the gzip data is damaged', hint }, cause);
}

/** Unpacks zstd: any number of frames, skippable ones between them. Checksums of frames are not compared. */
async function* unzstd(chunks: Chunks): Chunks {
  // Few exports are packed so.
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  const frames = new Decompress((piece) => ready.push(piece));
  const push = (chunk: Uint8Array, last: boolean) => {
    try {
      frames.push(chunk, last);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === ZSTD_EOF)
        throw new Unreadable(
          { code: 'E_INPUT_TRUNCATED', message: 'the zstd data ends early', hint: TRUNCATED },
          cause,
        );
      const why =
        cause instanceof Error && 'code' in cause ? cause.message : 'damaged, or packed with a dictionary';
      const hint = 'unpack it with `zstd -d` and pass the result';
      throw new Unreadable(
        { code: 'E_INPUT_ZSTD', message: `the zstd data cannot be read: ${why}`, hint },
        cause,
      );
    }
    const pieces = ready;
    ready = [];
    return pieces;
  };
  for await (const chunk of chunks) yield* push(chunk, false);
  yield* push(new Uint8Array(0), true);
}

async function* transcode(chunks: Chunks, encoding: 'utf-16le' | 'utf-16be'): Chunks {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text.length > 0) yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest.length > 0) yield Buffer.from(rest);
}
