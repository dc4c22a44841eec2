import type { Asset, Judgement, Severity, Verdict } from '#policy';
import {
  type AssetRow,
  type EnvironmentFrom,
  type Finding,
  fingerprint,
  identityOf,
  type RepairRow,
  type Result,
  type WaiverMark,
} from '#report';
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
 * read: of ten thousand failures a person is shown a few hundred.
 */
export class LazyResult implements Result {
  declare readonly policy: string;
  declare readonly verdict: Verdict;
  declare readonly severity: Severity;
  declare readonly environment: string;
  declare readonly environmentFrom: EnvironmentFrom;
  declare readonly asset: AssetRow;
  declare readonly reason?: string;
  declare readonly needs?: string;
  declare readonly notes: readonly string[];
  declare readonly cause?: string;
  declare readonly waiver?: WaiverMark;
  declare readonly baselined?: boolean;
  declare readonly origin: Result['origin'];
  readonly #told: Told;
  #message: string | undefined;
  #findings: readonly Finding[] | undefined;
  #fingerprint: string | undefined;
  #repair: RepairRow | undefined;

  constructor(told: Told) {
    const { at, findings, ended = [] } = told;
    const { policy, severity } = at.one;
    const covered = findings?.every(({ waiver }) => waiver !== undefined) ?? false;
    // A waiver accepts what is wrong; what is not known beside it nobody has accepted.
    const open = covered && told.judged.doubts.length > 0;
    const waived = covered && !open;
    const judged: Judgement = open ? { ...told.judged, verdict: 'unknown' } : told.judged;
    const reason = reasonOf(judged);
    const needs = sayNeeds(judged.doubts);
    this.#told = open ? { ...told, judged } : told;
    this.#findings = findings;
    this.policy = policy.id;
    this.verdict = waived ? 'waived' : judged.verdict;
    this.severity = severity;
    this.environment = at.environment;
    this.environmentFrom = at.from;
    this.asset = told.row;
    Object.defineProperty(this, 'message', LAZY.message);
    if (reason !== undefined) this.reason = reason;
    if (needs !== undefined) this.needs = needs;
    this.notes = ended.length > 0 ? [...judged.notes, ...ended] : judged.notes;
    if (judged.verdict === 'error') this.cause = sayCause(judged.cause);
    const mark = findings?.[0]?.waiver;
    if (waived && mark) this.waiver = mark;
    if (this.verdict === 'fail' && findings?.every((one) => one.waiver || one.baselined))
      this.baselined = true;
    this.origin = told.origin;
    Object.defineProperty(this, 'findings', LAZY.findings);
    Object.defineProperty(this, 'fingerprint', LAZY.fingerprint);
    if (judged.verdict === 'fail') Object.defineProperty(this, 'repair', LAZY.repair);
  }

  get message(): string {
    const { at, judged } = this.#told;
    return (this.#message ??= messageOf(at.one.policy, judged, this.findings));
  }

  get findings(): readonly Finding[] {
    const { rows, asset, judged, at } = this.#told;
    return (this.#findings ??= rows.findings(asset, judged, at));
  }

  get fingerprint(): string {
    const { at, asset } = this.#told;
    return (this.#fingerprint ??= fingerprint(at.one.policy.id, identityOf(asset)));
  }

  get repair(): RepairRow | undefined {
    const { rows, asset, judged, at } = this.#told;
    if (judged.verdict !== 'fail') return undefined;
    return (this.#repair ??= rows.repair(asset, judged, at));
  }
}

/** The getters as properties of each result's own, so that copies, comparisons and JSON hold them. */
const own = (name: 'message' | 'findings' | 'fingerprint' | 'repair'): PropertyDescriptor => ({
  ...Object.getOwnPropertyDescriptor(LazyResult.prototype, name),
  enumerable: true,
});
const LAZY = {
  message: own('message'),
  findings: own('findings'),
  fingerprint: own('fingerprint'),
  repair: own('repair'),
};
