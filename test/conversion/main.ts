/**
 * Holds our reading of real plans against what Google's own converter made of them: for each asset type how many leaves
 * of its assets are ours as well, and for each other leaf why not.
 *
 *   npm run conversion -- DIR
 *
 * DIR holds a folder for each case, with `tfplan.json` and, where there is one, `cai.json`, a list of assets as Cloud
 * Asset Inventory has them. Ends with 1 where more than 2 % of the leaves of a type are unexplained, or a plan is not read.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetOf } from '../../src/inventory/asset.ts';
import { parseAddress } from '../../src/inventory/plan/address.ts';
import { findPlan } from '../../src/inventory/plan/document.ts';
import { type PlanEvidence, readPlan } from '../../src/inventory/plan/read.ts';
import { planTableOf } from '../../src/inventory/plan/types/index.ts';
import { currentType } from '../../src/inventory/types/names.ts';
import type { Asset } from '../../src/policy/model.ts';
import { valueAt } from '../../src/policy/path.ts';
import { Unknown } from '../../src/policy/unknown.ts';
import { type Class, classOf, grantsOf, isArgument, isPlaceholder, leavesOf, sorted } from './compare.ts';

/** An asset as Google's converter writes it. */
interface Expected {
  readonly name: string;
  readonly asset_type: string;
  readonly resource?: { readonly version: string; readonly data: unknown };
  readonly iam_policy?: unknown;
}

/** Of this share of a type's leaves at most may be unexplained. */
const MOST_UNEXPLAINED = 0.02;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('error: no folder of cases was given\n  hint: npm run conversion -- DIR\n');
  process.exit(2);
}

interface Row {
  assets: number;
  leaves: number;
  readonly classes: Map<Class, string[]>;
}

const rows = new Map<string, Row>();
/** Assets of Google's that are none of ours, with their types. */
const missing: [type: string, told: string][] = [];
let unread = 0;

function count(type: string, kind: Class, told: string): void {
  const row = rowOf(type);
  row.leaves++;
  const known = row.classes.get(kind);
  if (known) known.push(told);
  else row.classes.set(kind, [told]);
}

function rowOf(type: string): Row {
  let row = rows.get(type);
  if (!row) rows.set(type, (row = { assets: 0, leaves: 0, classes: new Map() }));
  return row;
}

const last = (name: string): string => decodeURIComponent(name.slice(name.lastIndexOf('/') + 1));

function compareAssets(id: string, plan: string, read: PlanEvidence, expected: readonly Expected[]): void {
  const used = new Set<Asset>();
  for (const { name, asset_type, resource } of expected) {
    if (!resource) continue;
    const type = currentType(asset_type);
    const candidates = read.assets.filter((one) => one.type === type && one.address && !used.has(one));
    const ours = candidates.find((one) => last(one.name) === last(name)) ?? candidates[0];
    const table = planTableOf(
      parseAddress(ours?.address ?? '')
        ?.steps.at(-1)
        ?.name.split('.')[0] ?? '',
    );
    if (!ours || !table) {
      missing.push([type, `${id}: ${name}`]);
      continue;
    }
    used.add(ours);
    rowOf(type).assets++;
    const theirs = assetOf({ name, asset_type, resource: structuredClone(resource) });
    const data = sorted(ours.data);
    const known = new Map(leavesOf(data));
    const at = (path: string) => known.get(path) ?? above(data, path);
    const relative = ours.name.replace(/^\/\/[^/]+\//, '');
    for (const [path, value] of leavesOf(sorted(theirs.data))) {
      if (theirs.isUnset(path)) continue;
      const own = at(path);
      const kind = classOf(value, own, {
        type,
        table,
        path,
        plan,
        project: theirs.project,
        name: relative,
        at,
      });
      count(
        type,
        kind,
        `${id}: ${path}: ${String(value)}, ours ${own instanceof Unknown ? own.reason : String(own)}`,
      );
    }
  }
}

/** What stands at a path, or an Unknown around it. */
function above(data: unknown, path: string): unknown {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const value = valueAt(data, path.slice(0, end).split('.'));
    if (value instanceof Unknown) return value;
  }
  return undefined;
}

function comparePolicies(id: string, plan: string, read: PlanEvidence, expected: readonly Expected[]): void {
  for (const { name, iam_policy: policy } of expected) {
    if (policy === undefined) continue;
    const type = 'iam';
    rowOf(type).assets++;
    const ours =
      read.policies.find((one) => one.name === name) ??
      read.policies.find((one) => last(one.name) === last(name));
    const own = new Set(grantsOf(ours?.policy));
    for (const grant of grantsOf(policy)) {
      const [, project] = /\/projects\/([^/]+)$/.exec(name) ?? [];
      const argument = project !== undefined && isArgument(name, project, plan);
      const kind = own.has(grant)
        ? 'same'
        : argument
          ? 'command line'
          : isPlaceholder(name)
            ? 'converter placeholder'
            : 'unexplained';
      count(type, kind, `${id}: ${name}: ${grant}`);
    }
  }
}

for (const id of readdirSync(folder).sort()) {
  const file = join(folder, id, 'tfplan.json');
  const goal = join(folder, id, 'cai.json');
  if (!existsSync(file)) continue;
  const plan = readFileSync(file, 'utf8');
  try {
    const read = readPlan(findPlan(plan, file), file, false);
    if (!existsSync(goal)) continue;
    const expected = JSON.parse(readFileSync(goal, 'utf8')) as Expected[];
    compareAssets(id, plan, read, expected);
    comparePolicies(id, plan, read, expected);
  } catch (error) {
    unread++;
    process.stdout.write(`not read: ${id}: ${String(error)}\n`);
  }
}

let failed = unread > 0;
for (const [type, { assets, leaves, classes }] of [...rows].sort()) {
  const unexplained = classes.get('unexplained')?.length ?? 0;
  failed ||= unexplained > leaves * MOST_UNEXPLAINED;
  const share = `${((100 * unexplained) / leaves).toFixed(1)} % unexplained`;
  process.stdout.write(`${type}: ${assets} assets, ${leaves} leaves, ${share}\n`);
  for (const [, told] of missing.filter(([of]) => of === type)) {
    failed = true;
    process.stdout.write(`  no asset of ours: ${told}\n`);
  }
  for (const [kind, told] of classes) {
    process.stdout.write(`  ${told.length} ${kind}\n`);
    if (kind !== 'same') for (const one of told) process.stdout.write(`    ${one}\n`);
  }
}
const unmapped = [...new Set(missing.map(([type]) => type).filter((type) => !rows.has(type)))];
process.stdout.write(`types that no plan is read for: ${unmapped.sort().join(', ')}\n`);
process.exitCode = failed ? 1 : 0;
