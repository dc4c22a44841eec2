import { Cursor, NEEDLE_BYTES, NOWHERE } from './cursor.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** Position of the first byte at or after `at` that is not JSON white space. */
export function skipSpace(view: Buffer, at: number): number {
  let i = at;
  for (;;) {
    const byte = view[i];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return i;
    i++;
  }
}

/**
 * Finds the values of one key wherever it stands in a record, at any depth: the bytes `"key"`, white space, a
 * colon. The same bytes as a string value are passed over. A key written with escapes is not found.
 */
export class KeyCursor {
  /** Where the key found last opens with its quote. */
  start = 0;
  private readonly cursor: Cursor;
  private readonly key: Buffer;
  /** Bytes of the key, quotes included, before those searched for. */
  private readonly before: number;
  private view: Buffer = Buffer.alloc(0);

  /** `from` is where in the key its rarest byte stands: the search begins there. */
  constructor(key: string, from: number) {
    this.key = Buffer.from(`"${key}"`);
    this.before = from + 1;
    this.cursor = new Cursor(`${key}"`.slice(from, from + NEEDLE_BYTES));
  }

  begin(view: Buffer): void {
    this.view = view;
    this.cursor.begin(view);
  }

  /** Position of the key's value at or after `from`, when the key stands wholly in `[from, end)`; else NOWHERE. */
  next(from: number, end: number): number {
    const { view, key } = this;
    for (let at = this.cursor.next(from); at < end; at = this.cursor.next(at + 1)) {
      const start = at - this.before;
      let i = 0;
      while (i < key.length && view[start + i] === key[i]) i++;
      if (i < key.length || start < from) continue;
      const colon = skipSpace(view, start + i);
      if (view[colon] !== COLON || colon >= end) continue;
      this.start = start;
      return skipSpace(view, colon + 1);
    }
    return NOWHERE;
  }
}

/** End of the string that opens at `at`, exclusive of its quote; -1 when no plain string (without escapes) stands there. */
export function plainString(view: Buffer, at: number, end: number): number {
  if (view[at] !== QUOTE) return -1;
  for (let i = at + 1; i < end; i++) {
    const byte = view[i];
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) return -1;
  }
  return -1;
}
