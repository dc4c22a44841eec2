import type { ManifestGap } from '../manifest.ts';
import type { Wanted } from './wanted.ts';

/** What a collection is of: with it, and what was done of it, an interrupted one can be gone on with. */
export interface Start {
  /** Names of the scopes that were asked for. */
  readonly scopes: readonly string[];
  readonly wanted: Wanted;
  /** The moment of which everything is listed, RFC 3339; undefined where no scope let itself be listed. */
  readonly readTime: string | undefined;
  /** Types that the inventory does not have. */
  readonly unsupported: readonly string[];
}

/** Some records, and how far the task that gave them is. */
export interface Step {
  readonly task: string;
  /** Lines of the snapshot, each with its newline. */
  readonly text: string;
  readonly assets: number;
  /** Where the task goes on; null where it is done. */
  readonly next: string | null;
  /** What the task could not read though it is done. */
  readonly gaps?: readonly ManifestGap[] | undefined;
}

/** What was done before an interruption. */
export interface Before {
  /** By task: where it goes on, null where it is done. */
  readonly tasks: ReadonlyMap<string, string | null>;
  readonly gaps: readonly ManifestGap[];
  /** Lines of the records that were written. */
  lines(): AsyncIterable<string> | Iterable<string>;
}

/** How far a collection is. */
export interface Progress {
  readonly assets: number;
  readonly projects: number;
  /** Tasks that are done, and all that are known so far. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds the rest will probably take; undefined where that is not known. */
  readonly remaining: number | undefined;
  /** Gaps so far. */
  readonly gaps: number;
}
