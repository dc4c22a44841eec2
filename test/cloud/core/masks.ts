import type { JsonObject } from './json.ts';
import { at, setAt } from './paths.ts';

/** Fields whose keys are the user's own, and so are not spelt anew. */
const MAPS = new Set(['labels', 'annotations', 'userLabels', 'user_labels']);

/**
 * The paths of an update mask as a query has it: parted by commas, repeated, or `paths` of the message; in snake_case or
 * camelCase, given as keys of the JSON. Undefined where there is none, or where it is `*`: the whole resource.
 */
export function maskOf(
  query: URLSearchParams,
  parameter = 'updateMask',
): readonly (readonly string[])[] | undefined {
  const given = [parameter, `${parameter}.paths`, snake(parameter)].flatMap((name) => query.getAll(name));
  const paths = given.flatMap((one) => one.split(',')).filter((path) => path !== '');
  return paths.length === 0 || paths.includes('*') ? undefined : paths.map(keysOf);
}

function keysOf(path: string): readonly string[] {
  const keys = path.split('.');
  const map = keys.findIndex((key) => MAPS.has(key));
  return keys.map((key, index) => (map >= 0 && index > map ? key : camel(key)));
}

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The resource with the masked fields of the request: what is masked and absent is cleared (https://google.aip.dev/134). */
export function masked(
  before: JsonObject,
  given: JsonObject,
  mask: readonly (readonly string[])[],
): JsonObject {
  const after = structuredClone(before);
  for (const path of mask) setAt(after, path, structuredClone(at(given, path)));
  return after;
}
