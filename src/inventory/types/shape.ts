import { EVERY, parsePath, type Segments } from '../../policy/path.ts';
import { Unknown } from '../../policy/unknown.ts';
import { Builder, type Place } from './builder.ts';
import type { Json, Rest, Row, Shape, Source } from './table.ts';

interface Move {
  readonly to: Place;
  readonly read: Row['read'];
}

interface Node {
  readonly moves: Move[];
  readonly inner: Map<string, Node>;
  element: Node | undefined;
  /** Canonical lists that get an element for every element of this source list. */
  readonly lists: Place[];
  rest: { to: Place; fate: Rest['fate'] } | undefined;
  /** True for what is dropped or moved by hand: nothing to say of what is below. */
  quiet: boolean;
}

/** A shape made ready to be walked beside the data. */
export interface Conversion {
  readonly shape: Shape;
  readonly root: Node;
  readonly builder: Builder;
  /** Rows that fill every element of a canonical list, or that say what absence means: done after the walk. */
  readonly late: readonly { row: Row; from: Segments; to: Segments }[];
  /** The source maps with keys of which no row speaks: the keys that have one, and what becomes of those seen. */
  readonly rests: readonly {
    from: Segments;
    inner: ReadonlyMap<string, unknown>;
    rest: Pick<Rest, 'fate'>;
    fates: Map<string, ReturnType<Rest['fate']>>;
  }[];
}

/** What a conversion tells beside its result. */
export interface Remarks {
  /** Told each Unknown that came to stand in the canonical data. */
  unknown(unknown: Unknown): void;
  /** Told the key of each annotation that was kept though nobody knows it. */
  unlisted?(key: string): void;
  /** Told the path of each source leaf that no row moves, keeps or drops. */
  stray?(path: string): void;
}

const newNode = (): Node => ({
  moves: [],
  inner: new Map(),
  element: undefined,
  lists: [],
  rest: undefined,
  quiet: false,
});

const count = (segments: Segments) => segments.filter((segment) => segment === EVERY).length;

/** Compiles the rows of a shape into a tree along the source's paths. */
export function compileShape(shape: Shape): Conversion {
  const root = newNode();
  const builder = new Builder();
  const late: { row: Row; from: Segments; to: Segments }[] = [];
  for (const row of shape.rows) {
    const from = parsePath(row.from);
    const to = parsePath(row.to);
    const node = nodeAt(root, from, builder, to);
    if (row.byHand) node.quiet = true;
    else if (row.absent !== undefined || count(to) > count(from)) {
      node.quiet = true;
      late.push({ row, from, to });
    } else node.moves.push({ to: builder.place(to), read: row.read });
  }
  const rests = (shape.rests ?? []).map(({ from, to, fate }) => {
    const node = nodeAt(root, parsePath(from), builder);
    const rest = { to: builder.place([...parsePath(to), '']), fate };
    node.rest = rest;
    return { from: parsePath(from), inner: node.inner, rest, fates: new Map() };
  });
  for (const path of shape.dropped) nodeAt(root, parsePath(path), builder).quiet = true;
  return { shape, root, builder, late, rests };
}

function nodeAt(root: Node, from: Segments, builder: Builder, to: Segments = []): Node {
  let node = root;
  let depth = 0;
  for (const segment of from) {
    if (segment === EVERY) {
      node.element ??= newNode();
      depth++;
      let seen = 0;
      const end = to.findIndex((name) => name === EVERY && ++seen === depth);
      const list = end < 0 ? undefined : builder.place(to.slice(0, end));
      if (list && !node.lists.some((known) => known.holder === list.holder && known.name === list.name)) {
        node.lists.push(list);
      }
      node = node.element;
      continue;
    }
    let inner = node.inner.get(segment);
    if (!inner) node.inner.set(segment, (inner = newNode()));
    node = inner;
  }
  return node;
}

/** Data of another shape in the canonical one: a new object, which may share parts with `source.data`. */
export function convert(conversion: Conversion, source: Source, remarks: Remarks): Json {
  const { builder, shape } = conversion;
  const canonical = builder.begin();
  walk(conversion.root, source.data, { source, builder, remarks, path: '' });
  for (const { row, from, to } of conversion.late) {
    const raw = lookUp(source.data, from);
    const plain = raw === undefined || raw instanceof Unknown || !row.read;
    const value = plain ? (raw ?? row.absent) : row.read(raw, source);
    if (value === undefined) continue;
    if (value instanceof Unknown) remarks.unknown(value);
    spread(canonical, to, value);
  }
  shape.finish?.(canonical, source, (unknown) => {
    remarks.unknown(unknown);
    return unknown;
  });
  return canonical;
}

interface Walk {
  readonly source: Source;
  readonly builder: Builder;
  readonly remarks: Remarks;
  path: string;
}

function walk(node: Node, value: unknown, at: Walk): void {
  if (value === undefined || value === null) return;
  if (value instanceof Unknown) {
    blur(node, value, at);
    return;
  }
  for (const { to, read } of node.moves) {
    const moved = read ? read(value, at.source) : value;
    if (moved === undefined) continue;
    if (moved instanceof Unknown) at.remarks.unknown(moved);
    at.builder.put(to, moved);
  }
  if (node.moves.length > 0 || node.quiet) return;
  if (typeof value !== 'object' || Array.isArray(value) !== (node.element !== undefined)) {
    if (node.element || node.rest || node.inner.size > 0) {
      blur(
        node,
        new Unknown('unconvertible', `${at.path || 'the resource'} is not of the kind expected`),
        at,
      );
    } else at.remarks.stray?.(at.path);
    return;
  }
  if (node.element) walkList(node, node.element, value as unknown[], at);
  else walkObject(node, value as Json, at);
}

function walkList(node: Node, element: Node, list: unknown[], at: Walk): void {
  const { path, builder } = at;
  for (const to of node.lists) builder.list(to, list.length);
  for (let i = 0; i < list.length; i++) {
    builder.enter(i);
    if (at.remarks.stray) at.path = `${path}[${i}]`;
    walk(element, list[i], at);
    builder.leave();
  }
  at.path = path;
}

function walkObject(node: Node, object: Json, at: Walk): void {
  const { path } = at;
  for (const key in object) {
    const inner = node.inner.get(key);
    // Paths are only spelled out for whoever collects strays: building them costs more than the walk.
    at.path = at.remarks.stray && path ? `${path}.${key}` : key;
    if (inner) walk(inner, object[key], at);
    else if (node.rest) {
      const fate = key === '__proto__' ? 'drop' : node.rest.fate(key);
      if (fate === 'drop') continue;
      if (fate === 'report') at.remarks.unlisted?.(key);
      const value = object[key];
      if (value instanceof Unknown) at.remarks.unknown(value);
      at.builder.put(node.rest.to, value, key);
    } else at.remarks.stray?.(at.path);
  }
  at.path = path;
}

/** Told the annotations that are kept though nobody knows them, without converting anything. */
export function reportUnlisted({ rests }: Conversion, data: Json, unlisted: (key: string) => void): void {
  for (const { from, inner, rest, fates } of rests) {
    const map = lookUp(data, from);
    if (typeof map !== 'object' || map === null || map instanceof Unknown || Array.isArray(map)) continue;
    for (const key in map) {
      let fate = fates.get(key);
      if (fate === undefined) {
        fate = key === '__proto__' || inner.has(key) ? 'drop' : rest.fate(key);
        fates.set(key, fate);
      }
      if (fate === 'report') unlisted(key);
    }
  }
}

/** What is read from below an unknown source value is unknown itself. */
function blur(node: Node, unknown: Unknown, at: Walk): void {
  at.remarks.unknown(unknown);
  for (const { to } of node.moves) at.builder.blur(to.path, unknown);
  if (node.rest) at.builder.blur(node.rest.to.path.slice(0, -1), unknown);
  if (node.element) blur(node.element, unknown, at);
  for (const inner of node.inner.values()) blur(inner, unknown, at);
}

/** The value at a source path: an Unknown above it counts as it; undefined through what is not an object. */
export function lookUp(data: Json, from: Segments): unknown {
  let here: unknown = data;
  for (const name of from) {
    if (here instanceof Unknown) return here;
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Json)[name];
  }
  return here ?? undefined;
}

/** Puts a value at a path in every element of the lists on the way, where it is not set yet. */
function spread(here: unknown, to: Segments, value: unknown, from = 0): void {
  if (typeof here !== 'object' || here === null || here instanceof Unknown) return;
  const name = to[from] as string;
  if (name === EVERY) {
    for (const element of here as unknown[]) spread(element, to, value, from + 1);
    return;
  }
  const object = here as Json;
  if (from === to.length - 1) object[name] ??= value;
  else {
    // A list that is not there has no elements; an object on the way is made.
    if (object[name] === undefined && to[from + 1] !== EVERY) object[name] = {};
    spread(object[name], to, value, from + 1);
  }
}
