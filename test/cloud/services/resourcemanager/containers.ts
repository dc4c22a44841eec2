import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { containerOf, lastOf } from '../../core/names.ts';
import { denied } from '../../core/refusals.ts';
import type { Call } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';

export const API = 'cloudresourcemanager.googleapis.com';

/** What each kind of container is called: its asset type and how its permissions begin. */
export const KINDS = {
  projects: { type: `${API}/Project`, permissions: 'resourcemanager.projects' },
  folders: { type: `${API}/Folder`, permissions: 'resourcemanager.folders' },
  organizations: { type: `${API}/Organization`, permissions: 'resourcemanager.organizations' },
} as const;

export type Kind = keyof typeof KINDS;

/** The kind of a path: `projects/p`. */
export const kindOf = (path: string): Kind => {
  const kind = path.split('/')[0] ?? '';
  return kind in KINDS ? (kind as Kind) : 'projects';
};

/**
 * The container a path names, once the caller has the permission on it. What is not there is refused as what may not be
 * seen is: the API does not say which (recorded: 403 "The caller does not have permission").
 */
export function containerIn(call: Call, path: string, action: string): Resource {
  const permission = `${KINDS[kindOf(path)].permissions}.${action}`;
  call.require(permission, path);
  const found = call.cloud.container(path);
  if (!found) throw denied(API, call.principal.member, permission, path);
  return found;
}

/** The path a call means: `name` or `resource` of v3, `resource` of v1, which for projects is the bare id. */
export function pathOfCall({ vars, method }: Call): string {
  const given = vars['name'] ?? vars['resource'] ?? vars['projectId'] ?? '';
  const version1 = /^cloudresourcemanager\.(\w+)\./.exec(method.id)?.[1];
  return containerOf(given) ?? `${version1 ?? 'projects'}/${given}`;
}

/** What stands directly in a parent, or everything of a kind. */
export const childrenOf = (call: Call, kind: Kind, parent?: string): Resource[] =>
  call.cloud.store
    .list(KINDS[kind].type)
    .filter(({ data }) => parent === undefined || textOf(data['parent']) === parent);

/**
 * What of a list the caller may see and the query asks for: `parent:folders/1`, `projectId:p*`, `displayName=x`,
 * `labels.env:prod`, `state:ACTIVE`; parts are joined by AND or a space
 * (https://cloud.google.com/resource-manager/reference/rest/v3/projects/search).
 */
export function visible(call: Call, kind: Kind, all: readonly Resource[], query: string): JsonObject[] {
  const parts = query
    .trim()
    .split(/\s+(?:AND\s+)?/i)
    .filter((part) => part !== '');
  const tests = parts.map(testOf);
  return all
    .filter(({ name }) => call.may(`${KINDS[kind].permissions}.get`, name))
    .map(({ data }) => data)
    .filter((data) => tests.every((test) => test(data)));
}

function testOf(part: string): (data: JsonObject) => boolean {
  const [, key = '', wanted = ''] = /^([\w.]+)[:=]"?([^"]*)"?$/.exec(part) ?? [];
  if (key === '') {
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message: `The query "${part}" is not one that is understood: key:value, joined by AND.`,
    });
  }
  const [first = '', second] = key.split('.');
  const pattern = new RegExp(`^${wanted.split('*').map(escaped).join('.*')}$`, 'i');
  const named = first === 'id' ? 'projectId' : first === 'name' ? 'displayName' : first;
  return (data) => {
    const value = second === undefined ? data[named] : objectOf(data[named])[second];
    return pattern.test(textOf(value) ?? '');
  };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A project as v1 has it (https://cloud.google.com/resource-manager/reference/rest/v1/projects). */
export function projectV1({ data, name }: { readonly data: JsonObject; readonly name: string }): JsonObject {
  const [parent, id] = (textOf(data['parent']) ?? '').split('/');
  return {
    projectNumber: lastOf(name),
    projectId: data['projectId'] ?? '',
    lifecycleState: data['state'] ?? 'ACTIVE',
    name: data['displayName'] ?? '',
    createTime: data['createTime'] ?? '',
    ...(data['labels'] === undefined ? {} : { labels: data['labels'] }),
    ...(id === undefined ? {} : { parent: { type: parent === 'folders' ? 'folder' : 'organization', id } }),
  };
}

/** An organization as v1 has it. */
export const organizationV1 = (data: JsonObject): JsonObject => ({
  name: data['name'] ?? '',
  displayName: data['displayName'] ?? '',
  creationTime: data['createTime'] ?? '',
  lifecycleState: data['state'] ?? 'ACTIVE',
  owner: { directoryCustomerId: data['directoryCustomerId'] ?? '' },
});
