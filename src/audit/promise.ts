import { VERDICTS, type Verdict } from '#policy';
import { type PromiseRow, type Tally, tally, totalOf, worse } from '#report';
import { sayContent } from '../inventory/coverage.ts';
import type { Gap } from './gaps.ts';
import { policyRow, type Selected } from './selection.ts';

/** Why a subject was judged as it was. */
interface Told {
  /** Name of the subject. */
  readonly of: string;
  readonly reason: string;
  readonly needs?: string | undefined;
}

/** What a policy's subjects in one environment came to: counts, and for each verdict the reason of its first by name. */
export class Cell {
  readonly counts: Tally = tally();
  /** Failures that the baseline holds. */
  baselined = 0;
  readonly #told = new Map<Verdict, Told>();

  add(verdict: Verdict, of: string, reason?: string, needs?: string): void {
    this.counts[verdict]++;
    if (reason === undefined) return;
    // Not the first that was read: sources in another order must give the same report.
    const first = this.#told.get(verdict)?.of;
    if (first === undefined || of < first) this.#told.set(verdict, { of, reason, needs });
  }

  /** Number of subjects. */
  get size(): number {
    return totalOf(this.counts);
  }

  /** The promise: the worst verdict of the subjects; unknown, where nothing is worse, by a gap. */
  promise(one: Selected, environment: string, gap: Gap | undefined): PromiseRow {
    const { counts, baselined, size } = this;
    const seen = VERDICTS.find((verdict) => counts[verdict] > 0) ?? 'not-applicable';
    const verdict = gap ? worse(seen, 'unknown') : seen;
    const byGap = gap !== undefined && verdict === 'unknown' && seen !== 'unknown';
    const told = byGap ? gap : this.#told.get(verdict);
    const row = policyRow(one);
    return {
      policy: row.id,
      clause: row.strategy[0] as PromiseRow['clause'],
      environment,
      verdict,
      counts,
      ...(baselined > 0 && { baselined }),
      reason:
        told?.reason ?? (size === 0 ? nothing(one, environment) : share(verdict, counts[verdict], size)),
      ...(told?.needs !== undefined && { needs: told.needs }),
    };
  }
}

const SAID: Partial<Record<Verdict, readonly [string, string]>> = {
  fail: ['fails', 'fail'],
  pass: ['passes', 'pass'],
  waived: ['is waived', 'are waived'],
};

function share(verdict: Verdict, some: number, all: number): string {
  const [one, many] = SAID[verdict] ?? [`is ${verdict}`, `are ${verdict}`];
  return `${some} of ${all} ${all === 1 ? 'asset' : 'assets'} ${some === 1 ? one : many}`;
}

const nothing = ({ types }: Selected, environment: string): string =>
  `nothing to judge: no ${types?.map(sayContent).join(' or ') ?? 'asset'} in ${environment}`;

/** The promise of a policy in an environment that it does not judge. */
export const elsewhere = (one: Selected, environment: string): PromiseRow => ({
  ...new Cell().promise(one, environment, undefined),
  reason: `judged in ${one.environments?.join(', ') || 'no environment'} only`,
});
