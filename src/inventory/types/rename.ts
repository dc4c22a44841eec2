import { EVERY, joinPath, parsePath } from '../../policy/path.ts';
import { Unknown } from '../../policy/unknown.ts';
import type { Json, TypeTable } from './table.ts';

interface Node {
  readonly names: [old: string, name: string][];
  readonly inner: Map<string, Node>;
}

/** The renames of a type, ready to be applied to data and, backwards, to paths. */
export interface Renames {
  readonly root: Node;
}

/** Compiles `renames` of a table; undefined when it has none. */
export function compileRenames(table: TypeTable): Renames | undefined {
  if (!table.renames) return undefined;
  const root: Node = { names: [], inner: new Map() };
  for (const [path, name] of Object.entries(table.renames)) {
    const segments = parsePath(path);
    let node = root;
    for (const segment of segments.slice(0, -1)) {
      let inner = node.inner.get(segment);
      if (!inner) node.inner.set(segment, (inner = { names: [], inner: new Map() }));
      node = inner;
    }
    node.names.push([segments.at(-1) as string, name]);
  }
  return { root };
}

/**
 * Gives old spellings their canonical name, in place; where both stand, the canonical one holds. Returns whether any
 * value moved, that is, whether the source spells the asset the old way.
 */
export function rename(renames: Renames, data: Json): boolean {
  return renameNode(renames.root, data);
}

function renameNode(node: Node, here: unknown): boolean {
  if (typeof here !== 'object' || here === null || here instanceof Unknown) return false;
  let moved = false;
  const every = node.inner.get(EVERY);
  if (every && Array.isArray(here)) {
    for (const element of here) if (renameNode(every, element)) moved = true;
    return moved;
  }
  const object = here as Json;
  for (const [old, name] of node.names) {
    if (object[old] === undefined) continue;
    if (object[name] === undefined) {
      object[name] = object[old];
      moved = true;
    }
    delete object[old];
  }
  for (const [name, inner] of node.inner) if (renameNode(inner, object[name])) moved = true;
  return moved;
}

/** The canonical path as an old export spells it. */
export function oldPath(renames: Renames, path: string): string {
  let node: Node | undefined = renames.root;
  let out = '';
  for (const segment of parsePath(path)) {
    const index = segment === EVERY || /^\d+$/.test(segment);
    if (index) out += segment === EVERY ? EVERY : `[${segment}]`;
    else out = joinPath(out, node?.names.find(([, name]) => name === segment)?.[0] ?? segment);
    node = node?.inner.get(index ? EVERY : segment);
  }
  return out;
}
