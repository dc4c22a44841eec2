import { type Doubt, type Flaw, type Judgement, type Policy, sayPlace, saySeen } from '#policy';
import { clip, type Finding } from '#report';

/** A message is one sentence that a line of a table or an annotation can hold. */
const LONGEST = 300;
/** What was seen is cut before what was wanted: that is what a person has to do. */
const SEEN = 220;
const REASONS_SHOWN = 3;
/** Room for `; and 12345 more`. */
const MORE = 18;

/** What was seen, completing the path: `is "db-f1-micro"`, `has 2 elements, none satisfies`. */
function seen(flaw: Flaw, secret: boolean): string {
  if (secret) return 'is set to a value that is not shown';
  const { actual } = flaw;
  const said = saySeen(flaw);
  return flaw.unset && actual !== undefined && actual !== null ? `${said}, the default` : said;
}

/**
 * One flaw as a sentence: what was seen, how near the nearest element comes, and what was wanted.
 *
 * @param root what the flaw's path begins in, for the names of list elements
 */
export function sayFlaw(flaw: Flaw, secret: boolean, root?: unknown): string {
  const nearest = flaw.nearest === undefined || secret ? '' : ` (nearest: ${flaw.nearest})`;
  const found = clip(`${sayPlace(flaw, root)} ${seen(flaw, secret)}${nearest}`, SEEN);
  return `${found}; it must be ${clip(flaw.wanted, LONGEST)}`;
}

/** Distinct reasons of what is not known, in order, joined. */
function sayReasons(doubts: readonly Doubt[]): string {
  if (doubts.length === 1) return (doubts[0] as Doubt).unknown.reason;
  const reasons = [...new Set(doubts.map(({ unknown }) => unknown.reason))];
  const rest = reasons.length - REASONS_SHOWN;
  return reasons.slice(0, REASONS_SHOWN).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** Why it is unknown or not applicable; what is unknown beside a failure. */
export function reasonOf({ verdict, doubts, reason }: Judgement): string | undefined {
  if (doubts.length === 0) return reason;
  const said = sayReasons(doubts);
  return verdict === 'fail' ? `not known beside it: ${said}` : said;
}

/** What would answer them, distinct, joined; undefined where nothing is said. */
export function sayNeeds(doubts: readonly Doubt[]): string | undefined {
  if (doubts.length < 2) return doubts[0]?.unknown.needs;
  const needs = [...new Set(doubts.flatMap(({ unknown }) => unknown.needs ?? []))];
  const rest = needs.length - REASONS_SHOWN;
  if (needs.length === 0) return undefined;
  return needs.slice(0, REASONS_SHOWN).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** The cause of an error without its stack, which would differ between machines. */
export function sayCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.name === 'Error' || cause.name === '' ? cause.message : `${cause.name}: ${cause.message}`;
}

/** The result's message: derived from what was judged, never written by hand. */
export function messageOf(policy: Policy, judged: Judgement, findings: readonly Finding[]): string {
  const { verdict, doubts, reason } = judged;
  switch (verdict) {
    case 'pass':
      return policy.title;
    case 'not-applicable':
      return clip(reason ?? 'does not concern this asset', LONGEST);
    case 'error':
      return clip(`the policy failed: ${sayCause(judged.cause)}`, LONGEST);
    case 'fail': {
      const first = (findings[0] as Finding).message;
      const more = findings.length - 1;
      return more === 0 ? first : `${clip(first, LONGEST - MORE)}; and ${more} more`;
    }
    default:
      return clip(doubts.length > 0 ? sayReasons(doubts) : (reason ?? 'it could not be judged'), LONGEST);
  }
}
