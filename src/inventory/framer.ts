import type { Finding } from './problem.ts';
import { BROKEN, MORE, ObjectScan, PAGE } from './scan.ts';
import { countLines, isBlank, trimEnd, width } from './text.ts';
import { Window } from './window.ts';

/** A record longer than this is reported and left out, so that memory stays bounded. */
export const MAX_RECORD_BYTES = 64 << 20;
/** How much of an input that opens no JSON is shown to {@link FrameHandler.foreign}. */
const FOREIGN_BYTES = 4096;

const COMMA = 44;
const HASH = 35;
const NEWLINE = 10;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;

/** Why a record's bytes are no JSON: lines below its first, and UTF-16 units before the mistake on its line. */
export interface RecordError {
  reason: string;
  down: number;
  along: number;
  assetType?: string;
}

/** Who is told what a {@link Framer} finds. Positions are those of the view given last. */
export interface FrameHandler {
  /** Set when the source turned out to be of another kind: reading on is pointless. */
  readonly done: boolean;
  /** The bytes in memory changed or moved: every search starts over. */
  begin(view: Buffer): void;
  /** One record's bytes are `[start, end)`. Gives what is wrong with them as JSON, if that came to light. */
  record(start: number, end: number, line: number, column: number): RecordError | undefined;
  /** The first thing in the source opens no JSON. */
  foreign(head: Buffer, line: number): Finding;
  /** The part of a response around its records, such as `{"readTime":"...","assets":[`. */
  page(start: number, end: number): void;
  problem(finding: Finding): void;
}

/** How the records seen so far were laid out, which says where the next one probably ends. */
type Shape = 'any' | 'line' | 'indented';

/**
 * Cuts UTF-8 bytes, given piece by piece, into the JSON objects that are records: one per line, elements of an
 * array, concatenated, or inside `{"assets": [...]}` pages, minified or indented. It never parses. Memory is
 * bounded by the longest record.
 *
 * One record per line and uniform indentation are found by one search per record; everything else, and every
 * record the handler could not parse, is walked byte by byte.
 */
export class Framer {
  records = 0;
  comments = 0;
  blank = 0;
  /** Set when reading on is pointless. */
  stopped = false;
  private readonly handler: FrameHandler;
  private readonly maxRecord: number;
  private readonly window: Window;
  /** Line of the position, from 1. */
  line = 1;
  private column = 1;
  /** Nothing but blanks stands before the position on its line. */
  private lineOpen = true;
  private shape: Shape = 'any';
  private indent = Buffer.from('\n}');
  /** Where a search that found nothing ended. */
  private searched = 0;
  private scan: ObjectScan | undefined;
  private discarding = false;
  private resync: { indent: number; value: boolean } | undefined;
  /** What encloses the position: a list, or a page whose walk waits for its list to end. */
  private readonly within: ('list' | ObjectScan)[] = [];

  constructor(handler: FrameHandler, options: { windowBytes?: number; maxRecordBytes?: number } = {}) {
    this.handler = handler;
    this.window = new Window(options.windowBytes);
    this.maxRecord = options.maxRecordBytes ?? MAX_RECORD_BYTES;
  }

  /** Room for `size` bytes, to be written by the caller and then announced with {@link filled}. */
  space(size: number): { buffer: Buffer; at: number; length: number } {
    const room = this.window.reserve(size);
    this.scan?.moved(room.shift);
    this.searched -= room.shift;
    return room;
  }

  /** `size` bytes were written to the room given last. */
  filled(size: number): void {
    this.window.end += size;
    this.run(false);
  }

  /** Copies a piece in. */
  push(chunk: Uint8Array): void {
    const { buffer, at } = this.space(chunk.length);
    buffer.set(chunk, at);
    this.filled(chunk.length);
  }

  /** No more bytes come. */
  end(): void {
    this.run(true);
    if (this.stopped) return;
    if (this.scan && !this.discarding) this.truncated('the input ends inside the record that begins here');
    else if (this.scan || this.within.length > 0) this.truncated('the input ends inside a list of records');
  }

  private truncated(message: string): void {
    const hint = 'the file was cut off: export or copy it again';
    this.handler.problem({ code: 'E_INPUT_TRUNCATED', message, line: this.line, column: this.column, hint });
  }

  private run(final: boolean): void {
    const view = this.window.view();
    this.handler.begin(view);
    while (!this.stopped && this.step(view, final));
  }

  /** Does one thing; false when it takes more bytes. */
  private step(view: Buffer, final: boolean): boolean {
    if (this.resync) return this.skipBroken(view, final, this.resync);
    if (this.scan) return this.walk(view, final, this.scan);
    if (!this.skipBlank(view, final)) return false;
    switch (view[this.window.start]) {
      case OPEN:
        return this.object(view, final);
      case OPEN_LIST:
        this.within.push('list');
        return this.pass(1);
      case CLOSE_LIST:
        if (this.within.at(-1) === 'list') return this.closeList();
        break;
      case HASH:
        if (this.lineOpen) return this.comment(view, final);
    }
    return this.foreign(view, final);
  }

  /** Steps over `bytes` bytes of ASCII on this line. */
  private pass(bytes: number): true {
    this.window.start += bytes;
    this.column += bytes;
    this.lineOpen = false;
    return true;
  }

  private moveTo(view: Buffer, to: number, lines: number, lineStart: number): void {
    if (lines > 0) {
      this.line += lines;
      this.column = 1 + width(view, lineStart, to);
    } else this.column += width(view, this.window.start, to);
    this.window.start = to;
    this.searched = 0;
    this.lineOpen = false;
  }

  private newline(at: number): void {
    this.line++;
    this.column = 1;
    this.lineOpen = true;
    this.searched = 0;
    this.window.start = at + 1;
  }

  private skipBlank(view: Buffer, final: boolean): boolean {
    for (let at = this.window.start; at < view.length; at = this.window.start) {
      const byte = view[at];
      if (byte === NEWLINE) {
        if (this.lineOpen) this.blank++;
        this.newline(at);
      } else if (isBlank(byte) || byte === COMMA) {
        this.window.start++;
        this.column++;
        if (byte === COMMA) this.lineOpen = false;
      } else if (byte === 0xef) {
        if (view.length - at < 3 && !final) return false;
        if (view[at + 1] !== 0xbb || view[at + 2] !== 0xbf) return true;
        this.window.start += 3;
      } else return true;
    }
    return false;
  }

  private comment(view: Buffer, final: boolean): boolean {
    const newline = view.indexOf(NEWLINE, Math.max(this.searched, this.window.start));
    if (newline < 0 && !final) {
      this.searched = view.length;
      return false;
    }
    this.comments++;
    if (newline < 0) this.window.start = view.length;
    else this.newline(newline);
    return true;
  }

  private closeList(): true {
    this.within.pop();
    const page = this.within.at(-1);
    this.pass(1);
    if (page instanceof ObjectScan) {
      page.resume(this.window.start);
      this.scan = page;
    }
    return true;
  }

  private object(view: Buffer, final: boolean): boolean {
    if (this.lineOpen && this.shape !== 'any') {
      const done = this.shape === 'line' ? this.oneLine(view, final) : this.indented(view, final);
      if (done !== undefined) return done;
      this.shape = 'any';
      this.searched = 0;
    }
    this.scan = new ObjectScan();
    this.scan.begin(this.window.start);
    return true;
  }

  /** The record is this line; undefined when it turns out not to be. */
  private oneLine(view: Buffer, final: boolean): boolean | undefined {
    const start = this.window.start;
    let newline = view.indexOf(NEWLINE, Math.max(this.searched, start));
    if (newline < 0) {
      if (!final) return this.wait(view, 0);
      newline = view.length;
    }
    let end = trimEnd(view, start, newline);
    if (view[end - 1] === COMMA) end = trimEnd(view, start, end - 1);
    if (view[end - 1] !== CLOSE || end - start > this.maxRecord) return undefined;
    if (this.handler.record(start, end, this.line, this.column) !== undefined) return undefined;
    this.records++;
    if (newline === view.length) this.moveTo(view, newline, 0, 0);
    else this.newline(newline);
    return true;
  }

  /** The record ends at the first closing brace as far in as its opening one; undefined when it does not. */
  private indented(view: Buffer, final: boolean): boolean | undefined {
    const start = this.window.start;
    const at = view.indexOf(this.indent, Math.max(this.searched, start));
    if (at < 0) return final ? undefined : this.wait(view, this.indent.length);
    const end = at + this.indent.length;
    if (this.column !== this.indent.length - 1 || end - start > this.maxRecord) return undefined;
    if (this.handler.record(start, end, this.line, this.column) !== undefined) return undefined;
    this.records++;
    this.moveTo(view, end, countLines(view, start, end), at + 1);
    return true;
  }

  /** Remembers how far was searched; a record that grows too long is left to the walk, which can give bytes up. */
  private wait(view: Buffer, overlap: number): false | undefined {
    if (view.length - this.window.start > this.maxRecord) return undefined;
    this.searched = view.length - overlap;
    return false;
  }

  private walk(view: Buffer, final: boolean, scan: ObjectScan): boolean {
    const end = scan.run(view);
    if (end === MORE) return this.walkOn(view, final, scan);
    this.scan = undefined;
    const page = this.within.at(-1) === scan;
    if (end === PAGE) {
      this.handler.page(this.window.start, scan.at);
      if (!page) this.within.push(scan);
      this.within.push('list');
      this.moveTo(view, scan.at, scan.lines, scan.lineStart);
    } else if (end === BROKEN) {
      this.broken(view, page);
    } else {
      if (page) {
        this.within.pop();
        this.handler.page(this.window.start, end);
      } else if (!this.discarding) this.framed(view, end, scan);
      this.moveTo(view, end, scan.lines, scan.lineStart);
    }
    this.discarding = false;
    return true;
  }

  private walkOn(view: Buffer, final: boolean, scan: ObjectScan): false {
    if (!this.discarding && view.length - this.window.start > this.maxRecord) {
      this.discarding = true;
      const message = `the record that begins here is longer than ${this.maxRecord >> 20} MiB`;
      const hint = 'it was left out; everything else is read';
      this.handler.problem({
        code: 'E_RECORD_TOO_LONG',
        message,
        line: this.line,
        column: this.column,
        hint,
      });
    }
    if (this.discarding && !final) {
      this.moveTo(view, scan.at, scan.lines, scan.lineStart);
      scan.resume(scan.at);
    }
    return false;
  }

  private tooLong(): void {
    this.discarding = true;
    const message = `the record that begins here is longer than ${this.maxRecord >> 20} MiB`;
    const hint = 'it was left out; everything else is read';
    this.handler.problem({ code: 'E_RECORD_TOO_LONG', message, line: this.line, column: this.column, hint });
  }

  private framed(view: Buffer, end: number, scan: ObjectScan): void {
    const start = this.window.start;
    if (end - start > this.maxRecord) {
      this.tooLong();
      return;
    }
    const error = this.handler.record(start, end, this.line, this.column);
    this.records++;
    if (this.handler.done) this.stopped = true;
    if (error !== undefined) this.malformed(error.reason, error);
    else if (this.lineOpen) this.learn(view, start, end, scan);
  }

  /** Takes the layout of a record that stood alone on its lines for that of the next. */
  private learn(view: Buffer, start: number, end: number, scan: ObjectScan): void {
    if (scan.lines === 0) {
      let next = end;
      while (view[next] === COMMA || (isBlank(view[next]) && view[next] !== NEWLINE)) next++;
      if (view[next] === NEWLINE) this.shape = 'line';
    } else if (isIndented(view, start, this.column - 1, scan.lineStart, end)) {
      this.shape = 'indented';
      this.indent = Buffer.from(view.subarray(scan.lineStart - 1, end));
    }
  }

  /** Reports the record that begins here, at the place in it where the mistake shows. */
  private malformed(message: string, error?: RecordError): void {
    const { down, along, assetType } = error ?? { down: 0, along: 0 };
    const column = down > 0 ? along + 1 : this.column + along;
    const finding: Finding = { code: 'E_RECORD_MALFORMED', message, line: this.line + down, column };
    this.handler.problem(assetType === undefined ? finding : { ...finding, assetType });
  }

  /** What begins here is no whole object: goes on at the next line that can begin one. */
  private broken(view: Buffer, page: boolean): void {
    this.malformed('the record that begins here is cut off or its brackets do not match');
    if (page) this.within.length = 0;
    this.resync = { indent: this.lineOpen ? this.column : view.length, value: false };
  }

  private skipBroken(
    view: Buffer,
    final: boolean,
    { indent, value }: { indent: number; value: boolean },
  ): boolean {
    for (;;) {
      const at = this.window.start;
      if (value) {
        let next = at;
        while (
          next < view.length &&
          view[next] !== COMMA &&
          view[next] !== CLOSE_LIST &&
          view[next] !== NEWLINE
        )
          next++;
        this.moveTo(view, next, 0, 0);
        if (next === view.length) return false;
        break;
      }
      const newline = view.indexOf(NEWLINE, at);
      if (newline < 0) {
        this.moveTo(view, view.length, 0, 0);
        return false;
      }
      let next = newline + 1;
      while (view[next] === 32 || view[next] === 9) next++;
      if (next >= view.length && !final) {
        this.moveTo(view, newline, 0, 0);
        return false;
      }
      this.newline(newline);
      const byte = view[next];
      const closes = byte === CLOSE_LIST && this.within.length > 0;
      const opens = byte === OPEN || byte === OPEN_LIST || byte === HASH || closes;
      if (opens && next - newline <= indent) break;
    }
    this.resync = undefined;
    return true;
  }

  private foreign(view: Buffer, final: boolean): boolean {
    const at = this.window.start;
    if (this.records === 0 && this.within.length === 0) {
      if (view.length - at < FOREIGN_BYTES && !final) return false;
      this.stopped = true;
      this.handler.problem(this.handler.foreign(view.subarray(at, at + FOREIGN_BYTES), this.line));
      return false;
    }
    const value = this.within.length > 0;
    this.malformed(
      value ? 'an element of the list is not an object' : 'this line does not begin a JSON object',
    );
    this.resync = { indent: this.lineOpen ? this.column : view.length, value };
    return true;
  }
}

/** Whether the record's first inner line is further in than its braces, and no inner brace stands as far out. */
function isIndented(view: Buffer, start: number, indent: number, lastLine: number, end: number): boolean {
  if (end - 1 - lastLine !== indent || trimEnd(view, lastLine, end - 1) !== lastLine) return false;
  const inner = view.indexOf(NEWLINE, start) + 1;
  let next = inner;
  while (view[next] === 32 || view[next] === 9) next++;
  return next - inner > indent && view.indexOf(view.subarray(lastLine - 1, end), start) === lastLine - 1;
}
