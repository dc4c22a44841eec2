import type { AssetRecord } from '../../src/cli/harness/rows.ts';
import type { Change } from '../../src/policy/repair.ts';

/** A violation of the demonstration's deployment. */
export interface Seed {
  readonly policy: string;
  readonly asset: string;
  readonly says: string;
  readonly demo: boolean;
}
export const seeds: readonly Seed[];
export function compose(
  chosen: readonly Seed[],
  change: (record: AssetRecord, changes: readonly Pick<Change, 'path' | 'op' | 'to'>[]) => AssetRecord,
): string[];
