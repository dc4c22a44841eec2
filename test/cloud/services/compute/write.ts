import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { merged } from '../../core/merge.ts';
import { pathOf } from '../../core/names.ts';
import type { Call, Handler } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf } from '../../core/tokens.ts';
import { COLLECTIONS, type Collection, typeOf } from './collections.ts';
import { checkFingerprint, fullName, LINKS, namedBy, pathOf as pathIn, permission } from './names.ts';
import { start } from './operations.ts';
import { found } from './read.ts';
import { linked, shown } from './shown.ts';

/** Fields that the service sets, whatever a request says. */
const OUTPUT = [
  'kind',
  'id',
  'creationTimestamp',
  'selfLink',
  'selfLinkWithId',
  'fingerprint',
  'labelFingerprint',
  'region',
  'zone',
  'name',
];

/** A request's resource without what only the service sets; `projects/…` as links. */
export const writable = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(objectOf(linked(body))).filter(([key]) => !OUTPUT.includes(key)));

/** Stores a resource anew, with the fingerprint of its next version. */
export function rewrite(call: Call, collection: Collection, name: string, data: JsonObject): null {
  const version = call.cloud.store.history(name).length + 1;
  const fingerprint = collection.fingerprint ? { fingerprint: etagOf(name, version) } : {};
  call.cloud.store.patch(name, { data: { ...data, ...fingerprint } });
  return null;
}

/** 400 while another operation on the resource is under way (reason resourceNotReady, which Google's own clients retry). */
export function ready(call: Call, name: string): void {
  if (call.cloud.operations.list('compute', { target: name }).every(({ status }) => status === 'DONE'))
    return;
  const message = `The resource '${pathOf(name)}' is not ready`;
  throw new ApiError(400, { message, reason: 'resourceNotReady' });
}

const insert =
  (collection: Collection): Handler =>
  (call) => {
    const body = objectOf(call.body);
    const named = { ...namedBy(call), short: textOf(body['name']) ?? '' };
    const name = fullName(named);
    call.require(permission(collection, named.scope, 'create'), `projects/${named.project}`);
    if (call.cloud.store.get(name)) {
      const message = `The resource '${pathIn(named)}' already exists`;
      throw new ApiError(409, { status: 'ALREADY_EXISTS', message, reason: 'alreadyExists' });
    }
    ready(call, name);
    return start(call, name, 'insert', () => {
      const data = {
        kind: collection.kind,
        id: numericIdOf(name, call.cloud.clock.now()),
        creationTimestamp: call.cloud.clock.iso(),
        name: named.short,
        selfLink: LINKS + pathIn(named),
        ...collection.defaults?.(named.short, body),
        ...writable(body),
        ...(collection.fingerprint ? { fingerprint: etagOf(name, 0, call.cloud.clock.now()) } : {}),
      };
      call.cloud.store.put({ name, type: typeOf(collection, named.scope), project: named.project, data });
      return null;
    });
  };

/** Changes a resource: PATCH merges, PUT replaces all that a client sets. */
const write =
  (collection: Collection, whole: boolean): Handler =>
  (call) => {
    const before = found(call, collection, 'update');
    const body = objectOf(call.body);
    if (collection.fingerprint) {
      checkFingerprint(body['fingerprint'], shown(collection, before)['fingerprint'], { needed: true });
    }
    ready(call, before.name);
    const patched = whole ? replaced(collection, before, body) : merged(before.data, writable(body));
    return start(
      call,
      before.name,
      OPERATIONS[`${collection.plural}.${whole ? 'update' : 'patch'}`] ?? (whole ? 'update' : 'patch'),
      () => {
        for (const key of Object.keys(before.data)) {
          if (!(key in patched)) call.cloud.store.patch(before.name, { data: { [key]: undefined } });
        }
        return rewrite(call, collection, before.name, patched);
      },
    );
  };

/** Types of operations that are not the method's name, as recorded. */
const OPERATIONS: Readonly<Record<string, string>> = { 'sslPolicies.patch': 'compute.sslPolicies.patch' };

const replaced = (collection: Collection, { data }: Resource, body: JsonObject): JsonObject => ({
  ...Object.fromEntries(OUTPUT.flatMap((key) => (data[key] === undefined ? [] : [[key, data[key]]]))),
  ...collection.defaults?.(String(data['name']), body),
  ...writable(body),
});

const remove =
  (collection: Collection): Handler =>
  (call) => {
    const before = found(call, collection, 'delete');
    ready(call, before.name);
    const user = call.cloud.store
      .list('*', { project: before.project })
      .find(({ name, data }) => name !== before.name && uses(data, pathOf(before.name)));
    const singular = collection.kind.replace('compute#', '');
    const inUse = {
      code: 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE',
      message: `The ${singular} resource '${pathOf(before.name)}' is already being used by '${pathOf(user?.name ?? '')}'`,
    };
    const effect = (): null => {
      call.cloud.store.remove(before.name);
      return null;
    };
    return start(call, before.name, 'delete', effect, user ? { ...call.fate, fails: inUse } : call.fate);
  };

const uses = (data: JsonObject, path: string): boolean => JSON.stringify(data).includes(`/${path}"`);

/** Insert, Patch, Update and Delete of every collection, by class and method. */
export const writes: Readonly<Record<string, Handler>> = Object.fromEntries(
  COLLECTIONS.flatMap((collection) =>
    Object.values(collection.classes).flatMap((name) => [
      [`${name}.Insert`, insert(collection)],
      [`${name}.Patch`, write(collection, false)],
      [`${name}.Update`, write(collection, true)],
      [`${name}.Delete`, remove(collection)],
    ]),
  ),
);
