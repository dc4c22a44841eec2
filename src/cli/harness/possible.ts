import { parsePath } from '#policy';
import { checkPath, literalsOf } from '../../policy/schemas/walk.ts';

const BY_KIND: Readonly<Record<string, readonly unknown[]>> = {
  string: ['', 'x', 'projects/elsewhere/x', '0', '512Mi', '2026-01-16T00:00:00Z'],
  boolean: [true, false],
  integer: [0, 1, 7, 1_000_000],
  number: [0, 0.5, 1, 1_000_000],
  int64: ['0', '1', '7', '1000000000000'],
  list: [[]],
  map: [{}],
  object: [{}],
};

/** As many literals of an enum as are tried. */
const LITERALS = 12;

/**
 * Values that could stand at a path of an asset type where the value is not known: what the API's schema allows there,
 * the value that does stand there, and none (`undefined`).
 */
export function possibleAt(type: string, path: string, original: unknown): readonly unknown[] {
  const found = checkPath(type, parsePath(path));
  const kind = found.ok ? found.kind : 'any';
  const literals = found.ok ? literalsOf(found.schema) : undefined;
  if (kind !== 'any') return [original, undefined, ...(literals?.slice(0, LITERALS) ?? BY_KIND[kind] ?? [])];
  const like = Array.isArray(original) ? 'list' : typeof original;
  return [original, undefined, ...(BY_KIND[like] ?? [])];
}
