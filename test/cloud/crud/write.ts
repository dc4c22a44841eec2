import { ApiError } from '../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../core/json.ts';
import { containerOf, lastOf, locationOf, pathOf, projectOf } from '../core/names.ts';
import type { Call, Handler } from '../core/service.ts';
import type { Resource } from '../core/store.ts';
import { etagOf, numericIdOf } from '../core/tokens.ts';
import { longrunning } from '../core/views.ts';
import { snake } from '../schema/message.ts';
import { changed, given, holdEtag, maskFor } from './change.ts';
import { found, fullName, notFound, pathOfCall, permissionOf, shownName, typed } from './find.ts';
import type { Kind, Write } from './kind.ts';

/** Stores a write: with what the service sets, in place of what was there. */
export function stored(call: Call, kind: Kind, write: Write): Resource {
  const { name, before } = write;
  const { cloud } = call;
  // How often it was written, so that an etag never comes back.
  const version = cloud.store.history(name).length + 1;
  const filled = kind.fill?.(call, write) ?? write.data;
  const data = kind.etag ? { ...filled, etag: etagOf(name, version) } : filled;
  const project = before?.project ?? cloud.project(projectOf(name) ?? '')?.id ?? '';
  return cloud.store.put({ ...before, name, type: kind.type, project, location: locationOf(name), data });
}

/** Does the work of a write at once, or starts the operation that does it. */
function run(
  call: Call,
  kind: Kind,
  verb: 'create' | 'update' | 'delete',
  { name, path, effect, undo }: { name: string; path: string; effect: () => JsonObject; undo?: () => void },
): JsonObject {
  const { cloud } = call;
  const { work } = kind;
  if (!work?.verbs.includes(verb)) return effect();
  const place = pathOf(name).split('/').slice(0, 4).join('/');
  const project = cloud.project(projectOf(name) ?? '')?.id ?? '';
  const createTime = cloud.clock.iso();
  const dry = call.query.get('validateOnly') === 'true';
  const operation = cloud.operations.start({
    kind: 'longrunning',
    target: name,
    type: verb,
    member: call.principal.member,
    project,
    location: locationOf(name),
    parent: `${place.includes('/locations/') ? place : containerOf(place)}/operations`,
    fate: call.fate,
    metadata: ({ ended }) =>
      typed(work.metadata, {
        ...work.details?.(call, verb, path, ended),
        ...(work.details ? { createTime, ...(ended === undefined ? {} : { endTime: ended }) } : {}),
      }),
    effect: () => {
      if (dry) return typed(work.message, {});
      const result = effect();
      return verb === 'delete' ? typed(EMPTY, {}) : typed(work.message, result);
    },
    ...(undo ? { failure: undo } : {}),
  });
  return longrunning(dry ? cloud.operations.finish(operation) : operation);
}

const EMPTY = 'google.protobuf.Empty';

/** Refuses a write of what another one is still being done to; the API documents the status, not the words. */
function holdStill({ work }: Kind, { name, data }: Resource): void {
  if (!work?.states || data['state'] === 'READY') return;
  throw new ApiError(400, {
    status: 'FAILED_PRECONDITION',
    message: `The operation cannot be performed while '${lastOf(name)}' is in state ${data['state']}.`,
  });
}

const named = (kind: Kind, path: string, data: JsonObject): JsonObject => ({
  ...data,
  ...(kind.naming?.(path, data) ?? { name: path }),
});

export const create =
  (kind: Kind): Handler =>
  (call) => {
    const parent = pathOfCall(call, kind);
    call.require(permissionOf(kind, 'create'), fullName(call, kind, parent));
    return made(call, kind, `${parent}/${kind.plural}/${idFor(call, kind, parent)}`);
  };

const idFor = (call: Call, kind: Kind, parent: string): string => {
  const names = kind.id === undefined ? [] : [kind.id, snake(kind.id)];
  const [asked] = names.flatMap((one) => call.query.get(one) ?? []);
  const id = asked ?? kind.idOf?.(call, objectOf(call.body), parent);
  return id || numericIdOf(kind.type, parent, call.cloud.clock.now(), call.cloud.store.revision);
};

function made(call: Call, kind: Kind, path: string): JsonObject {
  const name = fullName(call, kind, path);
  const shown = shownName(call, kind, path);
  if (call.cloud.store.get(name)) {
    const message = kind.taken?.(shown) ?? `Resource '${shown}' already exists.`;
    throw new ApiError(409, { status: 'ALREADY_EXISTS', message });
  }
  const { etag: _, ...resource } = given(call, kind);
  const data = named(kind, shown, resource);
  const write: Write = {
    name,
    path: shown,
    before: undefined,
    data,
    mask: Object.keys(data).map((key) => [key]),
  };
  kind.check?.(call, write);
  const { store } = call.cloud;
  if (kind.work?.states) {
    const draft = stored(call, kind, write);
    store.patch(name, { data: { state: 'CREATING' } });
    return run(call, kind, 'create', {
      name,
      path: shown,
      effect: () => store.put({ ...draft, data: { ...draft.data, state: 'READY' } }).data,
      undo: () => store.remove(name),
    });
  }
  return run(call, kind, 'create', { name, path: shown, effect: () => stored(call, kind, write).data });
}

/** Changes what the mask names, from what is there when the change takes place. */
export const update =
  (kind: Kind): Handler =>
  (call) => {
    const path = pathOfCall(call, kind);
    const name = fullName(call, kind, path);
    call.require(permissionOf(kind, 'update'), name);
    const { store } = call.cloud;
    const before = store.get(name);
    if (!before) {
      if (!kind.allowMissing || call.query.get('allowMissing') !== 'true') throw notFound(call, kind, path);
      return made(call, kind, path);
    }
    const resource = given(call, kind);
    holdEtag(kind, before, textOf(resource['etag']) ?? textOf(objectOf(call.body)['etag']));
    holdStill(kind, before);
    const mask = maskFor(call, kind, resource, before.data);
    const write = (was: Resource): Write => ({
      name,
      path: shownName(call, kind, path),
      before: was,
      data: named(kind, shownName(call, kind, path), changed(call, kind, mask, resource, was.data)),
      mask,
    });
    const checked = write(before);
    kind.check?.(call, checked);
    const states = kind.work?.states;
    if (states) store.patch(name, { data: { state: 'UPDATING' } });
    return run(call, kind, 'update', {
      name,
      path: checked.path,
      effect: () => {
        const was = store.get(name);
        if (!was) throw notFound(call, kind, path);
        const ready = states ? { ...was, data: { ...was.data, state: 'READY' } } : was;
        return stored(call, kind, write(ready)).data;
      },
      ...(states ? { undo: () => store.patch(name, { data: { state: 'READY' } }) } : {}),
    });
  };

/** Removes a resource and what stands below it. */
export const remove =
  (kind: Kind): Handler =>
  (call) => {
    const path = pathOfCall(call, kind);
    const resource = found(call, kind, permissionOf(kind, 'delete'), path);
    holdEtag(kind, resource, call.query.get('etag'));
    holdStill(kind, resource);
    kind.leaving?.(call, resource);
    const { store } = call.cloud;
    const { name, project } = resource;
    if (kind.work?.states) store.patch(name, { data: { state: 'DELETING' } });
    return run(call, kind, 'delete', {
      name,
      path: shownName(call, kind, path),
      effect: () => {
        for (const one of store.list('*', { project })) {
          if (one.name === name || one.name.startsWith(`${name}/`)) store.remove(one.name);
        }
        return {};
      },
      ...(kind.work?.states ? { undo: () => store.patch(name, { data: { state: 'READY' } }) } : {}),
    });
  };
