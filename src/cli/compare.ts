import type { Configuration } from '../config/load.ts';
import { drift, type Judged } from '../drift/index.ts';
import { needsOf } from '../inventory/needs.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import type { Inventory } from '../inventory/world.ts';
import type { Policy } from '../policy/define.ts';
import type { Report } from '../report/index.ts';
import { judge, type Request } from './judge.ts';

/** Judges a source, and keeps what it was judged from. */
export async function judgedFrom(
  request: Omit<Request, 'images' | 'all' | 'seen'> & { readonly configuration: Configuration },
): Promise<Judged> {
  let seen: { readonly world: Inventory; readonly snapshot: Snapshot } | undefined;
  const report = await judge({
    ...request,
    images: [],
    all: true,
    seen: (world, snapshot) => (seen = { world, snapshot }),
  });
  if (!seen) throw new TypeError('a judgement without a world');
  return { report, world: seen.world, iamTimes: seen.snapshot.iamTimes };
}

/** How two sources differ, of the assets that the policies read or of all. */
export function compared(
  old: Judged,
  now: Judged,
  policies: readonly Policy[],
  {
    allTypes = false,
    all,
  }: { readonly allTypes?: boolean | undefined; readonly all?: boolean | undefined } = {},
): Report {
  const needs = needsOf(policies);
  return drift(old, now, {
    types: allTypes ? () => true : (type) => needs.types.has(type),
    iam: allTypes || policies.some(({ reads }) => reads?.includes('iam')),
    all,
  });
}
