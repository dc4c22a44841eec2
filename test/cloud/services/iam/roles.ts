import { textOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import { paged } from '../../core/pages.ts';
import { PREDEFINED } from '../../core/predefined.ts';
import type { Handler } from '../../core/service.ts';
import { holdEtag } from '../../crud/change.ts';
import { found, fullName, pathOfCall } from '../../crud/find.ts';
import type { Kind } from '../../crud/kind.ts';
import { stored } from '../../crud/write.ts';

/** Custom roles of projects and organizations; those of a project grant what they include. */
export const ROLE: Kind = {
  type: 'iam.googleapis.com/Role',
  plural: 'roles',
  permission: 'iam.roles',
  methods: Object.fromEntries(
    ['projects', 'organizations'].flatMap((parent) => [
      [`iam.${parent}.roles.get`, 'get'],
      [`iam.${parent}.roles.patch`, 'update'],
    ]),
  ),
  unmasked: 'populated',
  etag: {
    http: 409,
    status: 'ABORTED',
    message: 'There were concurrent changes of the role: its etag is not the present one.',
  },
  missing: (path) => `The role named ${path} was not found.`,
  taken: (path) => `A role named ${lastOf(path)} in ${path.split('/roles/')[0]} already exists.`,
};

/** A create has the role beside its id. */
export const NEW_ROLE: Kind = {
  ...ROLE,
  methods: { 'iam.projects.roles.create': 'create', 'iam.organizations.roles.create': 'create' },
  wrapped: 'role',
  idOf: (_, body) => textOf(body['roleId']) ?? '',
};

/** Without permissions unless `view` is FULL, and without the deleted ones unless they are asked for. */
const list: Handler = (call) => {
  const parent = fullName(call, ROLE, pathOfCall(call, ROLE));
  call.require('iam.roles.list', parent);
  const roles = call.cloud.store
    .list(ROLE.type)
    .filter(({ name }) => name.startsWith(`${parent}/roles/`))
    .map(({ data }) => data)
    .filter(({ deleted }) => deleted !== true || call.query.get('showDeleted') === 'true')
    .map(({ includedPermissions, ...basic }) =>
      call.query.get('view') === 'FULL' && includedPermissions !== undefined
        ? { ...basic, includedPermissions }
        : basic,
    );
  return paged(call, 'roles', roles, { size: 300, most: 1000 });
};

/** A role that is deleted can be had back for seven days (https://cloud.google.com/iam/docs/creating-custom-roles). */
const mark =
  (permission: string, deleted: boolean): Handler =>
  (call) => {
    const before = found(call, ROLE, permission);
    holdEtag(ROLE, before, call.query.get('etag'));
    const { deleted: _, ...data } = before.data;
    const write = { name: before.name, path: textOf(data['name']) ?? '', before, mask: [] };
    return stored(call, ROLE, { ...write, data: deleted ? { ...data, deleted } : data }).data;
  };

/** Permissions that a custom role can have: those that are known here, on one page. */
const testable: Handler = () => {
  const known = new Set(Object.values(PREDEFINED).flat());
  const names = [...known].filter((one) => !one.endsWith('*')).sort();
  return { permissions: names.map((name) => ({ name, stage: 'GA' })) };
};

export const roleHandlers: Readonly<Record<string, Handler>> = {
  'iam.permissions.queryTestablePermissions': testable,
  ...Object.fromEntries(
    ['projects', 'organizations'].flatMap((parent) => [
      [`iam.${parent}.roles.list`, list],
      [`iam.${parent}.roles.delete`, mark('iam.roles.delete', true)],
      [`iam.${parent}.roles.undelete`, mark('iam.roles.undelete', false)],
    ]),
  ),
};
