/** What the first bytes of a source say about how it is written down. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32' | 'gzip' | 'zstd';

/** Bytes {@link sniff} wants to see. */
export const SNIFF_BYTES = 4;

/**
 * Tells the encoding from the first bytes. A source's name is not looked at. Without a mark, UTF-16 and UTF-32
 * show by the zeros around a first character that is ASCII, as that of JSON is.
 */
export function sniff(head: Uint8Array): Encoding {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  // RFC 8878, 3.1.2: a skippable frame may come first.
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0) return b === 0 ? (d === 0 || d === undefined ? 'utf-8' : 'utf-32') : b ? 'utf-16be' : 'utf-8';
  if (b === 0) return c === 0 && d === 0 ? 'utf-32' : 'utf-16le';
  return 'utf-8';
}
