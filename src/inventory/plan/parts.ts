import { Unknown } from '../../policy/unknown.ts';
import type { Json } from '../types/table.ts';
import { AFTER_APPLY } from './overlay.ts';
import type { PlannedResource } from './resources.ts';

/** A resource that is no asset of its own but an element in a list of another one. */
interface Part {
  /** Terraform type of the whole. */
  readonly whole: string;
  /** Asset type of the whole. */
  readonly type: string;
  /** Attribute of the part that refers to the whole. */
  readonly attribute: string;
  /** Block of the whole that the part is one of, and what tells its blocks apart. */
  readonly block: string;
  readonly key: string;
  /** What the API adds by itself to a whole that is made without such blocks. */
  readonly added?: Json;
}

/** Compute Engine API v1, SecurityPolicy.rules: a policy without a rule for everything else gets one that allows. */
const ALLOW_ALL: Json = {
  action: 'allow',
  priority: 2147483647,
  preview: false,
  match: [{ versioned_expr: 'SRC_IPS_V1', config: [{ src_ip_ranges: ['*'] }] }],
};

const PARTS: Readonly<Record<string, Part>> = {
  google_compute_security_policy_rule: {
    whole: 'google_compute_security_policy',
    type: 'compute.googleapis.com/SecurityPolicy',
    attribute: 'security_policy',
    block: 'rule',
    key: 'priority',
    added: ALLOW_ALL,
  },
  google_compute_region_security_policy_rule: {
    whole: 'google_compute_region_security_policy',
    type: 'compute.googleapis.com/SecurityPolicy',
    attribute: 'security_policy',
    block: 'rules',
    key: 'priority',
    added: ALLOW_ALL,
  },
  google_compute_router_nat: {
    whole: 'google_compute_router',
    type: 'compute.googleapis.com/Router',
    attribute: 'router',
    block: 'nats',
    key: 'name',
  },
};

/** Whether a Terraform resource type is read as a part of another resource. */
export const isPart = (resource: string): boolean => Object.hasOwn(PARTS, resource);

/** What is known of a part beside its own values. */
interface Surroundings {
  /** What a reference of a part's attribute names: a name or an id, undefined where nothing tells. */
  readonly naming: (part: PlannedResource, attribute: string, type: string) => string | undefined;
  readonly projectOf: (resource: PlannedResource) => string | undefined;
}

interface Gathered {
  /** Blocks of the resources that parts belong to, by address. */
  readonly blocks: ReadonlyMap<string, Json>;
  /** Parts of what the plan does not manage: nothing of it is here to be judged. */
  readonly strangers: readonly PlannedResource[];
}

/** Where each part that was put into a block is written. */
const addresses = new WeakMap<object, string>();

/**
 * The resource of its own that a path of a whole is written in, and what follows there; undefined where that is the
 * whole itself.
 * @param values what is planned of the whole, its parts among it
 * @param path in the plan's spelling: `rule[3].action`
 */
export function partAt(
  values: Json,
  path: string,
): { readonly address: string; readonly path: string } | undefined {
  const [, block = '', index = '', below = ''] = /^(\w+)\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const { [block]: blocks } = values;
  const one: unknown = Array.isArray(blocks) ? blocks[Number(index)] : undefined;
  const address = typeof one === 'object' && one !== null ? addresses.get(one) : undefined;
  return address === undefined ? undefined : { address, path: below };
}

const last = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** `p` of `projects/p/regions/r/…` in the collection `projects`. */
const within = (path: string, collection: string): string | undefined =>
  new RegExp(`(?:^|/)${collection}/([^/]+)/`).exec(path)?.[1];

/** Whether both are told and are not the same. A number and an id of a project tell nothing of each other. */
const differ = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'string' || typeof b !== 'string' || /^\d+$/.test(a) !== /^\d+$/.test(b)) return false;
  return last(a) !== last(b);
};

/**
 * Puts parts into the blocks of the resources they belong to: those that nothing tells the whole of may belong to any
 * of their project and region, whose blocks then are not known. A part is newer than a block with the same key.
 * @param wholes the resources with the names of their assets, by address
 */
export function gatherParts(
  parts: readonly PlannedResource[],
  wholes: ReadonlyMap<string, { readonly resource: PlannedResource; readonly name: string }>,
  { naming, projectOf }: Surroundings,
): Gathered {
  const blocks = new Map<string, Json>();
  const strangers: PlannedResource[] = [];
  for (const one of parts) {
    const part = PARTS[one.type];
    if (!part) continue;
    const named = naming(one, part.attribute, part.type);
    const project = within(named ?? '', 'projects') ?? projectOf(one);
    const region = within(named ?? '', 'regions') ?? one.values['region'];
    addresses.set(one.values, one.address);
    let found = false;
    for (const [address, { resource, name }] of wholes) {
      if (resource.type !== part.whole || (named !== undefined && last(named) !== last(name))) continue;
      if (differ(project, projectOf(resource)) || differ(region, resource.values['region'])) continue;
      found = true;
      const values = blocks.get(address) ?? {};
      const before = values[part.block] ?? resource.values[part.block];
      values[part.block] = named === undefined ? AFTER_APPLY : joined(before, one.values, part, resource);
      blocks.set(address, values);
    }
    if (!found) strangers.push(one);
  }
  return { blocks, strangers };
}

function joined(before: unknown, values: Json, { key, added }: Part, whole: PlannedResource): unknown {
  const made = whole.action === 'create' || whole.action === 'replace';
  // What is not known of a resource that exists may hold other parts.
  if (before instanceof Unknown && !(made && before !== AFTER_APPLY)) return before;
  const known: unknown[] = Array.isArray(before) ? before : made && added ? [added] : [];
  return [...known.filter((one) => (one as Json)[key] !== values[key]), values];
}
