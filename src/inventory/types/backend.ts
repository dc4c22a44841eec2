import type { TypeTable } from './table.ts';

const V1 = 'Compute Engine API v1 reference';

export const BACKEND_SERVICE: TypeTable = {
  types: ['compute.googleapis.com/BackendService', 'compute.googleapis.com/RegionBackendService'],
  absence: {
    enableCDN: { value: false, source: `${V1}, backendServices: Cloud CDN is off unless enabled` },
    loadBalancingScheme: {
      value: 'EXTERNAL',
      source: `${V1}, backendServices: records from before the other schemes leave out EXTERNAL`,
    },
    'logConfig.enable': { value: false, source: `${V1}, backendServices: logging is off unless enabled` },
  },
  lists: ['backends', 'customResponseHeaders'],
  renames: {
    enableCdn: 'enableCDN',
    backend: 'backends',
    healthCheck: 'healthChecks',
    customResponseHeader: 'customResponseHeaders',
  },
};

export const BACKEND_BUCKET: TypeTable = {
  types: ['compute.googleapis.com/BackendBucket'],
  absence: {
    enableCdn: { value: false, source: `${V1}, backendBuckets: Cloud CDN is off unless enabled` },
  },
  renames: { enableCDN: 'enableCdn' },
};

export const NETWORK_ENDPOINT_GROUP: TypeTable = {
  types: ['compute.googleapis.com/NetworkEndpointGroup'],
  labels: 'annotations',
};

export const FORWARDING_RULE: TypeTable = {
  types: ['compute.googleapis.com/GlobalForwardingRule', 'compute.googleapis.com/ForwardingRule'],
  absence: {
    loadBalancingScheme: {
      value: 'EXTERNAL',
      source: `${V1}, forwardingRules: records from before the other schemes leave out EXTERNAL`,
    },
    allPorts: { value: false, source: `${V1}, forwardingRules: only the ports that are named` },
  },
  lists: ['ports'],
  renames: { ipAddress: 'IPAddress', ipProtocol: 'IPProtocol', port: 'ports' },
};

export const NETWORK: TypeTable = {
  types: ['compute.googleapis.com/Network'],
  absence: {
    autoCreateSubnetworks: { value: false, source: `${V1}, networks: legacy and custom networks have none` },
  },
  lists: ['peerings', 'subnetworks'],
  renames: { subnetwork: 'subnetworks', peering: 'peerings' },
};

export const ROUTER: TypeTable = {
  types: ['compute.googleapis.com/Router'],
  lists: ['nats', 'nats[*].subnetworks'],
  renames: { nat: 'nats', 'nats[*].subnetwork': 'subnetworks' },
};
