import { Cursor, NEEDLE_BYTES } from './cursor.ts';

/** Letters by how seldom they occur in an inventory (counted over a generated one), the rarest first. */
const RAREST = 'XJWKYVQHqFZGBzCxOMUDjSNLAPIR_EwkT';

/** Finds whole words in the bytes, searching for the few bytes from the rarest letter of each on. */
export class Needles {
  private readonly words: { bytes: Buffer; from: number; cursor: Cursor }[];
  private view: Buffer = Buffer.alloc(0);

  constructor(words: readonly string[]) {
    const cursors = new Map<string, Cursor>();
    this.words = words.map((word) => {
      const rare = [...RAREST].find((letter) => word.includes(letter));
      const at = rare === undefined ? 0 : word.lastIndexOf(rare);
      const from = Buffer.byteLength(word.slice(0, at));
      const part = word.slice(at, at + NEEDLE_BYTES);
      const cursor = cursors.get(part) ?? new Cursor(part);
      cursors.set(part, cursor);
      return { bytes: Buffer.from(word), from, cursor };
    });
  }

  begin(view: Buffer): void {
    this.view = view;
    for (const { cursor } of this.words) cursor.begin(view);
  }

  /** Whether one of the words stands in `[start, end)`. */
  within(start: number, end: number): boolean {
    return this.words.some(({ bytes, from, cursor }) => {
      for (let at = cursor.next(start); at < end; at = cursor.next(at + 1)) {
        const first = at - from;
        const last = first + bytes.length;
        if (first >= start && last <= end && bytes.equals(this.view.subarray(first, last))) return true;
      }
      return false;
    });
  }
}
