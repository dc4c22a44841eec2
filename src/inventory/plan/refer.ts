import { Unknown } from '../../policy/unknown.ts';
import { parseAddress } from './address.ts';
import type { Configuration, Target } from './configuration.ts';
import type { PlannedResource } from './resources.ts';

/** A resource that others may refer to, and the name by which the world knows its asset. */
export interface Referable {
  readonly resource: PlannedResource;
  readonly type: string;
  readonly name: string;
}

/** Resolves what the configuration refers to where the plan itself does not know the value yet. */
export class Referrer {
  readonly #configuration: Configuration;
  readonly #byAddress: ReadonlyMap<string, Referable>;
  readonly #byBlock = new Map<string, Referable[]>();

  constructor(configuration: Configuration, byAddress: ReadonlyMap<string, Referable>) {
    this.#configuration = configuration;
    this.#byAddress = byAddress;
    for (const [address, one] of byAddress) {
      const block = address.replace(KEY, '');
      const known = this.#byBlock.get(block);
      if (known) known.push(one);
      else this.#byBlock.set(block, [one]);
    }
  }

  /**
   * What an attribute of a resource refers to: the value itself where the target's is known (`email`, `name`), else the
   * name of its asset. Undefined where the plan has the value, or the configuration does not tell.
   */
  resolve(
    address: string,
    path: readonly (string | number)[],
    types: readonly string[],
    value: unknown,
  ): unknown {
    if (!(value instanceof Unknown) && !(Array.isArray(value) && value.some((one) => one instanceof Unknown)))
      return undefined;
    const { targets, closed } = this.#configuration.references(address, path);
    const names = targets.map((target) => this.#nameOf(target, address, types));
    if (names.length === 0 || names.some((name) => name === undefined)) return undefined;
    if (!Array.isArray(value)) return names.length === 1 && closed ? names[0] : closed ? names : undefined;
    const open = value.filter((one) => one instanceof Unknown);
    const others = names.filter((name) => !value.includes(name));
    if (open.length !== others.length) return undefined;
    let next = 0;
    return value.map((one: unknown) => (one instanceof Unknown ? others[next++] : one));
  }

  #nameOf(target: Target, from: string, types: readonly string[]): string | undefined {
    const found = this.#find(target, from);
    if (!found || !types.includes(found.type)) return undefined;
    const attribute = /^\.(\w+)/.exec(target.attribute)?.[1];
    const value = attribute === undefined ? undefined : found.resource.values[attribute];
    return typeof value === 'string' && attribute !== 'id' && attribute !== 'self_link' ? value : found.name;
  }

  /** Of the instances of a block, the one of the same key as that which refers to it; or the only one there is. */
  #find({ address, anyInstance }: Target, from: string): Referable | undefined {
    const exact = this.#byAddress.get(address);
    if (exact || !anyInstance) return exact;
    const all = this.#byBlock.get(address.replace(KEY, '')) ?? [];
    if (all.length === 1) return all[0];
    const key = parseAddress(from)?.steps.at(-1)?.key ?? '';
    return key === '' ? undefined : all.find(({ resource }) => resource.address === `${address}${key}`);
  }
}

/** The instance key at the end of an address. */
const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/;
