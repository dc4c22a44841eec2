import { EVERY, type Segments } from '../path.ts';
import { type Fields, type Schema, schemaOf } from './index.ts';

/** What a path leads to; `any` where the schema stops (or the type has none) and nothing can be said. */
export type Kind =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'int64'
  | 'enum'
  | 'map'
  | 'list'
  | 'object'
  | 'any';

/**
 * The answer about one path: its kind and schema, or `at`, the index of the first segment the schema does not
 * have, and `known`, what could stand there, nearest first (`[*]` for the elements of a list).
 */
export type PathCheck =
  | { readonly ok: true; readonly kind: Kind; readonly schema: Schema }
  | { readonly ok: false; readonly at: number; readonly known: readonly string[] };

const LEAVES: Readonly<Record<string, Kind>> = {
  s: 'string',
  b: 'boolean',
  i: 'integer',
  d: 'number',
  l: 'int64',
  '?': 'any',
};

/** The kind of a schema node. */
export const kindOf = (schema: Schema): Kind => {
  if (typeof schema === 'string') return LEAVES[schema] ?? 'any';
  if (!Array.isArray(schema)) return 'object';
  if (schema[0] === 'e') return 'enum';
  return schema[0] === '*' ? 'map' : 'list';
};

/** The literals an enum schema knows: an open list, since an API grows; undefined for any other schema. */
export const literalsOf = (schema: Schema): readonly string[] | undefined =>
  kindOf(schema) === 'enum'
    ? (schema as readonly (string | number)[]).slice(1).filter((literal) => typeof literal === 'string')
    : undefined;

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

// By how few edits, letter case aside, separate a name from what was written; then alphabetically.
const nearestFirst = (written: string, names: readonly string[]): readonly string[] => {
  const wanted = written.toLowerCase();
  const ranked = names.map((name) => ({ name, edits: distance(wanted, name.toLowerCase()) }));
  ranked.sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
  return ranked.map(({ name }) => name);
};

/**
 * Follows a path from the data of an asset type, or from its IAM policy when the first segment is `$iam`.
 * `[*]` or an index leads to the elements of a list; any segment is a key of a map. A type without a schema,
 * like a subtree the schema leaves open, accepts every path as kind `any`.
 */
export const checkPath = (assetType: string, segments: Segments): PathCheck => {
  const start = segments[0] === '$iam' ? 1 : 0;
  let schema: Schema = schemaOf(start ? '$iam' : assetType) ?? '?';
  for (let at = start; at < segments.length; at += 1) {
    const segment = segments[at] ?? '';
    const kind = kindOf(schema);
    if (kind === 'any') break;
    let next: Schema | undefined;
    let known: readonly string[] = [];
    if (kind === 'object') {
      next = (schema as Fields)[segment];
      if (next === undefined) known = nearestFirst(segment, Object.keys(schema));
    } else if (kind === 'list') {
      if (segment === EVERY || /^\d+$/.test(segment)) next = (schema as readonly Schema[])[0];
      known = [EVERY];
    } else if (kind === 'map') {
      next = (schema as readonly Schema[])[1];
    }
    if (next === undefined) return { ok: false, at, known };
    schema = next;
  }
  return { ok: true, kind: kindOf(schema), schema };
};

/** The known literals of the enum a path leads to, an element of a list included; undefined elsewhere. */
export const literalsAt = (assetType: string, segments: Segments): readonly string[] | undefined => {
  const found = checkPath(assetType, segments);
  return found.ok ? literalsOf(found.schema) : undefined;
};
