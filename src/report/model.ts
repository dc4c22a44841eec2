import type { BaselineEntry, Impact, Place, Reference, Section, Severity, Verdict } from '#policy';
import type { Drift, ResultDrift } from './drift.ts';
import type { LedgerRow } from './ledger-row.ts';

/** How many judgements ended in each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

/** What is told of an asset wherever a report names one. */
export interface AssetRow {
  /** Full resource name as the source spells it. */
  readonly name: string;
  readonly type: string;
  /** Project id; absent for folders and organizations. */
  readonly project?: string | undefined;
  readonly location?: string | undefined;
  /** Terraform address, where the asset comes from a plan. */
  readonly address?: string | undefined;
}

/** One source of evidence. */
export interface SourceRow {
  /** `snapshot`, `plan`, `image` and so on. */
  readonly kind: string;
  /** The source as the person named it. */
  readonly uri: string;
  /** When the evidence was gathered, RFC 3339; absent where the source does not tell. */
  readonly readTime?: string | undefined;
  /** Assets that the source holds, needed or not. */
  readonly assets: number;
  /** True where the evidence is older than `snapshot.maxAgeDays`. */
  readonly stale?: true | undefined;
  /** Where it is: how many days were allowed. */
  readonly maxAgeDays?: number | undefined;
}

/**
 * How exact a place is. In Terraform source, best first: the `attribute` itself, the nested `block` that would hold it,
 * the `header` of the resource, the `call` of the module it stands in, the first file of the `module`; `plan` where no
 * source was given. `record` is the line on which a snapshot's record begins, `exact` the value's own place in a file.
 */
export type Quality = 'exact' | 'attribute' | 'block' | 'header' | 'call' | 'module' | 'record' | 'plan';

/** Another place that explains a finding: the module's call, the variable a value comes from. */
export interface RelatedPlace extends Place {
  /** Half a sentence, no full stop: "the value comes from var.tier". */
  readonly message: string;
}

/** Where a person finds the value a finding is about. */
export interface SourcePlace extends Place {
  /** The path as the source spells it. */
  readonly path: string;
  /** Where it ends, exclusive; lines and columns count from 1. Only together with `line` and `column`. */
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  /** Terraform address of the block that holds the path, where the asset comes from a plan. */
  readonly address?: string | undefined;
  readonly quality: Quality;
  readonly related?: readonly RelatedPlace[] | undefined;
}

/** In which of two compared sources a finding holds: the code and the cloud, the cloud only, the code only. */
export type Presence = 'both' | 'cloud' | 'code';

/** The agreement that covers a finding. */
export interface WaiverMark {
  readonly reason: string;
  readonly owner: string;
  /** Last day it holds, `YYYY-MM-DD`, UTC. */
  readonly until: string;
}

/** One thing that is wrong. */
export interface Finding {
  /** Canonical path in the asset's data, with list indices; under `iamPolicy` where it is a binding. */
  readonly path: string;
  /** What was seen: a scalar, short text for anything else, null where nothing is set or the value is withheld. */
  readonly actual: string | number | boolean | null;
  /** Completes "must be …". */
  readonly wanted: string;
  /** One sentence: the path and what was seen, at most 220 columns, and what was wanted. */
  readonly message: string;
  /** The asset that holds the path, when it is not the result's. */
  readonly asset?: AssetRow | undefined;
  readonly source: SourcePlace;
  /** Sixteen hex digits that outlive reordering and renumbering; what waivers and baselines match. */
  readonly fingerprint: string;
  /** True where the value may be a secret and is withheld. */
  readonly redacted?: true | undefined;
  /** The waiver that covers this finding. */
  readonly waiver?: WaiverMark | undefined;
  /** Where code and cloud were compared: which of them it holds in. */
  readonly presence?: Presence | undefined;
  /** True where the baseline already holds it: it does not fail the run. */
  readonly baselined?: true | undefined;
}

/** How the asset can be brought to what the policy wants. */
export interface RepairRow {
  readonly kind: 'automatic' | 'create' | 'manual';
  readonly impact: Impact;
  readonly requires?: string | undefined;
}

/** Which rule decided an asset's environment, strongest first (design: section 7). */
export type EnvironmentFrom =
  | 'option'
  | 'asset-label'
  | 'configuration'
  | 'project-label'
  | 'project-name'
  | 'default';

/** What one policy says of one asset. */
export interface Result {
  readonly policy: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly environment: string;
  readonly environmentFrom: EnvironmentFrom;
  readonly asset: AssetRow;
  /** One sentence, at most 300 columns. */
  readonly message: string;
  /** Why it is unknown or not applicable; for a failure, what is unknown beside it. */
  readonly reason?: string | undefined;
  /** What would answer an unknown, imperative. */
  readonly needs?: string | undefined;
  readonly notes: readonly string[];
  /** For `error`: what the policy threw. */
  readonly cause?: string | undefined;
  /** For `waived`: the agreement that covers its first finding. */
  readonly waiver?: WaiverMark | undefined;
  /** For an attestation: where the evidence is. */
  readonly evidence?: string | undefined;
  /** For a comparison of code and cloud: which of them the asset stands in. */
  readonly presence?: Presence | undefined;
  /** True for a failure that only the cloud has and that applying the code repairs: it does not fail the run. */
  readonly repairedByPlan?: true | undefined;
  /** True for a failure of which the baseline holds every finding. */
  readonly baselined?: boolean | undefined;
  /** Where two snapshots were compared: what became of it between them. */
  readonly drift?: ResultDrift | undefined;
  readonly origin: Place;
  readonly findings: readonly Finding[];
  /** Names this policy on this asset, whatever is found. */
  readonly fingerprint: string;
  readonly repair?: RepairRow | undefined;
}

/** One promise of the strategy in one environment: the worst that its policy says there. */
export interface PromiseRow {
  readonly policy: string;
  /** The sentence of the strategy, with its line. */
  readonly clause: Clause;
  readonly environment: string;
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** How many of those that fail the baseline holds; undefined for none. */
  readonly baselined?: number | undefined;
  readonly reason: string;
  /** What would answer an unknown, imperative. */
  readonly needs?: string | undefined;
}

/** A sentence of the strategy as a report cites it. */
export interface Clause {
  /** `L204`. */
  readonly line: string;
  readonly heading: string;
  readonly text: string;
}

/** What the report says of a policy that was selected. */
export interface PolicyRow {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** After the configuration's override. */
  readonly severity: Severity;
  readonly section: Section;
  readonly strategy: readonly Clause[];
  readonly references: readonly Reference[];
  /** Asset types it judges; `*` for any. */
  readonly types: readonly string[];
  /** Environments it judges; absent for all. */
  readonly environments?: readonly string[] | undefined;
}

/** A waiver of the configuration and what became of it. */
export interface WaiverRow {
  readonly policy: string;
  readonly asset: string;
  readonly path?: string | undefined;
  readonly value?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  readonly place?: Place | undefined;
  /**
   * `expired`: its last day has passed, it covers nothing. `unused`: nothing it names fails. `active`: it covers a
   * finding, or its policy was not part of this run.
   */
  readonly state: 'active' | 'expired' | 'unused';
  /** Findings it covers. */
  readonly findings: number;
}

/** An entry of the baseline and what became of it. */
export interface BaselineRow extends BaselineEntry {
  /**
   * `active`: what it holds is still wrong. `expired`: its last day has passed, it covers nothing. `stale`: the run shows
   * that nothing is wrong there any more. `unjudged`: the run says nothing of it.
   */
  readonly state: 'active' | 'expired' | 'stale' | 'unjudged';
  /** Findings that it holds, also where it has expired. */
  readonly findings: number;
}

/** Something given that could not be used; the run is not done as asked. */
export interface ErrorRow {
  /** Stable, `E_…`. */
  readonly code: string;
  readonly message: string;
  readonly uri: string;
  readonly line?: number | undefined;
  readonly hint?: string | undefined;
}

/** Something a person should know that is neither a finding nor an error. */
export interface NoticeRow {
  /** Stable, lower case words joined by hyphens. */
  readonly code: string;
  readonly message: string;
  readonly uri?: string | undefined;
  readonly line?: number | undefined;
}

/** A strategy parameter as it holds in one environment. */
export interface ParameterRow {
  /** Null where nobody set a required parameter. */
  readonly value: unknown;
  readonly origin: string;
}

export type { LedgerRow };

/** Counts of all judgements, listed or not. */
export interface Summary {
  readonly verdicts: Counts;
  /** False where no judgement is pass, fail or waived: the run proves nothing. */
  readonly judged: boolean;
  readonly bySeverity: Readonly<Record<Severity, Counts>>;
  readonly byEnvironment: Readonly<Record<string, Counts>>;
  readonly bySection: Readonly<Partial<Record<Section, Counts>>>;
}

/**
 * What an audit found. Plain data, in the order it is printed: results by severity, policy, asset name and place,
 * all compared by code unit, so that equal input gives equal bytes.
 */
export interface Report {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: string; readonly version: string };
  /** The moment judged against, RFC 3339; only where the user set it. */
  readonly clock?: string | undefined;
  /** The level of `--severity`: results below it are left out; all else is of everything judged. */
  readonly shownFrom?: Severity | undefined;
  /** The globs of `--policy`, where they narrowed what is judged. */
  readonly selectedBy?: readonly string[] | undefined;
  readonly sources: readonly SourceRow[];
  /** Environment to parameter key to value and origin. */
  readonly strategy: Readonly<Record<string, Readonly<Record<string, ParameterRow>>>>;
  readonly summary: Summary;
  readonly promises: readonly PromiseRow[];
  /** Environments of which the evidence holds nothing, though it holds something of others; absent where there is none. */
  readonly unseen?: readonly string[] | undefined;
  /** Every verdict but pass and not-applicable, unless all were asked for. */
  readonly results: readonly Result[];
  readonly policies: readonly PolicyRow[];
  readonly waivers: readonly WaiverRow[];
  /** Every entry of the baseline, in the order of its file; absent where none was given. */
  readonly baseline?: readonly BaselineRow[] | undefined;
  readonly errors: readonly ErrorRow[];
  readonly notices: readonly NoticeRow[];
  readonly ledger: readonly LedgerRow[];
  /** Where two snapshots were compared: how they differ. The results are then those that broke between them. */
  readonly drift?: Drift | undefined;
}
