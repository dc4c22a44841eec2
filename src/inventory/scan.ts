const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const NEWLINE = 10;

/** What {@link ObjectScan.run} came to when it is not the end of the object. */
export const MORE = -1;
export const BROKEN = -2;
export const PAGE = -3;

const isSpace = (byte: number | undefined) => byte === 32 || byte === 9 || byte === 13 || byte === NEWLINE;

/** Position of the last byte before `at` that is not white space, or `floor - 1`. */
function before(view: Buffer, at: number, floor: number): number {
  let i = at - 1;
  while (i >= floor && isSpace(view[i])) i--;
  return i;
}

/**
 * Finds the end of one JSON object byte by byte, without parsing it; it can stop at the end of the bytes and go
 * on when more have come. It sees unbalanced brackets, a raw newline in a string, and a new object where the one
 * before was cut off; every other mistake is left to JSON.parse.
 */
export class ObjectScan {
  /** Next byte to look at. */
  at: number;
  /** Newlines passed since the start or {@link resume}, and the position after the last one (or -1). */
  lines = 0;
  lineStart = -1;
  private start: number;
  private depth = 0;
  private inString = false;
  private readonly lists: boolean[] = [];

  /** `start` is where the opening brace stands. */
  constructor(start: number) {
    this.start = start;
    this.at = start;
  }

  /** Goes on at `start` without the bytes before it: a list inside was read elsewhere, or they were given up. */
  resume(start: number): void {
    this.start = start;
    this.at = start;
    this.lines = 0;
    this.lineStart = -1;
  }

  /** The bytes moved towards the front by `shift`. */
  moved(shift: number): void {
    this.at -= shift;
    this.start -= shift;
    if (this.lineStart >= 0) this.lineStart -= shift;
  }

  /**
   * Gives the position after the closing brace, MORE when the bytes ended first, BROKEN, or PAGE when the object
   * turned out to wrap a list of records (`at` is then the byte after the list's opening bracket).
   */
  run(view: Buffer): number {
    const end = view.length;
    let i = this.at;
    let depth = this.depth;
    let inString = this.inString;
    for (; i < end; i++) {
      const byte = inString ? QUOTE : (view[i] as number);
      if (byte === QUOTE) {
        if (!inString) i++;
        for (; i < end; i++) {
          const inner = view[i] as number;
          if (inner === QUOTE) break;
          if (inner === BACKSLASH) i++;
          else if (inner === NEWLINE) return BROKEN;
        }
        inString = i >= end;
        // An escape cut in two by the end of the bytes is looked at again as a whole.
        if (inString) i = i > end ? end - 1 : end;
        if (inString) break;
      } else if (byte >= OPEN_LIST) {
        // Braces and square brackets differ in one bit, which no other byte this high shares with them.
        const kind = byte | 32;
        if (kind === OPEN) {
          if (byte === OPEN_LIST && depth === 1 && this.wraps(view, i)) {
            this.at = i + 1;
            this.depth = depth;
            this.inString = false;
            return PAGE;
          }
          this.lists[depth++] = byte === OPEN_LIST;
        } else if (kind === CLOSE) {
          if (this.lists[--depth] !== (byte === CLOSE_LIST)) return BROKEN;
          if (depth === 0) return i + 1;
        }
      } else if (byte === NEWLINE) {
        if (i + 1 === end) break;
        if (this.cutOff(view, i, depth)) return BROKEN;
        this.lines++;
        this.lineStart = i + 1;
      }
    }
    this.at = i;
    this.depth = depth;
    this.inString = inString;
    return MORE;
  }

  /** Whether the list opening at `at` is the value of a key under which responses carry their records. */
  private wraps(view: Buffer, at: number): boolean {
    const colon = before(view, at, this.start);
    if (view[colon] !== 58) return false;
    const quote = before(view, colon, this.start);
    if (view[quote] !== QUOTE) return false;
    const open = Math.max(this.start, quote - 8);
    const key = view.toString('latin1', open, quote);
    return key.endsWith('"assets') || key.endsWith('"results');
  }

  /** Whether the object stops short before this newline: the next line opens an object where none can stand. */
  private cutOff(view: Buffer, newline: number, depth: number): boolean {
    if (view[newline + 1] !== OPEN) return false;
    const at = before(view, newline, this.start);
    const last = view[at];
    if (at < this.start || last === 58 || last === OPEN_LIST) return false;
    return last !== 44 || !this.lists[depth - 1];
  }
}
