import type { Clock } from './clock.ts';
import type { Json, JsonObject } from './json.ts';
import { locationOf, projectOf } from './names.ts';
import type { Policy } from './policy.ts';

/** One thing of the cloud in one version. A value read from the store is a copy: to change it, put or patch it. */
export interface Resource {
  /** Full resource name, as Cloud Asset Inventory spells it. */
  readonly name: string;
  /** Asset type: `run.googleapis.com/Service`. */
  readonly type: string;
  /** Project id; empty for what stands in none. */
  readonly project: string;
  readonly location?: string | undefined;
  /** The JSON of the API that repairs the type. */
  readonly data: JsonObject;
  readonly iam?: Policy | undefined;
  /** RFC 3339, by the cloud's clock. */
  readonly created: string;
  readonly updated: string;
  /** 1 when it was made, one more for every write to data or policy. */
  readonly version: number;
}

/** What a writer says of a resource; the rest is found from the name and the clock. */
export interface Draft {
  readonly name: string;
  readonly type: string;
  readonly project?: string;
  readonly location?: string | undefined;
  readonly data: JsonObject;
  readonly iam?: Policy | undefined;
}

interface Version {
  readonly at: number;
  /** Undefined: it was removed at that moment. */
  readonly resource: Resource | undefined;
}

/** Which resources a list holds; a key that is left out is not looked at. */
export interface Scope {
  readonly project?: string | undefined;
  readonly location?: string | undefined;
}

/** Reads of a store, now or at a moment. */
export interface Reader {
  get(name: string): Resource | undefined;
  /** The resources of a type, or of every type with `'*'`, by name in code unit order. */
  list(type: string, scope?: Scope): Resource[];
}

/** Everything the cloud holds, each thing with its history. */
export class Store implements Reader {
  readonly #clock: Clock;
  readonly #versions = new Map<string, Version[]>();

  #revision = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts the writes: as long as it is the same, so is everything. */
  get revision(): number {
    return this.#revision;
  }

  get(name: string): Resource | undefined {
    return copyOf(this.#versions.get(name)?.at(-1)?.resource);
  }

  list(type: string, scope: Scope = {}): Resource[] {
    return this.#select(type, scope, (versions) => versions.at(-1)?.resource);
  }

  /** The store as it was at a moment (milliseconds): what an inventory that lags behind sees. */
  at(moment: number): Reader {
    const then = (versions: readonly Version[]): Resource | undefined =>
      versions.findLast(({ at }) => at <= moment)?.resource;
    return {
      get: (name) => copyOf(then(this.#versions.get(name) ?? [])),
      list: (type, scope = {}) => this.#select(type, scope, then),
    };
  }

  /** Every version of a resource, oldest first, with the moment (milliseconds) from which it held. */
  history(name: string): readonly Version[] {
    return structuredClone(this.#versions.get(name) ?? []);
  }

  /** Makes the resource or replaces it whole. The policy stays where the draft names none. */
  put(draft: Draft): Resource {
    const before = this.get(draft.name);
    const now = this.#clock.iso();
    const resource: Resource = structuredClone({
      name: draft.name,
      type: draft.type,
      project: draft.project ?? before?.project ?? projectOf(draft.name) ?? '',
      location: draft.location ?? before?.location ?? locationOf(draft.name),
      data: draft.data,
      iam: draft.iam ?? before?.iam,
      created: before?.created ?? now,
      updated: now,
      version: (this.#lastVersion(draft.name) ?? 0) + 1,
    });
    this.#write(draft.name, resource);
    return structuredClone(resource);
  }

  /**
   * Changes a resource: keys of `data` replace those of the same name, one level deep; undefined removes the key.
   * Fails where there is no such resource, for that is the service's 404 to answer.
   */
  patch(name: string, change: { data?: Record<string, Json | undefined>; iam?: Policy }): Resource {
    const before = this.get(name);
    if (!before) throw new Error(`${name} is not in the store; answer 404 before patching it.`);
    const data = { ...before.data };
    for (const [key, value] of Object.entries(change.data ?? {})) {
      if (value === undefined) delete data[key];
      else data[key] = value;
    }
    return this.put({ ...before, data, iam: change.iam ?? before.iam });
  }

  /** Removes a resource; its history stays. Says whether it was there. */
  remove(name: string): boolean {
    if (!this.get(name)) return false;
    this.#write(name, undefined);
    return true;
  }

  #lastVersion(name: string): number | undefined {
    return this.#versions.get(name)?.findLast(({ resource }) => resource)?.resource?.version;
  }

  #write(name: string, resource: Resource | undefined): void {
    const versions = this.#versions.get(name) ?? [];
    this.#revision += 1;
    versions.push({ at: this.#clock.now(), resource });
    this.#versions.set(name, versions);
  }

  #select(
    type: string,
    scope: Scope,
    pick: (versions: readonly Version[]) => Resource | undefined,
  ): Resource[] {
    const found = [...this.#versions.values()].flatMap((versions) => {
      const one = pick(versions);
      const inside =
        one &&
        (type === '*' || one.type === type) &&
        (scope.project === undefined || one.project === scope.project) &&
        (scope.location === undefined || one.location === scope.location);
      return inside ? [structuredClone(one)] : [];
    });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

const copyOf = (resource: Resource | undefined): Resource | undefined =>
  resource && structuredClone(resource);
