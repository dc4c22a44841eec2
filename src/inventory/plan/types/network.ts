import type { Json } from '../../types/table.ts';
import { AFTER_APPLY } from '../overlay.ts';
import type { PlanTable } from '../table.ts';

const API = 'Compute Engine API v1';
const PROVIDER = 'hashicorp/google';

const NETWORK = 'compute.googleapis.com/Network';

export const NETWORKS: readonly PlanTable[] = [
  {
    resources: ['google_compute_network'],
    type: NETWORK,
    name: '//compute.googleapis.com/projects/{project}/global/networks/{name}',
    fields: {
      routing_mode: 'routingConfig.routingMode',
      bgp_always_compare_med: 'routingConfig.bgpAlwaysCompareMed',
      bgp_best_path_selection_mode: 'routingConfig.bgpBestPathSelectionMode',
      bgp_inter_region_cost: 'routingConfig.bgpInterRegionCost',
    },
    dropped: [
      'delete_bgp_always_compare_med',
      'delete_default_routes_on_create',
      'network_id',
      'numeric_id',
      'params',
    ],
    creation: {
      autoCreateSubnetworks: { value: true, source: `${PROVIDER}, google_compute_network: default true` },
      peerings: { value: () => AFTER_APPLY, source: `${API}, networks: resources of their own add them` },
      subnetworks: { value: () => AFTER_APPLY, source: `${API}, networks: resources of their own add them` },
    },
  },
  {
    resources: ['google_compute_subnetwork'],
    type: 'compute.googleapis.com/Subnetwork',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/subnetworks/{name}',
    fields: { network: { to: 'network', refers: NETWORK }, secondary_ip_range: 'secondaryIpRanges' },
    dropped: ['creation_timestamp', 'params', 'send_secondary_ip_range_if_empty', 'subnetwork_id'],
    creation: {
      privateIpGoogleAccess: { value: false, source: `${API}, subnetworks.insert: off unless set` },
      'logConfig.enable': { value: false, source: `${API}, subnetworks: flow logs are off unless set` },
    },
    settle(data: Json, values: Json) {
      // The block itself turns flow logs on: the provider sends `enable` with it.
      const { log_config: blocks } = values;
      const { logConfig: log } = data;
      if (Array.isArray(blocks) && blocks.length > 0 && typeof log === 'object' && log !== null)
        (log as Json)['enable'] ??= true;
    },
  },
  {
    resources: ['google_compute_router'],
    type: 'compute.googleapis.com/Router',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/routers/{name}',
    // `nats` are resources of their own: see parts.ts.
    fields: { network: { to: 'network', refers: NETWORK }, 'nats.subnetwork': 'nats[*].subnetworks' },
    dropped: ['creation_timestamp', 'md5_authentication_keys', 'nats.router', 'nats.region', 'params'],
    creation: {
      nats: { value: () => AFTER_APPLY, source: `${API}, routers: resources of their own add them` },
    },
  },
  {
    resources: ['google_compute_global_address'],
    type: 'compute.googleapis.com/GlobalAddress',
    name: '//compute.googleapis.com/projects/{project}/global/addresses/{name}',
    fields: { network: { to: 'network', refers: NETWORK } },
    dropped: ['creation_timestamp'],
    creation: {
      addressType: {
        value: 'EXTERNAL',
        source: `${PROVIDER}, google_compute_global_address: default EXTERNAL`,
      },
    },
  },
  {
    resources: ['google_compute_address'],
    type: 'compute.googleapis.com/Address',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/addresses/{name}',
    fields: {
      network: { to: 'network', refers: NETWORK },
      subnetwork: { to: 'subnetwork', refers: 'compute.googleapis.com/Subnetwork' },
    },
    dropped: ['creation_timestamp'],
    creation: {
      addressType: { value: 'EXTERNAL', source: `${PROVIDER}, google_compute_address: default EXTERNAL` },
    },
  },
  {
    resources: ['google_compute_route'],
    type: 'compute.googleapis.com/Route',
    name: '//compute.googleapis.com/projects/{project}/global/routes/{name}',
    fields: { network: { to: 'network', refers: NETWORK } },
    dropped: ['as_paths', 'creation_timestamp', 'next_hop_instance_zone', 'params', 'warnings'],
    creation: { priority: { value: 1000, source: `${PROVIDER}, google_compute_route: default 1000` } },
  },
  {
    resources: ['google_vpc_access_connector'],
    type: 'vpcaccess.googleapis.com/Connector',
    name: '//vpcaccess.googleapis.com/projects/{project}/locations/{region}/connectors/{name}',
    fields: { network: { to: 'network', refers: NETWORK } },
    dropped: ['name', 'region'],
  },
  {
    resources: ['google_service_networking_connection'],
    type: 'servicenetworking.googleapis.com/Connection',
    name: '//servicenetworking.googleapis.com/projects/{project}/global/networks/{network}',
    fields: {
      network: { to: 'network', refers: NETWORK },
      // The API writes `services/servicenetworking.googleapis.com`.
      service: { to: 'service', read: (service) => `services/${String(service).replace(/^services\//, '')}` },
    },
    dropped: ['update_on_creation_fail'],
  },
];
