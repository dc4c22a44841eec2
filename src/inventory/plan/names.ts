import { EVERY, joinPath, parsePath, type Segments } from '../../policy/path.ts';
import type { Fields, Schema } from '../../policy/schemas/index.ts';
import { schemaOf } from '../../policy/schemas/index.ts';
import { kindOf } from '../../policy/schemas/walk.ts';
import { fieldOf, type PlanTable } from './table.ts';

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

const spellings = new WeakMap<Fields, Map<string, string>>();

/** The field of a message that has an attribute's name but for `_` and letter case. */
export function fieldNamed(fields: Fields, attribute: string): string | undefined {
  let known = spellings.get(fields);
  if (!known) {
    known = new Map(Object.keys(fields).map((name) => [plain(name), name]));
    spellings.set(fields, known);
  }
  return known.get(plain(attribute));
}

/** `backupRetentionSettings` as `backup_retention_settings`, `IPProtocol` as `ip_protocol`. */
const snake = (name: string): string =>
  name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** The schema of what a table's fields go to. */
export const schemaFor = (table: PlanTable): Schema => table.schema ?? schemaOf(table.type) ?? '?';

/** The schema at a canonical path; `?` where it ends before. */
export function schemaAt(root: Schema, segments: Segments): Schema {
  let here = root;
  for (const segment of segments) {
    const kind = kindOf(here);
    if (kind === 'object') here = (here as Fields)[segment] ?? '?';
    else if (kind === 'list' || kind === 'map')
      here = (here as readonly Schema[])[kind === 'list' ? 0 : 1] ?? '?';
    else return '?';
  }
  return here;
}

interface Inverse {
  readonly from: readonly string[];
  readonly to: Segments;
  /** The value is made by a converter: what is below it has no place of its own in the plan. */
  readonly made: boolean;
}

const inverses = new WeakMap<PlanTable, readonly Inverse[]>();

/** The table's moves, the deepest targets first. */
function movesOf(table: PlanTable): readonly Inverse[] {
  let known = inverses.get(table);
  if (!known) {
    known = Object.keys(table.fields ?? {})
      .flatMap((path) => {
        const { to, read } = fieldOf(table, path) ?? {};
        return to === undefined
          ? []
          : [{ from: path.split('.'), to: parsePath(to), made: read !== undefined }];
      })
      .sort((a, b) => b.to.length - a.to.length || a.from.length - b.from.length);
    inverses.set(table, known);
  }
  return known;
}

const isIndex = (segment: string) => segment === EVERY || /^\d+$/.test(segment);

/**
 * The Terraform attribute path of a canonical path: `settings.databaseFlags[2].value` is
 * `settings[0].database_flags[2].value`. Blocks that stand for one object take the index 0.
 */
export function attributePath(table: PlanTable, path: string): string {
  let known = spelled.get(table);
  if (!known) spelled.set(table, (known = new Map()));
  let found = known.get(path);
  if (found === undefined) known.set(path, (found = spell(table, path)));
  return found;
}

const spelled = new WeakMap<PlanTable, Map<string, string>>();

function spell(table: PlanTable, path: string): string {
  if (table.whole !== undefined) return table.whole;
  const segments = parsePath(path);
  const move = movesOf(table).find(
    ({ to }) => to.length <= segments.length && to.every((one, i) => same(one, segments[i] as string)),
  );
  const indices = segments.filter(isIndex);
  const root = schemaFor(table);
  let used = 0;
  let out = '';
  /** Spells a name, and the index that what it holds takes where something follows it. */
  const step = (name: string, schema: Schema, more: boolean) => {
    out = joinPath(out, name);
    const kind = kindOf(schema);
    if (kind === 'list' && used < indices.length) {
      const index = indices[used++] as string;
      out += index === EVERY ? EVERY : `[${index}]`;
    } else if (kind === 'object' && more) out += '[0]';
  };
  const rest = move?.made ? [] : segments.slice(move?.to.length ?? 0);
  const from = move?.from ?? [];
  from.forEach((name, i) => {
    const last = i === from.length - 1;
    const at = last ? schemaAt(root, (move as Inverse).to) : schemaOfAttribute(table, from.slice(0, i + 1));
    step(name, at, !last || rest.some((one) => !isIndex(one)));
  });
  let here = schemaAt(root, segments.slice(0, move?.to.length ?? 0));
  rest.forEach((segment, i) => {
    const kind = kindOf(here);
    if (kind === 'list') {
      here = (here as readonly Schema[])[0] ?? '?';
      return;
    }
    const next = schemaAt(here, [segment]);
    if (kind === 'map') out = joinPath(out, segment);
    else
      step(
        snake(segment),
        next,
        rest.slice(i + 1).some((one) => !isIndex(one)),
      );
    here = next;
  });
  return out;
}

const same = (pattern: string, segment: string): boolean =>
  pattern === segment || (pattern === EVERY && isIndex(segment));

/** The canonical schema behind a Terraform path; an object where it is a block that only Terraform has. */
function schemaOfAttribute(table: PlanTable, names: readonly string[]): Schema {
  let here = schemaFor(table);
  for (let i = 0; i < names.length; i++) {
    const to = fieldOf(table, names.slice(0, i + 1).join('.'))?.to;
    if (to !== undefined) here = schemaAt(schemaFor(table), parsePath(to));
    else {
      if (kindOf(here) === 'list') here = (here as readonly Schema[])[0] ?? '?';
      const name = kindOf(here) === 'object' ? fieldNamed(here as Fields, names[i] as string) : undefined;
      here = name === undefined ? (Object.freeze({}) as Fields) : ((here as Fields)[name] as Schema);
    }
  }
  return here;
}
