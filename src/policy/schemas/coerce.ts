import { joinPath } from '../path.ts';
import { Unknown } from '../unknown.ts';
import type { Fields, Schema } from './index.ts';

/** Told the path and value of whatever does not convert; what it returns takes the value's place. */
export type OnBad = (path: string, value: unknown) => unknown;

const BAD = Symbol('bad');
const NUMERIC = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DIGITS = /^-?\d+$/;

// A double cannot hold every 64-bit integer: beyond 2^53 its digits are no longer those that were written.
const decimal = (value: number): unknown => (Number.isSafeInteger(value) ? String(value) : BAD);

const toNumber = (value: unknown): unknown => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMERIC.test(value) ? Number(value) : BAD;
};

const toInteger = (value: unknown): unknown => {
  const number = toNumber(value);
  return number === BAD || Number.isInteger(number) ? number : BAD;
};

const toLong = (value: unknown): unknown => {
  if (typeof value === 'number') return decimal(value);
  if (typeof value !== 'string') return BAD;
  return DIGITS.test(value) ? value : NUMERIC.test(value) ? decimal(Number(value)) : BAD;
};

const literalOf = (literals: readonly unknown[], number: unknown): unknown => {
  let next: number | undefined;
  for (let index = 1; index < literals.length; index += 1) {
    const entry = literals[index];
    if (typeof entry === 'number') {
      next = entry;
    } else if (next !== undefined) {
      if (next === number) return entry;
      next += 1;
    }
  }
  return BAD;
};

const scalar = (schema: string, value: unknown): unknown => {
  switch (schema) {
    case 's':
      return typeof value === 'string' ? value : typeof value === 'number' ? decimal(value) : BAD;
    case 'b':
      return typeof value === 'boolean' ? value : BAD;
    case 'i':
      return toInteger(value);
    case 'd':
      return toNumber(value);
    case 'l':
      return toLong(value);
    default:
      return value;
  }
};

const pathOf = (keys: readonly (string | number)[]): string => {
  let path = '';
  for (const key of keys) path = typeof key === 'number' ? `${path}[${key}]` : joinPath(path, key);
  return path;
};

const convert = (schema: Schema, value: unknown, keys: (string | number)[], onBad: OnBad): unknown => {
  if (value instanceof Unknown) return value;
  let result: unknown = BAD;
  if (typeof schema === 'string') {
    result = scalar(schema, value);
  } else if (Array.isArray(schema) && schema[0] === 'e') {
    result = typeof value === 'string' ? value : literalOf(schema, value);
  } else if (typeof value === 'object' && value !== null) {
    const list = Array.isArray(schema) && schema[0] !== '*';
    if (list === Array.isArray(value)) {
      if (list) descendList(schema[0], value as unknown[], keys, onBad);
      else descend(schema, value as Record<string, unknown>, keys, onBad);
      return value;
    }
  }
  return result === BAD ? onBad(pathOf(keys), value) : result;
};

const descendList = (schema: Schema, list: unknown[], keys: (string | number)[], onBad: OnBad): void => {
  for (let index = 0; index < list.length; index += 1) {
    const before = list[index];
    keys.push(index);
    const after = convert(schema, before, keys, onBad);
    keys.pop();
    if (after !== before) list[index] = after;
  }
};

const descend = (
  schema: Schema,
  fields: Record<string, unknown>,
  keys: (string | number)[],
  onBad: OnBad,
): void => {
  const every = Array.isArray(schema) ? (schema[1] as Schema) : undefined;
  for (const key in fields) {
    const inner = every ?? (schema as Fields)[key];
    if (inner === undefined || inner === '?') continue;
    const before = fields[key];
    if (before === null) {
      // JSON's null is proto3's "not set".
      delete fields[key];
      continue;
    }
    keys.push(key);
    const after = convert(inner, before, keys, onBad);
    keys.pop();
    if (after !== before) fields[key] = after;
  }
};

/** Whether a value is of the API's types as it is, as nearly all are: looking costs half of converting. */
const isFine = (schema: Schema, value: unknown): boolean => {
  if (typeof schema === 'string') {
    switch (schema) {
      case 's':
        return typeof value === 'string';
      case 'b':
        return typeof value === 'boolean';
      case 'i':
        return Number.isInteger(value);
      case 'd':
        return typeof value === 'number';
      case 'l':
        return typeof value === 'string' && DIGITS.test(value);
      default:
        return true;
    }
  }
  if (!Array.isArray(schema)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const key in value) {
      const inner = (schema as Fields)[key];
      if (inner !== undefined && !isFine(inner, (value as Record<string, unknown>)[key])) return false;
    }
    return !(value instanceof Unknown);
  }
  if (schema[0] === 'e') return typeof value === 'string';
  const inner = schema[0] === '*' ? schema[1] : schema[0];
  if (schema[0] === '*') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const key in value)
      if (!isFine(inner as Schema, (value as Record<string, unknown>)[key])) return false;
    return !(value instanceof Unknown);
  }
  if (!Array.isArray(value)) return false;
  for (const element of value) if (!isFine(inner as Schema, element)) return false;
  return true;
};

/**
 * Brings a freshly parsed JSON value to the API's types, in place, and returns it: a number to a decimal
 * string where the API has int64, a numeric string to a number, an enum's number to its literal, null to an
 * absent field. What the schema does not know stays as it is; what does not convert goes to `onBad`.
 */
export const coerce = (schema: Schema, value: unknown, onBad: OnBad): unknown =>
  isFine(schema, value) ? value : convert(schema, value, [], onBad);
