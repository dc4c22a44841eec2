import { isDeepStrictEqual } from 'node:util';
import { type Asset, type IamPolicy, Unknown } from '#policy';
import type { Place } from '../errors.ts';
import type { ProjectIds } from './references.ts';

/** What a record says, when it was so, and where the record stands. */
interface Dated {
  readonly updateTime: string | undefined;
  readonly origin: Place;
}

interface DatedPolicy extends Dated {
  readonly name: string;
  readonly policy: IamPolicy | Unknown;
}

/** A record without a time is older than any that has one. */
const NEVER = Number.NEGATIVE_INFINITY;
const timeOf = (updateTime: string | undefined) =>
  updateTime === undefined ? NEVER : Date.parse(updateTime);

/** Of all that records say under one key, the newest; a number stands for a deletion and its time. */
class Newest<T extends Dated> {
  readonly #kept = new Map<string, T | number>();
  readonly #same: (a: T, b: T) => boolean;

  constructor(same: (a: T, b: T) => boolean) {
    this.#same = same;
  }

  /** Gives the record of the same time that says otherwise, if there is one; the first then stays. */
  put(key: string, one: T, same = this.#same): T | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) {
      this.#kept.set(key, one);
      return undefined;
    }
    const time = timeOf(one.updateTime);
    const before = typeof kept === 'number' ? kept : timeOf(kept.updateTime);
    if (time > before) this.#kept.set(key, one);
    return typeof kept === 'number' || time !== before || same(kept, one) ? undefined : kept;
  }

  /** Takes away what is not newer, and keeps older records from coming back. */
  drop(key: string, time: number): void {
    const kept = this.#kept.get(key);
    const before = typeof kept === 'number' ? kept : timeOf(kept?.updateTime);
    if (kept === undefined || before <= time || time === NEVER) this.#kept.set(key, Math.max(time, before));
  }

  /** Takes what is kept under one key for said under another that is kept too; gives what it contradicts. */
  move(from: string, to: string, same: (a: T, b: T) => boolean): { one: T; other: T } | undefined {
    const one = this.#kept.get(from);
    if (one === undefined || !this.#kept.has(to)) return undefined;
    this.#kept.delete(from);
    if (typeof one === 'number') {
      this.drop(to, one);
      return undefined;
    }
    const other = this.put(to, one, same);
    return other && { one, other };
  }

  keys(): string[] {
    return [...this.#kept.keys()];
  }

  has(key: string): boolean {
    return typeof this.#kept.get(key) === 'object';
  }

  *values(): Iterable<T> {
    for (const one of this.#kept.values()) if (typeof one !== 'number') yield one;
  }
}

/** Whether two values are alike; those that are nested too deep to be compared are not. */
function alike(a: unknown, b: unknown): boolean {
  try {
    return isDeepStrictEqual(a, b);
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

const NUMBERED = /(^|\/)projects\/(\d+)(?=\/|$)/g;

const MARK = '/projects/';

/** Whether a name may have a number for its project. */
function isNumbered(name: string): boolean {
  const at = name.indexOf(MARK);
  const first = name.charCodeAt(at + MARK.length);
  return at >= 0 && first >= 0x30 && first <= 0x39;
}

/** A name, or every text in a value, with project numbers as ids. */
function spelled(value: unknown, ids: ProjectIds): unknown {
  if (typeof value === 'string')
    return value.replace(NUMBERED, (_, before: string, number: string) => `${before}projects/${ids(number)}`);
  if (Array.isArray(value)) return value.map((one) => spelled(one, ids));
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spelled(one, ids)]));
}

/** Two records of the same time that say different things of one asset. */
export interface Conflict {
  readonly name: string;
  readonly what: 'resource' | 'IAM policy';
  readonly first: Place;
  readonly second: Place;
}

/**
 * The assets of all sources, each once: the newest record wins, a deletion removes, and records of the same time
 * must agree. Resource and IAM records of one asset may come apart, in any order.
 */
export class Shelf {
  readonly conflicts: Conflict[] = [];
  readonly #resources = new Newest<Asset>((a, b) => alike(a.data, b.data));
  readonly #policies = new Newest<DatedPolicy>((a, b) => alike(a.policy, b.policy));
  /** Assets known by records without resource content. */
  readonly #bare = new Map<string, Asset>();

  /** Takes an asset, with or without (`bare`) resource content, and the IAM policy its record carries. */
  put(asset: Asset, policy: IamPolicy | Unknown | undefined, bare: boolean): void {
    const { name, updateTime, origin } = asset;
    if (bare) {
      if (!this.#bare.has(name)) this.#bare.set(name, asset);
    } else this.#note('resource', this.#resources.put(name, asset), asset);
    if (policy === undefined) return;
    const dated = { name, policy, updateTime, origin };
    this.#note('IAM policy', this.#policies.put(name, dated), dated);
  }

  /** Notes that the asset was deleted at that time. */
  drop(name: string, updateTime: string | undefined): void {
    this.#bare.delete(name);
    this.#resources.drop(name, timeOf(updateTime));
    this.#policies.drop(name, timeOf(updateTime));
  }

  /** Brings together what is named with a project's number here and with its id there. */
  meet(ids: ProjectIds): void {
    const plain = (value: unknown) => spelled(value, ids);
    const named = (keys: Iterable<string>) =>
      [...keys].filter(isNumbered).flatMap((name) => {
        const id = plain(name) as string;
        return id === name ? [] : [[name, id] as const];
      });
    for (const [name, id] of named(this.#resources.keys())) {
      const same = (a: Asset, b: Asset) => alike(plain(a.data), plain(b.data));
      const found = this.#resources.move(name, id, same);
      if (found) this.#note('resource', found.other, found.one);
      if (this.#resources.has(name)) this.#bare.delete(id);
    }
    for (const [name, id] of named(this.#policies.keys())) {
      const same = (a: DatedPolicy, b: DatedPolicy) => alike(plain(a.policy), plain(b.policy));
      const found = this.#policies.move(name, id, same);
      if (found) this.#note('IAM policy', found.other, found.one);
    }
    for (const [name, id] of named(this.#bare.keys()))
      if (this.#resources.has(id) || this.#bare.has(id)) this.#bare.delete(name);
  }

  #note(what: Conflict['what'], other: Dated | undefined, { name, origin }: Dated & { name: string }): void {
    if (other) this.conflicts.push({ name, what, first: other.origin, second: origin });
  }

  /** Every asset once: with its resource content where some record has it. */
  assets(): Asset[] {
    const all = [...this.#resources.values()];
    for (const [name, asset] of this.#bare) if (!this.#resources.has(name)) all.push(asset);
    return all;
  }

  iam(): Map<string, IamPolicy | Unknown> {
    return new Map([...this.#policies.values()].map(({ name, policy }) => [name, policy]));
  }

  /** Where the record of an IAM policy stands, by name. */
  iamPlaces(): Map<string, Place> {
    return new Map([...this.#policies.values()].map(({ name, origin }) => [name, origin]));
  }

  /** When IAM policies were last changed, by name; without those whose record does not tell. */
  iamTimes(): Map<string, string> {
    return new Map(
      [...this.#policies.values()].flatMap(({ name, updateTime }) =>
        updateTime === undefined ? [] : [[name, updateTime] as const],
      ),
    );
  }
}
