import type { PlanTable } from '../table.ts';

const PROVIDER = 'hashicorp/google';
const TYPE = 'compute.googleapis.com/NetworkEndpointGroup';

const reach: PlanTable['fields'] = {
  network: { to: 'network', refers: 'compute.googleapis.com/Network' },
  subnetwork: { to: 'subnetwork', refers: 'compute.googleapis.com/Subnetwork' },
};

/** Groups of a region are for serverless services unless said; those of a zone for virtual machines. */
export const ENDPOINT_GROUPS: readonly PlanTable[] = [
  {
    resources: ['google_compute_region_network_endpoint_group'],
    type: TYPE,
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/networkEndpointGroups/{name}',
    fields: { ...reach, 'cloud_run.service': { refers: 'run.googleapis.com/Service' } },
    dropped: ['serverless_deployment'],
    creation: {
      networkEndpointType: {
        value: 'SERVERLESS',
        source: `${PROVIDER}, google_compute_region_network_endpoint_group: default SERVERLESS`,
      },
    },
  },
  {
    resources: ['google_compute_network_endpoint_group'],
    type: TYPE,
    name: '//compute.googleapis.com/projects/{project}/zones/{zone}/networkEndpointGroups/{name}',
    fields: reach,
    dropped: ['generated_id'],
    creation: {
      networkEndpointType: {
        value: 'GCE_VM_IP_PORT',
        source: `${PROVIDER}, google_compute_network_endpoint_group: default GCE_VM_IP_PORT`,
      },
    },
  },
  {
    resources: ['google_compute_global_network_endpoint_group'],
    type: TYPE,
    name: '//compute.googleapis.com/projects/{project}/global/networkEndpointGroups/{name}',
  },
];
