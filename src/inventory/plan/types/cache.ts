import type { PlanTable } from '../table.ts';

const NETWORK = 'compute.googleapis.com/Network';

const REDIS_INSTANCE: PlanTable = {
  resources: ['google_redis_instance'],
  type: 'redis.googleapis.com/Instance',
  name: '//redis.googleapis.com/projects/{project}/locations/{region}/instances/{name}',
  fields: { authorized_network: { refers: NETWORK } },
  dropped: ['auth_string', 'deletion_protection', 'effective_reserved_ip_range', 'name', 'region'],
};

const REDIS_CLUSTER: PlanTable = {
  resources: ['google_redis_cluster'],
  type: 'redis.googleapis.com/Cluster',
  name: '//redis.googleapis.com/projects/{project}/locations/{region}/clusters/{name}',
  fields: { 'psc_configs.network': { refers: NETWORK } },
  dropped: ['managed_server_ca', 'name', 'region'],
};

const MEMCACHE_INSTANCE: PlanTable = {
  resources: ['google_memcache_instance'],
  type: 'memcache.googleapis.com/Instance',
  name: '//memcache.googleapis.com/projects/{project}/locations/{region}/instances/{name}',
  fields: { authorized_network: { refers: NETWORK }, memcache_parameters: 'parameters' },
  dropped: ['deletion_protection', 'name', 'region'],
};

export const CACHES: readonly PlanTable[] = [REDIS_INSTANCE, REDIS_CLUSTER, MEMCACHE_INSTANCE];
