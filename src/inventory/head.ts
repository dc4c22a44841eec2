import { plainString, skipSpace } from './keys.ts';

const QUOTE = 34;
const BACKSLASH = 92;

const KEYS = [
  'name',
  'assetType',
  'asset_type',
  'ancestors',
  'ancestryPath',
  'ancestry_path',
  'resource',
  'asset',
  'priorAsset',
  'prior_asset',
  'pinkyManifest',
] as const;

/** What {@link Head.key} can stand on. */
export type HeadKey = (typeof KEYS)[number] | 'other';

const KNOWN = new Map<string, HeadKey>(KEYS.map((key) => [key, key]));

/**
 * Walks the keys of one object's own level, in order, over the bytes. It stops at the first thing it cannot read
 * plainly (an escape in a key, a broken value): the caller then knows nothing and parses.
 */
export class Head {
  /** The key stood on, and where its value begins. */
  key: HeadKey = 'other';
  value = 0;
  private view: Buffer = Buffer.alloc(0);
  private at = 0;
  private end = 0;

  /** Stands before the first key of the object that opens at `start`. */
  begin(view: Buffer, start: number, end: number): void {
    this.view = view;
    this.at = start + 1;
    this.end = end;
    this.value = 0;
  }

  /** Moves to the next key; false at the object's end, at the end of the bytes, and where reading on is unsafe. */
  next(): boolean {
    const { view, end } = this;
    let at = this.value > 0 ? skipValue(view, this.value, end) : this.at;
    if (at < 0) return false;
    at = skipSpace(view, at);
    if (view[at] === 44) at = skipSpace(view, at + 1);
    const quote = plainString(view, at, end);
    if (quote < 0) return false;
    const colon = skipSpace(view, quote + 1);
    if (view[colon] !== 58) return false;
    this.key = 'other';
    const length = quote - at - 1;
    // Only keys as long as a known one, beginning as one, are worth a string.
    if (length >= 4 && length <= 13) this.key = KNOWN.get(view.toString('latin1', at + 1, quote)) ?? 'other';
    this.value = skipSpace(view, colon + 1);
    return this.value < end;
  }
}

/** Position after the value that begins at `at`, -1 when it does not end before `end`. */
function skipValue(view: Buffer, from: number, end: number): number {
  let depth = 0;
  for (let i = from; i < end; i++) {
    const byte = view[i] as number;
    if (byte === QUOTE) {
      i++;
      while (i < end && view[i] !== QUOTE) i += view[i] === BACKSLASH ? 2 : 1;
      if (i >= end) return -1;
      if (depth === 0) return i + 1;
    } else if (byte === 123 || byte === 91) depth++;
    else if (byte === 125 || byte === 93) {
      // A closing bracket at the value's own level belongs to what encloses it: a number or literal ended here.
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (byte === 44 && depth === 0) return i;
  }
  return -1;
}
