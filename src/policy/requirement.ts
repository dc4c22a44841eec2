/** Stands in a declaration for the value a strategy parameter has in the asset's environment. */
export interface Param {
  readonly $param: string;
}

/** Refers to a parameter of this policy or to a shared one, by name. */
export const param = (name: string): Param => ({ $param: name });

export const isParam = (value: unknown): value is Param =>
  typeof value === 'object' && value !== null && '$param' in value;

type Or<T> = T | Param;
type Scalar = string | number | boolean;

/** How many elements satisfy `of` (every element counts where it is left out). */
interface Count {
  readonly atLeast?: Or<number>;
  readonly atMost?: Or<number>;
  readonly of?: Want;
}

/**
 * What one value must be; every keyword given must hold.
 *
 * Scalars: `const`, `enum`, `type`, `pattern` are JSON Schema; sizes (`atLeast`, `atMost`, `within`) compare integers
 * as strings, durations, quantities and times of day by value; `noneOf`; `matches` and `notMatches` take a regular
 * expression, case-insensitive, anywhere in the string; `absent`; `daysAhead` a time at least so many days after the
 * audit's clock; `coversHost` a host name pattern (a wildcard covers one label) that covers the given host.
 *
 * Lists: `every`, `some`, `count` take a map relative to the element (`'.'` is the element), narrowed by `where`;
 * `containsAll`; `unique`.
 */
export interface Requirement {
  readonly const?: Or<Scalar>;
  readonly enum?: Or<readonly Scalar[]>;
  readonly type?: 'string' | 'number' | 'integer' | 'boolean';
  readonly pattern?: string;
  readonly atLeast?: Or<number | string>;
  readonly atMost?: Or<number | string>;
  readonly within?: Or<readonly [Or<number | string>, Or<number | string>]>;
  readonly noneOf?: Or<readonly Scalar[]>;
  readonly matches?: Or<string>;
  readonly notMatches?: Or<string>;
  readonly absent?: boolean;
  readonly daysAhead?: Or<number>;
  readonly coversHost?: Or<string>;
  readonly every?: Want;
  readonly some?: Want;
  readonly count?: Count;
  readonly where?: Want;
  readonly containsAll?: Or<readonly Scalar[]>;
  readonly unique?: true;
}

/** Path to requirement; all must hold. */
export type WantMap = Readonly<Record<string, Requirement>>;

/** One map, or several of which any may hold; the first is the repair's target. */
export type Want = WantMap | readonly WantMap[];

/** The keywords that ajv judges: JSON Schema over one scalar. */
export const SCHEMA_KEYWORDS = ['const', 'enum', 'type', 'pattern'] as const;
/** The keywords that the engine judges over one scalar. */
export const SCALAR_KEYWORDS = [
  'atLeast',
  'atMost',
  'within',
  'noneOf',
  'matches',
  'notMatches',
  'daysAhead',
  'coversHost',
] as const;
/** The keywords that the engine judges over a list. */
export const LIST_KEYWORDS = ['every', 'some', 'count', 'containsAll', 'unique'] as const;

/** The alternatives of a want, first one first. */
export const alternatives = (want: Want): readonly WantMap[] =>
  Array.isArray(want) ? (want as readonly WantMap[]) : [want as WantMap];
