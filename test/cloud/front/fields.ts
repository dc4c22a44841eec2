import { isObject, type Json, type JsonObject } from '../core/json.ts';

/** A tree of wanted fields; an empty one wants everything below. */
interface Wanted {
  [field: string]: Wanted;
}

/**
 * The part of a reply that a `fields` mask wants: `services/name,nextPageToken`, `items(id,name)`, `*`
 * (https://cloud.google.com/storage/docs/json_api#partial-response).
 */
export const project = (value: Json, mask: string): Json => pick(value, parse(mask));

function pick(value: Json, wanted: Wanted): Json {
  const names = Object.keys(wanted);
  if (names.length === 0 || names.includes('*')) return value;
  if (Array.isArray(value)) return value.map((one) => pick(one, wanted));
  if (!isObject(value)) return value;
  const found: JsonObject = {};
  for (const name of names) {
    const inner = value[name];
    if (inner !== undefined) found[name] = pick(inner, wanted[name] as Wanted);
  }
  return found;
}

function parse(mask: string): Wanted {
  const tokens = mask.match(/[^,()/\s]+|[,()/]/g) ?? [];
  let at = 0;
  const group = (): Wanted => {
    const wanted: Wanted = {};
    while (at < tokens.length && tokens[at] !== ')') {
      if (tokens[at] === ',') at += 1;
      else path(wanted);
    }
    return wanted;
  };
  const path = (wanted: Wanted): void => {
    const name = tokens[at++] as string;
    const inner = (wanted[name] ??= {});
    if (tokens[at] === '/') {
      at += 1;
      path(inner);
    } else if (tokens[at] === '(') {
      at += 1;
      Object.assign(inner, group());
      at += 1;
    }
  };
  return group();
}
