import type { Standing } from './census.ts';
import { feed, type Progress } from './feed.ts';
import { type FrameHandler, Framer, type RecordError } from './framer.ts';
import { jsonError } from './json-error.ts';
import { type Batch, ENTRY } from './lines/batch.ts';
import type { Sizes, Taker } from './lines/read.ts';
import { type Finding, type Problem, Unreadable } from './problem.ts';
import { projectOfPolicy } from './project.ts';
import { type Selection, Selector } from './select.ts';
import type { Source } from './source.ts';
import { isManifest, isObject, isPage, typeOf } from './spelling.ts';
import { describeDocument, describeWrongInput, notAsset } from './wrong-input.ts';

/** Who takes the records of a source, in its order. */
export interface Sink {
  /**
   * A record that was asked for, as JSON.parse gives it: its type (or its feed message's) is among those
   * selected, or it is a manifest, or its IAM policy may hold one of the needles. `line` and
   * `column` are where its first byte stands, both from 1.
   */
  record(value: unknown, line: number, column: number): void;
  problem(problem: Problem): void;
}

/** What a source was found to hold. */
export interface SourceSummary {
  uri: string;
  /** Bytes taken from the source, packed as they were. */
  bytes: number;
  /** Records seen, read or not. */
  framed: number;
  /** Of those, parsed. */
  parsed: number;
  /** Lines that begin with `#`, and blank lines. */
  comments: number;
  blank: number;
  /** The `readTime` of `listAssets` pages, in order, without repeats. */
  readTimes: string[];
  /** Records with an IAM policy whose type was not asked for, by the project id or number they name ('' for none). */
  policies: ReadonlyMap<string, number>;
  /** Projects, as their service records name them, of which service usage was read. */
  serviceProjects: ReadonlySet<string>;
  /** Every project that a record stands in, by id or number as spelled. */
  projects: ReadonlyMap<string, Standing>;
}

/**
 * Reads every record of a source, whatever way it is written down, and hands on those selected. It never throws
 * for what is wrong with the input: that goes to {@link Sink.problem}, and what can still be read is read.
 */
export async function readRecords(
  source: Source,
  selection: Selection,
  sink: Sink,
  progress?: Progress,
  sizes?: Sizes,
): Promise<SourceSummary> {
  const reader = new Reader(source.uri, selection, sink);
  const framer = new Framer(reader);
  let bytes = 0;
  try {
    const heard = (read: number, total: number) => {
      bytes = read;
      progress?.(read, total);
    };
    await feed(source, framer, reader, heard, sizes);
    reader.finish();
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause;
    reader.problem({ ...cause.finding, ...(framer.records > 0 && { line: framer.line }) });
  }
  const { records, comments, blank } = framer;
  const { policies, serviceProjects, census } = reader.selector;
  const { parsed, readTimes } = reader;
  return {
    uri: source.uri,
    bytes,
    framed: records,
    parsed,
    comments,
    blank,
    readTimes: [...readTimes],
    policies,
    serviceProjects,
    projects: census.projects,
  };
}

const EMPTY: Finding = {
  code: 'E_INPUT_EMPTY',
  message: 'holds no record',
  hint: 'expected a Cloud Asset Inventory export: one JSON record per line, or an array of them',
};

/** Objects without a type that are kept until it is known what the source is. */
const MOST_UNTYPED = 50;
/** How much of a document is looked at to tell its kind. */
const KIND_BYTES = 4096;

/** Said of a line that is a page of records: the framer then finds them inside it. */
const CLOSER: RecordError = {
  reason: 'a page of records whose key is spelled with escapes',
  down: 0,
  along: 0,
};

function wrapsRecords(value: unknown): boolean {
  return isObject(value) && (Array.isArray(value.assets) || Array.isArray(value.results));
}

/** A record as JSON.parse gives it, its type, and whether its IAM policy is handed on or only counted. */
interface Parsed {
  readonly value: unknown;
  readonly type: string | undefined;
  readonly hand: boolean;
}

/** A record of a batch; undefined when it is not plainly one. */
function parse(text: string, hand: boolean): Parsed | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const type = typeOf(value);
  return type === undefined && !isManifest(value) ? undefined : { value, type, hand };
}

class Reader implements FrameHandler, Taker {
  readonly selector: Selector;
  readonly readTimes = new Set<string>();
  parsed = 0;
  done = false;
  private pages = 0;
  private problems = 0;
  readonly selection: Selection;
  private readonly uri: string;
  private readonly sink: Sink;
  private readonly iam: boolean;
  private view: Buffer = Buffer.alloc(0);
  /** Nothing that could be an asset was seen yet. */
  private barren = true;
  /** Objects without a type, while the source may hold nothing but such: the first of them, and how many. */
  private readonly untyped: { value: unknown; line: number; column: number }[] = [];
  private untypedCount = 0;

  constructor(uri: string, selection: Selection, sink: Sink) {
    this.uri = uri;
    this.sink = sink;
    this.iam = selection.iam !== undefined;
    this.selection = { ...selection, types: [...selection.types] };
    this.selector = new Selector(this.selection);
  }

  begin(view: Buffer): void {
    this.view = view;
    this.selector.begin(view);
  }

  record(start: number, end: number, line: number, column: number): RecordError | undefined {
    const decision = this.selector.decide(start, end);
    if (decision === 'skip') {
      if (this.barren) this.settle();
      return undefined;
    }
    const text = this.view.toString('utf8', start, end);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.document(text, line) ? undefined : this.broken(text, start, end);
    }
    const type = typeOf(value);
    if (type === undefined && !isManifest(value)) {
      if (wrapsRecords(value)) return CLOSER;
      this.parsed++;
      if (!this.document(text, line)) this.untypedRecord(value, line, column);
      return undefined;
    }
    if (this.barren) this.settle();
    this.take({ value, type, hand: decision !== 'verify' }, line, column);
    return undefined;
  }

  private take({ value, type, hand }: Parsed, line: number, column: number): void {
    this.parsed++;
    if (type === undefined || this.selector.takes(type, value)) this.sink.record(value, line, column);
    else if (this.iam) this.policy(value, hand, line, column);
  }

  get fertile(): boolean {
    return !this.barren;
  }

  batch({ bytes, table, policies, serviceProjects, projects }: Batch, first: number): boolean {
    const all: Parsed[] = [];
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let start = 0;
    for (let i = 0; i < table.length; i += ENTRY.length) {
      const end = table[i + ENTRY.end] as number;
      const parsed = parse(view.toString('utf8', start, end), table[i + ENTRY.hand] === 1);
      if (!parsed) return false;
      all.push(parsed);
      start = end;
    }
    start = 0;
    all.forEach((parsed, i) => {
      const at = i * ENTRY.length;
      const end = table[at + ENTRY.end] as number;
      // Whoever looked through the segment may not have known the project yet.
      const counted = !parsed.hand && this.selector.countFrom(view, start, end);
      if (!counted) this.take(parsed, first + (table[at + ENTRY.line] as number), 1);
      start = end;
    });
    for (const [project, count] of policies) this.selector.count(project, count);
    for (const project of serviceProjects) this.selector.serviceProjects.add(project);
    for (const [project, standing] of projects) this.selector.census.add(project, standing);
    return true;
  }

  /** Ends the reading when the first object shows that the source is another kind of document. */
  private document(text: string, line: number): boolean {
    const finding =
      this.barren && this.untypedCount === 0 ? describeDocument(text.slice(0, KIND_BYTES)) : undefined;
    if (finding) this.problem({ ...finding, line });
    this.done = finding !== undefined;
    return this.done;
  }

  private broken(text: string, start: number, end: number): RecordError | undefined {
    const error = jsonError(text);
    const assetType = this.selector.typeAt(start, end);
    return error && assetType !== undefined ? { ...error, assetType } : error;
  }

  private untypedRecord(value: unknown, line: number, column: number): void {
    if (isPage(value)) {
      this.pages++;
      const time = value.readTime ?? value.read_time;
      if (typeof time === 'string') this.readTimes.add(time);
    } else if (!this.barren) this.problem({ ...notAsset('E_RECORD_NOT_ASSET', value), line, column });
    else if (this.untypedCount++ < MOST_UNTYPED) this.untyped.push({ value, line, column });
  }

  /** Something like an asset was seen, so the objects without a type before it were exceptions. */
  private settle(): void {
    this.barren = false;
    for (const { value, line, column } of this.untyped)
      this.problem({ ...notAsset('E_RECORD_NOT_ASSET', value), line, column });
    const more = this.untypedCount - this.untyped.length;
    const last = this.untyped.splice(0).at(-1);
    if (last === undefined || more === 0) return;
    const message = `${more} more objects without assetType follow`;
    this.problem({ code: 'E_RECORD_NOT_ASSET', message, line: last.line, column: last.column });
  }

  /** Says what was wrong with a source in which nothing like an asset was seen. */
  finish(): void {
    if (!this.barren || this.problems > 0) return;
    const [first] = this.untyped;
    if (first) {
      const { value, line, column } = first;
      this.problem({ ...notAsset('E_INPUT_API_OBJECT', value), line, column });
    } else if (this.pages === 0) this.problem(EMPTY);
  }

  private policy(value: unknown, hand: boolean, line: number, column: number): void {
    const project = projectOfPolicy(value);
    if (project === undefined) return;
    this.selector.count(project);
    if (hand) this.sink.record(value, line, column);
  }

  foreign(head: Buffer, line: number): Finding {
    return { ...describeWrongInput(head), line };
  }

  tooLong(start: number, line: number): boolean {
    return this.document(this.view.toString('utf8', start, start + KIND_BYTES), line);
  }

  page(start: number, end: number): void {
    this.pages++;
    const text = this.view.toString('utf8', start, end);
    for (const [, time] of text.matchAll(/"read_?[tT]ime"\s*:\s*"([^"\\]+)"/g))
      this.readTimes.add(time as string);
  }

  problem(finding: Finding): void {
    this.problems++;
    this.sink.problem({ ...finding, uri: this.uri });
  }
}
