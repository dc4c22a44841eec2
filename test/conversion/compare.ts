import { attributePath } from '../../src/inventory/plan/names.ts';
import { isUnnamed } from '../../src/inventory/plan/planned-asset.ts';
import { fieldOf, type PlanTable } from '../../src/inventory/plan/table.ts';
import { relativeName } from '../../src/inventory/references.ts';
import { parsePath } from '../../src/policy/path.ts';
import { checkPath } from '../../src/policy/schemas/walk.ts';
import { Unknown } from '../../src/policy/unknown.ts';

/** Why a leaf of Google's conversion is not ours, where it is no mistake; `unexplained` where it may be one. */
export type Class =
  | 'same'
  /** One resource, named by its bare name and by its path: joins take both for the same. */
  | 'reference'
  /** The converter writes a name that the API does not have: `display_name`, `projects/P/global/regions/R`. */
  | 'converter spelling'
  /** A field that the API does not have. */
  | 'converter field'
  /** What the converter makes up for a name that is known after apply only. */
  | 'converter placeholder'
  /** The project stands nowhere in the plan: it was an argument of the converter. */
  | 'command line'
  /** A secret, which is taken out while the plan is read. */
  | 'redacted'
  | 'unexplained';

/** Where a leaf stands. */
export interface Spot {
  readonly type: string;
  readonly table: PlanTable;
  /** Canonical path, indices as `[3]`. */
  readonly path: string;
  /** The plan as text. */
  readonly plan: string;
  /** The project that Google's asset is of, and the asset's relative name. */
  readonly project: string | undefined;
  readonly name: string;
  /** Our data, for what stands in it under another name. */
  readonly at: (path: string) => unknown;
}

/** Scalars as text, so that `1` and `"1"` are one; a list of scalars without its order. */
export function* leavesOf(value: unknown, path = ''): Generator<[path: string, value: unknown]> {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    if (value.length === 0) return;
    if (value.some((one) => typeof one === 'object'))
      for (const [i, one] of value.entries()) yield* leavesOf(one, `${path}[${i}]`);
    else yield [path, value.map(String).sort().join(',')];
  } else if (typeof value === 'object' && !(value instanceof Unknown)) {
    for (const [key, inner] of Object.entries(value))
      yield* leavesOf(inner, path === '' ? key : `${path}.${key}`);
  } else yield [path, value instanceof Unknown ? value : String(value)];
}

const camel = (path: string): string =>
  path.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Classes one leaf of Google's, against what is at its place in ours. */
export function classOf(theirs: unknown, ours: unknown, spot: Spot): Class {
  if (theirs === ours) return 'same';
  const { type, path, plan, project, at } = spot;
  if (ours instanceof Unknown && ours.code === 'redacted') return 'redacted';
  const text = String(theirs);
  if (isPlaceholder(text)) return 'converter placeholder';
  if (camel(path) !== path && at(camel(path)) === theirs) return 'converter spelling';
  if (ours === undefined && !checkPath(type, parsePath(unindexed(path))).ok) return 'converter field';
  if (project !== undefined && isArgument(text, project, plan))
    if (ours instanceof Unknown || withProject(String(ours), project) === text) return 'command line';
  if (typeof ours !== 'string') return 'unexplained';
  if (isSame(text, ours, spot)) return 'reference';
  // Regions and zones are in no collection named `global`.
  return /^projects\/[^/]+\/global\/(?:regions|zones)\/([^/]+)$/.exec(text)?.[1] === ours
    ? 'converter spelling'
    : 'unexplained';
}

/** Whether a text is what the converter makes up for what is known after apply only. */
export const isPlaceholder = (text: string): boolean => /(?:^|\/)placeholder-/.test(text);

/** Whether a project is named in a text and nowhere in the plan: it was an argument of the converter. */
export const isArgument = (text: string, project: string, plan: string): boolean =>
  text.split('/').includes(project) && !plan.includes(`"${project}"`) && !plan.includes(`/${project}/`);

const withProject = (name: string, project: string): string =>
  name
    .split('/')
    .map((part) => (isUnnamed(part) ? project : part))
    .join('/');

const unindexed = (path: string): string => path.replaceAll(/\[\d*\]/g, '[*]');

/** Whether two texts name the same resources to whoever joins by them. */
function isSame(theirs: string, ours: string, { table, path, project, name }: Spot): boolean {
  const attribute = attributePath(table, unindexed(path)).replaceAll(/\[(?:\*|\d+)\]/g, '');
  const refers = fieldOf(table, attribute)?.refers ?? [];
  const named = (type: string, text: string) =>
    text.split(',').map((one) => relativeName(one, type, (token) => token, { project, name }));
  return [refers].flat().some((type) => named(type, theirs).join() === named(type, ours).join());
}

/** Lists and objects in one order: APIs give most of them in any. */
export function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
  const texts = value.map((one) => [JSON.stringify(sorted(one)), sorted(one)] as const);
  return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}

/** `role member condition` of each grant of an IAM policy that is known. */
export const grantsOf = (policy: unknown): string[] =>
  (((policy as { bindings?: unknown } | undefined)?.bindings as Binding[] | undefined) ?? []).flatMap(
    (one) =>
      one instanceof Unknown || one.members instanceof Unknown
        ? []
        : one.members.map((member) => [one.role, member, one.condition?.title].filter(Boolean).join(' ')),
  );

interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: { readonly title?: string };
}
