import type { ObjectScan } from './scan.ts';
import { countLines, endOfLineRecord, isBlank, trimEnd } from './text.ts';
import type { Window } from './window.ts';

const COMMA = 44;
const NEWLINE = 10;

/** Where a record probably ends, and how to go on behind it. */
export interface Guess {
  end: number;
  pass(): void;
}

/**
 * What the last record that was walked shows of how records are laid out: one per line, or indented alike. Such
 * records are then found by one search each, instead of byte by byte.
 */
export class Layout {
  private shape: 'any' | 'line' | 'indented' = 'any';
  /** The newline, indentation and brace that end a record. */
  private closing = Buffer.alloc(0);

  forget(): void {
    this.shape = 'any';
  }

  /** Whether the records seen last stand one per line. */
  get isLines(): boolean {
    return this.shape === 'line';
  }

  /** Takes over the layout of the record at the window's start, which stands alone on its lines. */
  learn(view: Buffer, window: Window, end: number, scan: ObjectScan): void {
    if (scan.lines === 0) {
      let next = end;
      while (view[next] === COMMA || (isBlank(view[next]) && view[next] !== NEWLINE)) next++;
      if (view[next] === NEWLINE) this.shape = 'line';
    } else if (isIndented(view, window.start, window.column - 1, scan.lineStart, end)) {
      this.shape = 'indented';
      this.closing = Buffer.from(view.subarray(scan.lineStart - 1, end));
    }
  }

  /** The end of the record that begins at the window's start; 'more' when more bytes may show it. */
  guess(view: Buffer, window: Window, final: boolean): Guess | 'more' | undefined {
    if (!window.lineOpen || this.shape === 'any') return undefined;
    return this.shape === 'line' ? oneLine(view, window, final) : this.indented(view, window, final);
  }

  private indented(view: Buffer, window: Window, final: boolean): Guess | 'more' | undefined {
    const { start, searched, column } = window;
    if (column !== this.closing.length - 1) return undefined;
    const at = view.indexOf(this.closing, Math.max(searched, start));
    if (at < 0) {
      window.searched = view.length - this.closing.length;
      return final ? undefined : 'more';
    }
    const end = at + this.closing.length;
    return { end, pass: () => window.moveTo(view, end, countLines(view, start, end), at + 1) };
  }
}

function oneLine(view: Buffer, window: Window, final: boolean): Guess | 'more' | undefined {
  const { start } = window;
  const newline = view.indexOf(NEWLINE, Math.max(window.searched, start));
  if (newline < 0 && !final) {
    window.searched = view.length;
    return 'more';
  }
  const end = endOfLineRecord(view, start, newline < 0 ? view.length : newline);
  if (end < 0) return undefined;
  return { end, pass: () => (newline < 0 ? window.moveTo(view, view.length) : window.nextLine(newline)) };
}

/** Whether the record's first inner line is further in than its braces, and no inner brace stands as far out. */
function isIndented(view: Buffer, start: number, indent: number, lastLine: number, end: number): boolean {
  if (end - 1 - lastLine !== indent || trimEnd(view, lastLine, end - 1) !== lastLine) return false;
  const inner = view.indexOf(NEWLINE, start) + 1;
  let next = inner;
  while (view[next] === 32 || view[next] === 9) next++;
  return next - inner > indent && view.indexOf(view.subarray(lastLine - 1, end), start) === lastLine - 1;
}
