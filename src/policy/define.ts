import { PolicyError } from '../errors.ts';
import type { Asset, AssetType, Context, Impact, Judgement, Severity, World } from './model.ts';
import { type ParamDeclaration, SHARED_PARAMS } from './params.ts';
import { parsePath } from './path.ts';
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

/** A control of a published framework that the policy answers. Numbers move between versions, so both are kept. */
export interface Reference {
  readonly framework: string;
  readonly version?: string;
  readonly id: string;
}

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
  readonly params?: Readonly<Record<string, ParamDeclaration>>;
  readonly when?: WantOf<T, V>;
  readonly view?: { readonly [K in V]: View<T> };
  /** Resource path that a view's field was computed from, for positions and messages. */
  readonly at?: { readonly [K in V]?: string };
  readonly want?: WantOf<T, V>;
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

/**
 * Registers a declaration under its id, after checking what types cannot: keywords, parameters, strategy lines.
 * @throws PolicyError that names the policy, what was seen and what is allowed.
 */
export function register(id: string, section: Section, declaration: PolicyDeclaration): Policy {
  const refuse = (message: string, hint?: string): never => {
    throw new PolicyError(id, message, hint);
  };
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) refuse('an id is lower case words joined by hyphens');
  if (!declaration.want === !declaration.judge) refuse('declare exactly one of want and judge');
  if (declaration.strategy.length === 0) refuse('cite at least one line of the strategy');
  for (const line of declaration.strategy) {
    if (!clauseAt(line)) refuse(`the strategy has no sentence at ${line}`);
  }
  const checkParam = ({ $param }: Param) => {
    if (Object.hasOwn(declaration.params ?? {}, $param) || Object.hasOwn(SHARED_PARAMS, $param)) return;
    const known = [...Object.keys(declaration.params ?? {}), ...Object.keys(SHARED_PARAMS)].join(', ');
    refuse(`the parameter "${$param}" is not declared`, `declared and shared: ${known}`);
  };
  const checkWant = (want: Want): void => {
    for (const map of alternatives(want)) {
      for (const [path, requirement] of Object.entries(map)) {
        try {
          parsePath(path);
        } catch (cause) {
          refuse((cause as Error).message);
        }
        if (Object.keys(requirement).length === 0) refuse(`"${path}" requires nothing`);
        for (const [keyword, value] of Object.entries(requirement)) {
          if (!KEYWORDS.has(keyword)) {
            refuse(`"${keyword}" at "${path}" is not a keyword`, `known: ${[...KEYWORDS].join(', ')}`);
          }
          if (isParam(value)) checkParam(value);
          if (Array.isArray(value)) for (const one of value) if (isParam(one)) checkParam(one);
        }
        for (const inner of [requirement.every, requirement.some, requirement.where, requirement.count?.of]) {
          if (inner) checkWant(inner);
        }
        for (const bound of [requirement.count?.atLeast, requirement.count?.atMost]) {
          if (isParam(bound)) checkParam(bound);
        }
      }
    }
  };
  const usesIam = JSON.stringify([declaration.want, declaration.when])?.includes('"$iam');
  if (usesIam && !declaration.reads?.includes('iam'))
    refuse("wants $iam without declaring it: add 'iam' to reads");
  if (declaration.want) checkWant(declaration.want as Want);
  if (declaration.when) checkWant(declaration.when as Want);
  return { ...declaration, id, section };
}

/** The asset types a policy judges; undefined where it judges any asset. */
export const typesOf = (policy: PolicyDeclaration): readonly string[] | undefined =>
  policy.on === '*' ? undefined : typeof policy.on === 'string' ? [policy.on] : policy.on;
