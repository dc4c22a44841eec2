import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Field, Message } from './types.ts';

/**
 * A value as Google's own replies would spell it, so that a service need know one form of it: names of fields in
 * lowerCamelCase, literals by name, 64-bit integers as text, truth values and 32-bit integers not as text
 * (https://protobuf.dev/programming-guides/json/). What the message does not have stays as it is.
 */
export function canonical(message: Message, value: Json): Json {
  if (!isObject(value)) return value;
  const written: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const field = message.field(key);
    written[field?.name ?? key] = field ? inField(field, inner) : inner;
  }
  return written;
}

function inField(field: Field, value: Json): Json {
  if (field.list && Array.isArray(value)) return value.map((one) => single(field, one));
  if (field.map && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, single(field, one)]));
  }
  return single(field, value);
}

function single({ kind, message, enum: literals, typed }: Field, value: Json): Json {
  if (message) return canonical(message(), value);
  if (kind === 'any' && isObject(value) && typeof value['@type'] === 'string') {
    const content = typed?.(value['@type'])?.message?.();
    return content ? canonical(content, value) : value;
  }
  if (literals && /^-?\d+$/.test(String(value))) {
    const named = [...literals.literals].find(([, number]) => number === Number(value));
    return named ? named[0] : value;
  }
  if (/^u?int64$/.test(kind) && typeof value === 'number') return String(value);
  if (/^u?int32$/.test(kind) && typeof value === 'string') return Number(value);
  if (kind === 'bool' && typeof value === 'string') return value === 'true';
  return value;
}
