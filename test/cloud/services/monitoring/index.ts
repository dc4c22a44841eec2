import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler, Service } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { numericIdOf, sameEtag } from '../../core/tokens.ts';
import { masked, maskOf } from '../../schema/mask.ts';
import { KINDS, type Kind } from './kinds.ts';
import { given, stamped } from './records.ts';

/** The one variable that every path of the API has: a name or a parent. */
const pathOfCall = ({ vars }: Call): string => Object.values(vars)[0] ?? '';

/** Full name of what a path names, with the project's id whichever of id and number was sent. */
const fullName = (call: Call, path: string): string =>
  `//monitoring.googleapis.com/${path.replace(/^projects\/([^/]+)/, (_, key: string) => `projects/${call.cloud.project(key)?.id ?? key}`)}`;

/** 404, in the words recorded of each. */
function notFound(call: Call, { one }: Kind, path: string): ApiError {
  const [, key = '', , service = ''] = path.split('/');
  const number = call.cloud.project(key)?.number ?? key;
  const words: Readonly<Record<string, string>> = {
    Service: `There is no service with id '${service}' in project '${number}'`,
    ServiceLevelObjective: `There is no slo with id "${lastOf(path)}" under service "${service}" in project "${key}"`,
  };
  return new ApiError(404, { message: words[one] ?? 'Requested entity was not found.' });
}

function found(call: Call, kind: Kind, action: string): Resource {
  const path = pathOfCall(call);
  const name = fullName(call, path);
  call.require(`${kind.permission}.${action}`, name);
  const resource = call.cloud.store.get(name);
  if (!resource) throw notFound(call, kind, path);
  return resource;
}

const get =
  (kind: Kind): Handler =>
  (call) =>
    found(call, kind, 'get').data;

const list =
  (kind: Kind): Handler =>
  (call) => {
    const parent = fullName(call, pathOfCall(call));
    call.require(`${kind.permission}.list`, parent);
    const all = call.cloud.store
      .list(kind.type)
      .filter(({ name }) => name.startsWith(`${parent}/${kind.plural}/`))
      .map(({ data }) => data);
    const page = paged(call, kind.field, all, { size: 100, most: 1000 });
    return kind.counts && all.length > 0 ? { ...page, totalSize: all.length } : page;
  };

const create =
  (kind: Kind): Handler =>
  (call) => {
    const parent = pathOfCall(call);
    call.require(`${kind.permission}.create`, fullName(call, parent));
    const body = objectOf(call.body);
    const now = call.cloud.clock.now();
    const chosen =
      kind.id === undefined
        ? kind.etag
          ? textOf(body['name'])?.split('/').pop()
          : undefined
        : call.query.get(kind.id);
    const id = chosen || numericIdOf(kind.plural, parent, now, call.cloud.store.list(kind.type).length);
    const name = fullName(call, `${parent}/${kind.plural}/${id}`);
    if (call.cloud.store.get(name)) {
      throw new ApiError(409, { status: 'ALREADY_EXISTS', message: 'Requested entity already exists' });
    }
    const [, key = '', ...rest] = parent.split('/');
    const project = kind.numbered ? (call.cloud.project(key)?.number ?? key) : key;
    const shown = ['projects', project, ...rest, kind.plural, id].join('/');
    const data = stamped(call, kind, name, { ...kind.defaults, ...given(body), name: shown }, undefined);
    return call.cloud.store.put({ name, type: kind.type, data }).data;
  };

/** A mask is in snake_case or camelCase; without one everything that a client sets is replaced. */
const update =
  (kind: Kind): Handler =>
  (call) => {
    const before = found(call, kind, 'update');
    const body = objectOf(call.body);
    const etag = textOf(body['etag']);
    if (
      kind.etag &&
      etag !== undefined &&
      etag !== '' &&
      !sameEtag(etag, String(before.data['etag'] ?? ''))
    ) {
      throw new ApiError(409, {
        status: 'ABORTED',
        message: 'The etag provided does not match the current etag.',
      });
    }
    const mask = maskOf(call);
    const wanted = mask ? masked(before.data, body, mask) : given(body);
    const data: JsonObject = { ...given(wanted), name: before.data['name'] ?? pathOfCall(call) };
    return call.cloud.store.put({ ...before, data: stamped(call, kind, before.name, data, before) }).data;
  };

/** A channel that a policy names is kept, unless `force` is set (DeleteNotificationChannelRequest.force). */
const remove =
  (kind: Kind): Handler =>
  (call) => {
    const { name, data, project } = found(call, kind, 'delete');
    const used =
      kind.one === 'NotificationChannel' &&
      call.query.get('force') !== 'true' &&
      call.cloud.store
        .list('monitoring.googleapis.com/AlertPolicy', { project })
        .some((one) =>
          JSON.stringify(one.data['notificationChannels'] ?? []).includes(`"${String(data['name'])}"`),
        );
    if (used) {
      const message = `Notification channel "${String(data['name'])}" is used by an alert policy.`;
      throw new ApiError(400, { status: 'FAILED_PRECONDITION', message });
    }
    for (const one of call.cloud.store.list('*', { project })) {
      if (one.name === name || one.name.startsWith(`${name}/`)) call.cloud.store.remove(one.name);
    }
    return {};
  };

/** Cloud Monitoring v3, what is configured in it, and dashboards v1. */
export default {
  host: 'monitoring.googleapis.com',
  handlers: Object.fromEntries(
    KINDS.flatMap((kind) => [
      [`${kind.rpc}.Get${kind.one}`, get(kind)],
      [`${kind.rpc}.List${kind.many}`, list(kind)],
      [`${kind.rpc}.Create${kind.one}`, create(kind)],
      [`${kind.rpc}.Update${kind.one}`, update(kind)],
      [`${kind.rpc}.Delete${kind.one}`, remove(kind)],
    ]),
  ),
} satisfies Service;
