import { ancestorsOf } from './ancestry.ts';
import { hash, sameBytes } from './bytes.ts';
import { Cursor } from './cursor.ts';
import { Head } from './head.ts';
import { plainString } from './keys.ts';
import { assetOf, unpack } from './spelling.ts';
import { projectOf } from './whereabouts.ts';

/** What the records of a project tell of it. */
export interface Standing {
  /** What it stands in, itself (by number) before all; empty where no record tells. */
  readonly ancestors: readonly string[];
  /** Whether the record that told has resource content. */
  readonly resource: boolean;
}

const OPENING = Buffer.from('{"name":"//');
const PROJECTS = Buffer.from('/projects/');
/** Longer than any service's host name. */
const HOST_BYTES = 96;

/** A project's own record, which names it as it likes and is read always. */
const OWN = /^\/\/cloudresourcemanager\.googleapis\.com\/projects\/[^/]+$/;

const SLASH = 47;
const QUOTE = 34;
const BACKSLASH = 92;

interface Known {
  readonly bytes: Buffer;
  readonly settled: boolean;
}

/**
 * Which projects the records of a source stand in, and what those stand in: of all records, whoever asked for them, so
 * that what is concluded of one type does not depend on which others are read. A project is looked up by the bytes of
 * its records' names; the first record that tells its ancestors settles it. Their own records are left to who reads them.
 */
export class Census {
  /** By id or number, as the records spell it. */
  readonly projects = new Map<string, Standing>();
  private readonly known = new Map<number, Known>();
  private readonly head = new Head();
  private readonly mention = new Cursor('cest');
  private fresh: [string, Standing][] = [];
  private view: Buffer = Buffer.alloc(0);

  begin(view: Buffer): void {
    this.view = view;
    this.mention.begin(view);
  }

  /** Notes the record whose bytes are `[start, end)` of the view; starts must grow. */
  note(start: number, end: number): void {
    if (!this.isKnown(start, end)) this.walk(start, start, end);
  }

  /** Adds what was noted elsewhere, further down. */
  add(project: string, standing: Standing): void {
    const before = this.projects.get(project);
    if (before && (before.ancestors.length > 0 || standing.ancestors.length === 0)) return;
    this.projects.set(project, standing);
    this.fresh.push([project, standing]);
    const bytes = Buffer.from(project);
    const key = hash(bytes, 0, bytes.length);
    const other = this.known.get(key);
    // Of two projects with one hash the second is walked to every time.
    if (!other || other.bytes.equals(bytes))
      this.known.set(key, { bytes, settled: standing.ancestors.length > 0 });
  }

  /** What was learnt since the last time. */
  take(): [string, Standing][] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }

  /** Whether the bytes show a project of which this record tells nothing new. */
  private isKnown(start: number, end: number): boolean {
    const { view } = this;
    if (!sameBytes(view, start, OPENING)) return false;
    let at = start + OPENING.length;
    const most = Math.min(at + HOST_BYTES, end);
    while (at < most && view[at] !== SLASH) at++;
    if (!sameBytes(view, at, PROJECTS)) return false;
    const from = at + PROJECTS.length;
    let to = from;
    for (; to < end; to++) {
      const byte = view[to];
      if (byte === SLASH || byte === QUOTE) break;
      if (byte === BACKSLASH) return false;
    }
    const known = this.known.get(hash(view, from, to));
    if (!known || known.bytes.length !== to - from || !sameBytes(view, from, known.bytes)) return false;
    return known.settled || this.mention.next(start) >= end;
  }

  /** Goes along the keys of the object that opens at `from`: the record, or the asset of a feed message. */
  private walk(from: number, start: number, end: number): void {
    const { head, view } = this;
    let name: string | undefined;
    let list: unknown;
    let path: unknown;
    let resource = false;
    let inner = 0;
    head.begin(view, from, end);
    while (head.next()) {
      const { key, value } = head;
      if (key === 'name') {
        const quote = plainString(view, value, end);
        if (quote < 0) break;
        name = view.toString('utf8', value + 1, quote);
        if (OWN.test(name)) return;
      } else if (key === 'ancestors') list = listAt(view, value, end);
      else if (key === 'ancestry_path' || key === 'ancestryPath') {
        const quote = plainString(view, value, end);
        if (quote >= 0) path = view.toString('utf8', value + 1, quote);
      } else if (key === 'resource') resource = true;
      else if (key === 'asset' || key === 'priorAsset' || key === 'prior_asset') inner ||= value;
    }
    if (name === undefined) {
      if (inner > 0 && from === start) this.walk(inner, start, end);
      else this.parse(start, end);
      return;
    }
    const ancestors = ancestorsOf(list, path);
    const project = projectOf(name, { data: undefined }, ancestors, undefined);
    if (project !== undefined) this.add(project, { ancestors, resource });
    else if (ancestors.length === 0) this.parse(start, end);
  }

  /** Of a record whose bytes do not show its project plainly. */
  private parse(start: number, end: number): void {
    let record: unknown;
    try {
      record = JSON.parse(this.view.toString('utf8', start, end));
    } catch {
      return;
    }
    const asset = assetOf(record);
    if (typeof asset?.name !== 'string' || OWN.test(asset.name)) return;
    const ancestors = ancestorsOf(asset.ancestors, asset.ancestry_path ?? asset.ancestryPath);
    const resource = unpack(asset.resource);
    const named = asset.parentFullResourceName ?? asset.parent_full_resource_name;
    const parent = [resource?.parent, named].find((one) => typeof one === 'string');
    const content = { data: unpack(resource?.data) };
    const project = projectOf(asset.name, content, ancestors, parent as string | undefined);
    if (project !== undefined) this.add(project, { ancestors, resource: resource !== undefined });
  }
}

/** The list of texts that begins at `at`; undefined where none does. */
function listAt(view: Buffer, at: number, end: number): unknown {
  const close = view.indexOf(']', at);
  if (close < 0 || close >= end) return undefined;
  try {
    return JSON.parse(view.toString('utf8', at, close + 1));
  } catch {
    return undefined;
  }
}
