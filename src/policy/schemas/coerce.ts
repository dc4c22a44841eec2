import { joinPath } from '../path.ts';
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

type Container = Record<string | number, unknown>;

const settle = (
  schema: Schema,
  holder: Container,
  key: string | number,
  keys: (string | number)[],
  onBad: OnBad,
): void => {
  const value = holder[key];
  let result: unknown = BAD;
  if (typeof schema === 'string') {
    result = scalar(schema, value);
  } else if (Array.isArray(schema) && schema[0] === 'e') {
    result = typeof value === 'string' ? value : literalOf(schema, value);
  } else if (typeof value === 'object' && value !== null) {
    const list = Array.isArray(schema) && schema[0] !== '*';
    if (Array.isArray(value) === list) {
      keys.push(key);
      descend(schema, value as Container, keys, onBad);
      keys.pop();
      return;
    }
  }
  if (result === value) return;
  holder[key] = result === BAD ? onBad(pathOf([...keys, key]), value) : result;
};

const descend = (schema: Schema, value: Container, keys: (string | number)[], onBad: OnBad): void => {
  if (Array.isArray(value)) {
    const element = (schema as readonly Schema[])[0] as Schema;
    for (let index = 0; index < value.length; index += 1) settle(element, value, index, keys, onBad);
    return;
  }
  const every = Array.isArray(schema) ? (schema[1] as Schema) : undefined;
  for (const key in value) {
    const inner = every ?? (schema as Fields)[key];
    if (inner === undefined || inner === '?') continue;
    // JSON's null is proto3's "not set".
    if (value[key] === null) delete value[key];
    else settle(inner, value, key, keys, onBad);
  }
};

/**
 * Brings a freshly parsed JSON value to the API's types, in place, and returns it: a number to a decimal
 * string where the API has int64, a numeric string to a number, an enum's number to its literal, null to an
 * absent field. What the schema does not know stays as it is; what does not convert goes to `onBad`.
 */
export const coerce = (schema: Schema, value: unknown, onBad: OnBad): unknown => {
  const holder: Container = { value };
  if (typeof schema === 'string' || typeof value !== 'object' || value === null) {
    settle(schema, holder, 'value', [], (_, bad) => onBad('', bad));
    return holder['value'];
  }
  const list = Array.isArray(schema) && schema[0] !== '*' && schema[0] !== 'e';
  if ((Array.isArray(schema) && schema[0] === 'e') || Array.isArray(value) !== list) return onBad('', value);
  descend(schema, value as Container, [], onBad);
  return value;
};
