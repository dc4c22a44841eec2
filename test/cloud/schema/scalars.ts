import { isObject, type Json } from '../core/json.ts';
import { shown } from './sentences.ts';
import type { Enum, Kind, Shape } from './types.ts';

/** What is wrong with a value of a kind, in the converter's words, or undefined; `key` is the name it was sent under. */
type Check = (value: Json, key: string) => string | undefined;

const held =
  (holds: (value: Json) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : shown(value);

const integer = (low: bigint, high: bigint): Check =>
  held((value) => {
    if (typeof value === 'number') return Number.isInteger(value) && within(BigInt(value), low, high);
    return typeof value === 'string' && /^-?\d{1,20}$/.test(value) && within(BigInt(value), low, high);
  });

const within = (value: bigint, low: bigint, high: bigint): boolean => value >= low && value <= high;

const decimal = held(
  (value) =>
    typeof value === 'number' ||
    (typeof value === 'string' && /^(?:-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(value)),
);

/** Both alphabets, padded or not; one left over of four holds no byte. */
const bytes: Check = (value) => {
  if (typeof value !== 'string') return shown(value);
  const sound = /^[\w+/-]*={0,2}$/.test(value) && value.replace(/=+$/, '').length % 4 !== 1;
  return sound ? undefined : `Base64 decoding failed for ${shown(value)}`;
};

/** A check whose complaints name the field: those of types with a text form of their own. */
const text =
  (type: string, complaint: (value: string) => string | undefined): Check =>
  (value, key) => {
    const found =
      typeof value === 'string'
        ? complaint(value)
        : `Invalid data type for ${type}, value is ${shown(value)}`;
    return found && `Field '${key}', ${found}`;
  };

const moment = (value: string): string | undefined => {
  const parts = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?([Zz]|[-+]\d\d:\d\d)?$/.exec(value);
  if (!parts?.[1]) {
    return "Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.";
  }
  const cut = value.toUpperCase().replace(/(\.\d{3})\d+/, '$1');
  const time = new Date(cut);
  const written = cut.slice(0, 10);
  // Date.parse takes the 30th of February for the 2nd of March.
  const day = new Date(`${written}T00:00:00Z`);
  const sound = !Number.isNaN(time.getTime()) && day.toISOString().startsWith(written);
  return sound ? undefined : 'Invalid time format: Failed to parse input';
};

const duration = (value: string): string | undefined => {
  if (!value.endsWith('s')) return "Illegal duration format; duration must end with 's'";
  if (!/^-?\d+(?:\.\d*)?s$/.test(value)) return 'Invalid duration format, failed to parse seconds';
  if (/\.\d{10}/.test(value)) return 'Invalid duration format, failed to parse nano seconds';
  return Math.abs(Number.parseFloat(value)) <= MOST_SECONDS ? undefined : 'Duration value exceeds limits';
};

/** Ten thousand years (google/protobuf/duration.proto). */
const MOST_SECONDS = 315_576_000_000;

const mask = (value: string): string | undefined =>
  /^(?:(?:\*|[A-Za-z_][\w.`*-]*)(?:,(?:\*|[A-Za-z_][\w.`*-]*))*)?$/.test(value)
    ? undefined
    : `Invalid FieldMask '${value}'.`;

const anything: Check = () => undefined;

/** By kind (https://protobuf.dev/programming-guides/json/); of a struct and a list every content is good. */
const CHECKS: Readonly<Record<Exclude<Kind, 'enum' | 'message' | 'any'>, Check>> = {
  string: held((value) => typeof value === 'string'),
  bytes,
  bool: held((value) => typeof value === 'boolean' || value === 'true' || value === 'false'),
  int32: integer(-(2n ** 31n), 2n ** 31n - 1n),
  uint32: integer(0n, 2n ** 32n - 1n),
  int64: integer(-(2n ** 63n), 2n ** 63n - 1n),
  uint64: integer(0n, 2n ** 64n - 1n),
  float: decimal,
  double: decimal,
  number: decimal,
  timestamp: text('timestamp', moment),
  duration: text('duration', duration),
  fieldmask: text('field mask', mask),
  struct: held(isObject),
  listvalue: held(Array.isArray),
  value: anything,
  json: anything,
};

/** Kinds whose JSON is an object or a list, or may be. */
export const OPEN: ReadonlySet<Kind> = new Set(['message', 'any', 'struct', 'listvalue', 'value', 'json']);

/** The name of a type in Google's errors: `TYPE_INT32`, or the full name of a message or enumeration. */
export function typeNameOf({ kind, enum: literals, message }: Shape): string {
  if (literals) return `type.googleapis.com/${literals.name}`;
  if (message) return `type.googleapis.com/${message().name}`;
  const known = WELL_KNOWN[kind];
  return known
    ? `type.googleapis.com/google.protobuf.${known}`
    : (PLAIN[kind] ?? `TYPE_${kind.toUpperCase()}`);
}

const WELL_KNOWN: Partial<Record<Kind, string>> = {
  timestamp: 'Timestamp',
  duration: 'Duration',
  fieldmask: 'FieldMask',
  struct: 'Struct',
  listvalue: 'ListValue',
  any: 'Any',
};

const PLAIN: Partial<Record<Kind, string>> = { number: 'TYPE_DOUBLE' };

/** What is wrong with a value that is neither message nor enumeration nor Any; undefined where nothing is. */
export const complaintOf = (
  kind: Exclude<Kind, 'enum' | 'message' | 'any'>,
  value: Json,
  key: string,
): string | undefined => CHECKS[kind](value, key);

/** Whether a value names a literal, or is its number where numbers are known. */
export function isLiteral({ literals }: Enum, value: Json): boolean {
  if (typeof value === 'string' && literals.has(value)) return true;
  if (typeof value !== 'number' && !(typeof value === 'string' && /^-?\d+$/.test(value))) return false;
  return [...literals.values()].includes(Number(value));
}
