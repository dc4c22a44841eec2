import { isObject, type Json } from '../core/json.ts';
import { holds, isLiteral, typeNameOf } from './scalars.ts';
import type { Field, Message, Shape, Violation } from './types.ts';

/** What is asked of a message beside its shape. */
export interface Strictness {
  /** Fields that `field_behavior` says are required must be there: of requests that make something. */
  readonly required?: boolean;
  /** Fields that need not be: the path gives them. Paths as violations name them. */
  readonly given?: readonly string[];
}

/**
 * Everything in a JSON value that is not as the message says, in the order of the value; Google's sentences where they
 * are known, for a service answers all of them at once.
 *
 * @param at path of the value: the body's field, or empty
 */
export function violations(message: Message, value: Json, at = '', strictness: Strictness = {}): Violation[] {
  if (value === null) return [];
  if (!isObject(value)) return [wrongType({ kind: 'message', message: () => message }, value, at)];
  const found: Violation[] = [];
  const seen = new Map<string, string>();
  for (const [key, inner] of Object.entries(value)) {
    const field = message.field(key);
    if (!field) {
      if (key !== '@type') found.push(unknownName(key, at));
      continue;
    }
    found.push(...fieldViolations(field, inner, at ? `${at}.${key}` : key, strictness));
    if (field.oneof === undefined || inner === null) continue;
    const other = seen.get(field.oneof);
    if (other !== undefined && other !== field.name) found.push(doubled(field.oneof, key, at));
    seen.set(field.oneof, field.name);
  }
  if (strictness.required) found.push(...missing(message, value, at, strictness.given));
  return found;
}

function missing(
  message: Message,
  value: { readonly [key: string]: Json },
  at: string,
  given: readonly string[] = [],
): Violation[] {
  const present = new Set(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === null || inner === '' ? [] : [message.field(key)],
    ),
  );
  return message.fields
    .filter((field) => isDemanded(field) && !present.has(field))
    .map(({ name }) => (at ? `${at}.${name}` : name))
    .filter((field) => !given.includes(field))
    .map((field) => ({ field, kind: 'required', description: `Required field '${field}' is not set.` }));
}

/** A required truth value that is left out is false, for false is not sent. */
const isDemanded = ({ required, kind, list }: Field): boolean => required && (list || kind !== 'bool');

function fieldViolations(field: Field, value: Json, at: string, strictness: Strictness): Violation[] {
  if (value === null) return [];
  if (field.map) {
    if (!isObject(value)) return [wrongType(field, value, at)];
    return Object.entries(value).flatMap(([key, inner]) =>
      valueViolations(field, inner, `${at}.${key}`, strictness),
    );
  }
  if (field.list) {
    if (!Array.isArray(value))
      return isObject(value) || field.kind !== 'message'
        ? [notList(field, value, at)]
        : [wrongType(field, value, at)];
    return value.flatMap((inner, index) => valueViolations(field, inner, `${at}[${index}]`, strictness));
  }
  if (Array.isArray(value) && field.kind !== 'listvalue' && field.kind !== 'value' && field.kind !== 'json')
    return [notRepeating(at)];
  return valueViolations(field, value, at, strictness);
}

function valueViolations(shape: Shape, value: Json, at: string, strictness: Strictness): Violation[] {
  if (shape.message) return violations(shape.message(), value, at, strictness);
  if (shape.enum) {
    if (isLiteral(shape.enum, value)) return [];
    return [{ ...wrongType(shape, value, at), kind: 'enum' }];
  }
  return holds(shape.kind as Exclude<Shape['kind'], 'enum' | 'message'>, value)
    ? []
    : [wrongType(shape, value, at)];
}

/** Texts as seen in replies of Google's APIs to such requests. */
const unknownName = (key: string, at: string): Violation => ({
  field: at,
  kind: 'unknown',
  description: `Invalid JSON payload received. Unknown name "${key}"${at ? ` at '${at}'` : ''}: Cannot find field.`,
});

const notRepeating = (at: string): Violation => {
  const dot = at.lastIndexOf('.');
  const [above, name] = dot < 0 ? ['', at] : [at.slice(0, dot), at.slice(dot + 1)];
  return {
    field: above,
    kind: 'type',
    description: `Invalid JSON payload received. Unknown name "${name}"${above ? ` at '${above}'` : ''}: Proto field is not repeating, cannot start list.`,
  };
};

const wrongType = (shape: Shape, value: Json, at: string): Violation => ({
  field: at,
  kind: 'type',
  description: `Invalid value at '${at}' (${typeNameOf(shape)}), ${shown(value)}`,
});

const notList = (shape: Shape, value: Json, at: string): Violation => wrongType(shape, value, at);

const doubled = (oneof: string, key: string, at: string): Violation => ({
  field: at,
  kind: 'oneof',
  description: `Invalid value at '${at}' (oneof), oneof field '${oneof}' is already set. Cannot set '${key}'`,
});

const shown = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
};
