import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Method } from '../core/method.ts';

/** A request message taken apart as its REST form is: path, query and body. */
export interface Transcoded {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
}

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A request message in the REST form of a method, by its template and `body`
 * (https://github.com/googleapis/googleapis/blob/master/google/api/http.proto): what is neither in the path nor the body
 * is query. Undefined where a variable of the template is not set.
 */
export function transcode(method: Method, message: JsonObject): Transcoded | undefined {
  const rest = structuredClone(message);
  let complete = true;
  const path = method.template.replace(/\{([^}=]+)(?:=[^}]*)?\}/g, (_, name: string) => {
    const value = take(rest, name.split('.').map(camel));
    if (value === undefined || value === '') complete = false;
    return String(value);
  });
  if (!complete) return undefined;
  if (method.body === '*') return { path, query: new URLSearchParams(), body: rest };
  const body = method.body === undefined ? null : (take(rest, [camel(method.body)]) ?? {});
  return { path, query: queryOf(rest), body };
}

/** Takes a value out of a message, so that it is not sent twice. */
function take(from: JsonObject, [name = '', ...below]: readonly string[]): Json | undefined {
  const value = from[name];
  if (below.length === 0) {
    delete from[name];
    return value;
  }
  return isObject(value) ? structuredClone(value)[below[0] as string] : undefined;
}

/** Fields as parameters: lists repeat the name, messages join names with dots. */
function queryOf(message: JsonObject): URLSearchParams {
  const query = new URLSearchParams();
  const add = (name: string, value: Json): void => {
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else if (isObject(value)) for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner);
    else if (value !== null) query.append(name, String(value));
  };
  for (const [name, value] of Object.entries(message)) add(name, value);
  return query;
}
