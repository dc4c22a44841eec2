import { isObject, type Json } from '../core/json.ts';
import type { Enum, Kind, Shape } from './types.ts';

const integer =
  (low: bigint, high: bigint) =>
  (value: Json): boolean => {
    if (typeof value === 'number')
      return Number.isInteger(value) && BigInt(value) >= low && BigInt(value) <= high;
    return (
      typeof value === 'string' && /^-?\d{1,20}$/.test(value) && BigInt(value) >= low && BigInt(value) <= high
    );
  };

const decimal = (value: Json): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' &&
    (/^(?:-?Infinity|NaN)$/.test(value) || /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(value)));

const text =
  (pattern: RegExp) =>
  (value: Json): boolean =>
    typeof value === 'string' && pattern.test(value);

const moment = (value: Json): boolean =>
  text(/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[-+]\d\d:\d\d)$/)(value) &&
  !Number.isNaN(Date.parse((value as string).replace(/(\.\d{3})\d+/, '$1')));

/** Whether a JSON value is one of a kind (https://protobuf.dev/programming-guides/json/); the three last hold their own. */
const HOLDS: Readonly<Record<Exclude<Kind, 'enum' | 'message'>, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  bytes: text(/^[\w+/-]*={0,2}$/),
  bool: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  int32: integer(-(2n ** 31n), 2n ** 31n - 1n),
  uint32: integer(0n, 2n ** 32n - 1n),
  int64: integer(-(2n ** 63n), 2n ** 63n - 1n),
  uint64: integer(0n, 2n ** 64n - 1n),
  float: decimal,
  double: decimal,
  number: decimal,
  timestamp: moment,
  duration: text(/^-?\d{1,12}(?:\.\d{1,9})?s$/),
  fieldmask: text(/^(?:\*|[A-Za-z_][\w.`*-]*)?(?:,(?:\*|[A-Za-z_][\w.`*-]*))*$/),
  struct: isObject,
  value: () => true,
  listvalue: Array.isArray,
  any: isObject,
  json: () => true,
};

/** The name of a type in Google's messages: `TYPE_INT32`, or the full name of a message or enumeration. */
export function typeNameOf({ kind, enum: literals, message }: Shape): string {
  if (literals) return `type.googleapis.com/${literals.name}`;
  if (message) return `type.googleapis.com/${message().name}`;
  return WELL_KNOWN_NAMES[kind] ?? `TYPE_${kind.toUpperCase()}`;
}

const WELL_KNOWN_NAMES: Partial<Record<Kind, string>> = {
  timestamp: 'type.googleapis.com/google.protobuf.Timestamp',
  duration: 'type.googleapis.com/google.protobuf.Duration',
  fieldmask: 'type.googleapis.com/google.protobuf.FieldMask',
  struct: 'type.googleapis.com/google.protobuf.Struct',
  listvalue: 'type.googleapis.com/google.protobuf.ListValue',
  any: 'type.googleapis.com/google.protobuf.Any',
  number: 'TYPE_DOUBLE',
};

/** Whether a value that is neither message nor enumeration is one of its kind. */
export const holds = (kind: Exclude<Kind, 'enum' | 'message'>, value: Json): boolean => HOLDS[kind](value);

/** Whether a value names a literal, or is its number where numbers are known. */
export function isLiteral({ literals }: Enum, value: Json): boolean {
  if (typeof value === 'string' && literals.has(value)) return true;
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\d+$/.test(value))) return false;
  return [...literals.values()].includes(Number(value));
}
