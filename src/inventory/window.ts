import { isBlank, width } from './text.ts';

/**
 * Bytes start this far into the buffer: reading a page-cached file into the first 16 bytes of a page is several
 * times slower than anywhere else on some processors.
 */
export const FRONT = 64;

const COMMA = 44;
const NEWLINE = 10;

/** The stretch of a source that is in memory, and the position in its text where that stretch begins. */
export class Window {
  /** Valid bytes are `[start, end)`; what stands before `start` is done with. */
  start = FRONT;
  end = FRONT;
  /** Place of `start` in the text, both from 1; columns count UTF-16 units. */
  line = 1;
  column = 1;
  /** Nothing but blanks stands before `start` on its line. */
  lineOpen = true;
  /** Blank lines passed. */
  blank = 0;
  /** A search for the end of what begins at `start` found nothing before this position. */
  searched = 0;
  private buffer: Buffer;

  constructor(size = 1 << 20) {
    this.buffer = Buffer.allocUnsafeSlow(FRONT + size);
  }

  /** The buffer cut at `end`, so that a search stops there. Positions are those of the buffer. */
  view(): Buffer {
    return this.buffer.subarray(0, this.end);
  }

  /**
   * Makes room for `size` more bytes and gives the place to write them: `length` bytes from `at` of `buffer`.
   * All positions move towards the front by `shift`.
   */
  reserve(size: number): { buffer: Buffer; at: number; length: number; shift: number } {
    const kept = this.end - this.start;
    const shift = this.start - FRONT;
    if (FRONT + kept + size > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(FRONT + 2 * Math.max(kept + size, this.buffer.length >> 1));
      this.buffer.copy(larger, FRONT, this.start, this.end);
      this.buffer = larger;
    } else if (shift > 0) {
      this.buffer.copyWithin(FRONT, this.start, this.end);
    }
    this.start = FRONT;
    this.end = FRONT + kept;
    this.searched -= shift;
    return { buffer: this.buffer, at: this.end, length: size, shift };
  }

  /** Goes on to `to`, past so many newlines, the last of which stands before `lineStart`. */
  moveTo(view: Buffer, to: number, lines = 0, lineStart = 0): void {
    if (lines > 0) {
      this.line += lines;
      this.column = 1 + width(view, lineStart, to);
    } else this.column += width(view, this.start, to);
    this.start = to;
    this.searched = 0;
    this.lineOpen = false;
  }

  /** Goes on behind the newline at `at`. */
  nextLine(at: number): void {
    this.line++;
    this.column = 1;
    this.lineOpen = true;
    this.searched = 0;
    this.start = at + 1;
  }

  /** Goes on so many lines below, where other bytes follow. */
  leap(lines: number): void {
    this.start = FRONT;
    this.end = FRONT;
    this.line += lines;
    this.column = 1;
    this.lineOpen = true;
    this.searched = 0;
  }

  /** Goes on to what is neither blank, a comma nor a byte order mark; false when there is nothing such yet. */
  skipBlank(view: Buffer, final: boolean): boolean {
    for (let at = this.start; at < view.length; at = this.start) {
      const byte = view[at];
      if (byte === NEWLINE) {
        if (this.lineOpen) this.blank++;
        this.nextLine(at);
      } else if (isBlank(byte) || byte === COMMA) {
        this.start++;
        this.column++;
        if (byte === COMMA) this.lineOpen = false;
      } else if (byte === 0xef) {
        if (view.length - at < 3 && !final) return false;
        if (view[at + 1] !== 0xbb || view[at + 2] !== 0xbf) return true;
        this.start += 3;
      } else return true;
    }
    return false;
  }
}
