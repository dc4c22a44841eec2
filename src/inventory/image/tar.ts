/** Why an archive cannot be read further. */
export class TarError extends Error {}

/** One member of an archive: its bytes are read or skipped before the next is asked for. */
export interface TarEntry {
  readonly path: string;
  /** Bytes; links and folders have none. */
  readonly size: number;
  readonly regular: boolean;
  /** The member's bytes; callers bound what they ask for by `size`. */
  read(): Promise<Buffer>;
}

const BLOCK = 512;
/** Long names and attributes of POSIX and GNU archives are a path or two; more is an attack or a mistake. */
const MAX_HEADER_BYTES = 1 << 20;

/** Takes bytes from a stream of chunks, in order. */
class Intake {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes of the current chunk, at most `most`; undefined at the end. */
  async #some(most: number): Promise<Uint8Array | undefined> {
    while (this.#at === this.#chunk.length) {
      const next = await this.#chunks.next();
      if (next.done) return undefined;
      this.#chunk = next.value;
      this.#at = 0;
    }
    const piece = this.#chunk.subarray(this.#at, this.#at + most);
    this.#at += piece.length;
    return piece;
  }

  /** `size` bytes, or fewer at the end of the stream. */
  async take(size: number): Promise<Buffer> {
    const out = Buffer.alloc(size);
    let had = 0;
    while (had < size) {
      const piece = await this.#some(size - had);
      if (!piece) return out.subarray(0, had);
      out.set(piece, had);
      had += piece.length;
    }
    return out;
  }

  async skip(size: number): Promise<void> {
    for (let left = size; left > 0; ) {
      const piece = await this.#some(left);
      if (!piece) throw new TarError('the archive ends inside a member');
      left -= piece.length;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

const text = (bytes: Buffer): string => {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
};

/** An octal number, or a base-256 one where its first bit is set (GNU, for sizes from 8 GiB). */
function number(field: Buffer): number {
  if ((field[0] as number) & 0x80) {
    let value = (field[0] as number) & 0x7f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  return Number.parseInt(text(field).trim() || '0', 8);
}

/** Whether the header's own checksum holds: its bytes summed, the checksum's counted as spaces. */
function isSound(header: Buffer): boolean {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] as number);
  return number(header.subarray(148, 156)) === sum;
}

/** The records of a POSIX extended header: `"<length> <key>=<value>\n"`, the length counting itself. */
function attributes(bytes: Buffer): Map<string, string> {
  const all = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = Number.parseInt(bytes.toString('latin1', at, space), 10);
    if (space < 0 || !(length > 0)) break;
    const [key = '', ...value] = bytes.toString('utf8', space + 1, at + length - 1).split('=');
    all.set(key, value.join('='));
    at += length;
  }
  return all;
}

/**
 * The members of a tar archive (POSIX ustar and pax, GNU long names), in order.
 *
 * @throws TarError where the bytes are no tar archive or end too early
 */
export async function* tarEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const intake = new Intake(chunks);
  let longName: string | undefined;
  let pax = new Map<string, string>();
  try {
    for (let first = true; ; first = false) {
      const header = await intake.take(BLOCK);
      if (header.length === 0 && !first) return;
      if (header.length < BLOCK)
        throw new TarError(first ? 'is no tar archive' : 'the archive ends inside a header');
      if (header.every((byte) => byte === 0)) return;
      if (!isSound(header))
        throw new TarError(first ? 'is no tar archive' : 'a header of the archive is damaged');
      const kind = String.fromCharCode(header[156] as number);
      const size = Number(pax.get('size') ?? number(header.subarray(124, 136)));
      if (!Number.isSafeInteger(size) || size < 0) throw new TarError('a header of the archive is damaged');
      const padded = Math.ceil(size / BLOCK) * BLOCK;
      if (kind === 'x' || kind === 'L') {
        if (size > MAX_HEADER_BYTES) throw new TarError('a header of the archive is too long');
        const bytes = (await take(intake, padded)).subarray(0, size);
        if (kind === 'L') longName = text(bytes);
        else pax = attributes(bytes);
        continue;
      }
      if (kind === 'K' || kind === 'g') {
        await intake.skip(padded);
        continue;
      }
      const prefix = text(header.subarray(345, 500));
      const short = text(header.subarray(0, 100));
      const ustar = header.toString('latin1', 257, 262) === 'ustar' && prefix !== '';
      const path = pax.get('path') ?? longName ?? (ustar ? `${prefix}/${short}` : short);
      let left = padded;
      yield {
        path: path.replace(/^(\.?\/)+/, ''),
        size,
        regular: kind === '0' || kind === '\0',
        async read() {
          const bytes = await take(intake, padded);
          left = 0;
          return bytes.subarray(0, size);
        },
      };
      await intake.skip(left);
      longName = undefined;
      pax = new Map();
    }
  } finally {
    await intake.close();
  }
}

async function take(intake: Intake, size: number): Promise<Buffer> {
  const bytes = await intake.take(size);
  if (bytes.length < size) throw new TarError('the archive ends inside a member');
  return bytes;
}
