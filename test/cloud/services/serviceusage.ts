import type { Cloud } from '../cloud.ts';
import { badRequest } from '../core/details.ts';
import { ApiError } from '../core/errors.ts';
import { titleOf } from '../core/hosts.ts';
import { type Json, type JsonObject, listOf, objectOf } from '../core/json.ts';
import { lastOf, projectOf } from '../core/names.ts';
import { paged } from '../core/pages.ts';
import { denied } from '../core/refusals.ts';
import { serviceName, setService } from '../core/seed.ts';
import type { Call, Handler, Service } from '../core/service.ts';
import { longrunning, operationHandlers } from '../core/views.ts';

const API = 'serviceusage.googleapis.com';
const TYPE = 'serviceusage.googleapis.com/Service';
const RPC = 'google.api.serviceusage.v1.ServiceUsage';

interface Project {
  readonly id: string;
  readonly number: string;
}

/** The project a name stands in; 403 where there is none, for the API does not say which it is. */
function projectFor(call: Call, name: string, permission: string): Project {
  const key = projectOf(name) ?? '';
  call.require(permission, `projects/${key}`);
  const found = call.cloud.project(key);
  if (!found) throw denied(API, call.principal.member, permission, `projects/${key}`);
  return found;
}

/** An API of a project as the reply shows it; one that was never enabled has a record too. */
function shown(cloud: Cloud, { number }: Project, api: string): JsonObject {
  const path = `projects/${number}`;
  return (
    cloud.store.get(serviceName(number, api))?.data ?? {
      name: `${path}/services/${api}`,
      parent: path,
      config: { name: api, title: titleOf(api) },
      state: 'DISABLED',
    }
  );
}

const get: Handler = (call) => {
  const project = projectFor(call, call.vars['name'] ?? '', 'serviceusage.services.get');
  return shown(call.cloud, project, lastOf(call.vars['name'] ?? ''));
};

const list: Handler = (call) => {
  const project = projectFor(call, call.vars['parent'] ?? '', 'serviceusage.services.list');
  const state = /^state:(ENABLED|DISABLED)$/.exec(call.query.get('filter') ?? '')?.[1];
  const services = call.cloud.store
    .list(TYPE, { project: project.id })
    .map(({ data }) => data)
    .filter((data) => state === undefined || data['state'] === state);
  return paged(call, 'services', services, { size: 50, most: 200 });
};

/** Starts an operation that sets the state of some APIs, all or none. */
function change(
  call: Call,
  project: Project,
  apis: readonly string[],
  state: 'ENABLED' | 'DISABLED',
  response: (services: JsonObject[]) => JsonObject,
): Json {
  const { cloud } = call;
  return longrunning(
    cloud.operations.start({
      kind: 'longrunning',
      target: `//${API}/projects/${project.number}/services/${apis[0] ?? ''}`,
      type: state,
      member: call.principal.member,
      project: project.id,
      fate: call.fate,
      metadata: () => ({
        '@type': 'type.googleapis.com/google.api.serviceusage.v1.OperationMetadata',
        resourceNames: apis.map((api) => `projects/${project.number}/services/${api}`),
      }),
      effect: () => response(apis.map((api) => setService(cloud, project, api, state).data)),
    }),
  );
}

const typed = (name: string, fields: JsonObject): JsonObject => ({
  '@type': `type.googleapis.com/google.api.serviceusage.v1.${name}`,
  ...fields,
});

const enable: Handler = (call) => {
  const name = call.vars['name'] ?? '';
  const project = projectFor(call, name, 'serviceusage.services.enable');
  return change(call, project, [lastOf(name)], 'ENABLED', ([service]) =>
    typed('EnableServiceResponse', { service: service ?? {} }),
  );
};

const disable: Handler = (call) => {
  const name = call.vars['name'] ?? '';
  const project = projectFor(call, name, 'serviceusage.services.disable');
  return change(call, project, [lastOf(name)], 'DISABLED', ([service]) =>
    typed('DisableServiceResponse', { service: service ?? {} }),
  );
};

/** At most twenty at once, as the method's documentation says. */
const batchEnable: Handler = (call) => {
  const project = projectFor(call, call.vars['parent'] ?? '', 'serviceusage.services.enable');
  const apis = listOf(objectOf(call.body)['serviceIds']).map(String);
  if (apis.length === 0 || apis.length > 20) {
    const description = `${apis.length} services were given; one to twenty are allowed.`;
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message: description,
      details: [badRequest([{ field: 'service_ids', description }])],
    });
  }
  return change(call, project, apis, 'ENABLED', (services) =>
    typed('BatchEnableServicesResponse', { services }),
  );
};

const batchGet: Handler = (call) => {
  const project = projectFor(call, call.vars['parent'] ?? '', 'serviceusage.services.get');
  return { services: call.query.getAll('names').map((name) => shown(call.cloud, project, lastOf(name))) };
};

export default {
  host: API,
  handlers: {
    [`${RPC}.GetService`]: get,
    [`${RPC}.ListServices`]: list,
    [`${RPC}.EnableService`]: enable,
    [`${RPC}.DisableService`]: disable,
    [`${RPC}.BatchEnableServices`]: batchEnable,
    [`${RPC}.BatchGetServices`]: batchGet,
    ...operationHandlers,
  },
} satisfies Service;
