import { ApiError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Call } from '../core/service.ts';
import type { Resource } from '../core/store.ts';
import type { Kind, Verb } from './kind.ts';

/** The path that a call names: a resource or a parent. */
export const pathOfCall = (call: Call, kind: Kind): string =>
  kind.path?.(call) ?? Object.values(call.vars)[0] ?? '';

const withProject = (path: string, project: (key: string) => string): string =>
  path.replace(/^projects\/([^/]+)/, (_, key: string) => `projects/${project(key)}`);

/** A path with the project's id, whichever of id and number was sent. */
export const withId = ({ cloud }: Call, path: string): string =>
  withProject(path, (key) => cloud.project(key)?.id ?? key);

/** A path with the project's number, whichever of both was sent. */
export const withNumber = ({ cloud }: Call, path: string): string =>
  withProject(path, (key) => cloud.project(key)?.number ?? key);

/** Full resource name of what a path names. */
export const fullName = (call: Call, kind: Kind, path: string): string =>
  kind.locate?.(call, path) ??
  `//${kind.type.split('/')[0]}/${kind.numbered ? withNumber(call, path) : withId(call, path)}`;

/** As the API shows the name of a path. */
export const shownName = (call: Call, kind: Kind, path: string): string =>
  kind.shown?.(call, path) ?? withId(call, path);

export const permissionOf = (kind: Kind, verb: Verb): string =>
  kind.permissions?.[verb] ?? `${kind.permission}.${verb}`;

/** 404 in the API's words. */
export const notFound = (call: Call, kind: Kind, path: string): ApiError =>
  new ApiError(404, {
    message: kind.missing?.(shownName(call, kind, path)) ?? 'Requested entity was not found.',
  });

/** The resource that a call names; 403 without the permission, 404 where there is none. */
export function found(call: Call, kind: Kind, permission: string, path = pathOfCall(call, kind)): Resource {
  const name = fullName(call, kind, path);
  call.require(permission, name);
  const resource = call.cloud.store.get(name);
  if (resource?.type !== kind.type) throw notFound(call, kind, path);
  return resource;
}

/** `type.googleapis.com/...` with a message's fields, as operations carry it. */
export const typed = (message: string, data: JsonObject): JsonObject => ({
  '@type': `type.googleapis.com/${message}`,
  ...data,
});
