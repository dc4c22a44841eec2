import { Unknown } from '../../policy/unknown.ts';
import { isObject } from '../spelling.ts';
import type { Json } from '../types/table.ts';
import { parseAddress } from './address.ts';
import type { Configuration } from './configuration.ts';
import type { PlanDocument } from './document.ts';
import { overlay } from './overlay.ts';

/** What becomes of a resource: `replace` is a delete and a create, in either order. */
type Action = 'create' | 'read' | 'update' | 'replace' | 'delete' | 'forget' | 'no-op';

/** A resource of the plan as it will be after apply; one that is deleted, as it was before. */
export interface PlannedResource {
  readonly address: string;
  /** Terraform resource type. */
  readonly type: string;
  readonly mode: 'managed' | 'data';
  /** `registry.terraform.io/hashicorp/google`; plans of Terraform 0.12 say `google`. */
  readonly provider: string;
  readonly action: Action;
  /** Attributes in the plan's spelling, with Unknowns where the value is not known or sensitive. */
  readonly values: Json;
  /** Its attributes as they are before apply, where that changes or replaces it. */
  readonly before?: Json | undefined;
}

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

function actionOf(actions: unknown): Action {
  const all = Array.isArray(actions) ? (actions as unknown[]) : [];
  if (all.includes('delete')) return all.includes('create') ? 'replace' : 'delete';
  const [one] = all;
  return one === 'create' || one === 'update' || one === 'read' || one === 'forget' ? one : 'no-op';
}

/** Every resource below a module of `planned_values` or of a state. */
function* resourcesBelow(module: unknown, depth = 0): Generator<Json> {
  if (!isObject(module) || depth > 40) return;
  yield* listOf(module['resources']);
  for (const child of listOf(module['child_modules'])) yield* resourcesBelow(child, depth + 1);
}

/**
 * The resources of a plan by address, those that are deleted among them. Changes say most; a resource that only the
 * planned values have (old and shortened plans) is taken from there. Data sources come from the state before.
 */
export function resourcesOf(plan: PlanDocument, configuration: Configuration): Map<string, PlannedResource> {
  const planned = new Map<string, Json>();
  for (const one of resourcesBelow(plan.planned_values?.root_module))
    if (typeof one['address'] === 'string') planned.set(one['address'], one);
  const found = new Map<string, PlannedResource>();
  for (const change of listOf(plan.resource_changes)) {
    const { address, deposed } = change;
    // An object that waits to be destroyed is no longer what the address means.
    if (typeof address !== 'string' || deposed !== undefined) continue;
    found.set(address, fromChange(address, change, planned.get(address), configuration));
  }
  for (const [address, one] of planned)
    if (!found.has(address)) found.set(address, fromValues(address, one, configuration));
  for (const one of resourcesBelow(plan.prior_state?.values?.root_module)) {
    const { address, mode } = one;
    if (mode === 'data' && typeof address === 'string' && !found.has(address))
      found.set(address, fromValues(address, one, configuration));
  }
  return found;
}

function fromChange(
  address: string,
  one: Json,
  planned: Json | undefined,
  configuration: Configuration,
): PlannedResource {
  const change = isObject(one['change']) ? one['change'] : {};
  const action = actionOf(change['actions']);
  const gone = action === 'delete' || action === 'forget';
  const values = gone ? change['before'] : (change['after'] ?? planned?.['values']);
  const marks = {
    unknown: gone ? undefined : change['after_unknown'],
    sensitive: both(
      gone ? change['before_sensitive'] : change['after_sensitive'],
      planned?.['sensitive_values'],
    ),
    set: configuration.expressions(address),
  };
  const before = action === 'replace' || action === 'update' ? change['before'] : undefined;
  const was = { unknown: undefined, sensitive: change['before_sensitive'], set: undefined };
  return {
    ...identityOf(address, { ...planned, ...one }),
    action,
    values: sealed(values, marks),
    ...(isObject(before) && { before: sealed(before, was) }),
  };
}

function fromValues(address: string, one: Json, configuration: Configuration): PlannedResource {
  const marks = {
    unknown: undefined,
    sensitive: one['sensitive_values'],
    set: configuration.expressions(address),
  };
  return { ...identityOf(address, one), action: 'no-op', values: sealed(one['values'], marks) };
}

function sealed(values: unknown, marks: Parameters<typeof overlay>[1]): Json {
  const all = isObject(values) && (marks.sensitive === true || marks.unknown === true);
  const each = (mark: unknown) => (mark === true && all ? mapped(values, true) : mark);
  const out = overlay(values ?? null, {
    ...marks,
    sensitive: each(marks.sensitive),
    unknown: each(marks.unknown),
  });
  return isObject(out) && !(out instanceof Unknown) ? out : {};
}

const mapped = (object: Json, value: unknown): Json =>
  Object.fromEntries(Object.keys(object).map((name) => [name, value]));

/** A value is sensitive where either of two trees of marks says so. */
function both(a: unknown, b: unknown): unknown {
  if (a === true || b === true) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => both(a[i], b[i]));
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return Object.fromEntries([...names].map((name) => [name, both(a[name], b[name])]));
  }
  return a || b;
}

/** The parts of a resource that its address tells as well: shortened plans leave them out. */
function identityOf(
  address: string,
  one: Json,
): Pick<PlannedResource, 'address' | 'type' | 'mode' | 'provider'> {
  const last = parseAddress(address)?.steps.at(-1)?.name ?? address;
  const data = one['mode'] === 'data' || last.startsWith('data.');
  const type = typeof one['type'] === 'string' ? one['type'] : last.replace(/^data\./, '').split('.')[0];
  return {
    address,
    type: type as string,
    mode: data ? 'data' : 'managed',
    provider: typeof one['provider_name'] === 'string' ? one['provider_name'] : '',
  };
}
