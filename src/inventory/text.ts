import { isAscii } from 'node:buffer';

const NEWLINE = 10;
const COMMA = 44;
const CLOSE = 125;

/** Whether the byte may stand between records: white space, NUL, and the separator of RFC 7464 sequences. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === NEWLINE || byte === 0 || byte === 0x1e;
}

/** Width of a stretch of UTF-8 in UTF-16 units, the unit of columns. */
export function width(view: Buffer, start: number, end: number): number {
  if (start >= end) return 0;
  return isAscii(view.subarray(start, end)) ? end - start : view.toString('utf8', start, end).length;
}

/** Number of newlines in `[start, end)`. Four bytes at a time: an indented export is a third newlines and blanks. */
export function countLines(view: Buffer, start: number, end: number): number {
  const skew = (4 - ((view.byteOffset + start) & 3)) & 3;
  const from = Math.min(start + skew, end);
  const words = new Int32Array(view.buffer, view.byteOffset + from, (end - from) >> 2);
  let count = 0;
  for (let i = 0; i < words.length; ) {
    // One counter per byte of the word; each takes 255 before it runs over.
    const stop = Math.min(words.length, i + 255);
    let lanes = 0;
    for (; i < stop; i++) {
      const word = (words[i] as number) ^ 0x0a0a0a0a;
      lanes = (lanes + (~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f) >>> 7)) | 0;
    }
    count += (lanes & 255) + ((lanes >>> 8) & 255) + ((lanes >>> 16) & 255) + (lanes >>> 24);
  }
  for (let i = start; i < from; i++) if (view[i] === NEWLINE) count++;
  for (let i = from + 4 * words.length; i < end; i++) if (view[i] === NEWLINE) count++;
  return count;
}

/** End of the text in `[start, end)` without what {@link isBlank} allows at its end. */
export function trimEnd(view: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && isBlank(view[last - 1])) last--;
  return last;
}

/**
 * End of the record that stands on `[start, newline)`, a comma behind it left out; -1 when the line does not end in a
 * closing brace.
 */
export function endOfLineRecord(view: Buffer, start: number, newline: number): number {
  let end = trimEnd(view, start, newline);
  if (view[end - 1] === COMMA) end = trimEnd(view, start, end - 1);
  return view[end - 1] === CLOSE ? end : -1;
}

/** The text in printable ASCII, other characters as `?`, cut to `max` characters. */
export function printable(text: string, max = 40): string {
  const plain = text.replace(/\s+/g, ' ').replace(/[^\x20-\x7e]/g, '?');
  return plain.length > max ? `${plain.slice(0, max - 3)}...` : plain;
}
