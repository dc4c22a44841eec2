import { EVERY, type Segments } from '../../policy/path.ts';
import { Unknown } from '../../policy/unknown.ts';
import type { Json } from './table.ts';

/** Where a value goes: a name in a holder, which is one of the builder's known object or element paths. */
export interface Place {
  readonly path: Segments;
  readonly holder: Holder;
  readonly name: string;
}

/** An object of the canonical data, at a path that may pass through list elements. */
interface Holder {
  readonly path: Segments;
  /** How many list indices the path takes. */
  readonly depth: number;
  /** The object found last, and the visit it belongs to. */
  object: Json | undefined;
  stamp: number;
}

/**
 * Builds canonical data leaf by leaf. Finding the object that holds a leaf from the root each time was most of the
 * cost of converting a service, so each holder remembers its object for as long as the list indices above it stand.
 */
export class Builder {
  private readonly holders = new Map<string, Holder>();
  private readonly indices: number[] = [];
  /** By depth: the visit during which the indices down to it have not changed. */
  private readonly visits: number[] = [0];
  private visit = 0;
  private root: Json = {};

  /** The place of a path; the last segment is a name. */
  place(path: Segments): Place {
    const above = path.slice(0, -1);
    const key = above.join('\n');
    let holder = this.holders.get(key);
    if (!holder) {
      const depth = above.filter((segment) => segment === EVERY).length;
      this.holders.set(key, (holder = { path: above, depth, object: undefined, stamp: -1 }));
    }
    return { path, holder, name: path.at(-1) as string };
  }

  /** Starts on new data and gives its root. */
  begin(): Json {
    this.root = {};
    this.indices.length = 0;
    this.visits.length = 1;
    this.visits[0] = ++this.visit;
    return this.root;
  }

  /** Goes into the list element with this index; what is put then goes into that element. */
  enter(index: number): void {
    this.indices.push(index);
    this.visits.push(++this.visit);
  }

  /** Leaves the list element entered last. */
  leave(): void {
    this.indices.pop();
    this.visits.pop();
  }

  /** Makes the list at a place, with one empty object for each element, unless it is there. */
  list(to: Place, length: number): void {
    const holder = this.find(to.holder);
    if (!holder || holder[to.name] !== undefined) return;
    // A list made with its length takes no more memory than it needs; one that grows takes room for 17 elements.
    const list = new Array<unknown>(length);
    for (let i = 0; i < length; i++) list[i] = {};
    holder[to.name] = list;
  }

  /** Puts a value at a place, under another name if one is given. */
  put(to: Place, value: unknown, name = to.name): void {
    const holder = this.find(to.holder);
    if (holder) holder[name] = value;
  }

  /** Puts an Unknown at a path, or at the first list on the way of which no element was entered. */
  blur(path: Segments, unknown: Unknown): void {
    let depth = this.indices.length;
    const end = path.findIndex((segment) => segment === EVERY && depth-- === 0);
    this.put(this.place(end < 0 ? path : path.slice(0, end)), unknown);
  }

  /** The object of a holder, made where it is missing; undefined where an Unknown stands on the way. */
  private find(holder: Holder): Json | undefined {
    const stamp = this.visits[holder.depth] as number;
    if (holder.stamp === stamp) return holder.object;
    const { path } = holder;
    let here: Json | unknown[] = this.root;
    let depth = 0;
    for (let i = 0; i < path.length; i++) {
      const segment = path[i] as string;
      const container = here as Record<string | number, unknown>;
      const key = segment === EVERY ? (this.indices[depth++] as number) : segment;
      let next = container[key];
      if (next === undefined) container[key] = next = path[i + 1] === EVERY ? [] : {};
      if (next instanceof Unknown) return undefined;
      here = next as Json | unknown[];
    }
    holder.stamp = stamp;
    holder.object = here as Json;
    return holder.object;
  }
}
