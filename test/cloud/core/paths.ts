import { isObject, type Json, type JsonObject } from './json.ts';

/** The value at a dotted path, or undefined where there is none; keys of a path stand in objects, never in lists. */
export function at(data: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}

/** Sets a value, making the objects on the way; undefined takes the key away where it is. */
export function setAt(
  data: JsonObject,
  [key = '', ...below]: readonly string[],
  value: Json | undefined,
): void {
  if (below.length === 0) {
    if (value === undefined) delete data[key];
    else data[key] = value;
    return;
  }
  const inner = data[key];
  if (isObject(inner)) setAt(inner, below, value);
  else if (value !== undefined) setAt((data[key] = {}), below, value);
}
