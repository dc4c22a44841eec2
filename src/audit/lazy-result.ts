import type { Asset, Judgement } from '#policy';
import { type AssetRow, type Finding, fingerprint, identityOf, type RepairRow, type Result } from '#report';
import type { Results, Standpoint } from './result.ts';
import { messageOf, reasonOf, sayCause, sayNeeds } from './sentence.ts';

/** What a result is made from. */
export interface Told {
  readonly rows: Results;
  readonly asset: Asset;
  readonly judged: Judgement;
  readonly at: Standpoint;
  readonly row: AssetRow;
  readonly origin: Result['origin'];
  /** The findings, where waivers had to see them. */
  readonly findings?: readonly Finding[];
  /** What is to be said of waivers that no longer hold. */
  readonly ended?: readonly string[];
}

/**
 * A result as plain data of which the dear parts (sentences, findings, hashes, repair) are made when they are first
 * read: of ten thousand failures a person is shown a few hundred. The getters are the result's own properties, so that
 * copies, comparisons and JSON hold them. What there is nothing to say of is undefined.
 */
export function lazyResult({
  rows,
  asset,
  judged: given,
  at,
  row,
  origin,
  findings,
  ended = [],
}: Told): Result {
  const { policy, severity } = at.one;
  const covered = findings?.every(({ waiver }) => waiver !== undefined) ?? false;
  // A waiver accepts what is wrong; what is not known beside it nobody has accepted.
  const open = covered && given.doubts.length > 0;
  const waived = covered && !open;
  const judged: Judgement = open ? { ...given, verdict: 'unknown' } : given;
  const accepted = judged.verdict === 'fail' && findings?.every((one) => one.waiver || one.baselined);
  let made = findings;
  let message: string | undefined;
  let name: string | undefined;
  let repair: RepairRow | undefined;
  return {
    policy: policy.id,
    verdict: waived ? 'waived' : judged.verdict,
    severity,
    environment: at.environment,
    environmentFrom: at.from,
    asset: row,
    get message(): string {
      return (message ??= messageOf(policy, judged, this.findings));
    },
    reason: reasonOf(judged),
    needs: sayNeeds(judged.doubts),
    notes: ended.length > 0 ? [...judged.notes, ...ended] : judged.notes,
    cause: judged.verdict === 'error' ? sayCause(judged.cause) : undefined,
    waiver: waived ? findings?.[0]?.waiver : undefined,
    baselined: accepted && !waived ? true : undefined,
    origin,
    get findings(): readonly Finding[] {
      return (made ??= rows.findings(asset, judged, at));
    },
    get fingerprint(): string {
      return (name ??= fingerprint(policy.id, identityOf(asset)));
    },
    get repair(): RepairRow | undefined {
      if (judged.verdict !== 'fail') return undefined;
      return (repair ??= rows.repair(asset, judged, at));
    },
  };
}
