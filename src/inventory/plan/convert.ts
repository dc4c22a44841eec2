import { EVERY, joinPath, parsePath } from '../../policy/path.ts';
import type { Fields, Schema } from '../../policy/schemas/index.ts';
import { kindOf } from '../../policy/schemas/walk.ts';
import { Unknown } from '../../policy/unknown.ts';
import { compileFilling, type Filling, fill } from '../types/fill.ts';
import { bad } from '../types/read.ts';
import type { Absence, Json } from '../types/table.ts';
import { fieldNamed, schemaAt, schemaFor } from './names.ts';
import { Unset } from './overlay.ts';
import { type Field, fieldOf, isDropped, type PlanTable } from './table.ts';

/** What a conversion asks and tells beside its result. */
export interface Helpers {
  /**
   * What an attribute (by its path in the configuration's expressions) refers to, as names of planned assets of the
   * types; undefined where it refers to none of them.
   */
  refer?(path: readonly (string | number)[], types: readonly string[], value: unknown): unknown;
  /** Told the Terraform path of each attribute that has no place in the asset. */
  stray?(path: string): void;
}

/** The asset's data as its table makes it of planned values. */
export interface Converted {
  readonly data: Json;
  /** Canonical paths, indices as `[*]`, that nothing in the plan sets and a creation default fills. */
  readonly unset: ReadonlySet<string>;
}

interface Walk {
  readonly table: PlanTable;
  readonly root: Json;
  readonly helpers: Helpers;
  /** List indices on the way, of lists only. */
  readonly indices: number[];
  /** Where the attribute stands in the configuration: names and indices of blocks. */
  readonly at: (string | number)[];
}

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

/** Planned values as the canonical data of the table's type: a new object. */
export function convertPlanned(table: PlanTable, values: Json, helpers: Helpers = {}): Converted {
  const root: Json = {};
  const schema = schemaFor(table);
  object(values, schema, '', root, '', { table, root, helpers, indices: [], at: [] });
  table.settle?.(root, values);
  const filling = fillingOf(table);
  const before = new Set<string>();
  if (filling) {
    for (const path of filling.bits.keys()) if (isAbsent(root, parsePath(path))) before.add(path);
    fill(filling, root);
    for (const path of before) if (isAbsent(root, parsePath(path))) before.delete(path);
  }
  return { data: root, unset: before };
}

const fillings = new WeakMap<PlanTable, Filling | null>();

function fillingOf(table: PlanTable): Filling | null {
  let known = fillings.get(table);
  if (known === undefined) {
    const entries = Object.entries(table.creation ?? {}).filter(([, { value }]) => value !== undefined);
    known =
      entries.length === 0
        ? null
        : compileFilling({
            types: [table.type],
            absence: Object.fromEntries(entries) as Record<string, Absence>,
          });
    fillings.set(table, known);
  }
  return known;
}

/** Whether no element has a value at the path. */
function isAbsent(here: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (here instanceof Unknown) return false;
  if (name === undefined) return here === undefined || here === null;
  if (typeof here !== 'object' || here === null) return true;
  if (name === EVERY) return (here as unknown[]).every((one) => isAbsent(one, rest));
  return isAbsent((here as Json)[name], rest);
}

function object(value: Json, schema: Schema, path: string, target: Json, spot: string, walk: Walk): void {
  const { table } = walk;
  for (const name of Object.keys(value)) {
    const inner = path === '' ? name : `${path}.${name}`;
    if (isDropped(table, inner)) continue;
    const field = fieldOf(table, inner);
    walk.at.push(name);
    if (field?.to !== undefined) moved(value[name], field, inner, walk);
    else {
      const found = kindOf(schema) === 'object' ? fieldNamed(schema as Fields, name) : undefined;
      if (found === undefined) walk.helpers.stray?.(inner);
      else {
        const to = joinPath(spot, found);
        put(target, found, node(value[name], (schema as Fields)[found] as Schema, inner, to, field, walk));
      }
    }
    walk.at.pop();
  }
}

/**
 * Sets what there is to set. Two attributes of one field (an old and a new name) do not undo each other; a block takes
 * in what attributes of it already moved to its place.
 */
function put(target: Json, name: string, value: unknown): void {
  const there = target[name];
  if (value === undefined) return;
  if (there === undefined || there instanceof Unknown) target[name] = value;
  else if (isContainer(there) && isContainer(value))
    for (const key of Object.keys(value)) put(there as Json, key, (value as Json)[key]);
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Unknown);

/** An attribute that goes elsewhere: to an absolute path, the indices on the way being those of the lists it is in. */
function moved(value: unknown, field: Field, path: string, walk: Walk): void {
  const segments = parsePath(field.to as string);
  const made = node(value, schemaAt(schemaFor(walk.table), segments), path, field.to as string, field, walk);
  if (made === undefined) return;
  let here: unknown = walk.root;
  let depth = 0;
  segments.slice(0, -1).forEach((segment, i) => {
    if (typeof here !== 'object' || here === null || here instanceof Unknown) return;
    const key = segment === EVERY ? (walk.indices[depth++] ?? 0) : segment;
    const container = here as Record<string | number, unknown>;
    here = container[key] ??= segments[i + 1] === EVERY ? [] : {};
  });
  if (typeof here === 'object' && here !== null && !(here instanceof Unknown))
    put(here as Json, segments.at(-1) as string, made);
}

/** The canonical value of an attribute; undefined where there is none. */
function node(
  value: unknown,
  schema: Schema,
  path: string,
  spot: string,
  field: Field | undefined,
  walk: Walk,
): unknown {
  if (value === undefined || value === null) return undefined;
  if (field?.refers !== undefined && !(value instanceof Unset)) {
    const known = referred(value, list(field.refers), walk);
    // One value that is made of several is none of them.
    const several = Array.isArray(known) && !['list', 'any'].includes(kindOf(schema));
    if (known !== undefined && !several) return known;
  }
  if (value instanceof Unset) return unset(value, schema, spot, walk.table);
  if (value instanceof Unknown) return value;
  if (field?.read) return unknownIn(value) ?? field.read(value);
  switch (kindOf(schema)) {
    case 'object':
      return block(value, schema, path, spot, walk);
    case 'list':
      return elements(value, (schema as readonly Schema[])[0] ?? '?', path, spot, walk);
    case 'map':
      return typeof value === 'object' && !Array.isArray(value) ? { ...value } : bad(value, 'a map');
    default:
      return value;
  }
}

/** A nested block that stands for one object: a list of one, or an attribute that is an object. */
function block(value: unknown, schema: Schema, path: string, spot: string, walk: Walk): unknown {
  const several = Array.isArray(value);
  if (several && value.length === 0) return undefined;
  if (several && value.length > 1) return bad(value, 'one block');
  const one: unknown = several ? value[0] : value;
  if (one instanceof Unknown) return one;
  if (typeof one !== 'object' || one === null) return several ? {} : bad(value, 'a block');
  const made: Json = {};
  if (several) walk.at.push(0);
  object(one as Json, schema, path, made, spot, walk);
  if (several) walk.at.pop();
  return made;
}

function elements(value: unknown, schema: Schema, path: string, spot: string, walk: Walk): unknown {
  if (!Array.isArray(value)) return bad(value, 'a list');
  const kind = kindOf(schema);
  const inner = `${spot}${EVERY}`;
  return value.map((one: unknown, i) => {
    if (one instanceof Unknown || typeof one !== 'object' || one === null || kind !== 'object') return one;
    const made: Json = {};
    walk.at.push(i);
    walk.indices.push(i);
    object(one as Json, schema, path, made, inner, walk);
    walk.indices.pop();
    walk.at.pop();
    return made;
  });
}

/** The first Unknown inside a value that a converter would have to see. */
function unknownIn(value: unknown): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = unknownIn(inner);
    if (found) return found;
  }
  return undefined;
}

/** A reference, or a list of them, through the configuration; undefined where that knows nothing of it. */
function referred(value: unknown, types: readonly string[], walk: Walk): unknown {
  return walk.helpers.refer?.([...walk.at], types, value);
}

/**
 * What is at a path that nothing sets: nothing yet, where the table says what is made of it; of a block, each part by
 * itself.
 */
function unset(value: Unset, schema: Schema, spot: string, table: PlanTable): unknown {
  const { at, above } = decisionsOf(table);
  if (isWithin(at, spot)) return undefined;
  if (kindOf(schema) !== 'object' || !above.has(spot)) return value;
  const made: Json = {};
  for (const [name, inner] of Object.entries(schema as Fields))
    put(made, name, unset(value, inner, joinPath(spot, name), table));
  return made;
}

/** Whether a path or one above it is among some. */
function isWithin(paths: ReadonlySet<string>, spot: string): boolean {
  let path = '';
  return parsePath(spot).some((segment) => paths.has((path = joinPath(path, segment))));
}

interface Decisions {
  /** Canonical paths of which the table says what is there where nothing sets them. */
  readonly at: ReadonlySet<string>;
  /** Paths of the blocks around those, but for blocks that are there only where something sets them. */
  readonly above: ReadonlySet<string>;
}

const decisions = new WeakMap<PlanTable, Decisions>();

function decisionsOf(table: PlanTable): Decisions {
  const known = decisions.get(table);
  if (known) return known;
  const paths = Object.keys(table.creation ?? {});
  const above = new Set<string>();
  for (const path of paths) {
    let spot = '';
    for (const segment of parsePath(path).slice(0, -1)) {
      if (segment === EVERY || segment.endsWith('?')) break;
      above.add((spot = joinPath(spot, segment)));
    }
  }
  const made: Decisions = { at: new Set(paths.map((path) => path.replaceAll('?', ''))), above };
  decisions.set(table, made);
  return made;
}
