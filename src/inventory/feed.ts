import { setImmediate } from 'node:timers/promises';
import { PinkyError } from '../errors.ts';
import { SNIFF_BYTES, sniff } from './encoding.ts';
import type { Framer } from './framer.ts';
import { LineReader, type Sizes, type Taker } from './lines/read.ts';
import { OpenFile, READ_BYTES, type Source, unreadable } from './source.ts';
import { type Chunks, decode } from './unpack.ts';

/** Packed input is handed on in pieces of this size, so that unpacking and framing take turns. */
const PACKED_BYTES = 256 << 10;
/** After so many bytes signals and timers get their turn. */
const TURN_BYTES = 64 << 20;

/** Called with the bytes taken from the source so far and their total, 0 when that is not known. */
export type Progress = (read: number, total: number) => void;

/**
 * Puts all bytes of the source through the framer as UTF-8.
 * A plain file is read straight into the framer's memory: streams and copies cost several times the reading.
 */
export async function feed(
  source: Source,
  framer: Framer,
  taker: Taker,
  progress?: Progress,
  sizes?: Sizes,
): Promise<void> {
  let read = 0;
  const count = (bytes: number, total: number) => {
    read += bytes;
    progress?.(read, total);
  };
  if ('stream' in source) {
    await drain(
      counted(source.stream, (bytes) => count(bytes, 0)),
      framer,
    );
    return;
  }
  const file = new OpenFile(source.path);
  try {
    const head = Buffer.alloc(SNIFF_BYTES);
    let had = 0;
    for (let got = -1; had < SNIFF_BYTES && got !== 0; had += got)
      got = file.read(head, had, SNIFF_BYTES - had);
    const start = head.subarray(0, had);
    if (sniff(start) === 'utf-8') {
      if (had > 0) framer.push(start);
      count(had, file.size);
      const lines = new LineReader(file, framer, taker, sizes);
      await plain(file, framer, lines, (bytes) => count(bytes, file.size));
    } else {
      await drain(
        counted(pieces(file, start), (bytes) => count(bytes, file.size)),
        framer,
      );
    }
  } finally {
    file.close();
  }
}

async function plain(
  file: OpenFile,
  framer: Framer,
  lines: LineReader,
  count: (bytes: number) => void,
): Promise<void> {
  let sinceTurn = 0;
  while (!framer.stopped) {
    await lines.read(count);
    const room = framer.space(READ_BYTES);
    const got = file.read(room.buffer, room.at, room.length);
    if (got === 0) break;
    framer.filled(got);
    count(got);
    sinceTurn += got;
    if (sinceTurn >= TURN_BYTES) {
      sinceTurn = 0;
      await setImmediate();
    }
  }
  framer.end();
}

async function drain(chunks: Chunks, framer: Framer): Promise<void> {
  for await (const chunk of await decode(chunks)) {
    framer.push(chunk);
    if (framer.stopped) break;
  }
  framer.end();
}

async function* pieces(file: OpenFile, start: Uint8Array): Chunks {
  yield start;
  for (;;) {
    const piece = Buffer.allocUnsafe(PACKED_BYTES);
    const got = file.read(piece, 0, PACKED_BYTES);
    if (got === 0) return;
    yield piece.subarray(0, got);
  }
}

async function* counted(chunks: Chunks, count: (bytes: number) => void): Chunks {
  try {
    for await (const chunk of chunks) {
      count(chunk.length);
      yield chunk;
    }
  } catch (cause) {
    // Who gives a stream of its own says in full what is wrong.
    throw cause instanceof PinkyError ? cause : unreadable(cause);
  }
}
