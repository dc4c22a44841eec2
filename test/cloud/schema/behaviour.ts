import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Field, Message } from './types.ts';

/**
 * A resource without the fields that only replies have, as Google takes no notice of them in a request
 * (https://google.aip.dev/203#output-only). Compute Engine's protos mark none.
 */
export const settable = (message: Message, value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const field = message.field(key);
      if (!field?.message) return field?.output ? [] : [[key, inner]];
      return field.output ? [] : [[key, each(field, inner, settable)]];
    }),
  );

const each = (
  field: Field,
  value: Json,
  change: (message: Message, value: JsonObject) => JsonObject,
): Json => {
  const message = field.message?.();
  const one = (inner: Json): Json => (message && isObject(inner) ? change(message, inner) : inner);
  if (Array.isArray(value)) return value.map(one);
  if (!field.map || !isObject(value)) return one(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, one(inner)]));
};

/**
 * Paths at which a change would touch what is set once (https://google.aip.dev/203#immutable), in the order of the given
 * value; what is absent there changes nothing.
 */
export function immutableChanges(message: Message, before: JsonObject, given: JsonObject, at = ''): string[] {
  return Object.entries(given).flatMap(([key, inner]) => {
    const field = message.field(key);
    if (!field) return [];
    const path = at === '' ? field.proto : `${at}.${field.proto}`;
    const known = before[field.name];
    if (field.immutable) return JSON.stringify(known ?? null) === JSON.stringify(inner) ? [] : [path];
    if (!field.message || field.list || field.map || !isObject(inner)) return [];
    return immutableChanges(field.message(), isObject(known) ? known : {}, inner, path);
  });
}
