import { Layout } from './layout.ts';
import type { Finding, ProblemCode } from './problem.ts';
import { pastElement, type Resync, toLine } from './resync.ts';
import { BROKEN, MORE, ObjectScan, PAGE } from './scan.ts';
import { Window } from './window.ts';

/** A record longer than this is reported and left out, so that memory stays bounded. */
const MAX_RECORD_BYTES = 64 << 20;
/** How much of an input that opens no JSON is shown to {@link FrameHandler.foreign}. */
const FOREIGN_BYTES = 4096;

const HASH = 35;
const NEWLINE = 10;
const OPEN = 123;
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
  /** The object that begins here is too long to be a record; true when it was reported as something else. */
  tooLong(start: number, line: number): boolean;
  /** The part of a response around its records, such as `{"readTime":"...","assets":[`. */
  page(start: number, end: number): void;
  problem(finding: Finding): void;
}

/**
 * Cuts UTF-8 bytes, given piece by piece, into the JSON objects that are records: one per line, elements of an
 * array, concatenated, or inside `{"assets": [...]}` pages, minified or indented. It never parses. Memory is
 * bounded by the longest record.
 *
 * Where records are laid out alike each is found by one search; everything else, and every record the handler
 * could not parse, is walked byte by byte.
 */
export class Framer {
  records = 0;
  comments = 0;
  /** Set when reading on is pointless. */
  stopped = false;
  private readonly handler: FrameHandler;
  private readonly maxRecord: number;
  private readonly window: Window;
  private readonly layout = new Layout();
  private scan: ObjectScan | undefined;
  /** The object being walked is left out: its bytes are given up as they come. */
  private discarding = false;
  private resync: Resync | undefined;
  /** What encloses the position: a list, or a page whose walk waits for its list to end. */
  private readonly within: ('list' | ObjectScan)[] = [];

  constructor(handler: FrameHandler, options: { windowBytes?: number; maxRecordBytes?: number } = {}) {
    this.handler = handler;
    this.window = new Window(options.windowBytes);
    this.maxRecord = options.maxRecordBytes ?? MAX_RECORD_BYTES;
  }

  /** Blank lines passed. */
  get blank(): number {
    return this.window.blank;
  }

  /** Line of what is read next, from 1. */
  get line(): number {
    return this.window.line;
  }

  /** Bytes not looked at yet, when nothing but lines of one record each is to be expected; else undefined. */
  get pending(): number | undefined {
    const { window, layout, within } = this;
    const amid = this.scan || this.resync || within.length > 0;
    return amid || !layout.isLines || !window.lineOpen ? undefined : window.end - window.start;
  }

  /** Somebody else read so many records, one per line, from the line {@link pending} began; what was pending is dropped. */
  passed(lines: number): void {
    this.window.leap(lines);
    this.records += lines;
  }

  /** Room for `size` bytes, to be written by the caller and then announced with {@link filled}. */
  space(size: number): { buffer: Buffer; at: number; length: number } {
    const room = this.window.reserve(size);
    this.scan?.moved(room.shift);
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
    const hint = 'the file was cut off: export or copy it again';
    if (this.scan && !this.discarding)
      this.problem('E_INPUT_TRUNCATED', 'the input ends inside the record that begins here', hint);
    else if (this.scan || this.within.length > 0)
      this.problem('E_INPUT_TRUNCATED', 'the input ends inside a list of records', hint);
  }

  private run(final: boolean): void {
    const view = this.window.view();
    this.handler.begin(view);
    while (!this.stopped && this.step(view, final));
  }

  /** Does one thing; false when it takes more bytes. */
  private step(view: Buffer, final: boolean): boolean {
    const { window } = this;
    if (this.resync) {
      if (!this.resync(view, window, final)) return false;
      this.resync = undefined;
    }
    if (this.scan) return this.walk(view, final, this.scan);
    if (!window.skipBlank(view, final)) return false;
    switch (view[window.start]) {
      case OPEN:
        return this.object(view, final);
      case OPEN_LIST:
        this.within.push('list');
        window.moveTo(view, window.start + 1);
        return true;
      case CLOSE_LIST:
        if (this.within.at(-1) === 'list') return this.closeList(view);
        break;
      case HASH:
        if (window.lineOpen) return this.comment(view, final);
    }
    return this.foreign(view, final);
  }

  private comment(view: Buffer, final: boolean): boolean {
    const { window } = this;
    const newline = view.indexOf(NEWLINE, Math.max(window.searched, window.start));
    if (newline < 0 && !final) {
      window.searched = view.length;
      return false;
    }
    this.comments++;
    if (newline < 0) window.moveTo(view, view.length);
    else window.nextLine(newline);
    return true;
  }

  private closeList(view: Buffer): true {
    this.within.pop();
    this.window.moveTo(view, this.window.start + 1);
    const page = this.within.at(-1);
    if (page instanceof ObjectScan) {
      page.resume(this.window.start);
      this.scan = page;
    }
    return true;
  }

  private object(view: Buffer, final: boolean): boolean {
    const { window } = this;
    const { start, line, column } = window;
    const guess = this.layout.guess(view, window, final);
    if (guess === 'more') {
      // A record that grows too long is left to the walk, which can give bytes up.
      if (view.length - start <= this.maxRecord) return false;
    } else if (guess && guess.end - start <= this.maxRecord) {
      if (this.handler.record(start, guess.end, line, column) === undefined) {
        this.records++;
        guess.pass();
        return true;
      }
    }
    this.layout.forget();
    this.scan = new ObjectScan(start);
    return true;
  }

  private walk(view: Buffer, final: boolean, scan: ObjectScan): boolean {
    const { window } = this;
    const end = scan.run(view);
    if (end === MORE) return this.walkOn(view, final, scan);
    this.scan = undefined;
    const page = this.within.at(-1) === scan;
    if (end === PAGE) {
      this.handler.page(window.start, scan.at);
      if (!page) this.within.push(scan);
      this.within.push('list');
      window.moveTo(view, scan.at, scan.lines, scan.lineStart);
    } else if (end === BROKEN) {
      this.malformed({ reason: 'the record that begins here is cut off or its brackets do not match' });
      if (page) this.within.length = 0;
      this.skipLines(view);
    } else {
      if (page) {
        this.within.pop();
        this.handler.page(window.start, end);
      } else if (!this.discarding) this.framed(view, end, scan);
      window.moveTo(view, end, scan.lines, scan.lineStart);
    }
    this.discarding = false;
    return true;
  }

  private walkOn(view: Buffer, final: boolean, scan: ObjectScan): false {
    if (!this.discarding && view.length - this.window.start > this.maxRecord) this.tooLong();
    if (this.discarding && !final) {
      this.window.moveTo(view, scan.at, scan.lines, scan.lineStart);
      scan.resume(scan.at);
    }
    return false;
  }

  private framed(view: Buffer, end: number, scan: ObjectScan): void {
    const { start, line, column, lineOpen } = this.window;
    if (end - start > this.maxRecord) {
      this.tooLong();
      return;
    }
    const error = this.handler.record(start, end, line, column);
    this.records++;
    this.stopped = this.handler.done;
    if (error !== undefined) this.malformed(error);
    else if (lineOpen) this.layout.learn(view, this.window, end, scan);
  }

  private foreign(view: Buffer, final: boolean): boolean {
    const { start, line } = this.window;
    if (this.records === 0 && this.within.length === 0) {
      if (view.length - start < FOREIGN_BYTES && !final) return false;
      this.stopped = true;
      this.handler.problem(this.handler.foreign(view.subarray(start, start + FOREIGN_BYTES), line));
      return false;
    }
    if (this.within.length > 0) {
      this.malformed({ reason: 'an element of the list is not an object' });
      this.resync = pastElement;
    } else {
      this.malformed({ reason: 'this line does not begin a JSON object' });
      this.skipLines(view);
    }
    return true;
  }

  /** Goes on at the next line that can begin a record; if this one did, no further in than it. */
  private skipLines(view: Buffer): void {
    const { lineOpen, column } = this.window;
    this.resync = toLine(lineOpen ? column : view.length, this.within.length > 0);
  }

  private tooLong(): void {
    this.discarding = true;
    this.stopped = this.records === 0 && this.handler.tooLong(this.window.start, this.window.line);
    if (this.stopped) return;
    const message = `the record that begins here is longer than ${this.maxRecord >> 20} MiB`;
    this.problem('E_RECORD_TOO_LONG', message, 'it was left out; everything else is read');
  }

  private problem(code: ProblemCode, message: string, hint: string): void {
    const { line, column } = this.window;
    this.handler.problem({ code, message, line, column, hint });
  }

  /** Reports the record that begins here, at the place in it where the mistake shows. */
  private malformed(error: Pick<RecordError, 'reason'> & Partial<RecordError>): void {
    const { reason, down = 0, along = 0, assetType } = error;
    const column = down > 0 ? along + 1 : this.window.column + along;
    const line = this.window.line + down;
    const finding: Finding = { code: 'E_RECORD_MALFORMED', message: reason, line, column };
    this.handler.problem(assetType === undefined ? finding : { ...finding, assetType });
  }
}
