import type { Report } from '#report';
import type { Inventory } from '../inventory/world.ts';

/** A snapshot with what was said of it, every verdict listed. */
export interface Judged {
  readonly report: Report;
  readonly world: Inventory;
  /** When each IAM policy was last changed, by asset name as the source spells it; without those that do not tell. */
  readonly iamTimes: ReadonlyMap<string, string>;
}
