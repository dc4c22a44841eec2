import { PolicyError } from '../errors.ts';
import {
  type Asset,
  type AssetType,
  type Context,
  type Impact,
  type Judgement,
  SEVERITIES,
  type Severity,
  type World,
} from './model.ts';
import { type ParamDeclaration, SHARED_PARAMS } from './params.ts';
import { parsePath } from './path.ts';
import type { Reference } from './reference.ts';
import {
  alternatives,
  isParam,
  LIST_KEYWORDS,
  type Param,
  type Requirement,
  SCALAR_KEYWORDS,
  SCHEMA_KEYWORDS,
  type Want,
} from './requirement.ts';
import type { AssetPath } from './schemas.generated.ts';
import { clauseAt, type Section } from './strategy.ts';

/** What a policy may read beside its own asset: other types, IAM content, organization policies. */
export type Reads = AssetType | 'iam' | 'orgpolicy';

/** A value computed for the want: from a join, or by a fact. Throwing Unknown makes this field unknown. */
export type View<T extends string> = (asset: Asset<T>, world: World, context: Context) => unknown;

type Value = string | number | boolean | Param;

/**
 * How the asset is brought to what the policy wants. Left out, the change is derived from `want`; a string says the
 * steps a person takes. `set` maps resource paths to values where the want is over a view; `create` gives the body
 * of a missing resource of type `createType`.
 */
export interface RepairDeclaration<T extends string> {
  readonly impact?: Impact;
  readonly requires?: string;
  readonly set?: Readonly<
    Record<string, Value | readonly Value[] | ((asset: Asset<T>, world: World, context: Context) => unknown)>
  >;
  /** Gives the asset that `set` changes, when it is not the subject. */
  readonly target?: (asset: Asset<T>, world: World, context: Context) => Asset;
  readonly create?: (asset: Asset<T>, world: World, context: Context) => object;
  readonly createType?: AssetType;
  readonly manual?: string;
  /** The steps a person takes where no single change can be derived. */
  readonly otherwise?: string;
}

type PathOf<T> = T extends keyof AssetPath ? AssetPath[T] : string;
type WantKey<T, V extends string> =
  | PathOf<T>
  | V
  | `${V}.${string}`
  | `${string}[${string}`
  | '$iam'
  | `$iam.${string}`;
type WantMapOf<T, V extends string> = { readonly [K in WantKey<T, V>]?: Requirement };
type WantOf<T, V extends string> = WantMapOf<T, V> | readonly WantMapOf<T, V>[];

/** A policy as its file declares it. See CONTRIBUTING, "Anatomy of a policy". */
export interface PolicyDeclaration<T extends string = string, V extends string = string> {
  /** What is true when it passes: a sentence without full stop, at most 72 characters. */
  readonly title: string;
  /** One sentence: what goes wrong where it is not true. */
  readonly why: string;
  readonly severity: Severity;
  /** Lines of the strategy it proves, lowest first. */
  readonly strategy: readonly `L${number}`[];
  readonly references?: readonly Reference[];
  readonly on: T | readonly T[] | '*';
  readonly environments?: readonly string[];
  readonly reads?: readonly Reads[];
  /**
   * For a policy on any asset that reads IAM: words one of which an IAM policy must hold to break it. The reader passes
   * over policies that hold none, unparsed; without this every one of them is read.
   */
  readonly iamMentions?: readonly string[];
  readonly params?: Readonly<Record<string, ParamDeclaration>>;
  readonly when?: WantOf<T, NoInfer<V>>;
  readonly view?: { readonly [K in V]: View<T> };
  /** Resource path that a view's field was computed from, for positions, messages and derived repairs. */
  readonly at?: { readonly [K in V]?: string | ((asset: Asset<T>) => string) };
  readonly want?: WantOf<T, NoInfer<V>>;
  /** The last resort, where a want cannot say it. */
  readonly judge?: (asset: Asset<T>, world: World, context: Context) => Judgement;
  readonly repair?: RepairDeclaration<T> | string;
}

/** A declaration together with what its place in the tree says: its id and section. */
export interface Policy extends PolicyDeclaration {
  readonly id: string;
  readonly section: Section;
}

/**
 * Declares a policy. The types refuse a path that the asset type does not have; the harness refuses the rest.
 */
export function definePolicy<const T extends AssetType, const V extends string = never>(
  declaration: PolicyDeclaration<T, V>,
): PolicyDeclaration {
  return declaration as unknown as PolicyDeclaration;
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...SCHEMA_KEYWORDS,
  ...SCALAR_KEYWORDS,
  ...LIST_KEYWORDS,
  'absent',
  'where',
]);

const KEYS: Readonly<Record<keyof PolicyDeclaration, true>> = {
  title: true,
  why: true,
  severity: true,
  strategy: true,
  references: true,
  on: true,
  environments: true,
  reads: true,
  iamMentions: true,
  params: true,
  when: true,
  view: true,
  at: true,
  want: true,
  judge: true,
  repair: true,
};

/** A policy that was registered before has two more. */
const KNOWN = { ...KEYS, id: true, section: true };

/** What is wrong with the keys of a declaration that no compiler saw; undefined where nothing is. */
function wrongKeys(declaration: PolicyDeclaration): readonly [message: string, hint?: string] | undefined {
  const strange = Object.keys(declaration).find((key) => !Object.hasOwn(KNOWN, key));
  if (strange !== undefined)
    return [`"${strange}" is no key of a policy`, `known: ${Object.keys(KEYS).join(', ')}`];
  const { title, why, severity, strategy, on } = declaration;
  if (typeof title !== 'string' || title.trim() === '')
    return ['it has no title: say what is true when it passes'];
  if (typeof why !== 'string' || why.trim() === '')
    return ['it has no why: say what goes wrong where it is not true'];
  if (!SEVERITIES.includes(severity)) return [`its severity is none of ${SEVERITIES.join(', ')}`];
  if (!Array.isArray(strategy)) return ['its strategy is no list of lines, such as ["L204"]'];
  if (typeof on !== 'string' && !Array.isArray(on)) return ['it does not say on which asset type it is'];
  return undefined;
}

/**
 * Registers a declaration under its id, after checking what types cannot: keywords, parameters, strategy lines.
 * @throws PolicyError that names the policy, what was seen and what is allowed.
 */
export function register(id: string, section: Section, declaration: PolicyDeclaration): Policy {
  const refuse = (message: string, hint?: string): never => {
    throw new PolicyError(id, message, hint);
  };
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) refuse('an id is lower case words joined by hyphens');
  const wrong = wrongKeys(declaration);
  if (wrong) refuse(...wrong);
  if (!declaration.want === !declaration.judge) refuse('declare exactly one of want and judge');
  if (declaration.strategy.length === 0) refuse('cite at least one line of the strategy');
  for (const line of declaration.strategy) {
    if (!clauseAt(line)) refuse(`the strategy has no sentence at ${line}`);
  }
  const checkParam = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) checkParam(one);
    if (!isParam(value)) return;
    const own = declaration.params ?? {};
    if (Object.hasOwn(own, value.$param) || Object.hasOwn(SHARED_PARAMS, value.$param)) return;
    const known = [...Object.keys(own), ...Object.keys(SHARED_PARAMS)].join(', ');
    refuse(`the parameter "${value.$param}" is not declared`, `declared and shared: ${known}`);
  };
  const checkRequirement = (path: string, requirement: Requirement): void => {
    const keywords = Object.keys(requirement);
    for (const keyword of keywords) {
      if (KEYWORDS.has(keyword)) continue;
      refuse(`"${keyword}" at "${path}" is not a keyword`, `known: ${[...KEYWORDS].join(', ')}`);
    }
    if (keywords.length === 0) refuse(`"${path}" requires nothing`);
    if (requirement.absent === true && keywords.length > 1)
      refuse(`"${path}" is to be absent, so nothing else can be required of it`);
    const { every, some, count, where } = requirement;
    if (where && !every && !some && !count) refuse(`"where" at "${path}" narrows no every, some or count`);
    if (count && count.atLeast === undefined && count.atMost === undefined)
      refuse(`"count" at "${path}" has neither atLeast nor atMost`);
    for (const value of [...Object.values(requirement), count?.atLeast, count?.atMost]) checkParam(value);
    for (const inner of [every, some, where, count?.of]) if (inner) checkWant(inner);
  };
  const checkWant = (want: Want): void => {
    if (alternatives(want).length === 0) refuse('a want without alternatives can never hold');
    for (const map of alternatives(want)) {
      if (Object.keys(map).length === 0) refuse('a map without paths holds for everything');
      for (const [path, requirement] of Object.entries(map)) {
        try {
          if (parsePath(path)[0] === '$iam' && !declaration.reads?.includes('iam'))
            refuse(`"${path}" needs IAM content`, "add 'iam' to reads");
        } catch (cause) {
          if (cause instanceof SyntaxError) refuse(cause.message);
          throw cause;
        }
        checkRequirement(path, requirement);
      }
    }
  };
  if (declaration.want) checkWant(declaration.want as Want);
  if (declaration.when) checkWant(declaration.when as Want);
  if (typeof declaration.repair === 'object') checkParam(Object.values(declaration.repair.set ?? {}));
  return { ...declaration, id, section };
}

/** The asset types a policy judges; undefined where it judges any asset. */
export const typesOf = (policy: PolicyDeclaration): readonly string[] | undefined =>
  policy.on === '*' ? undefined : typeof policy.on === 'string' ? [policy.on] : policy.on;
