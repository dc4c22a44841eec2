import { ApiError } from '../../core/errors.ts';
import { iamHandlers } from '../../core/iam.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler } from '../../core/service.ts';
import { longrunning, operationHandlers, operationOf } from '../../core/views.ts';
import { masked, maskOf } from '../../schema/mask.ts';
import { below, found, fullName, KINDS, type Kind, notFound, projectOfCall, withId } from './names.ts';
import { conflict, moveOn, removeService, SETTABLE, writeService } from './write.ts';

/** Cloud Run Admin API v2 (https://cloud.google.com/run/docs/reference/rest/v2): the store's own shape. */

const RPC = 'google.cloud.run.v2';

const get =
  (kind: Kind): Handler =>
  (call) => {
    const path = call.vars['name'] ?? '';
    if (kind === 'Service') moveOn(call, fullName(call, path));
    return found(call, kind, path, 'get').data;
  };

const list =
  (kind: Kind, field: string): Handler =>
  (call) => {
    const parent = call.vars['parent'] ?? '';
    const { resources, unreachable } = below(call, kind, parent);
    const service = /\/services\/(.+)$/.exec(parent)?.[1];
    const shown = resources.filter(
      ({ name }) => service === undefined || service === '-' || name.includes(`/services/${service}/`),
    );
    const page = paged(
      call,
      field,
      shown.map(({ data }) => data),
      { size: 100, most: 1000 },
    );
    return unreachable.length > 0 ? { ...page, unreachable } : page;
  };

/** The fields that a client may set, out of a whole resource. */
const settable = (service: JsonObject): JsonObject =>
  Object.fromEntries(SETTABLE.flatMap((key) => (service[key] === undefined ? [] : [[key, service[key]]])));

const create: Handler = (call) => {
  const parent = withId(call, call.vars['parent'] ?? '');
  const { number } = projectOfCall(call, parent.split('/')[1] ?? '', 'run.services.create');
  const id = call.query.get('serviceId') ?? '';
  const name = fullName(call, `${parent}/services/${id}`);
  if (call.cloud.store.get(name)) {
    throw new ApiError(409, { status: 'ALREADY_EXISTS', message: `Resource '${id}' already exists.` });
  }
  const wanted = settable(objectOf(call.body));
  return written(call, { name, before: undefined, wanted, projectNumber: number });
};

/** A mask that is left out replaces everything that a client sets (UpdateServiceRequest.update_mask). */
const update: Handler = (call) => {
  const service = objectOf(call.body);
  const path = call.vars['service.name'] ?? textOf(service['name']) ?? '';
  const name = fullName(call, path);
  call.require('run.services.update', name);
  const before = call.cloud.store.get(name);
  if (!before && call.query.get('allowMissing') !== 'true') throw notFound('Service', withId(call, path));
  const given = textOf(service['etag']);
  if (before && given !== undefined && given !== '' && given !== before.data['etag']) {
    throw conflict(lastOf(name), given, String(before.data['etag']));
  }
  const mask = maskOf(call);
  const wanted = settable(before && mask ? masked(before.data, service, mask) : service);
  const projectNumber = call.cloud.project(before?.project ?? path.split('/')[1] ?? '')?.number ?? '';
  return written(call, { name, before, wanted, projectNumber });
};

const written = (call: Call, what: Parameters<typeof writeService>[1]): JsonObject =>
  longrunning(writeService(call, what, call.query.get('validateOnly') === 'true'));

const remove: Handler = (call) => {
  const before = found(call, 'Service', call.vars['name'] ?? '', 'delete');
  const etag = call.query.get('etag');
  if (etag !== null && etag !== before.data['etag']) {
    throw conflict(lastOf(before.name), etag, String(before.data['etag']));
  }
  return longrunning(removeService(call, before));
};

/** Waits for an operation: it is brought to its end. */
const wait: Handler = (call) => {
  const name = operationOf(call);
  const operation = call.cloud.operations.list('longrunning').find((one) => one.name === name);
  if (!operation) throw new ApiError(404, { message: 'Requested entity was not found.' });
  return longrunning(call.cloud.operations.finish(operation));
};

const governed = (kind: 'Service' | 'Job') =>
  iamHandlers({
    permissions: KINDS[kind].permissions,
    found(call) {
      const path = call.vars['resource'] ?? '';
      const resource = call.cloud.store.get(fullName(call, path));
      if (!resource) throw notFound(kind, withId(call, path));
      return resource;
    },
  });

/** IAM of services, which v1 shows under its own path. */
export const servicePolicies = governed('Service');
const jobPolicies = governed('Job');

/** v1 writes the policy of either by one path, which the description has under IAM's own name. */
const byPath =
  (method: 'get' | 'set' | 'test'): Handler =>
  (call) =>
    (/\/jobs\/[^/]+$/.test(call.vars['resource'] ?? '') ? jobPolicies : servicePolicies)[method](call);

export const v2: Readonly<Record<string, Handler>> = {
  'google.iam.v1.IAMPolicy.GetIamPolicy': byPath('get'),
  'google.iam.v1.IAMPolicy.SetIamPolicy': byPath('set'),
  'google.iam.v1.IAMPolicy.TestIamPermissions': byPath('test'),
  [`${RPC}.Services.ListServices`]: list('Service', 'services'),
  [`${RPC}.Services.GetService`]: get('Service'),
  [`${RPC}.Services.CreateService`]: create,
  [`${RPC}.Services.UpdateService`]: update,
  [`${RPC}.Services.DeleteService`]: remove,
  [`${RPC}.Services.GetIamPolicy`]: servicePolicies.get,
  [`${RPC}.Services.SetIamPolicy`]: servicePolicies.set,
  [`${RPC}.Services.TestIamPermissions`]: servicePolicies.test,
  [`${RPC}.Revisions.ListRevisions`]: list('Revision', 'revisions'),
  [`${RPC}.Revisions.GetRevision`]: get('Revision'),
  [`${RPC}.Jobs.ListJobs`]: list('Job', 'jobs'),
  [`${RPC}.Jobs.GetJob`]: get('Job'),
  [`${RPC}.Jobs.GetIamPolicy`]: jobPolicies.get,
  [`${RPC}.Jobs.SetIamPolicy`]: jobPolicies.set,
  [`${RPC}.Jobs.TestIamPermissions`]: jobPolicies.test,
  'google.longrunning.Operations.WaitOperation': wait,
  ...operationHandlers,
};
