import { type Failure, failureOf } from '../../google/failure.ts';
import type { Session } from '../../google/session.ts';
import type { Chain, Hierarchy } from './hierarchy.ts';
import type { AssetInventory, Probe } from './inventory.ts';
import { nameOf, type Scope } from './scope.ts';

/** A scope and what it stands in. */
export interface Placed {
  readonly scope: Scope;
  readonly chain: Chain;
  /** As the manifest names it: a project by its id, where that is known. */
  readonly name: string;
}

/** The scopes that are left, each read once. */
export interface Scopes {
  readonly placed: readonly Placed[];
  /** Names of scopes that another one holds. */
  readonly inside: readonly { readonly name: string; readonly of: string }[];
  /** Whether some may still hold the same: what is above them could not be read. */
  readonly overlap: boolean;
}

/** Reads what the scopes stand in and leaves out those that another one holds. */
export async function place(scopes: readonly Scope[], hierarchy: Hierarchy): Promise<Scopes> {
  const all = await Promise.all(
    scopes.map(async (scope): Promise<Placed> => {
      const chain = await hierarchy.chain(scope);
      const [own] = chain.nodes;
      return {
        scope,
        chain,
        name: own?.id === undefined ? (own?.name ?? nameOf(scope)) : `projects/${own.id}`,
      };
    }),
  );
  const placed: Placed[] = [];
  const inside: Scopes['inside'][number][] = [];
  const known = new Map(all.map((one) => [one.chain.nodes[0]?.name ?? one.name, one]));
  for (const one of all) {
    const { nodes } = one.chain;
    const above = nodes.slice(1).find(({ name }) => known.has(name));
    if (above) inside.push({ name: one.name, of: above.name });
    else if (placed.every(({ name }) => name !== one.name)) placed.push(one);
  }
  return { placed, inside, overlap: placed.length > 1 && placed.some(({ chain }) => chain.unread) };
}

/** What the first scope that lets itself be listed tells of the inventory; the failure of the last where none does. */
export async function probe(
  { placed }: Scopes,
  inventory: AssetInventory,
  types: readonly string[],
  session: Session,
): Promise<Probe | Failure> {
  let last: Failure = { kind: 'failed', message: 'no scope was given', code: 'UNKNOWN' };
  for (const { scope } of placed) {
    try {
      return await inventory.probe(nameOf(scope), types);
    } catch (error) {
      last = failureOf(error, session.clock.now());
    }
  }
  return last;
}
