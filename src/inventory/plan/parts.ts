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

const PARTS: Readonly<Record<string, Part>> = {
  google_compute_security_policy_rule: {
    whole: 'google_compute_security_policy',
    type: 'compute.googleapis.com/SecurityPolicy',
    attribute: 'security_policy',
    block: 'rule',
    key: 'priority',
    // Compute Engine API v1, SecurityPolicy.rules: a policy without a rule for everything else gets one that allows.
    added: {
      action: 'allow',
      priority: 2147483647,
      preview: false,
      match: [{ versioned_expr: 'SRC_IPS_V1', config: [{ src_ip_ranges: ['*'] }] }],
    },
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

/** What a reference of a resource's attribute names: a name or an id, undefined where nothing tells. */
export type Naming = (part: PlannedResource, attribute: string, type: string) => string | undefined;

const last = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/**
 * Puts parts into the blocks of the resources they belong to, by address: those that nothing tells the whole of may
 * belong to any, whose blocks then are not known. A part is newer than a block that was read with the same key.
 * @param wholes the resources with the names of their assets
 */
export function gatherParts(
  parts: readonly PlannedResource[],
  wholes: ReadonlyMap<string, { readonly resource: PlannedResource; readonly name: string }>,
  naming: Naming,
): Map<string, Json> {
  const blocks = new Map<string, Json>();
  for (const one of parts) {
    const part = PARTS[one.type];
    if (!part) continue;
    const named = naming(one, part.attribute, part.type);
    for (const [address, { resource, name }] of wholes) {
      if (resource.type !== part.whole || (named !== undefined && last(named) !== last(name))) continue;
      const values = blocks.get(address) ?? {};
      const before = values[part.block] ?? resource.values[part.block];
      values[part.block] = named === undefined ? AFTER_APPLY : joined(before, one.values, part, resource);
      blocks.set(address, values);
    }
  }
  return blocks;
}

function joined(before: unknown, values: Json, { key, added }: Part, whole: PlannedResource): unknown {
  const made = whole.action === 'create' || whole.action === 'replace';
  // What is not known of a resource that exists may hold other parts.
  if (before instanceof Unknown && !(made && before !== AFTER_APPLY)) return before;
  const known: unknown[] = Array.isArray(before) ? before : made && added ? [added] : [];
  return [...known.filter((one) => (one as Json)[key] !== values[key]), values];
}
