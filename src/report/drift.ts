import type { Severity, Verdict } from '#policy';
import type { AssetRow, PromiseRow, Result, SourceRow } from './model.ts';

/**
 * What became of a policy on an asset between two snapshots. `broke`: it held, or there was nothing to judge, and now
 * it fails (or more is wrong than was). `restored`: it failed and passes. `ended`: it failed, and what failed is gone, no
 * longer concerns the policy, or is waived. `lost`: it was judged and no longer can be. `regained`: it could not be
 * judged and now is.
 */
export const TURNS = ['broke', 'restored', 'ended', 'lost', 'regained'] as const;
export type Turn = (typeof TURNS)[number];

/** What one snapshot says of a policy on an asset: `absent` where it shows that there is none, `not-read` where it does not say. */
export type Sight = Verdict | 'absent' | 'not-read';

/** When something changed, RFC 3339: the moment itself, where the source tells it, and the two between which it was. */
export interface Since {
  /** The newest update time of what changed. */
  readonly at?: string | undefined;
  /** When the first snapshot was read; absent where it does not tell. */
  readonly after?: string | undefined;
  /** When the second one was. */
  readonly before?: string | undefined;
}

/** How a result came to be what it is. */
export interface ResultDrift {
  readonly turn: Turn;
  readonly was: Sight;
  readonly is: Sight;
  readonly since: Since;
}

/** One value of an asset that is another, by its canonical path with list elements by their natural key. */
export interface ValueDrift {
  readonly path: string;
  /** A scalar, or short text for anything else; null where nothing is set or the value is withheld. */
  readonly old: string | number | boolean | null;
  readonly new: string | number | boolean | null;
  /** True where the values may be secret and are withheld. */
  readonly redacted?: true | undefined;
}

/** An asset that is new, gone, or configured in another way. */
export interface AssetDrift {
  readonly change: 'added' | 'removed' | 'changed';
  readonly asset: AssetRow;
  readonly since: Since;
  /** What is another; empty for an asset that is new or gone. */
  readonly values: readonly ValueDrift[];
}

/** A promise that is kept in one snapshot and not in the other, or judged in one only. */
export interface PromiseDrift extends Pick<PromiseRow, 'policy' | 'environment'> {
  readonly severity: Severity;
  readonly turn: Turn;
  readonly was: Verdict;
  readonly is: Verdict;
}

/** An asset type (or `iam`) that was read in one of the snapshots only: of it nothing is called new or gone. */
export interface UnreadDrift {
  readonly type: string;
  /** Project ids, sorted. */
  readonly projects: readonly string[];
  /** The snapshot in which it was not read. */
  readonly in: 'old' | 'new';
}

/** How two snapshots differ. The report around it is of the newer one, its results those that broke. */
export interface Drift {
  /** The older snapshot; the newer one's are the report's own sources. */
  readonly old: readonly SourceRow[];
  /** Between which moments. */
  readonly between: Since;
  readonly summary: {
    readonly results: Readonly<Record<Turn, number>>;
    /** Failing in both. */
    readonly still: number;
    readonly assets: Readonly<Record<AssetDrift['change'], number>>;
    /** False where one of the two proves nothing, so that nothing could be compared. */
    readonly comparable: boolean;
  };
  readonly promises: readonly PromiseDrift[];
  /**
   * What was restored, ended, lost or regained, each with the verdict of the newer snapshot. Findings of what was
   * restored or ended are those of the older one. What passes and could not be judged before is only counted, unless
   * everything was asked for.
   */
  readonly results: readonly Result[];
  /** What fails in both. */
  readonly still: readonly Result[];
  readonly assets: readonly AssetDrift[];
  readonly unread: readonly UnreadDrift[];
}

const second = (time: string): string => time.replace(/(?<=T\d\d:\d\d:\d\d)\.\d+/, '');

/** `on 2026-01-15T06:00:00Z`, `between … and …`, as exactly as the sources tell; '' where they do not. */
export function saySince({ at, after, before }: Since): string {
  if (at !== undefined) return `on ${second(at)}`;
  if (after !== undefined && before !== undefined) return `between ${second(after)} and ${second(before)}`;
  if (before !== undefined) return `before ${second(before)}`;
  return after === undefined ? '' : `after ${second(after)}`;
}

const WAS: Readonly<Partial<Record<Sight, string>>> = {
  absent: 'was not there',
  'not-read': 'was not read',
  pass: 'passed',
  fail: 'failed',
  unknown: 'could not be judged',
  manual: 'could not be judged',
  'not-applicable': 'did not apply',
  waived: 'was waived',
};

const IS: Readonly<Partial<Record<Sight, string>>> = {
  absent: 'is gone',
  'not-read': 'was not read',
  pass: 'passes',
  fail: 'fails',
  unknown: 'cannot be judged',
  manual: 'cannot be judged',
  'not-applicable': 'does not apply',
  waived: 'is waived',
};

/** `passed before, changed on 2026-01-15T06:00:00Z`: what a mark or a row says of a result's past. */
export function sayTurn({ turn, was, is, since }: ResultDrift): string {
  // Between which moments all of it was, the report says once.
  const when = since.at === undefined ? '' : `, changed ${saySince(since)}`;
  if (turn === 'broke' && was === 'fail') return `new beside what failed before${when}`;
  if (turn === 'broke') return `${WAS[was] ?? was} before${when}`;
  return `${WAS[was] ?? was} before, ${IS[is] ?? is} now${turn === 'lost' || turn === 'regained' ? '' : when}`;
}
