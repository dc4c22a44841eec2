import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import type { Call, Handler, Route } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { knativeOf, resourceVersionOf } from './knative.ts';
import { serviceFrom } from './knative-write.ts';
import { below, fullName, KINDS, type Kind, notFound, projectOfCall, withId } from './names.ts';
import { servicePolicies } from './v2.ts';
import { conflict, moveOn, removeService, writeService } from './write.ts';

/**
 * Cloud Run Admin API v1 (https://cloud.google.com/run/docs/reference/rest/v1), the one that gcloud speaks: Knative on a
 * regional host under `namespaces/`, or on the global host under `projects/.../locations/`.
 */

/** The region of a regional host; `-` of the global one. */
const regionOf = ({ host }: Call): string => /^(.+)-run\.googleapis\.com$/.exec(host)?.[1] ?? '-';

/** The v2 path of what a v1 path names or lists: `namespaces/p/services/s` has its region in the host. */
const pathOfCall = (call: Call): string => {
  const path = withId(call, call.vars['name'] ?? call.vars['parent'] ?? '');
  const [projects, project, ...rest] = path.split('/');
  return rest[0] === 'locations' ? path : [projects, project, 'locations', regionOf(call), ...rest].join('/');
};

/** What a v1 path names. A revision stands below its service in v2 and beside it in v1; on the global host any region. */
function named(call: Call, kind: Kind, action: string): Resource {
  const path = pathOfCall(call);
  const [, project = '', , location = ''] = path.split('/');
  const resource = call.cloud.store
    .list(KINDS[kind].type, { project, ...(location === '-' ? {} : { location }) })
    .find(({ name }) => lastOf(name) === lastOf(path));
  call.require(`${KINDS[kind].permissions}.${action}`, resource?.name ?? fullName(call, path));
  if (!resource) throw notFound(kind, path);
  return resource;
}

const shown = ({ cloud }: Call, resource: Resource): JsonObject =>
  knativeOf(resource, cloud.project(resource.project)?.number);

const get =
  (kind: Kind): Handler =>
  (call) => {
    const { name } = named(call, kind, 'get');
    if (kind === 'Service') moveOn(call, name);
    return shown(call, call.cloud.store.get(name) as Resource);
  };

const list =
  (kind: Kind): Handler =>
  (call) => {
    const { resources, unreachable } = below(call, kind, pathOfCall(call));
    const items = resources.map((one) => shown(call, one)).filter(selects(call.query.get('labelSelector')));
    return {
      apiVersion: kind === 'Job' ? 'run.googleapis.com/v1' : 'serving.knative.dev/v1',
      kind: `${kind}List`,
      metadata: {},
      ...(items.length > 0 ? { items } : {}),
      ...(unreachable.length > 0 ? { unreachable } : {}),
    };
  };

/** A label selector of the form `a = b, c = d`. */
function selects(selector: string | null): (item: JsonObject) => boolean {
  const wanted = (selector ?? '')
    .split(',')
    .map((one) => one.split(/\s*==?\s*/).map((part) => part.trim()))
    .filter(([key]) => key);
  return ({ metadata }) => {
    const labels = objectOf(objectOf(metadata)['labels']);
    return wanted.every(([key = '', value]) => labels[key] === value);
  };
}

function write(call: Call, name: string, before: Resource | undefined): JsonObject {
  const given = objectOf(call.body);
  const project = call.cloud.project(name.split('/')[4] ?? '');
  const wanted = serviceFrom(given);
  const dry = call.query.get('dryRun') === 'all';
  writeService(call, { name, before, wanted, projectNumber: project?.number ?? '' }, dry);
  return dry ? given : shown(call, call.cloud.store.get(name) as Resource);
}

const replace: Handler = (call) => {
  const before = named(call, 'Service', 'update');
  const given = textOf(objectOf(objectOf(call.body)['metadata'])['resourceVersion']);
  const current = resourceVersionOf(before.data);
  if (given !== undefined && given !== '' && given !== current) {
    throw conflict(lastOf(before.name), given, current);
  }
  return write(call, before.name, before);
};

const create: Handler = (call) => {
  const id = textOf(objectOf(objectOf(call.body)['metadata'])['name']) ?? '';
  const parent = pathOfCall(call).split('/').slice(0, 4);
  projectOfCall(call, parent[1] ?? '', 'run.services.create');
  const name = fullName(call, [...parent, 'services', id].join('/'));
  if (call.cloud.store.get(name)) {
    throw new ApiError(409, { status: 'ALREADY_EXISTS', message: `Resource '${id}' already exists.` });
  }
  return write(call, name, undefined);
};

const remove: Handler = (call) => {
  const before = named(call, 'Service', 'delete');
  call.cloud.operations.finish(removeService(call, before));
  return { status: 'Success', details: { name: lastOf(before.name) } };
};

/** The regions that something here runs in, and one where nothing does. */
const locations: Handler = (call) => {
  const { id } = projectOfCall(call, (call.vars['name'] ?? '').split('/')[1] ?? '', 'run.locations.list');
  const used = call.cloud.store
    .list(KINDS.Service.type, { project: id })
    .map(({ location = '' }) => location);
  return {
    locations: [...new Set([...used, 'us-central1'])].sort().map((locationId) => ({
      name: `projects/${id}/locations/${locationId}`,
      locationId,
      displayName: locationId,
    })),
  };
};

interface Table {
  readonly ids: string;
  readonly kind: Kind;
  /** What stands before a parent on each kind of host. */
  readonly group: string;
  readonly plural: string;
}

const TABLE: readonly Table[] = [
  { ids: 'services', kind: 'Service', group: '/apis/serving.knative.dev/v1', plural: 'services' },
  { ids: 'revisions', kind: 'Revision', group: '/apis/serving.knative.dev/v1', plural: 'revisions' },
  { ids: 'jobs', kind: 'Job', group: '/apis/run.googleapis.com/v1', plural: 'jobs' },
];

const PLACES = [
  { owner: 'run.namespaces', place: 'namespaces/[^/]+', regional: true },
  { owner: 'run.projects.locations', place: 'projects/[^/]+/locations/[^/]+', regional: false },
] as const;

/** Routes and handlers under the ids of the published description. */
const entries: readonly (Route & { readonly handler: Handler })[] = PLACES.flatMap(
  ({ owner, place, regional }) =>
    TABLE.flatMap(({ ids, kind, group, plural }) => {
      const base = regional ? group : '/v1';
      const one = new RegExp(`^${base}/(?<name>${place}/${plural}/[^/:]+)$`);
      const all = new RegExp(`^${base}/(?<parent>${place})/${plural}$`);
      const route = (verb: string, path: RegExp, method: string, handler: Handler) => ({
        verb,
        path,
        id: `${owner}.${ids}.${method}`,
        handler,
      });
      return [
        route('GET', all, 'list', list(kind)),
        route('GET', one, 'get', get(kind)),
        ...(kind === 'Service'
          ? [
              route('POST', all, 'create', create),
              route('PUT', one, 'replaceService', replace),
              route('DELETE', one, 'delete', remove),
            ]
          : []),
      ];
    }),
);

const SERVICE = '(?<resource>projects/[^/]+/locations/[^/]+/services/[^/:]+)';
const policy = (
  verb: string,
  method: 'getIamPolicy' | 'setIamPolicy' | 'testIamPermissions',
  handler: Handler,
) => ({
  verb,
  path: new RegExp(`^/v1/${SERVICE}:${method}$`),
  id: `run.projects.locations.services.${method}`,
  handler,
});

const all = [
  ...entries,
  policy('GET', 'getIamPolicy', servicePolicies.get),
  policy('POST', 'setIamPolicy', servicePolicies.set),
  policy('POST', 'testIamPermissions', servicePolicies.test),
  {
    verb: 'GET',
    path: /^\/v1\/(?<name>projects\/[^/]+)\/locations$/,
    id: 'run.projects.locations.list',
    handler: locations,
  },
];

export const v1: Readonly<Record<string, Handler>> = Object.fromEntries(
  all.map(({ id, handler }) => [id, handler]),
);
