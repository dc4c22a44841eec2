import type { Asset, BaselineEntry, Judgement } from '#policy';
import { assetName, type BaselineRow, grouped, type NoticeRow } from '#report';
import { isSound } from '../inventory/coverage.ts';
import type { Inventory } from '../inventory/world.ts';
import { hasEnded } from './last-day.ts';
import type { Selected } from './selection.ts';

/** What more than this is about is told by its lines alone. */
const NAMED = 3;

interface Tracked {
  readonly entry: BaselineEntry;
  readonly expired: boolean;
  readonly subject: string;
  found: number;
  /** Its subject was judged, and nothing was left unknown. */
  judged: boolean;
}

/**
 * What was already wrong when the tool was adopted: which findings it holds, and what became of each entry. An entry is
 * stale only where this run shows that its finding is gone; what a run did not judge says nothing of it.
 */
export class Baseline {
  readonly #byFingerprint = new Map<string, Tracked>();
  readonly #bySubject = new Map<string, Tracked[]>();
  readonly #policies = new Set<string>();
  readonly #world: Inventory;

  constructor(entries: readonly BaselineEntry[], world: Inventory, clock: number) {
    this.#world = world;
    for (const entry of entries) {
      const subject = keyOf(entry.policy, world.identity(entry.asset, entry.type));
      const tracked: Tracked = {
        entry,
        expired: hasEnded(entry.until, clock),
        subject,
        found: 0,
        judged: false,
      };
      this.#byFingerprint.set(`${entry.policy} ${entry.fingerprint}`, tracked);
      this.#policies.add(entry.policy);
      const same = this.#bySubject.get(subject);
      if (same) same.push(tracked);
      else this.#bySubject.set(subject, [tracked]);
    }
  }

  /** Whether any entry is of a policy. */
  concern(policy: string): boolean {
    return this.#policies.has(policy);
  }

  /** Notes that a subject was judged. */
  note(policy: string, asset: Asset, { verdict, doubts }: Judgement): void {
    if (!this.#policies.has(policy)) return;
    const definite = verdict === 'pass' || verdict === 'fail' || verdict === 'not-applicable';
    const found = this.#bySubject.get(keyOf(policy, asset.id || (asset.address ?? '')));
    for (const one of found ?? []) one.judged = definite && doubts.length === 0;
  }

  /** Whether an entry that has not ended holds a finding. */
  holds(policy: string, fingerprint: string): boolean {
    const tracked = this.#byFingerprint.get(`${policy} ${fingerprint}`);
    if (!tracked) return false;
    tracked.found++;
    return !tracked.expired;
  }

  /** Every entry with its state, in the order given; `judged` are the policies of this run. */
  rows(judged: readonly Selected[]): BaselineRow[] {
    const policies = new Map(judged.map((one) => [one.policy.id, one]));
    return [...this.#byFingerprint.values()].map((tracked) => {
      const { entry, expired, found } = tracked;
      const gone = found === 0 && this.#isGone(tracked, policies.get(entry.policy));
      return {
        ...entry,
        state: gone ? 'stale' : expired ? 'expired' : found > 0 ? 'active' : 'unjudged',
        findings: found,
      };
    });
  }

  /** Whether the run shows that nothing is wrong any more: the subject was judged, or is known not to be there. */
  #isGone({ entry, subject, judged }: Tracked, policy: Selected | undefined): boolean {
    const { coverage, assets } = this.#world;
    // What a plan repairs still runs, and what runs may be as it was when a plan was made.
    if (!policy || (entry.in !== undefined && !coverage.holds(entry.in))) return false;
    if (judged) return true;
    const { type, project } = entry;
    if (project === undefined || !coverage.covers(project)) return false;
    // Of what a policy judges by its bindings alone, those without a bad one are not kept.
    const content = policy.types === undefined ? 'iam' : type;
    if (!isSound(coverage.reading(content, project)) || coverage.doubt(type)) return false;
    return !assets.some((one) => one.type === type && keyOf(entry.policy, one.id) === subject);
  }
}

const keyOf = (policy: string, identity: string): string => `${policy} ${identity}`;

/** Of which entries something is to be said: of one, of several, and what a person does about it. */
const TOLD = [
  [
    'stale',
    'covers nothing any more',
    'cover nothing any more',
    '--update-baseline removes what is repaired',
  ],
  ['expired', 'has ended', 'have ended', 'repair it, or agree on another day under until'],
] as const;

/**
 * What is to be said of entries that no longer do anything, each once and with its line. Of a policy that this run did not
 * judge nothing is.
 * @param judged ids of the policies of this run
 */
export function baselineNotices(rows: readonly BaselineRow[], judged: ReadonlySet<string>): NoticeRow[] {
  return TOLD.flatMap(([state, has, have, next]): NoticeRow[] => {
    const found = rows.filter((one) => one.state === state && judged.has(one.policy));
    const [first] = found;
    if (!first) return [];
    const { place } = first;
    return [
      {
        code: `baseline-${state}`,
        message:
          found.length === 1
            ? `the baseline's entry for ${subjectOf(first)} ${has}: ${next}`
            : `${found.length} entries of the baseline ${have} (${next}): ${listed(found)}`,
        ...(place && { uri: place.uri }),
        ...(place?.line !== undefined && { line: place.line }),
      },
    ];
  });
}

const subjectOf = ({ policy, asset }: BaselineEntry): string => `${policy} on ${assetName({ name: asset })}`;

/** The entries by what they are about, each with its line; of many the first are named. */
function listed(rows: readonly BaselineRow[]): string {
  const subjects = grouped(rows, subjectOf);
  const named = [...subjects].slice(0, NAMED).map(([subject, same]) => `${subject}${linesOf(same)}`);
  const rest = [...subjects.values()].slice(NAMED).flat();
  return `${named.join(', ')}${rest.length > 0 ? ` and ${rest.length} more${linesOf(rest)}` : ''}`;
}

/** ` (lines 5, 15)`; nothing where no line is known. */
function linesOf(rows: readonly BaselineRow[]): string {
  const lines = rows.flatMap(({ place }) => place?.line ?? []);
  return lines.length === 0 ? '' : ` (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')})`;
}
