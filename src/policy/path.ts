import { Unknown } from './unknown.ts';

/** A parsed path: property names, list indices, and EVERY. */
export type Segments = readonly string[];

/** The segment that stands for "every element of the list". */
export const EVERY = '[*]';

const parsed = new Map<string, Segments>();

/**
 * Parses `a.b["c.d"][*].e` into segments; `'.'` is the value itself (no segments). Names that hold dots, brackets or
 * quotes are written `["like this"]`.
 * @throws SyntaxError naming the path, for an empty name or an unclosed bracket.
 */
export function parsePath(path: string): Segments {
  let segments = parsed.get(path);
  if (!segments) parsed.set(path, (segments = parse(path)));
  return segments;
}

function parse(path: string): Segments {
  if (path === '.') return [];
  const token = /\.?([^.[\]"]+)|\[(\*)\]|\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]/y;
  const out: string[] = [];
  while (token.lastIndex < path.length) {
    const at = token.lastIndex;
    const match = token.exec(path);
    const dotted = match?.[0].startsWith('.');
    if (!match || (at === 0 ? dotted : match[1] !== undefined && !dotted)) {
      throw new SyntaxError(`"${path}" is not a path: see character ${at + 1}`);
    }
    const [, name, every, quoted, index] = match;
    out.push(name ?? (every ? EVERY : quoted ? unquoted(quoted, path) : (index as string)));
  }
  if (out.length === 0) throw new SyntaxError('a path must not be empty');
  return out;
}

function unquoted(text: string, path: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new SyntaxError(`"${path}" is not a path: ${text} is not a name in quotes`);
  }
}

/** Joins a segment to a path: `[*]` and list indices in brackets, a property name quoted where it needs it. */
export function joinPath(path: string, name: string): string {
  if (name === EVERY) return `${path}${EVERY}`;
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  if (/^[\w$-]+$/.test(name)) return path === '' ? name : `${path}.${name}`;
  return `${path}[${JSON.stringify(name)}]`;
}

/**
 * The value at a path: an Unknown where the path or any parent of it is one; undefined where a parent is absent or
 * is not an object. `[*]` is not for this function.
 */
export function valueAt(value: unknown, segments: Segments): unknown {
  let here = value;
  for (let i = 0; i < segments.length; i++) {
    if (typeof here !== 'object' || here === null) return undefined;
    if (here instanceof Unknown) return here;
    const name = segments[i] as string;
    here = Object.hasOwn(here, name) ? (here as Record<string, unknown>)[name] : undefined;
  }
  return here ?? undefined;
}

/**
 * The name by which a person knows a list element, so that a fingerprint outlives reordering: flags, env and
 * containers by `name`, rules by `priority`, bindings by role and condition, a scalar by itself; `*` where nothing
 * names it (design section 9).
 */
export function naturalKey(element: unknown): string {
  if (typeof element === 'string' || typeof element === 'number') return String(element);
  if (typeof element !== 'object' || element === null || element instanceof Unknown) return '*';
  const { name, key, role, priority, condition } = element as Record<string, unknown>;
  if (typeof name === 'string') return name;
  if (typeof key === 'string') return key;
  if (typeof role === 'string') {
    const expression = (condition as { expression?: unknown } | undefined)?.expression;
    return typeof expression === 'string' ? `${role} if ${expression}` : role;
  }
  return typeof priority === 'number' || typeof priority === 'string' ? String(priority) : '*';
}
