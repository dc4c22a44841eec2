import type { Json, JsonObject } from '../core/json.ts';
import type { Field, Kind, Message } from './types.ts';

/** A number in [0, 1), the next of a repeatable row: mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A value that the message allows: required fields always, some of the others, of a oneof at most one. */
export function sampleOf(message: Message, next: () => number, depth = 4): JsonObject {
  const value: JsonObject = {};
  const taken = new Set<string>();
  for (const field of message.fields) {
    if (field.oneof !== undefined && taken.has(field.oneof)) continue;
    const deep = field.message !== undefined && depth <= 0;
    if (!field.required && (deep || next() > 0.3)) continue;
    if (field.oneof !== undefined) taken.add(field.oneof);
    value[field.name] = held(field, next, depth - 1);
  }
  return value;
}

function held(field: Field, next: () => number, depth: number): Json {
  if (field.list) return [one(field, next, depth)];
  return field.map ? { key: one(field, next, depth) } : one(field, next, depth);
}

function one(field: Field, next: () => number, depth: number): Json {
  if (field.message) return sampleOf(field.message(), next, depth);
  const among = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  if (field.enum) return among([...field.enum.literals.keys()]);
  return among(SAMPLES[field.kind as keyof typeof SAMPLES]);
}

/** Good values of each kind, both spellings where there are two. */
const SAMPLES: Readonly<Record<Exclude<Kind, 'enum' | 'message'>, readonly Json[]>> = {
  string: ['a', 'ä b'],
  bytes: ['', 'YQ==', 'YWI', '_-8='],
  bool: [true, false],
  int32: [-(2 ** 31), 0, '7'],
  uint32: [2 ** 32 - 1, '0'],
  int64: ['-9223372036854775808', '9223372036854775807', 7],
  uint64: ['18446744073709551615', 0],
  float: [0.5, 'NaN'],
  double: [-1e300, '1.5e3', 'Infinity'],
  number: [7, 1.5],
  timestamp: ['2024-02-29T23:59:59.999999999Z', '2024-01-01T00:00:00+05:30'],
  duration: ['0s', '-1.000000001s', '315576000000s'],
  fieldmask: ['', 'a,b.c', '*'],
  struct: [{}, { a: [1, null] }],
  value: [null, 'a', [1], { a: {} }],
  listvalue: [[], [1, 'a']],
  any: [{}, { '@type': 'type.googleapis.com/google.protobuf.Duration', value: '1s' }],
  json: [1, 'a', { a: 1 }],
};
