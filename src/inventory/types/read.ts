import { Unknown } from '../../policy/unknown.ts';

/** A value for a person, cut short: what was seen where something else was expected. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The value that stands where a source value does not convert. */
export const bad = (value: unknown, wanted: string): Unknown =>
  new Unknown('unconvertible', `${show(value)} is not ${wanted}`);

/** `true`, `"true"`, `"False"`: annotations hold booleans as text. */
export function flag(value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : undefined;
  return text === 'true' ? true : text === 'false' ? false : bad(value, 'true or false');
}

/** A whole number of some unit as the API's Duration string: 300 gives `"300s"`, with `factor` 3600 hours count. */
export const duration =
  (factor = 1) =>
  (value: unknown): unknown => {
    const seconds = Number(value);
    return value === '' || typeof value === 'object' || !Number.isFinite(seconds)
      ? bad(value, 'a number')
      : `${seconds * factor}s`;
  };

/** A comma-separated text as a list; a list stays one. */
export function commaList(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') return bad(value, 'a comma-separated list');
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** JSON kept as text: the list it holds. */
export function jsonList(value: unknown): unknown {
  const parsed = parse(value);
  return Array.isArray(parsed) ? parsed : bad(value, 'JSON text of a list');
}

/** JSON kept as text, parsed; undefined when it is none. */
export function parse(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** A literal of one spelling in that of another; a literal that is not listed does not convert. */
export const literal =
  (spellings: Readonly<Record<string, string>>, wanted: string) =>
  (value: unknown): unknown =>
    typeof value === 'string' && Object.hasOwn(spellings, value) ? spellings[value] : bad(value, wanted);
