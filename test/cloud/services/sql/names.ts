import { ApiError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';

export const TYPE = 'sqladmin.googleapis.com/Instance';

/** The project of a call, its id whichever of id and number was sent; a foreign one is refused with 403 notAuthorized. */
export function projectId(call: Call, permission: string): string {
  const key = call.vars['project'] ?? '';
  call.require(permission, `projects/${key}`);
  return call.cloud.project(key)?.id ?? key;
}

/** Full name of an instance, in the spelling of the inventory: its service is not that of the API. */
export const instanceName = (project: string, instance: string): string =>
  `//cloudsql.googleapis.com/projects/${project}/instances/${instance}`;

/** The instance that a call names, once the caller has the permission: 404 as recorded. */
export function instanceOf(call: Call, permission: string): Resource {
  const key = call.vars['project'] ?? '';
  const name = instanceName(call.cloud.project(key)?.id ?? key, call.vars['instance'] ?? '');
  call.require(permission, name);
  const found = call.cloud.store.get(name);
  if (found) return found;
  throw new ApiError(404, {
    message: 'The Cloud SQL instance does not exist.',
    reason: 'instanceDoesNotExist',
  });
}

/** 404 of what stands in an instance, as recorded. */
export const notFound = (): ApiError =>
  new ApiError(404, { status: 'NOT_FOUND', message: 'Not Found', reason: 'notFound' });

/** 400 in the service's words. */
export const invalid = (message: string, reason = 'invalidRequest'): ApiError =>
  new ApiError(400, { message, reason });

/** Where the version of the API that was asked stands: what `selfLink` begins with. */
export const rootOf = ({ method }: Call): string =>
  `https://sqladmin.googleapis.com/${method.id.includes('.v1beta4.') ? 'sql/v1beta4' : 'v1'}`;
