import { EVERY, parsePath } from '../../policy/path.ts';
import { Unknown } from '../../policy/unknown.ts';
import type { Absence, Json, TypeTable } from './table.ts';

/** The one empty list that stands wherever a repeated field was left out. */
const NONE: readonly never[] = Object.freeze([]);

interface Leaf {
  readonly name: string;
  readonly value: Absence['value'];
  readonly bit: number;
}

interface Inner {
  readonly name: string;
  readonly node: Node;
  readonly optional: boolean;
  readonly list: boolean;
}

interface Node {
  readonly leaves: Leaf[];
  readonly lists: string[];
  readonly inner: Inner[];
}

/** The absence entries of a type, ready to be filled in. */
export interface Filling {
  readonly root: Node;
  /** Canonical path (with `[*]`, without `?`) to the bit that tells it was filled in. */
  readonly bits: ReadonlyMap<string, number>;
}

/** What filling in an asset came to. */
export interface Filled {
  /** Bits of the paths that nothing set (for an element's path: in no element). */
  readonly unset: number;
  /** True when an absence entry gave an Unknown. */
  readonly unknown: boolean;
}

const emptyNode = (): Node => ({ leaves: [], lists: [], inner: [] });

/**
 * Compiles `absence` and `lists` of a table.
 * @throws RangeError when the table has more than 31 absence entries: the asset keeps one bit for each in one number.
 */
export function compileFilling(table: TypeTable): Filling {
  const root = emptyNode();
  const bits = new Map<string, number>();
  for (const path of table.lists ?? []) {
    const { node, name } = parentOf(root, path);
    node.lists.push(name);
  }
  for (const [path, { value }] of Object.entries(table.absence ?? {})) {
    const { node, name } = parentOf(root, path);
    const bit = 1 << bits.size;
    if (bits.size > 30) throw new RangeError(`${table.types[0]} has more than 31 absence entries`);
    bits.set(path.replaceAll('?', ''), bit);
    node.leaves.push({ name, value, bit });
  }
  return { root, bits };
}

function parentOf(root: Node, path: string): { node: Node; name: string } {
  const segments = parsePath(path);
  let node = root;
  for (let i = 0; i < segments.length - 1; i++) {
    const optional = (segments[i] as string).endsWith('?');
    const name = optional ? (segments[i] as string).slice(0, -1) : (segments[i] as string);
    const list = segments[i + 1] === EVERY;
    let inner = node.inner.find((one) => one.name === name);
    if (!inner) node.inner.push((inner = { name, node: emptyNode(), optional: optional || list, list }));
    node = inner.node;
    if (list) i++;
  }
  return { node, name: segments.at(-1) as string };
}

/** Fills what is absent from `data`, in place. Nothing is filled below an Unknown, or below a value of a wrong kind. */
export function fill(filling: Filling, data: Json): Filled {
  const state = { data, unset: 0, set: 0, unknown: false };
  fillNode(filling.root, data, state);
  return { unset: state.unset & ~state.set, unknown: state.unknown };
}

interface State {
  readonly data: Json;
  unset: number;
  set: number;
  unknown: boolean;
}

/** Runs for every asset that is looked at: its loops count their way, for iterators would be the main cost. */
function fillNode({ lists, leaves, inner }: Node, here: Json, state: State): void {
  for (let i = 0; i < lists.length; i++) {
    const name = lists[i] as string;
    if ((here[name] ?? undefined) === undefined) here[name] = NONE;
  }
  for (let i = 0; i < leaves.length; i++) {
    const { name, value, bit } = leaves[i] as Leaf;
    if ((here[name] ?? undefined) !== undefined) {
      state.set |= bit;
      continue;
    }
    const filled = typeof value === 'function' ? value(state.data) : value;
    if (filled === undefined) continue;
    here[name] = filled;
    if (filled instanceof Unknown) state.unknown = true;
    else state.unset |= bit;
  }
  for (let i = 0; i < inner.length; i++) {
    const { name, node, optional, list } = inner[i] as Inner;
    let next = here[name] ?? undefined;
    if (next === undefined) {
      if (optional) continue;
      here[name] = next = {};
    }
    if (typeof next !== 'object' || next instanceof Unknown || Array.isArray(next) !== list) continue;
    if (list) fillElements(node, next as readonly unknown[], state);
    else fillNode(node, next as Json, state);
  }
}

function fillElements(node: Node, list: readonly unknown[], state: State): void {
  for (let i = 0; i < list.length; i++) {
    const element = list[i];
    if (typeof element === 'object' && element !== null && !(element instanceof Unknown))
      fillNode(node, element as Json, state);
  }
}
