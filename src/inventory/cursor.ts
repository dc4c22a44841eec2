/** From eight bytes on Buffer.indexOf no longer searches with memchr, and takes several times as long. */
export const NEEDLE_BYTES = 7;

/** Larger than any position in a buffer: "no further occurrence". */
export const NOWHERE = 0x7fffffff;

/**
 * Answers "where is the next occurrence at or after this position"; while positions grow, each byte of the view
 * is searched once. `Buffer.indexOf` looks for the first byte of a short needle with memchr, so a needle
 * should start with a byte that is rare in JSON: `Type"` costs a third of `"assetType"`.
 */
export class Cursor {
  private readonly needle: Buffer;
  private view: Buffer = Buffer.alloc(0);
  /** No occurrence begins in `[since, found)`. */
  private since = 0;
  private found = -1;

  constructor(needle: string) {
    this.needle = Buffer.from(needle);
  }

  /** Starts over on another view, or on the same bytes after they moved. */
  begin(view: Buffer): void {
    this.view = view;
    this.found = -1;
  }

  /** Position of the first occurrence at or after `from`, else {@link NOWHERE}. */
  next(from: number): number {
    if (this.found < from || from < this.since) {
      this.since = from;
      const at = this.view.indexOf(this.needle, from);
      this.found = at < 0 ? NOWHERE : at;
    }
    return this.found;
  }
}
