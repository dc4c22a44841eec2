import { PolicyError } from '../errors.ts';
import { type Policy, typesOf, type View } from './define.ts';
import type { Asset, Context, IamPolicy, Scope, World } from './model.ts';
import { type Segments, valueAt } from './path.ts';
import { holdsUnknown, lens, Unknown } from './unknown.ts';

const lensed = new WeakMap<Asset, Asset>();
const behind = new WeakMap<Asset, Asset>();

/** The asset itself, where a view was given it as `readable`: what a flaw or a change must name. */
export const plainAsset = (asset: Asset): Asset => behind.get(asset) ?? asset;

/** The asset as a view may read it: unknown values throw. */
export function readable<T extends Asset>(asset: T): T {
  if (!asset.partial) return asset;
  let found = lensed.get(asset);
  if (!found) {
    // Read lazily: where all of an asset's data is unknown, only touching it may throw.
    found = Object.create(asset, {
      data: { get: () => lens(asset.data), enumerable: true },
      isUnset: { value: (path: string) => asset.isUnset(path) },
      sourcePath: { value: (path: string) => asset.sourcePath(path) },
    }) as T;
    lensed.set(asset, found);
    behind.set(found, asset);
  }
  return found as T;
}

/** Whether an IAM policy needs a lens; most do not, and a lens is dear. */
const partialPolicies = new WeakMap<IamPolicy, boolean>();

/** The world as one policy may read it: anything it did not declare is refused, so the declaration can be trusted. */
export class Reading implements World {
  readonly #world: World;
  readonly #policy: Policy;
  readonly #allowed: ReadonlySet<string>;
  readonly #lists = new WeakMap<readonly Asset[], readonly Asset[]>();

  constructor(world: World, policy: Policy) {
    this.#world = world;
    this.#policy = policy;
    this.#allowed = new Set([...(typesOf(policy) ?? []), ...(policy.reads ?? [])]);
  }

  #check(what: string): void {
    if (this.#allowed.has(what)) return;
    throw new PolicyError(this.#policy.id, `asks for ${what} without declaring it`, `add '${what}' to reads`);
  }

  of<T extends string>(type: T, scope?: Scope): readonly Asset<T>[] {
    this.#check(type);
    const found = this.#world.of(type, scope);
    let list = this.#lists.get(found);
    if (!list) {
      list = found.some(({ partial }) => partial) ? found.map(readable) : found;
      this.#lists.set(found, list);
    }
    return list as readonly Asset<T>[];
  }

  get<T extends string>(type: T | readonly T[], reference: string, from?: Asset): Asset<T> {
    for (const one of typeof type === 'string' ? [type] : type) this.#check(one);
    return readable(this.#world.get(type, reference, from));
  }

  same(a: string, b: string): boolean {
    return this.#world.same(a, b);
  }

  referring<T extends string>(
    type: T,
    path: string,
    target: Asset,
    scope?: Scope,
  ): readonly (Asset<T> | Unknown)[] {
    this.#check(type);
    return this.#world
      .referring(type, path, target, scope)
      .map((one) => (one instanceof Unknown ? one : readable(one)));
  }

  iam(asset: Asset): IamPolicy {
    this.#check('iam');
    const policy = this.#world.iam(asset);
    let partial = partialPolicies.get(policy);
    if (partial === undefined) partialPolicies.set(policy, (partial = holdsUnknown(policy)));
    return partial ? lens(policy) : policy;
  }

  project(asset: Asset) {
    this.#check('cloudresourcemanager.googleapis.com/Project');
    return readable(this.#world.project(asset));
  }

  projectId(idOrNumber: string): string {
    return this.#world.projectId(idOrNumber);
  }
}

/**
 * What a want is judged against: the asset's data, its IAM policy as `$iam`, and the view's fields, each made once.
 * One subject serves all assets of a policy, one after the other.
 */
export class Subject {
  readonly #fields = new Map<string, unknown>();
  readonly #policy: Policy;
  readonly #world: World;
  readonly #reading: World;
  readonly #context: Context;
  #asset: Asset | undefined;

  constructor(policy: Policy, world: World, reading: World, context: Context) {
    this.#policy = policy;
    this.#world = world;
    this.#reading = reading;
    this.#context = context;
  }

  /** This subject, about an asset. */
  of(asset: Asset): this {
    this.#asset = asset;
    this.#fields.clear();
    return this;
  }

  /** The value at a path; Unknown where it, or the field it begins with, is not known. */
  at(segments: Segments): unknown {
    const asset = this.#asset as Asset;
    const head = segments[0] as string;
    const field = this.#policy.view?.[head];
    if (!field && head !== '$iam') return valueAt(asset.data, segments);
    let value = this.#fields.get(head);
    if (value === undefined && !this.#fields.has(head)) {
      this.#fields.set(head, (value = this.#make(field, asset)));
    }
    return segments.length === 1 ? (value ?? undefined) : valueAt(value, segments.slice(1));
  }

  #make(field: View<string> | undefined, asset: Asset): unknown {
    try {
      return field ? field(readable(asset) as never, this.#reading, this.#context) : this.#world.iam(asset);
    } catch (thrown) {
      if (thrown instanceof Unknown) return thrown;
      throw thrown;
    }
  }
}
