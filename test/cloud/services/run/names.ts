import { ApiError } from '../../core/errors.ts';
import { lastOf } from '../../core/names.ts';
import type { Call } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';

export const API = 'run.googleapis.com';

/** Asset types, and what the API calls each in its messages. */
export const KINDS = {
  Service: { type: `${API}/Service`, kind: 'SERVICE', permissions: 'run.services' },
  Revision: { type: `${API}/Revision`, kind: 'REVISION', permissions: 'run.revisions' },
  Job: { type: `${API}/Job`, kind: 'JOB', permissions: 'run.jobs' },
} as const;

/** A kind of resource of Cloud Run. */
export type Kind = keyof typeof KINDS;

/** The project of a request by id or number, both; an unknown one is refused as any without permission is. */
export function projectOfCall(call: Call, key: string, permission: string): { id: string; number: string } {
  call.require(permission, `projects/${key}`);
  const { id, number } = call.cloud.project(key) ?? { id: key, number: key };
  return { id, number };
}

/** A path with the project's id in it, whichever of both was sent. */
export const withId = (call: Call, path: string): string =>
  path.replace(
    /^(?:projects|namespaces)\/([^/]+)/,
    (_, key: string) => `projects/${call.cloud.project(key)?.id ?? key}`,
  );

/** Full name of what a v2 path names. */
export const fullName = (call: Call, path: string): string => `//${API}/${withId(call, path)}`;

/** 404 in the service's words. */
export const notFound = (kind: Kind, path: string): ApiError => {
  const [, project = '', , location = ''] = path.split('/');
  const message = `Resource '${lastOf(path)}' of kind '${KINDS[kind].kind}' in region '${location}' in project '${project}' does not exist.`;
  return new ApiError(404, { message });
};

/** The resource that a v2 path names. */
export function found(call: Call, kind: Kind, path: string, action: string): Resource {
  const name = fullName(call, path);
  call.require(`${KINDS[kind].permissions}.${action}`, name);
  const resource = call.cloud.store.get(name);
  if (!resource) throw notFound(kind, withId(call, path));
  return resource;
}

/** The resources of a kind below `projects/p/locations/l`, where `-` is every location, and which did not answer. */
export function below(
  call: Call,
  kind: Kind,
  parent: string,
): { readonly resources: Resource[]; readonly unreachable: string[] } {
  const [, key = '', , location = '-'] = parent.split('/');
  const { id } = projectOfCall(call, key, `${KINDS[kind].permissions}.list`);
  const unreachable = call.unreachable.filter((one) => location === '-' || location === one);
  const resources = call.cloud.store
    .list(KINDS[kind].type, { project: id, ...(location === '-' ? {} : { location }) })
    .filter((one) => !unreachable.includes(one.location ?? ''));
  return { resources, unreachable };
}
