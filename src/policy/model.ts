import type { Place } from '../errors.ts';
import type { Requirement } from './requirement.ts';
import type { AssetData, AssetType } from './schemas.generated.ts';
import type { Unknown } from './unknown.ts';

export type { AssetData, AssetType } from './schemas.generated.ts';

/** How much a broken promise matters, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What can be said of one policy on one asset, worst first (design: one result takes the worst that applies). */
export const VERDICTS = ['error', 'fail', 'unknown', 'manual', 'waived', 'pass', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One role granted to members, as in IAM policy version 3. */
export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: { readonly title?: string; readonly expression?: string } | undefined;
}

/** An asset's own IAM policy: what is set on it, without what it inherits. */
export interface IamPolicy {
  readonly bindings: readonly Binding[];
  readonly auditConfigs?: readonly {
    readonly service: string;
    readonly auditLogConfigs: readonly {
      readonly logType: string;
      readonly exemptedMembers?: readonly string[];
    }[];
  }[];
}

/**
 * One cloud resource, whatever source it came from.
 *
 * `data` is the resource in its canonical shape (the REST shape of the API that repairs it) with the API's defaults
 * filled in; it may hold `Unknown` values when `partial` is true. A view receives it through `lens`, so it may read
 * it as plain data.
 */
export interface Asset<T extends string = string> {
  /** Full resource name as the source spelled it: `//run.googleapis.com/projects/p/locations/l/services/s`. */
  readonly name: string;
  /** The name after normalisation (project ids, one spelling): the key of joins and fingerprints. */
  readonly id: string;
  readonly type: T;
  /** Project id (or number, where no record ties it to an id); undefined for folders, organizations. */
  readonly project: string | undefined;
  readonly location: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly data: T extends AssetType ? AssetData[T] : Record<string, unknown>;
  readonly partial: boolean;
  /** `projects/1`, `folders/2`, `organizations/3`, nearest first; empty where the source does not tell. */
  readonly ancestors: readonly string[];
  readonly updateTime: string | undefined;
  readonly origin: Place;
  /** Terraform address, where the asset comes from a plan. */
  readonly address?: string | undefined;
  /** True where a plan does not know the name before apply: `name` then holds the address. */
  readonly unnamed?: true | undefined;
  /** True when nothing set the value at this canonical path and `data` holds the API's default there. */
  isUnset(path: string): boolean;
  /** The same path as the source spells it (Knative annotations, snake_case, Terraform attributes). */
  sourcePath(path: string): string;
  /** Address and attribute of the resource of its own that a plan has the value at a canonical path in, where one does. */
  partAt?(path: string): { readonly address: string; readonly path: string } | undefined;
  /** Where the value at a canonical path, or what it would stand in, begins and ends, where the source tells exactly. */
  placeOf?(path: string): ExactPlace | undefined;
}

/** Where in a file a value stands; the end is exclusive, and lines and columns count from 1. */
export interface ExactPlace extends Place {
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
}

/** Part of the world a question is about: one project, or everything. */
export interface Scope {
  readonly project?: string | undefined;
}

/**
 * Read-only index of every asset. Each question either has an answer from evidence or throws Unknown: a type that was
 * not read is never an empty list.
 */
export interface World {
  /** All assets of a type in a scope; throws Unknown where the type was not read there. */
  of<T extends string>(type: T, scope?: Scope): readonly Asset<T>[];
  /**
   * The asset a reference means, in any spelling (self link, full or relative name, bare name within `from`'s
   * project). Throws Unknown with one of four reasons: type not read, outside the sources, id not known yet, read
   * but missing.
   */
  get<T extends string>(type: T | readonly T[], reference: string, from?: Asset): Asset<T>;
  /** Whether two references (or an asset's id and a reference) name the same resource. */
  same(a: string, b: string): boolean;
  /**
   * Assets of a type whose value at `path` (scalar or list) refers to `target`; elements whose value there is not
   * known stand as Unknown. Throws Unknown where the type was not read.
   */
  referring<T extends string>(
    type: T,
    path: string,
    target: Asset,
    scope?: Scope,
  ): readonly (Asset<T> | Unknown)[];
  /** The IAM policy set on an asset; no record where IAM was read means no bindings. Throws Unknown where not read. */
  iam(asset: Asset): IamPolicy;
  /** The project asset an asset lives in; throws Unknown where projects were not read. */
  project(asset: Asset): Asset<'cloudresourcemanager.googleapis.com/Project'>;
  /** Project number or id to project id, when some record ties them; otherwise the token itself. */
  projectId(idOrNumber: string): string;
}

/** What a view or a judge gets beside the asset and the world. */
export interface Context {
  /** The value of a strategy parameter in the asset's environment; throws Unknown where a required one is not set. */
  param<T = number>(name: string): T;
  /** The moment of the audit, milliseconds since 1970. */
  readonly clock: number;
  /** Adds a remark to the result; it never changes the verdict. */
  note(text: string): void;
}

/** One thing that is wrong, with where it is in the asset's canonical shape. */
export interface Flaw {
  /** Concrete path: `template.containers[0].env[2].valueSource`; a view's field where no resource path is known. */
  readonly path: string;
  /** The same path with list elements by natural key, instance independent: input of the fingerprint. */
  readonly key: string;
  /** A scalar, a short list of scalars, or a phrase such as "2 items, none satisfies"; undefined when absent. */
  readonly actual: unknown;
  /** True when the value is the API's default because nothing set it. */
  readonly unset?: boolean;
  /** "at least 30": completes "must be …". */
  readonly wanted: string;
  /** Another asset the flaw stands on, when it is not the subject. */
  readonly on?: Asset | undefined;
  /** The view's name for the value, where `path` is what it was computed from. */
  readonly field?: string | undefined;
  /** For "some": what the nearest element lacked. */
  readonly nearest?: string | undefined;
  /** Where that element stands, when it is another asset's. */
  readonly nearestAt?: { readonly asset: Asset; readonly path: string } | undefined;
  /** The requirement that broke, from which a repair is derived. */
  readonly requirement?: Requirement | undefined;
  /** True when `path` is a field of the policy's view, with no resource path known. */
  readonly ofView?: boolean;
}

/** A path whose value is not known, and why. */
export interface Doubt {
  readonly path: string;
  readonly unknown: Unknown;
}

/** What one policy says of one asset. */
export interface Judgement {
  readonly verdict: 'pass' | 'fail' | 'unknown' | 'not-applicable' | 'error' | 'manual';
  readonly flaws: readonly Flaw[];
  readonly doubts: readonly Doubt[];
  /** For not-applicable: the sentence that says why. */
  readonly reason?: string | undefined;
  readonly notes: readonly string[];
  readonly cause?: unknown;
}

/** How a repair disturbs what runs. `cuts-clients`: some callers that work now stop working. */
export const IMPACTS = ['none', 'new-revision', 'restart', 'replace', 'cuts-clients'] as const;
export type Impact = (typeof IMPACTS)[number];
