import {
  byAsset,
  byCodeUnit,
  bySeverity,
  type Drift,
  type ErrorRow,
  type NoticeRow,
  type Report,
  type Result,
  TURNS,
  type Turn,
} from '#report';
import { type Compares, changedAssets } from './assets.ts';
import type { Judged } from './judged.ts';
import { betweenOf, readTimeOf } from './moments.ts';
import { turnedPromises } from './promises.ts';
import { turnedResults } from './results.ts';
import { unreadIn } from './unread.ts';

/** What is compared. */
export interface DriftOptions {
  /** The types whose assets are compared. */
  readonly types: Compares;
  /** Compare IAM policies as well. */
  readonly iam: boolean;
  /** List what passes and could not be judged before, too. */
  readonly all?: boolean | undefined;
}

/** Notices that a reader makes of a source: the older snapshot's are told beside the newer one's. */
const OF_SOURCE = new Set(['comment-lines', 'input-empty', 'annotation-unlisted', 'content-ignored']);

/**
 * How two snapshots differ, as the report of the newer one whose results are those that broke. Both must list every
 * verdict. Pure; equal input gives an equal report.
 */
export function drift(old: Judged, now: Judged, options: DriftOptions): Report {
  const between = betweenOf(old.report, now.report);
  const assets = changedAssets(old, now, options.types, options.iam, between);
  const { broke, others, still, counts } = turnedResults(old, now, assets, between, options.all ?? false);
  const order = new Map(now.report.policies.map(({ id }, i) => [id, i]));
  const inOrder = (a: Result, b: Result): number =>
    bySeverity(a.severity, b.severity) ||
    (order.get(a.policy) ?? 0) - (order.get(b.policy) ?? 0) ||
    byAsset(a, b) ||
    byCodeUnit(a.environment, b.environment);
  const byTurn = (a: Result, b: Result): number => turnIndex(a) - turnIndex(b) || inOrder(a, b);
  const told: Drift = {
    old: old.report.sources,
    between,
    summary: {
      results: counts,
      still: still.length,
      assets: {
        added: count(assets, 'added'),
        removed: count(assets, 'removed'),
        changed: count(assets, 'changed'),
      },
      comparable: old.report.summary.judged && now.report.summary.judged,
    },
    promises: turnedPromises(old.report, now.report),
    results: others.sort(byTurn),
    still: still.sort(inOrder),
    assets,
    unread: unreadIn(old.world, now.world, options.types),
  };
  return {
    ...now.report,
    results: [...broke.sort(inOrder), ...now.report.results.filter(({ verdict }) => verdict === 'error')],
    errors: distinct([...old.report.errors, ...thrownIn(old.report), ...now.report.errors]),
    notices: distinct([
      ...swapped(old.report, now.report),
      ...old.report.notices.filter(({ code }) => OF_SOURCE.has(code)),
      ...now.report.notices,
    ]),
    drift: told,
  };
}

const turnIndex = ({ drift }: Result): number => TURNS.indexOf(drift?.turn as Turn);

const count = (all: Drift['assets'], change: Drift['assets'][number]['change']): number =>
  all.filter((one) => one.change === change).length;

/** Policies that threw on the older snapshot: what they say of the newer one cannot be compared. */
const thrownIn = ({ results }: Report): ErrorRow[] =>
  results
    .filter(({ verdict }) => verdict === 'error')
    .map(({ policy, cause, message, asset, origin }) => ({
      code: 'E_POLICY',
      message: `${policy} failed on ${asset.name} of the older snapshot: ${cause ?? message}`,
      uri: origin.uri,
      ...(origin.line !== undefined && { line: origin.line }),
    }));

/** Says so where the first snapshot is the later one: everything is then told the wrong way round. */
function swapped(old: Report, now: Report): NoticeRow[] {
  const [first, second] = [readTimeOf(old), readTimeOf(now)];
  if (first === undefined || second === undefined || Date.parse(first) <= Date.parse(second)) return [];
  const message = `the first snapshot was read later (${first}) than the second (${second}): give the older one first`;
  return [{ code: 'drift-order', message, uri: old.sources[0]?.uri ?? '' }];
}

function distinct<T extends Pick<NoticeRow, 'code' | 'message' | 'uri' | 'line'>>(rows: readonly T[]): T[] {
  return [
    ...new Map(rows.map((row) => [JSON.stringify([row.code, row.message, row.uri, row.line]), row])).values(),
  ];
}
