import { createRequire } from 'node:module';
import type { Ajv, ValidateFunction } from 'ajv';
import { DAY_MS } from './day.ts';
import { measure } from './measure.ts';
import { isParam, type Param, type Requirement, SCALAR_KEYWORDS, SCHEMA_KEYWORDS } from './requirement.ts';
import { attempt, Unknown } from './unknown.ts';

/** Looks a parameter up in the asset's environment; throws Unknown where a required one is not set. */
export type Lookup = (name: string) => unknown;

/** Whether a known scalar satisfies one keyword. Throws what `lookup` throws. */
export type Test = (value: unknown, lookup: Lookup, clock: number) => boolean;

type Fragment = Record<string, unknown>;

const validators = new Map<string, ValidateFunction>();
let ajv: Ajv | undefined;

/** The validator of a JSON Schema fragment; equal fragments share one, compiled on first use. */
function validatorOf(fragment: Fragment): ValidateFunction {
  const key = JSON.stringify(fragment);
  let found = validators.get(key);
  if (!found) {
    // Loading it takes longer than the audit of a small snapshot, and few fragments need it.
    const module = createRequire(import.meta.url)('ajv') as typeof import('ajv');
    ajv ??= new module.Ajv({ strict: true, allErrors: false, validateSchema: false });
    validators.set(key, (found = ajv.compile(fragment)));
  }
  return found;
}

/** What JSON Schema calls the types of scalars. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

/**
 * JSON Schema holds two scalars for equal where `===` does, and a text to match where an expression of Unicode finds
 * something: only what is no scalar needs a validator.
 */
function isPlain({ pattern, const: only, enum: allowed = [] }: Fragment): boolean {
  if (pattern !== undefined && typeof pattern !== 'string') return false;
  if (typeof only === 'object' || !Array.isArray(allowed)) return false;
  return allowed.every((one) => typeof one !== 'object');
}

const fits = ({ type, const: only, enum: allowed, pattern }: Fragment, value: unknown): boolean =>
  (type === undefined || TYPES[type as string]?.(value) === true) &&
  (only === undefined || value === only) &&
  (allowed === undefined || (allowed as readonly unknown[]).includes(value)) &&
  (pattern === undefined || typeof value !== 'string' || expressionOf(pattern as string, 'u').test(value));

function schemaTest(fragment: Fragment): Test {
  if ('pattern' in fragment) fragment['type'] ??= 'string';
  const varying = Object.entries(fragment).filter((entry): entry is [string, Param] => isParam(entry[1]));
  if (varying.length === 0) {
    if (isPlain(fragment)) return (value) => fits(fragment, value);
    let validate: ValidateFunction | undefined;
    return (value) => (validate ??= validatorOf(fragment))(value) as boolean;
  }
  const inEnvironment = (lookup: Lookup): ((value: unknown) => boolean) => {
    const known = { ...fragment };
    for (const [keyword, { $param }] of varying) {
      const found = attempt(() => lookup($param));
      if (found instanceof Unknown)
        return () => {
          throw found;
        };
      known[keyword] = found;
    }
    if (isPlain(known)) return (value) => fits(known, value);
    // JSON Schema has no empty enum; a list parameter that is empty allows nothing.
    if (Array.isArray(known['enum']) && known['enum'].length === 0) return () => false;
    const validate = validatorOf(known);
    return (value) => validate(value) as boolean;
  };
  // Assets are judged environment by environment: the parameters of one are looked up once for all of them.
  let last: { readonly lookup: Lookup; readonly test: (value: unknown) => boolean } | undefined;
  return (value, lookup) => {
    if (last?.lookup !== lookup) last = { lookup, test: inEnvironment(lookup) };
    return last.test(value);
  };
}

/** Whether a certificate's host pattern covers a host: equal, or a wildcard for exactly one label (RFC 6125, 6.4.3). */
export function coversHost(pattern: string, host: string): boolean {
  const a = pattern.toLowerCase().replace(/\.$/, '');
  const b = host.toLowerCase().replace(/\.$/, '');
  return a === b || (a.startsWith('*.') && a.slice(2) === b.slice(b.indexOf('.') + 1) && b.includes('.'));
}

const expressions = new Map<string, RegExp>();
function expressionOf(source: string, flag: 'i' | 'u'): RegExp {
  const key = flag + source;
  let found = expressions.get(key);
  if (!found) expressions.set(key, (found = new RegExp(source, flag)));
  return found;
}

const ENGINE: Readonly<
  Record<string, (value: unknown, wanted: unknown, lookup: Lookup, clock: number) => boolean>
> = {
  atLeast: (value, wanted) => measure(value) >= measure(wanted),
  atMost: (value, wanted) => measure(value) <= measure(wanted),
  within: (value, wanted, lookup) => {
    const [low, high] = (wanted as unknown[]).map((bound) => measure(resolve(bound, lookup))) as [
      number,
      number,
    ];
    return measure(value) >= low && measure(value) <= high;
  },
  noneOf: (value, wanted) => typeof value !== 'object' && !(wanted as unknown[]).includes(value),
  matches: (value, wanted) => typeof value === 'string' && expressionOf(wanted as string, 'i').test(value),
  notMatches: (value, wanted) =>
    typeof value === 'string' && !expressionOf(wanted as string, 'i').test(value),
  daysAhead: (value, wanted, _lookup, clock) =>
    typeof value === 'string' && Date.parse(value) >= clock + (wanted as number) * DAY_MS,
  coversHost: (value, wanted) => typeof value === 'string' && coversHost(value, wanted as string),
};

/** A parameter's value where `value` refers to one, else `value`. */
export const resolve = (value: unknown, lookup: Lookup): unknown =>
  isParam(value) ? lookup(value.$param) : value;

/** One test for each scalar keyword that the requirement uses; none when it has only list keywords or `absent`. */
export function scalarTests(requirement: Requirement): Test[] {
  const tests: Test[] = [];
  const fragment: Record<string, unknown> = {};
  for (const keyword of SCHEMA_KEYWORDS) {
    if (requirement[keyword] !== undefined) fragment[keyword] = requirement[keyword];
  }
  if (Object.keys(fragment).length > 0) tests.push(schemaTest(fragment));
  for (const keyword of SCALAR_KEYWORDS) {
    const wanted = requirement[keyword];
    const judge = ENGINE[keyword];
    if (wanted === undefined || !judge) continue;
    tests.push((value, lookup, clock) => judge(value, resolve(wanted, lookup), lookup, clock));
  }
  return tests;
}
