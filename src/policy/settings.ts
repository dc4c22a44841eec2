import type { Place } from '../errors.ts';
import type { Severity } from './model.ts';

/** A parameter's value where an asset stands, and where that value comes from, as a person reads it. */
export interface Effective {
  /** Undefined for a required parameter that nobody set. */
  readonly value: unknown;
  /** "strategy L177", "tool default: the strategy gives no number", or "pinky.config.yaml:12". */
  readonly origin: string;
}

/** An agreed exception: findings it covers are `waived` until its end. */
export interface Waiver {
  readonly policy: string;
  /** Asset name, any spelling; `*` stands for any run of characters. */
  readonly asset: string;
  readonly path?: string | undefined;
  /** The offending value or member that is accepted. */
  readonly value?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  /** Last day it holds, `YYYY-MM-DD`. */
  readonly until: string;
  readonly place?: Place | undefined;
  /** Of a waiver that stands in Terraform source itself: whether what a finding is about is written where it stands. */
  readonly covers?: ((source: Place) => boolean) | undefined;
}

/** A finding that was already there when the tool was adopted: it does not fail the run until the entry's end. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly policy: string;
  /** Full resource name, or Terraform address. */
  readonly asset: string;
  readonly type: string;
  readonly project?: string | undefined;
  /** What it was found in: a plan, or what runs. Only a run that judges such may find that it is gone. */
  readonly in?: 'code' | 'cloud' | undefined;
  readonly path: string;
  readonly message?: string | undefined;
  readonly reason: string;
  readonly owner?: string | undefined;
  /** The day it was added, `YYYY-MM-DD`. */
  readonly added: string;
  /** Last day it holds, `YYYY-MM-DD`. */
  readonly until: string;
  readonly place?: Place | undefined;
}

/** What a configuration may say of one policy. */
export interface PolicySetting {
  readonly enabled?: boolean | undefined;
  readonly severity?: Severity | undefined;
  readonly environments?: readonly string[] | undefined;
}

/** One environment and the projects (ids, `*` allowed) that belong to it, first match first. */
export interface EnvironmentRule {
  readonly name: string;
  readonly projects: readonly string[];
}

/** Everything a run is judged by that is not evidence: the strategy's effective numbers, exceptions, environments. */
export interface Settings {
  readonly environments: readonly EnvironmentRule[];
  /** The effective value of a parameter key (`run-min-instances.min`) in an environment. */
  parameter(environment: string, key: string): Effective;
  readonly policies: Readonly<Record<string, PolicySetting>>;
  readonly waivers: readonly Waiver[];
  readonly snapshot: {
    /** Asset types (or `iam`, `orgpolicy`) that the snapshot is known to cover, wherever it has no record of them. */
    readonly types: readonly string[];
    /** Evidence older than this many days is warned of, and unknown under `--strict`. Default 7 (tool). */
    readonly maxAgeDays: number;
  };
}
