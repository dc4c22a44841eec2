import type { Binding, IamPolicy } from '../../policy/model.ts';
import { Unknown } from '../../policy/unknown.ts';
import type { Json } from '../types/table.ts';
import { withOthers } from './beyond.ts';
import { written } from './binding-source.ts';
import { type GrantedOn, grantedOn } from './iam-types.ts';
import { nameOf } from './planned-asset.ts';
import type { PlannedResource } from './resources.ts';

/** What a plan says of the IAM policy of one asset. */
export interface PlannedPolicy {
  readonly name: string;
  readonly type: string;
  readonly policy: IamPolicy;
  /** What else is granted on the asset is not for this plan to say. */
  readonly open: boolean;
  /** Roles whose members the plan sets as a whole. */
  readonly roles: ReadonlySet<string>;
  /** What the plan takes away: members of a role, or whoever holds it; every role where it deletes a whole policy. */
  readonly revoked: readonly Revoked[];
}

interface Revoked {
  /** Undefined for every role. */
  readonly role?: string;
  /** Undefined for every member. */
  readonly member?: string;
}

type AuditConfigs = NonNullable<IamPolicy['auditConfigs']>;

/**
 * What will be granted on an asset: what the plan grants, beside what was read of the others; an Unknown stands for
 * those where nothing was read.
 */
export function laidOver(planned: PlannedPolicy, read: IamPolicy | Unknown | undefined): IamPolicy {
  const { policy, open, roles, revoked } = planned;
  if (!open) return policy;
  const audits = (policy.auditConfigs ?? []) as readonly unknown[];
  if (read === undefined || read instanceof Unknown) return withOthers(policy, read);
  const others = read.bindings
    .filter((one) => (one as unknown) instanceof Unknown || !roles.has(one.role) || one.condition)
    .flatMap((one) => without(one, revoked));
  const set = new Set(audits.map((one) => (one as Partial<AuditConfigs[number]>).service));
  const kept = (read.auditConfigs ?? []).filter(({ service }) => !set.has(service));
  return {
    ...read,
    bindings: [...policy.bindings, ...others],
    auditConfigs: [...audits, ...kept] as AuditConfigs,
  };
}

/** A binding that was read, without the members from whom the plan takes it; none where it takes it from all. */
function without(binding: Binding, revoked: readonly Revoked[]): Binding[] {
  // A condition tells two grants of one role apart, and what was revoked may be the other.
  if ((binding as unknown) instanceof Unknown || binding.condition || revoked.length === 0) return [binding];
  const concerning = revoked.filter(({ role }) => role === undefined || role === binding.role);
  if (concerning.some(({ member }) => member === undefined)) return [];
  const gone = new Set(concerning.map(({ member }) => member));
  const members = binding.members.filter((one) => !gone.has(one));
  if (members.length === binding.members.length) return [binding];
  return members.length === 0 ? [] : [{ ...binding, members }];
}

/** What is known of a resource beside its own values. */
export interface Surroundings {
  readonly projectOf: (resource: PlannedResource) => string | undefined;
  /** What an attribute that is not known yet refers to: a value, or the name of an asset of the type. */
  readonly refer: (resource: PlannedResource, attribute: string, type: string) => string | undefined;
}

interface Collected {
  readonly name: string;
  readonly type: string;
  readonly bindings: (Binding | Unknown)[];
  readonly roles: Set<string>;
  readonly audits: unknown[];
  readonly revoked: Revoked[];
  /** An authoritative policy: nothing else is granted. */
  whole: boolean;
}

/**
 * The IAM policies that the `google_*_iam_{policy,binding,member}` resources of a plan amount to, one for each asset
 * they are about. Unless the plan holds everything, or sets the policy as a whole, other bindings stand as an Unknown.
 */
export function plannedPolicies(
  resources: Iterable<PlannedResource>,
  { projectOf, refer }: Surroundings,
  complete: boolean,
): readonly PlannedPolicy[] {
  const byName = new Map<string, Collected>();
  const collected = (on: GrantedOn, resource: PlannedResource): Collected => {
    const name = targetOf(on, resource, { projectOf, refer });
    let one = byName.get(name);
    if (!one) {
      one = { name, type: on.type, bindings: [], audits: [], revoked: [], roles: new Set(), whole: false };
      byName.set(name, one);
    }
    return one;
  };
  for (const resource of resources) {
    const on = grantedOn(resource.type);
    if (!on) continue;
    const gone = resource.action === 'delete' ? resource.values : resource.before;
    if (gone) collected(on, { ...resource, values: gone }).revoked.push(...revokedBy(on.kind, gone));
    if (resource.action === 'delete' || resource.action === 'forget') continue;
    const one = collected(on, resource);
    if (on.kind === 'policy') {
      one.whole = true;
      const { bindings, audits } = ofPolicy(resource);
      one.bindings.push(...bindings);
      one.audits.push(...audits);
    } else if (on.kind === 'audit') one.audits.push(auditOf(resource));
    else {
      const binding = ofRole(resource, on.kind);
      one.bindings.push(binding);
      if (on.kind === 'binding' && !binding.condition) one.roles.add(binding.role);
    }
  }
  return [...byName.values()].map(
    ({ name, type, bindings, audits, roles, revoked, whole }): PlannedPolicy => ({
      name,
      type,
      policy: { bindings: bindings as readonly Binding[], auditConfigs: audits as AuditConfigs },
      open: !whole && !complete,
      roles,
      revoked,
    }),
  );
}

/** What is no longer granted once a resource is gone, or is another. A grant under a condition is left to its own. */
function revokedBy(kind: GrantedOn['kind'], { role, member, condition }: Json): Revoked[] {
  if (kind === 'policy') return [{}];
  if (kind === 'audit' || typeof role !== 'string') return [];
  if (Array.isArray(condition) && condition.length > 0) return [];
  if (kind === 'binding') return [{ role }];
  return typeof member === 'string' ? [{ role, member }] : [];
}

/** The name of what a resource grants on: of a planned asset, where the attribute that says it is not known yet. */
function targetOf(on: GrantedOn, resource: PlannedResource, { projectOf, refer }: Surroundings): string {
  const attribute = /\{(\w+)\}[^{]*$/.exec(on.name)?.[1] as string;
  const found = refer(resource, attribute, on.type);
  if (found?.startsWith('//')) return found;
  const values = { ...resource.values, ...(found !== undefined && { [attribute]: found }) };
  return nameOf(
    on,
    { ...resource, values: { ...values, ...spread(on, values[attribute]) } },
    projectOf(resource),
  ).name;
}

/**
 * The ids of keys and key rings may be the last parts of their names, `LOCATION/RING` or `PROJECT/LOCATION/RING/KEY`:
 * what stands in the holes of the name, from the end.
 */
function spread({ type, name }: GrantedOn, id: unknown): Json {
  if (!type.startsWith('cloudkms.') || typeof id !== 'string' || id.startsWith('projects/')) return {};
  const holes = [...name.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole as string).reverse();
  const parts = id.split('/').reverse();
  return Object.fromEntries(parts.slice(0, holes.length).map((part, i) => [holes[i], part]));
}

/** What is logged of one service: `google_*_iam_audit_config`. */
const auditOf = ({ values }: PlannedResource): unknown => ({
  service: values['service'],
  auditLogConfigs: Array.isArray(values['audit_log_config'])
    ? (values['audit_log_config'] as unknown[]).map((one) =>
        one instanceof Unknown
          ? one
          : { logType: (one as Json)['log_type'], exemptedMembers: (one as Json)['exempted_members'] ?? [] },
      )
    : (values['audit_log_config'] ?? []),
});

/** What a grant cannot be without: an Unknown stands for what a damaged plan leaves out. */
const told = (value: unknown, attribute: string): string =>
  (typeof value === 'string' || value instanceof Unknown
    ? value
    : new Unknown('malformed', `the plan gives no ${attribute}`)) as string;

function ofRole({ values, address }: PlannedResource, kind: 'binding' | 'member'): Binding {
  const { role, member, members, condition } = values;
  const one: unknown = Array.isArray(condition) ? condition[0] : condition;
  const all = kind === 'member' ? [told(member, 'member')] : (members ?? []);
  return written(
    {
      role: told(role, 'role'),
      members: all as readonly string[],
      ...(one !== undefined && { condition: one as Json }),
    },
    { address, role: 'role', members: kind === 'member' ? 'member' : 'members', each: kind === 'binding' },
  );
}

/** `policy_data` is a whole policy as JSON text. */
function ofPolicy({ values, address }: PlannedResource): {
  readonly bindings: readonly (Binding | Unknown)[];
  readonly audits: readonly unknown[];
} {
  const both = (unknown: Unknown) => ({ bindings: [unknown], audits: [unknown] });
  const { policy_data: text } = values;
  if (text instanceof Unknown) return both(text);
  let policy: unknown;
  try {
    policy = JSON.parse(String(text));
  } catch {
    return both(new Unknown('unconvertible', 'policy_data is not JSON'));
  }
  const { bindings, auditConfigs } = (policy ?? {}) as { bindings?: unknown; auditConfigs?: unknown };
  const read = (Array.isArray(bindings) ? (bindings as unknown[]) : []).map((one) => {
    const { role, members, condition } = (one ?? {}) as Partial<Binding>;
    if (typeof role !== 'string') return new Unknown('unconvertible', 'a binding of policy_data has no role');
    return written(
      {
        role,
        members: Array.isArray(members) ? members.map(String) : [],
        ...(condition && { condition }),
      },
      { address, role: undefined, members: 'policy_data', each: false },
    );
  });
  return { bindings: read, audits: Array.isArray(auditConfigs) ? (auditConfigs as unknown[]) : [] };
}
