import type { Policy } from './define.ts';
import type { Asset, Context, Flaw, Impact, World } from './model.ts';
import { parsePath, valueAt } from './path.ts';
import type { Requirement } from './requirement.ts';
import { type Lookup, resolve } from './scalar.ts';
import { checkPath } from './schemas/walk.ts';
import { plainAsset, Reading, readable } from './subject.ts';
import { Unknown } from './unknown.ts';

/** One change to an asset's canonical data, guarded by the value that was observed there. */
export interface Change {
  readonly asset: Asset;
  /** Concrete canonical path. */
  readonly path: string;
  readonly op: 'set' | 'remove';
  readonly from: unknown;
  readonly to?: unknown;
}

/** What would bring an asset to what the policy wants. */
export interface Repair {
  readonly kind: 'automatic' | 'create' | 'manual';
  readonly impact: Impact;
  readonly requires?: string | undefined;
  readonly changes: readonly Change[];
  /** For `create`: the missing resource's type and body. */
  readonly create?: { readonly type: string; readonly body: object } | undefined;
  /** For `manual`: the steps. */
  readonly steps?: string | undefined;
}

/** A revision is made once: another takes its place, and a person moves the traffic. */
const NEVER_CHANGES = 'run.googleapis.com/Revision';

/** The single value that satisfies a requirement best, or how to drop it; undefined where a person must choose. */
function target(requirement: Requirement, lookup: Lookup): { to?: unknown } | undefined {
  const known = (value: unknown) => resolve(value, lookup);
  if (requirement.const !== undefined) return { to: known(requirement.const) };
  const choices =
    requirement.enum === undefined ? undefined : (known(requirement.enum) as readonly unknown[]);
  if (choices?.length === 1) return { to: choices[0] };
  if (requirement.atLeast !== undefined) return { to: known(requirement.atLeast) };
  if (requirement.atMost !== undefined) return { to: known(requirement.atMost) };
  if (requirement.within !== undefined)
    return { to: known((known(requirement.within) as readonly unknown[])[0]) };
  if (requirement.absent === true || requirement.noneOf !== undefined) return {};
  return undefined;
}

/**
 * The repair of what a policy found on an asset: as declared, or derived from the requirements that broke. Falls back
 * to `manual` with the policy's own sentence where no single value is right. Throws Unknown where a declared repair
 * needs what was not read.
 */
export function repairOf(
  policy: Policy,
  asset: Asset,
  flaws: readonly Flaw[],
  world: World,
  lookup: Lookup,
  clock: number,
): Repair {
  const declared = typeof policy.repair === 'string' ? { manual: policy.repair } : (policy.repair ?? {});
  const impact = declared.impact ?? 'none';
  const { requires } = declared;
  const context: Context = { param: <T>(name: string) => lookup(name) as T, clock, note: () => {} };
  const manual = (steps: string): Repair => ({ kind: 'manual', impact, requires, changes: [], steps });
  if (declared.manual !== undefined) return manual(declared.manual);
  const reading = new Reading(world, policy);
  const subject = readable(asset) as never;
  if (declared.create) {
    const body = declared.create(subject, reading, context);
    const type = declared.createType ?? asset.type;
    return { kind: 'create', impact, requires, changes: [], create: { type, body } };
  }
  if (declared.set) {
    const on = plainAsset(declared.target?.(subject, reading, context) ?? asset);
    const changes = Object.entries(declared.set).flatMap(([path, value]): Change[] => {
      const to = typeof value === 'function' ? value(subject, reading, context) : resolve(value, lookup);
      const from = observed(on, path, world);
      return sameValue(to, from) ? [] : [{ asset: on, path, op: 'set', from, to: typed(on, path, to) }];
    });
    return { kind: 'automatic', impact, requires, changes };
  }
  const changes = new Map<string, Change>();
  for (const flaw of flaws) {
    const goal = flaw.requirement && target(flaw.requirement, lookup);
    if (!goal || flaw.path === '.' || flaw.ofView || flaw.on?.type === NEVER_CHANGES)
      return manual(declared.otherwise ?? `Change ${asset.name} so that ${flaw.path} is ${flaw.wanted}.`);
    const on = flaw.on ?? asset;
    const { path } = flaw;
    const from = observed(on, path, world);
    // Two requirements may break on one value: a list element must not be removed twice.
    changes.set(
      `${on.id} ${path}`,
      'to' in goal
        ? { asset: on, path, op: 'set', from, to: typed(on, path, goal.to) }
        : { asset: on, path, op: 'remove', from },
    );
  }
  return { kind: 'automatic', impact, requires, changes: [...changes.values()] };
}

/** What stands at a path of an asset now; a path that begins with `$iam` is one of its IAM policy. */
function observed(asset: Asset, path: string, world: World): unknown {
  const segments = parsePath(path);
  return segments[0] === '$iam'
    ? valueAt(world.iam(asset), segments.slice(1))
    : valueAt(asset.data, segments);
}

/** A number as the API spells it at a path: 64-bit integers and quantities are strings. */
function typed(asset: Asset, path: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  const found = checkPath(asset.type, parsePath(path));
  return found.ok && (found.kind === 'int64' || found.kind === 'string') ? String(value) : value;
}

/** Whether two values are alike in every part; the order of an object's keys does not matter. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (a instanceof Unknown || b instanceof Unknown || Array.isArray(a) !== Array.isArray(b)) return a === b;
  const keys = Object.keys(a);
  const inner = (value: object, key: string) => (value as Record<string, unknown>)[key];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(inner(a, key), inner(b, key)))
  );
}

/** A deep copy in which an Unknown stays the Unknown it is. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyOf(inner)])) as T;
}

/**
 * A copy of `data` with changes made; parents are created (a list where an index follows), removed list elements
 * close up. Throws the Unknown under which a change would lie, since the rest of that value is not known.
 */
export function applyChanges<T extends object>(
  data: T,
  changes: readonly Pick<Change, 'path' | 'op' | 'to'>[],
): T {
  const copy = copyOf(data);
  const removals: { list: unknown[]; index: number }[] = [];
  for (const change of changes) {
    const segments = parsePath(change.path);
    const last = segments.at(-1) as string;
    let here = copy as Record<string, unknown>;
    segments.slice(0, -1).forEach((name, i) => {
      const next = here[name];
      if (next instanceof Unknown) throw next;
      if (typeof next !== 'object' || next === null)
        here[name] = /^\d+$/.test(segments[i + 1] as string) ? [] : {};
      here = here[name] as Record<string, unknown>;
    });
    if (change.op === 'set') here[last] = copyOf(change.to);
    else if (Array.isArray(here)) removals.push({ list: here, index: Number(last) });
    else delete here[last];
  }
  for (const { list, index } of removals.sort((a, b) => b.index - a.index)) list.splice(index, 1);
  return copy;
}

/**
 * A copy of `data` with changes taken back: what was set gets the value that was observed, what was removed stands
 * again, list elements at their old index. Parents that a change had to create go when they are left empty.
 */
export function revertChanges<T extends object>(
  data: T,
  changes: readonly Pick<Change, 'path' | 'op' | 'from'>[],
): T {
  const copy = copyOf(data);
  const inserts: { list: unknown[]; index: number; value: unknown }[] = [];
  for (const { path, op, from } of [...changes].reverse()) {
    const segments = parsePath(path);
    const last = segments.at(-1) as string;
    const parents = [copy as Record<string, unknown>];
    for (const name of segments.slice(0, -1)) {
      const here = parents.at(-1) as Record<string, unknown>;
      parents.push((here[name] ??= {}) as Record<string, unknown>);
    }
    const here = parents.at(-1) as Record<string, unknown>;
    if (op === 'remove' && Array.isArray(here))
      inserts.push({ list: here, index: Number(last), value: from });
    else if (from !== undefined) here[last] = copyOf(from);
    else {
      delete here[last];
      for (let i = parents.length - 1; i > 0 && Object.keys(parents[i] as object).length === 0; i--) {
        delete (parents[i - 1] as Record<string, unknown>)[segments[i - 1] as string];
      }
    }
  }
  for (const { list, index, value } of inserts.sort((a, b) => a.index - b.index)) {
    list.splice(index, 0, copyOf(value));
  }
  return copy;
}
