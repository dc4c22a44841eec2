import type { Creation, PlanTable } from '../table.ts';

const API = 'Compute Engine API v1';
const PROVIDER = 'hashicorp/google';

const ARMOR = 'compute.googleapis.com/SecurityPolicy';
const BUCKET = 'storage.googleapis.com/Bucket';
const GROUPS = ['compute.googleapis.com/NetworkEndpointGroup'];

const fields: PlanTable['fields'] = {
  backend: 'backends',
  'backend.group': { to: 'backends[*].group', refers: GROUPS },
  connection_draining_timeout_sec: 'connectionDraining.drainingTimeoutSec',
  edge_security_policy: { to: 'edgeSecurityPolicy', refers: ARMOR },
  network: { to: 'network', refers: 'compute.googleapis.com/Network' },
  security_policy: { to: 'securityPolicy', refers: ARMOR },
};

const dropped = [
  'creation_timestamp',
  'generated_id',
  'iap.oauth2_client_secret',
  'network_pass_through_lb_traffic_policy',
];

const unset = (scheme: string, resource: string): Record<string, Creation> => ({
  loadBalancingScheme: { value: scheme, source: `${PROVIDER}, ${resource}: default ${scheme}` },
  enableCDN: { value: false, source: `${API}, backendServices.insert: off unless set` },
  securityPolicy: { source: `${API}, backendServices: none unless set` },
  edgeSecurityPolicy: { source: `${API}, backendServices: none unless set` },
  cdnPolicy: { source: `${API}, backendServices: what Cloud CDN does where it is on` },
  iap: { source: `${API}, backendServices: off unless set` },
  'logConfig.enable': { value: false, source: `${API}, backendServices: logging is off unless set` },
  backends: { value: () => [], source: `${API}, backendServices: none unless set` },
  sessionAffinity: { value: 'NONE', source: `${API}, backendServices: NONE unless set` },
  timeoutSec: { value: 30, source: `${API}, backendServices: 30 seconds unless set` },
});

export const BACKENDS: readonly PlanTable[] = [
  {
    resources: ['google_compute_backend_service'],
    type: 'compute.googleapis.com/BackendService',
    name: '//compute.googleapis.com/projects/{project}/global/backendServices/{name}',
    fields,
    dropped,
    creation: unset('EXTERNAL', 'google_compute_backend_service'),
  },
  {
    resources: ['google_compute_region_backend_service'],
    type: 'compute.googleapis.com/RegionBackendService',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/backendServices/{name}',
    fields,
    dropped,
    creation: unset('INTERNAL', 'google_compute_region_backend_service'),
  },
  {
    resources: ['google_compute_backend_bucket'],
    type: 'compute.googleapis.com/BackendBucket',
    name: '//compute.googleapis.com/projects/{project}/global/backendBuckets/{name}',
    fields: {
      bucket_name: { to: 'bucketName', refers: BUCKET },
      edge_security_policy: { to: 'edgeSecurityPolicy', refers: ARMOR },
    },
    dropped: ['creation_timestamp'],
    creation: {
      enableCdn: { value: false, source: `${API}, backendBuckets.insert: off unless set` },
      edgeSecurityPolicy: { source: `${API}, backendBuckets: none unless set` },
      cdnPolicy: { source: `${API}, backendBuckets: what Cloud CDN does where it is on` },
    },
  },
];
