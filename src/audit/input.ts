import type { BaselineEntry, Policy, Settings } from '#policy';
import type { ErrorRow, NoticeRow, SourcePlace, SourceRow } from '#report';
import type { Inventory } from '../inventory/world.ts';

/**
 * Where an attribute of a plan's resource is written in the plan's source; '' for the resource as a whole. Undefined where
 * no source of that plan was given.
 */
export type Locate = (
  plan: string,
  address: string,
  path: string,
) => Omit<SourcePlace, 'path' | 'address'> | undefined;

/** Everything an audit is made from. Nothing else is looked at, so equal input gives an equal report. */
export interface AuditInput {
  readonly tool: { readonly name: string; readonly version: string };
  readonly world: Inventory;
  /** The policies to judge, globs of the command line applied; those the settings disable are left out. */
  readonly policies: readonly Policy[];
  readonly settings: Settings;
  /** The moment of the audit, milliseconds since 1970. */
  readonly clock: number;
  readonly sources: readonly Omit<SourceRow, 'stale'>[];
  /** What the readers could not use. */
  readonly problems?: readonly ErrorRow[];
  /** What the readers want said. */
  readonly notices?: readonly NoticeRow[];
  /**
   * Assets by project (id or number, '' for none) of which the reader saw the IAM policy in bytes only, and saw that
   * no policy on any asset (`on: '*'`) can find anything in it.
   */
  readonly iamCounts?: ReadonlyMap<string, number>;
  /** What was already wrong; left out where no baseline was given. */
  readonly baseline?: readonly BaselineEntry[] | undefined;
  /** Terraform resource types that no table maps, with how many resources there are of each. */
  readonly unmapped?: ReadonlyMap<string, number> | undefined;
  /** Finds the source of plans. */
  readonly locate?: Locate | undefined;
  readonly options?: AuditOptions;
}

export interface AuditOptions {
  /** Judge every asset as this environment. */
  readonly environment?: string | undefined;
  /** List pass and not-applicable too. */
  readonly all?: boolean | undefined;
  /** The user set the clock: the report says so. */
  readonly clockGiven?: boolean | undefined;
  /** The globs of the command line by which the policies were chosen, where there were any. */
  readonly selectedBy?: readonly string[] | undefined;
}
