import { EVERY, parsePath, type Segments } from '../../policy/path.ts';
import { Unknown } from '../../policy/unknown.ts';
import type { Json, Rest, Row, Shape, Source } from './table.ts';

interface Move {
  readonly to: Segments;
  readonly read: Row['read'];
}

interface Node {
  readonly moves: Move[];
  readonly inner: Map<string, Node>;
  element: Node | undefined;
  /** Canonical lists that get an element for every element of this source list. */
  lists: Segments[];
  rest: { to: Segments; fate: Rest['fate'] } | undefined;
  /** True for what is dropped or moved by hand: nothing to say of what is below. */
  quiet: boolean;
}

/** A shape made ready to be walked beside the data. */
export interface Conversion {
  readonly shape: Shape;
  readonly root: Node;
  /** Rows that fill every element of a canonical list, or that say what absence means: done after the walk. */
  readonly late: readonly { row: Row; from: Segments; to: Segments }[];
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
  const late: { row: Row; from: Segments; to: Segments }[] = [];
  for (const row of shape.rows) {
    const from = parsePath(row.from);
    const to = parsePath(row.to);
    const node = nodeAt(root, from, to);
    if (row.byHand) node.quiet = true;
    else if (row.absent !== undefined || count(to) > count(from)) {
      node.quiet = true;
      late.push({ row, from, to });
    } else node.moves.push({ to, read: row.read });
  }
  for (const { from, to, fate } of shape.rests ?? [])
    nodeAt(root, parsePath(from)).rest = { to: parsePath(to), fate };
  for (const path of shape.dropped) nodeAt(root, parsePath(path)).quiet = true;
  return { shape, root, late };
}

function nodeAt(root: Node, from: Segments, to?: Segments): Node {
  let node = root;
  let depth = 0;
  for (const segment of from) {
    if (segment === EVERY) {
      node.element ??= newNode();
      depth++;
      if (to) remember(node, to, depth);
      node = node.element;
      continue;
    }
    let inner = node.inner.get(segment);
    if (!inner) node.inner.set(segment, (inner = newNode()));
    node = inner;
  }
  return node;
}

/** Notes the canonical list that the `depth`-th `[*]` of `to` stands for. */
function remember(node: Node, to: Segments, depth: number): void {
  let seen = 0;
  const end = to.findIndex((segment) => segment === EVERY && ++seen === depth);
  if (end < 0) return;
  const list = to.slice(0, end + 1);
  if (!node.lists.some((known) => known.join('\n') === list.join('\n'))) node.lists.push(list);
}

/** Data of another shape in the canonical one: a new object, which may share parts with `source.data`. */
export function convert(conversion: Conversion, source: Source, remarks: Remarks): Json {
  const canonical: Json = {};
  walk(conversion.root, source.data, { source, canonical, remarks, indices: [], path: '' });
  for (const { row, from, to } of conversion.late) {
    const raw = lookUp(source.data, from);
    const value =
      raw === undefined ? row.absent : raw instanceof Unknown || !row.read ? raw : row.read(raw, source);
    if (value === undefined) continue;
    if (value instanceof Unknown) remarks.unknown(value);
    spread(canonical, to, value);
  }
  conversion.shape.finish?.(canonical, source, (unknown) => {
    remarks.unknown(unknown);
    return unknown;
  });
  return canonical;
}

interface Walk {
  readonly source: Source;
  readonly canonical: Json;
  readonly remarks: Remarks;
  readonly indices: number[];
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
    write(at.canonical, to, at.indices, moved);
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
  const { path } = at;
  if (node.element) {
    const list = value as unknown[];
    for (let i = 0; i < list.length; i++) {
      at.indices.push(i);
      for (const to of node.lists) write(at.canonical, to, at.indices, undefined);
      if (at.remarks.stray) at.path = `${path}[${i}]`;
      walk(node.element, list[i], at);
      at.indices.pop();
    }
  } else walkObject(node, value as Json, at);
  at.path = path;
}

function walkObject(node: Node, object: Json, at: Walk): void {
  const { path } = at;
  for (const key in object) {
    const inner = node.inner.get(key);
    // Paths are only spelled out for whoever collects strays: building them costs more than the walk.
    at.path = at.remarks.stray ? (path ? `${path}.${key}` : key) : key;
    if (inner) walk(inner, object[key], at);
    else if (node.rest) {
      const fate = key === '__proto__' ? 'drop' : node.rest.fate(key);
      if (fate === 'drop') continue;
      if (fate === 'report') at.remarks.unlisted?.(key);
      const value = object[key];
      if (value instanceof Unknown) at.remarks.unknown(value);
      write(at.canonical, [...node.rest.to, key], at.indices, value);
    } else at.remarks.stray?.(at.path);
  }
}

/** What is read from below an unknown source value is unknown itself. */
function blur(node: Node, unknown: Unknown, at: Walk): void {
  for (const { to } of node.moves) blurAt(to, unknown, at);
  if (node.rest) blurAt(node.rest.to, unknown, at);
  if (node.element) blur(node.element, unknown, at);
  for (const inner of node.inner.values()) blur(inner, unknown, at);
}

function blurAt(to: Segments, unknown: Unknown, at: Walk): void {
  let depth = at.indices.length;
  const end = to.findIndex((segment) => segment === EVERY && depth-- === 0);
  at.remarks.unknown(unknown);
  write(at.canonical, end < 0 ? to : to.slice(0, end), at.indices, unknown);
}

/** Puts a value at a canonical path; `undefined` only makes sure that the list element is there. */
function write(canonical: Json, to: Segments, indices: readonly number[], value: unknown): void {
  let here: Json | unknown[] = canonical;
  let depth = 0;
  const last = to.length - 1;
  for (let i = 0; i <= last; i++) {
    const segment = to[i] as string;
    const key = segment === EVERY ? (indices[depth++] as number) : segment;
    const container = here as Record<string | number, unknown>;
    if (i === last && value !== undefined) {
      container[key] = value;
      return;
    }
    let next = container[key];
    if (next instanceof Unknown) return;
    if (next === undefined) container[key] = next = to[i + 1] === EVERY ? [] : {};
    here = next as Json | unknown[];
  }
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
function spread(here: unknown, to: Segments, value: unknown): void {
  if (typeof here !== 'object' || here === null || here instanceof Unknown) return;
  const [first, ...rest] = to;
  if (first === EVERY) {
    for (const element of here as unknown[]) spread(element, rest, value);
    return;
  }
  const object = here as Json;
  const name = first as string;
  if (rest.length === 0) object[name] ??= value;
  else {
    // A list that is not there has no elements; an object on the way is made.
    if (object[name] === undefined && rest[0] !== EVERY) object[name] = {};
    spread(object[name], rest, value);
  }
}
