import type { AssetDrift, Finding, PolicyRow, Result, ResultDrift, Sight, Since, Turn } from '#report';
import type { Judged } from './judged.ts';
import { Outlook } from './sight.ts';

/** Results by what became of them. */
export interface Turned {
  readonly broke: Result[];
  /** Restored, ended, lost and regained. */
  readonly others: Result[];
  /** Failing in both. */
  readonly still: Result[];
  readonly counts: Record<Turn, number>;
}

const isOpen = (sight: Sight): boolean =>
  sight === 'unknown' || sight === 'manual' || sight === 'error' || sight === 'not-read';

/** What became of a result; undefined where nothing did that anybody must hear of. */
function turnOf(was: Sight, is: Sight): Turn | undefined {
  // What a policy threw is told as such.
  if (is === 'error') return undefined;
  if (is === 'fail') return was === 'fail' ? undefined : isOpen(was) ? 'regained' : 'broke';
  if (isOpen(is)) return was === 'fail' || was === 'pass' || was === 'waived' ? 'lost' : undefined;
  if (was === 'fail') return is === 'pass' ? 'restored' : 'ended';
  return isOpen(was) && (is === 'pass' || is === 'waived') ? 'regained' : undefined;
}

/** Tells the results of two snapshots apart by what became of each policy on each asset. */
export function turnedResults(
  old: Judged,
  now: Judged,
  changes: readonly AssetDrift[],
  between: Since,
  all: boolean,
): Turned {
  const anything = new Map(now.report.policies.map((policy) => [policy.id, judgesAnything(policy)]));
  const changed = new Map(changes.map((one) => [one.asset.name, one]));
  const before = new Map(old.report.results.map((result) => [result.fingerprint, result]));
  const counts: Record<Turn, number> = { broke: 0, restored: 0, ended: 0, lost: 0, regained: 0 };
  const out: Turned = { broke: [], others: [], still: [], counts };
  const tell = (turn: Turn, result: Result, was: Sight, is: Sight) => {
    counts[turn]++;
    const drift: ResultDrift = { turn, was, is, since: sinceOf(result, changed, between) };
    if (turn === 'broke') out.broke.push({ ...result, drift });
    // What passes and was not seen before is no news for a person.
    else if (turn !== 'regained' || is === 'fail' || all) out.others.push({ ...result, drift });
  };
  const then = new Outlook(old.world, now.world);
  for (const result of now.report.results) {
    const { fingerprint, policy, asset, verdict: is } = result;
    const earlier = before.get(fingerprint);
    before.delete(fingerprint);
    const was = earlier ? earlier.verdict : then.ofResult(asset, anything.get(policy) ?? false);
    const turn = turnOf(was, is);
    if (earlier && was === 'fail' && is === 'fail') {
      const worse = worsened(earlier, result);
      if (worse) tell(worse.turn, worse.result, was, is);
      else out.still.push(result);
    } else if (turn) tell(turn, whatWas(turn, result, earlier), was, is);
  }
  const since = new Outlook(now.world, old.world);
  for (const result of before.values()) {
    const is = since.ofResult(result.asset, anything.get(result.policy) ?? false);
    const turn = turnOf(result.verdict, is);
    if (turn) tell(turn, gone(result, is), result.verdict, is);
  }
  return out;
}

const judgesAnything = ({ types }: PolicyRow): boolean => types.includes('*');

/** A failure of which more is wrong than was: it alone is new. Where the first snapshot left something open, nobody can say. */
function worsened(old: Result, now: Result): { readonly turn: Turn; readonly result: Result } | undefined {
  const known = new Set(old.findings.map(({ fingerprint }) => fingerprint));
  const findings = now.findings.filter(({ fingerprint, waiver }) => !known.has(fingerprint) && !waiver);
  if (findings.length === 0) return undefined;
  const more = findings.length - 1;
  const message = `${(findings[0] as Finding).message}${more > 0 ? `; and ${more} more` : ''}`;
  const baselined = findings.every((one) => one.baselined);
  return {
    turn: old.reason === undefined ? 'broke' : 'regained',
    result: { ...now, message, findings, baselined: baselined || undefined },
  };
}

/** The result as the newer snapshot has it, with what was found before where that is over. */
function whatWas(turn: Turn, result: Result, earlier: Result | undefined): Result {
  if ((turn !== 'restored' && turn !== 'ended') || !earlier) return result;
  return { ...result, message: earlier.message, findings: earlier.findings };
}

/** A result that only the older snapshot has, with what the newer one says. */
function gone(result: Result, is: Sight): Result {
  const verdict = is === 'not-read' ? 'unknown' : is === 'pass' ? 'pass' : 'not-applicable';
  const { repair: _, baselined: __, ...rest } = { ...result };
  if (verdict !== 'unknown') return { ...rest, verdict };
  const reason = 'the newer snapshot does not say whether it is still there, or how it is configured';
  return { ...rest, verdict, reason, message: reason, findings: [] };
}

/** When what a result is about last changed: the assets that its findings stand on, else its own. */
function sinceOf(result: Result, changed: ReadonlyMap<string, AssetDrift>, between: Since): Since {
  const holders = new Set(result.findings.map(({ asset }) => (asset ?? result.asset).name));
  const times = [...holders, result.asset.name].flatMap((name) => changed.get(name)?.since.at ?? []);
  const at = times.reduce<string | undefined>(
    (newest, time) => (newest === undefined || Date.parse(time) > Date.parse(newest) ? time : newest),
    undefined,
  );
  return { ...(at !== undefined && { at }), ...between };
}
