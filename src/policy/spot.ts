import type { Asset } from './model.ts';
import { naturalKey, type Segments } from './path.ts';
import { plainAsset } from './subject.ts';
import { attempt, Unknown } from './unknown.ts';

/** The key under which an element of a view says which asset and path it was made from. */
export const AT: unique symbol = Symbol('at');
export interface Located {
  readonly asset: Asset;
  readonly path: string | Readonly<Record<string, string>>;
}

/**
 * Marks an object that a view made with the asset it came from, so that a flaw in it points there: with the path its
 * fields stand under, or with the path of each field.
 */
export function located<T extends object>(value: T, asset: Asset, path: Located['path']): T {
  (value as { [AT]?: Located })[AT] = { asset, path };
  return value;
}

/** Whether a view made an element of an asset that is not the one judged. */
export const standsElsewhere = (element: unknown, ground: Ground): element is object => {
  if (typeof element !== 'object' || element === null) return false;
  const at = (element as { [AT]?: Located })[AT];
  return at !== undefined && at.asset.id !== ground.asset?.id;
};

/** Where a value stands: its concrete path, its path by natural keys, and the asset if it is another one. */
export interface Spot {
  readonly path: string;
  readonly key: string;
  readonly on?: Asset | undefined;
  /** True where the path is a view's field and not a resource path. */
  readonly ofView?: boolean | undefined;
  /** The view's name for the value, where `path` is what it was computed from. */
  readonly field?: string | undefined;
  /** Resource paths of the fields of an element that a view made. */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** The spot of the value that is judged as a whole. */
export const ROOT: Spot = { path: '', key: '' };

/** What a spot is told by: the asset judged, and what the policy says of its view's fields. */
export interface Ground {
  readonly asset?: Asset | undefined;
  /** Resource path of a view's field, where the policy states one. */
  pathOf?(field: string): string | undefined;
  /** Whether a path's first name is a field of the policy's view. */
  isField?(name: string): boolean;
}

/** A path of a want. */
export interface Step {
  readonly path: string;
  readonly segments: Segments;
}

/** Where a requirement's value stands. */
export function spotOf(one: Step, spot: Spot, frame: Ground): Spot {
  if (one.path === '.') return spot;
  // A field whose name has dots is quoted in a path, and is known by its name.
  const name = one.segments.length === 1 ? (one.segments[0] as string) : one.path;
  const stated = spot === ROOT ? frame.pathOf?.(name) : undefined;
  if (stated !== undefined) return { path: stated, key: name, field: name };
  const ofView = spot === ROOT ? frame.isField?.(one.segments[0] as string) : spot.ofView;
  const named = spot.names?.[one.path];
  if (named !== undefined) {
    const field = named.endsWith(one.path) ? undefined : one.path;
    return { path: named, key: named.replace(/\[\d+\]/g, '[*]'), on: spot.on, ofView, field };
  }
  const join = (base: string) =>
    base === '' ? one.path : `${base}${one.path.startsWith('[') ? '' : '.'}${one.path}`;
  return { path: join(spot.path), key: join(spot.key), on: spot.on, ofView };
}

/** A place by natural keys: its last element by its own, lists above it by none, for only their paths are known. */
function keyOf(path: string, element: unknown): string {
  const last = /\[\d+\]$/.exec(path);
  if (!last) return path.replace(/\[\d+\]/g, '[*]');
  const own = attempt(() => naturalKey(element));
  return `${keyOf(path.slice(0, last.index), undefined)}[${own instanceof Unknown ? '*' : own}]`;
}

/**
 * Where a list element stands: at the place its view made it from, else under the list. Told only when it is asked
 * for, since most elements are fine and nobody asks.
 */
export class ElementSpot implements Spot {
  readonly #list: Step;
  readonly #above: Spot;
  readonly #ground: Ground;
  readonly #element: unknown;
  readonly #index: number;
  #told: Spot | undefined;

  constructor(list: Step, above: Spot, ground: Ground, element: unknown, index: number) {
    this.#list = list;
    this.#above = above;
    this.#ground = ground;
    this.#element = element;
    this.#index = index;
  }

  get path(): string {
    return this.#tell().path;
  }

  get key(): string {
    return this.#tell().key;
  }

  get on(): Asset | undefined {
    return this.#tell().on;
  }

  get ofView(): boolean | undefined {
    return this.#tell().ofView;
  }

  get names(): Spot['names'] {
    return this.#tell().names;
  }

  #tell(): Spot {
    return (this.#told ??= this.#place());
  }

  #place(): Spot {
    const element = this.#element;
    const at =
      typeof element === 'object' && element !== null ? (element as { [AT]?: Located })[AT] : undefined;
    if (at) {
      const on = at.asset.id === this.#ground.asset?.id ? undefined : plainAsset(at.asset);
      if (typeof at.path !== 'string') return { path: '', key: '', on, names: at.path, ofView: false };
      return { path: at.path, key: keyOf(at.path, element), on, ofView: false };
    }
    const base = spotOf(this.#list, this.#above, this.#ground);
    return {
      path: `${base.path}[${this.#index}]`,
      key: `${base.key}[${naturalKey(element)}]`,
      on: base.on,
      ofView: base.ofView,
    };
  }
}
