/**
 * Bytes start this far into the buffer: reading a page-cached file into the first 16 bytes of a page is several
 * times slower than anywhere else on some processors.
 */
const FRONT = 64;

/** The stretch of a source that is in memory: grows at the end, is given up at the front. */
export class Window {
  /** Valid bytes are `[start, end)`. */
  start = FRONT;
  end = FRONT;
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
   * Bytes before `start` may be given up; positions then move towards the front by `shift`.
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
    return { buffer: this.buffer, at: this.end, length: size, shift };
  }
}
