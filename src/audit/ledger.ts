import { attempt, Unknown } from '#policy';
import { byCodeUnit, type LedgerRow } from '#report';
import { isSound, type Reading } from '../inventory/coverage.ts';
import type { Inventory } from '../inventory/world.ts';
import type { Gaps } from './gaps.ts';
import { readsOf, type Selected } from './selection.ts';
import type { Subjects } from './subjects.ts';

/** More projects alike than this stand in one row, so that the ledger of an organization stays readable. */
const ROWS_ALIKE = 5;

interface Group {
  readonly reading: Reading;
  readonly projects: string[];
}

/** What was read: one row for each type that the policies ask for, and one for each exception among projects. */
export function ledgerOf(
  world: Inventory,
  selected: readonly Selected[],
  subjects: Subjects,
  gaps: Gaps,
  iamCounts: ReadonlyMap<string, number>,
): LedgerRow[] {
  const types = [...new Set([...selected.flatMap(readsOf), ...gaps.policies.keys()])].sort(byCodeUnit);
  const iam = types.includes('iam') ? countIam(world, iamCounts) : new Map<string, number>();
  return types.flatMap((type) => {
    const counts = type === 'iam' ? iam : (subjects.counts.get(type) ?? new Map<string, number>());
    const unknown = gaps.policies.get(type) ?? new Map<string, ReadonlySet<string>>();
    return [...rowsOf(type, world, counts, unknown), ...rowsAbove(type, world, unknown)];
  });
}

/** What stands above projects and was not read: one row for each folder and organization. */
const rowsAbove = (
  type: string,
  { coverage }: Inventory,
  unknown: ReadonlyMap<string, ReadonlySet<string>>,
): LedgerRow[] =>
  [...coverage.above(type)]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([project, reading]) => rowOf(type, reading, { project, projects: 0, assets: 0 }, unknown.get('*')));

const rowOf = (
  type: string,
  { state, rule, reason }: Reading,
  { project, projects, assets }: Pick<LedgerRow, 'project' | 'projects' | 'assets'>,
  open: Iterable<string> = [],
): LedgerRow => ({
  type,
  project,
  projects,
  state,
  assets,
  rule,
  ...(reason !== undefined && { reason }),
  policies: [...open].sort(byCodeUnit),
});

/** Resources of a plan that nothing can be said of: no table makes assets of their type. */
export const unmappedRows = (unmapped: ReadonlyMap<string, number> = new Map()): LedgerRow[] =>
  [...unmapped].map(([type, assets]) => ({
    type,
    project: '*',
    projects: 0,
    state: 'unmapped',
    assets,
    rule: 'no table maps this Terraform resource type',
    policies: [],
  }));

function rowsOf(
  type: string,
  world: Inventory,
  counts: ReadonlyMap<string, number>,
  unknown: ReadonlyMap<string, ReadonlySet<string>>,
): LedgerRow[] {
  const { coverage } = world;
  const groups: Group[] = [];
  let group: Group | undefined;
  for (const project of coverage.projects) {
    const reading = coverage.reading(type, project);
    if (!group || !isAlike(group.reading, reading)) {
      group = groups.find((one) => isAlike(one.reading, reading));
      if (!group) groups.push((group = { reading, projects: [] }));
    }
    group.projects.push(project);
  }
  const allSound = groups.every(({ reading }) => isSound(reading));
  const row: Row = (reading, project, projects, assets) => {
    // A gap that names no project is one of the projects where the type was not read, if there are any.
    const also = reading !== OUTSIDE && (allSound || !isSound(reading)) ? ['*'] : [];
    const open = new Set([...also, ...projects].flatMap((one) => [...(unknown.get(one) ?? [])]));
    return rowOf(type, reading, { project, projects: projects.length, assets }, open);
  };
  const outside = [...unknown.keys()]
    .filter((project) => project !== '*' && !coverage.covers(project))
    .sort(byCodeUnit);
  const beyond = alike(OUTSIDE, outside, row, counts);
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
  if (groups.length === 0) return [row(coverage.reading(type), '*', [], all), ...beyond];
  if (groups.length === 1) {
    const [{ reading, projects }] = groups as [Group];
    return [row(reading, '*', projects, all), ...beyond];
  }
  const rows = groups.flatMap(({ reading, projects }) => alike(reading, projects, row, counts));
  return [...rows, ...beyond].sort((a, b) => byCodeUnit(a.project, b.project) || b.projects - a.projects);
}

type Row = (reading: Reading, project: string, projects: readonly string[], assets: number) => LedgerRow;

const OUTSIDE: Reading = { state: 'not-read', rule: 'no record of the project is in the sources' };

const isAlike = (a: Reading, b: Reading): boolean =>
  a.state === b.state && a.rule === b.rule && a.reason === b.reason;

/** The rows of projects of which the same is to be said: one each while they are few. */
function alike(
  reading: Reading,
  projects: readonly string[],
  row: Row,
  counts: ReadonlyMap<string, number>,
): LedgerRow[] {
  const count = (project: string) => counts.get(project) ?? 0;
  if (projects.length <= ROWS_ALIKE) {
    return projects.map((project) => row(reading, project, [project], count(project)));
  }
  const assets = projects.reduce((sum, project) => sum + count(project), 0);
  return [row(reading, '*', projects, assets)];
}

/** Assets whose IAM policy grants something, by project. */
function countIam(world: Inventory, iamCounts: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (project: string, more: number) => counts.set(project, (counts.get(project) ?? 0) + more);
  for (const [token, count] of iamCounts) add(world.projectId(token), count);
  for (const asset of world.assets) {
    const policy = attempt(() => world.iam(asset));
    if (!(policy instanceof Unknown) && policy.bindings.length > 0) add(asset.project ?? '', 1);
  }
  return counts;
}
