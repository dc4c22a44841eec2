import { hash, sameBytes } from './bytes.ts';
import { Census, type Standing } from './census.ts';
import { Cursor, NOWHERE } from './cursor.ts';
import { Head } from './head.ts';
import { KeyCursor, plainString } from './keys.ts';
import { Needles } from './needles.ts';
import { projectOf } from './project.ts';
import { assetOf } from './spelling.ts';
import { aliases } from './types/names.ts';

/** How far into a record its own type key is looked for when telling it from those of nested data. */
const HEAD_BYTES = 768;

/** After so many records whose type was not near the beginning, only every so manieth is looked at there. */
const UNSEEN_RUN = 64;

type OwnKey = 'assetType' | 'asset_type' | 'other';

const NAME_HEAD = Buffer.from('{"name":"');
const CAMEL_HEAD = Buffer.from('","assetType":"');
const SNAKE_HEAD = Buffer.from('","asset_type":"');

/** The type of which only some services' records are wanted, see {@link Selection.services}. */
export const SERVICE_TYPE = 'serviceusage.googleapis.com/Service';

const SERVICE_NAME = /\/projects\/([^/]+)\/services\/([^/]+)$/;

/** What a reader is asked for. */
export interface Selection {
  /** Asset types in today's spelling; older spellings are found too. */
  types: Iterable<string>;
  /** IAM policies of all other types are wanted: those that hold one of the needles whole, the rest counted. */
  iam?: { needles: readonly string[] };
  /** Of the services of a project, only these (`run.googleapis.com`) are wanted; others tell that they were read. */
  services?: readonly string[];
  /** Every record is wanted, of whatever type. */
  everything?: true;
}

/** What was learnt of records from their bytes. */
export interface Seen {
  /** IAM policies counted, by project. */
  readonly policies: readonly (readonly [project: string, count: number])[];
  readonly serviceProjects: readonly string[];
  readonly projects: readonly (readonly [project: string, standing: Standing])[];
}

/** Skip the record; parse it for its type; parse it for its IAM policy; parse it to see whether it has one. */
export type Decision = 'skip' | 'record' | 'policy' | 'verify';

/**
 * Decides from a record's bytes, without parsing, whether it is needed. It may say so of a record that is not, so
 * the type is read again after parsing; never the reverse: every `assetType` and `asset_type` in the record is
 * looked at, at any depth and in any order, and whatever cannot be read plainly is parsed.
 */
export class Selector {
  /** Records of types not asked for that carry an IAM policy, by project as they name it. */
  readonly policies = new Map<string, number>();
  /** Projects of which service usage was seen, as the records name them. */
  readonly serviceProjects = new Set<string>();
  /** The projects of all records, wanted or not. */
  readonly census = new Census();
  /** Every wanted spelling of a type, with today's. */
  readonly types: ReadonlyMap<string, string>;
  private readonly hashes: Set<number>;
  private readonly services: ReadonlySet<string> | undefined;
  private readonly needles: Needles | undefined;
  private readonly everything: boolean;
  private readonly camel = new KeyCursor('assetType', 5);
  private readonly snake = new KeyCursor('asset_type', 5);
  private readonly camelPolicy = new KeyCursor('iamPolicy', 3);
  private readonly snakePolicy = new KeyCursor('iam_policy', 3);
  private readonly escape = new Cursor('\\u00');
  private readonly manifest = new KeyCursor('pinkyManifest', 5);
  private readonly head = new Head();
  private view: Buffer = Buffer.alloc(0);
  private named = 0;
  private serviceSeen = false;
  private unseen = 0;

  constructor(selection: Selection) {
    const services = selection.services;
    this.types = aliases(services ? [...selection.types, SERVICE_TYPE] : selection.types);
    this.hashes = new Set([...this.types.keys()].map((type) => hash(Buffer.from(type), 0, type.length)));
    this.services = services && new Set(services);
    this.everything = selection.everything ?? false;
    this.needles = selection.iam && new Needles(selection.iam.needles);
  }

  begin(view: Buffer): void {
    this.view = view;
    this.census.begin(view);
    for (const cursor of [this.camel, this.snake, this.escape, this.manifest]) cursor.begin(view);
    for (const cursor of [this.camelPolicy, this.snakePolicy, this.needles]) cursor?.begin(view);
  }

  /** Decides on the record whose bytes are `[start, end)` of the view; starts must grow. */
  decide(start: number, end: number): Decision {
    this.census.note(start, end);
    if (this.everything || this.needed(start, end)) return 'record';
    return this.needles ? this.policy(start, end, this.needles) : 'skip';
  }

  /** Forgets what was learnt of where records name their type, so that decisions do not depend on records before. */
  startOver(): void {
    this.unseen = 0;
  }

  /** What was counted since the last time; the projects stay known. */
  takeSeen(): Seen {
    const policies = [...this.policies].filter(([, count]) => count > 0);
    for (const [project] of policies) this.policies.set(project, 0);
    const serviceProjects = [...this.serviceProjects];
    this.serviceProjects.clear();
    return { policies, serviceProjects, projects: this.census.take() };
  }

  /** Notes a policy found by parsing; from then on its project's are counted from the bytes. */
  count(project: string, more = 1): void {
    this.policies.set(project, (this.policies.get(project) ?? 0) + more);
  }

  /** The type the record names near its beginning, as spelled; undefined when it is not seen there plainly. */
  typeAt(start: number, end: number): string | undefined {
    const { head, view } = this;
    head.begin(view, start, end);
    while (head.next()) {
      if (head.key !== 'assetType' && head.key !== 'asset_type') continue;
      const quote = plainString(view, head.value, end);
      return quote < 0 ? undefined : view.toString('latin1', head.value + 1, quote);
    }
    return undefined;
  }

  /**
   * Whether a parsed record of a selected type is one that is wanted. Services that are not asked for tell only
   * that their project's services were read.
   */
  takes(type: string, record: unknown): boolean {
    if (this.everything) return true;
    if (this.types.get(type) !== SERVICE_TYPE || !this.services) return this.types.has(type);
    const name = assetOf(record)?.name;
    const found = typeof name === 'string' ? SERVICE_NAME.exec(name) : null;
    if (!found || this.services.has(found[2] as string)) return true;
    this.serviceProjects.add(found[1] as string);
    return false;
  }

  private needed(start: number, end: number): boolean {
    if (this.escaped(start, end)) return true;
    this.named = 0;
    this.serviceSeen = false;
    if (this.wanted(this.camel, start, end)) return true;
    const own = this.ownType(start, end);
    // Its own assetType settles it: asset_type is only read where there is none.
    if (own !== 'assetType' && this.wanted(this.snake, start, end)) return true;
    if (this.named === 0 || (own === 'other' && this.manifest.next(start, end) !== NOWHERE)) return true;
    return this.serviceSeen && !this.passService(own, start, end);
  }

  /** Whether a letter is written as an escape, so that keys and values may be spelled unlike what is searched. */
  private escaped(start: number, end: number): boolean {
    for (let at = this.escape.next(start); at < end; at = this.escape.next(at + 1)) {
      const digit = this.view[at + 4] as number;
      if (digit >= 0x34 && digit <= 0x37) return true;
    }
    return false;
  }

  /** Whether a value of the key is a wanted type, or cannot be told from one. */
  private wanted(key: KeyCursor, start: number, end: number): boolean {
    const { view } = this;
    for (let at = key.next(start, end); at < end; at = key.next(at, end)) {
      const quote = plainString(view, at, end);
      if (quote < 0) return true;
      this.named++;
      if (!this.hashes.has(hash(view, at + 1, quote))) continue;
      const type = this.types.get(view.toString('latin1', at + 1, quote));
      if (type === SERVICE_TYPE && this.services) this.serviceSeen = true;
      else if (type !== undefined) return true;
    }
    return false;
  }

  /** Under which key the record itself names its type near its beginning; 'other' when that is not seen. */
  private ownType(start: number, end: number): OwnKey {
    const quick = this.afterName(start);
    if (quick !== 'other') return quick;
    // Where many records in a row named it further in, looking costs more than it saves.
    if (this.unseen >= UNSEEN_RUN && ++this.unseen % UNSEEN_RUN !== 0) return 'other';
    const { head } = this;
    head.begin(this.view, start, Math.min(end, start + HEAD_BYTES));
    while (head.next()) {
      if (head.key === 'pinkyManifest') return 'other';
      if (head.key !== 'assetType' && head.key !== 'asset_type') continue;
      this.unseen = 0;
      return head.key;
    }
    this.unseen++;
    return 'other';
  }

  /** The same for records that begin `{"name":"...","assetType":"`, as those of exports do, in one search. */
  private afterName(start: number): OwnKey {
    const { view } = this;
    if (!sameBytes(view, start, NAME_HEAD)) return 'other';
    const quote = view.indexOf(34, start + NAME_HEAD.length);
    if (quote < 0 || view[quote - 1] === 92) return 'other';
    if (sameBytes(view, quote, CAMEL_HEAD)) return 'assetType';
    return sameBytes(view, quote, SNAKE_HEAD) ? 'asset_type' : 'other';
  }

  /** Whether this is surely a service that is not asked for; notes its project. */
  private passService(own: OwnKey, start: number, end: number): boolean {
    if (own === 'other' || this.named !== 1) return false;
    const { head, view } = this;
    head.begin(view, start, end);
    while (head.next()) {
      if (head.key !== 'name') continue;
      const quote = plainString(view, head.value, end);
      const name = quote < 0 ? '' : view.toString('latin1', head.value + 1, quote);
      const project = SERVICE_NAME.exec(name);
      if (!project || this.services?.has(project[2] as string)) return false;
      this.serviceProjects.add(project[1] as string);
      return true;
    }
    return false;
  }

  private policy(start: number, end: number, needles: Needles): Decision {
    if (this.camelPolicy.next(start, end) === NOWHERE && this.snakePolicy.next(start, end) === NOWHERE)
      return 'skip';
    if (needles.within(start, end)) return 'policy';
    return this.countFrom(this.view, start, end) ? 'skip' : 'verify';
  }

  /** Counts the IAM policy that the bytes of a record show, if its project's are counted from the bytes already. */
  countFrom(view: Buffer, start: number, end: number): boolean {
    const project = projectOf(this.head, view, start, end);
    if (project === undefined || !this.policies.has(project)) return false;
    this.count(project);
    return true;
  }
}
