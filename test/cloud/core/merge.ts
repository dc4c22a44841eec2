import { isObject, type JsonObject } from './json.ts';

/** What a patch leaves: objects are merged, lists and values replaced, null takes a key away (RFC 7396). */
export function merged(before: JsonObject, patch: JsonObject): JsonObject {
  const after: JsonObject = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    const there = after[key];
    if (value === null) delete after[key];
    else after[key] = isObject(value) ? merged(isObject(there) ? there : {}, value) : value;
  }
  return after;
}
