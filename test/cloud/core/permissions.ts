import type { Cloud } from '../cloud.ts';
import { listOf } from './json.ts';
import { containerName, containerOf, projectOf } from './names.ts';
import type { Policy } from './policy.ts';
import { grants, type Roles } from './roles.ts';

/**
 * The resource and what it stands in, nearest first, as full names: policies of all of them grant
 * (https://cloud.google.com/iam/docs/resource-hierarchy-access-control).
 */
function ancestryOf(cloud: Cloud, resource: string): readonly string[] {
  const own = resource.startsWith('//') ? resource : containerName(resource);
  const project = projectOf(own) ?? cloud.store.get(own)?.project;
  const start = project === undefined || project === '' ? containerOf(own) : `projects/${project}`;
  const containers: string[] = [];
  for (let next = start; next !== undefined; ) {
    const one = cloud.container(next);
    if (!one) break;
    containers.push(one.name);
    next = typeof one.data['parent'] === 'string' ? one.data['parent'] : undefined;
  }
  return containers.includes(own) ? containers : [own, ...containers];
}

/** Whether a member has a permission on a resource, by its policy or one of an ancestor. */
export const granted = (cloud: Cloud, member: string, permission: string, resource: string): boolean =>
  ancestryOf(cloud, resource).some((name) => {
    const policy = cloud.store.get(name)?.iam;
    return policy !== undefined && allows(cloud, policy, member, permission);
  });

/** A condition is taken as met: what the services here check has none. */
const allows = (cloud: Cloud, policy: Policy, member: string, permission: string): boolean =>
  (policy.bindings ?? []).some(
    ({ role, members }) =>
      members.some((one) => one === member || one === 'allUsers' || one === 'allAuthenticatedUsers') &&
      grants(role, permission, { ...cloud.roles, ...ownRole(cloud, role) }),
  );

/** A custom role as IAM keeps it; one that is deleted or disabled grants nothing. */
function ownRole(cloud: Cloud, role: string): Roles {
  const data = role.startsWith('roles/') ? undefined : cloud.store.get(`//iam.googleapis.com/${role}`)?.data;
  if (!data) return {};
  const idle = data['deleted'] === true || data['stage'] === 'DISABLED';
  return { [role]: idle ? [] : listOf(data['includedPermissions']).map(String) };
}
