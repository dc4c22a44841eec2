import { badRequest } from '../core/details.ts';
import { ApiError } from '../core/errors.ts';
import { type JsonObject, textOf } from '../core/json.ts';
import { lastOf, locationOf } from '../core/names.ts';
import type { Call, Handler, Service } from '../core/service.ts';
import { uuidOf } from '../core/tokens.ts';
import { operationHandlers } from '../core/views.ts';
import { found } from '../crud/find.ts';
import { crudHandlers, methodsOf } from '../crud/index.ts';
import { type Kind, madeAt, type Write } from '../crud/kind.ts';
import { locationHandlers } from '../crud/locations.ts';

const SERVICES = ['v1', 'v1beta1'].map((version) => `google.cloud.redis.${version}.CloudRedis`);

const invalid = (field: string, description: string): ApiError =>
  new ApiError(400, {
    status: 'INVALID_ARGUMENT',
    message: description,
    details: [badRequest([{ field, description }])],
  });

/**
 * The tier, the network and encryption in transit are chosen when an instance is made
 * (https://cloud.google.com/memorystore/docs/redis/in-transit-encryption, .../redis-tiers).
 */
const FIXED = [
  'tier',
  'transitEncryptionMode',
  'connectMode',
  'authorizedNetwork',
  'redisVersion',
  'locationId',
];

function check(call: Call, { before, data, mask, name }: Write): void {
  // https://cloud.google.com/memorystore/docs/redis/access-control#redis_authentication_permissions
  if (before && mask.some(([key]) => key === 'authEnabled')) call.require('redis.instances.updateAuth', name);
  const size = Number(data['memorySizeGb'] ?? 0);
  if (size < 1 || size > 300)
    throw invalid('instance.memory_size_gb', 'The memory size must be from 1 to 300 GiB.');
  if (data['readReplicasMode'] === 'READ_REPLICAS_ENABLED' && data['tier'] !== 'STANDARD_HA') {
    throw invalid('instance.read_replicas_mode', 'Read replicas are a matter of the STANDARD_HA tier.');
  }
}

/** With what the service chooses, as recorded. */
function fill(call: Call, write: Write): JsonObject {
  const { name, before, data } = write;
  if (before) return data;
  const zone = textOf(data['locationId']) ?? `${locationOf(name)}-a`;
  const project = call.cloud.project(name.split('/')[4] ?? '');
  const nodes = data['tier'] === 'STANDARD_HA' ? ['node-0', 'node-1'] : ['node-0'];
  return {
    locationId: zone,
    currentLocationId: zone,
    redisVersion: 'REDIS_7_0',
    host: '10.30.0.3',
    port: 6379,
    reservedIpRange: '10.30.0.0/29',
    authorizedNetwork: `projects/${project?.id}/global/networks/default`,
    connectMode: 'DIRECT_PEERING',
    transitEncryptionMode: 'DISABLED',
    readReplicasMode: 'READ_REPLICAS_DISABLED',
    persistenceConfig: { persistenceMode: 'DISABLED' },
    persistenceIamIdentity: `serviceAccount:service-${project?.number}@cloud-redis.iam.gserviceaccount.com`,
    nodes: nodes.map((id) => ({ id, zone })),
    ...data,
    state: 'READY',
    ...madeAt(call, write),
  };
}

const INSTANCE: Kind = {
  type: 'redis.googleapis.com/Instance',
  plural: 'instances',
  permission: 'redis.instances',
  methods: methodsOf(SERVICES, 'Instance'),
  id: 'instanceId',
  unreachable: true,
  unmasked: 'refused',
  fixed: FIXED,
  work: {
    verbs: ['create', 'update', 'delete'],
    metadata: 'google.cloud.redis.v1.OperationMetadata',
    details: (_, verb, target) => ({ target, verb, apiVersion: 'v1' }),
    message: 'google.cloud.redis.v1.Instance',
    states: true,
  },
  check,
  fill,
  missing: (path) => `Resource '${path}' was not found`,
  taken: (path) => `Resource '${path}' already exists`,
};

/** The string that clients send with AUTH; only an instance with AUTH has one. */
const authString: Handler = (call) => {
  const { name, data } = found(call, INSTANCE, 'redis.instances.getAuthString');
  if (data['authEnabled'] !== true) {
    const message = `AUTH is not enabled on instance '${lastOf(name)}'.`;
    throw new ApiError(400, { status: 'FAILED_PRECONDITION', message });
  }
  return { authString: uuidOf(name, 'auth') };
};

/** Memorystore for Redis v1 (https://cloud.google.com/memorystore/docs/redis/reference/rest). */
export default {
  host: 'redis.googleapis.com',
  handlers: {
    ...crudHandlers([INSTANCE]),
    ...Object.fromEntries(SERVICES.map((service) => [`${service}.GetInstanceAuthString`, authString])),
    ...locationHandlers('redis'),
    ...operationHandlers,
  },
} satisfies Service;
