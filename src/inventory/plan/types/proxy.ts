import type { PlanTable } from '../table.ts';

const MAP = { to: 'urlMap', refers: 'compute.googleapis.com/UrlMap' };
const dropped = ['creation_timestamp', 'proxy_id'];

/** Proxies that answer plain HTTP. */
export const HTTP_PROXIES: readonly PlanTable[] = [
  {
    resources: ['google_compute_target_http_proxy'],
    type: 'compute.googleapis.com/TargetHttpProxy',
    name: '//compute.googleapis.com/projects/{project}/global/targetHttpProxies/{name}',
    fields: { url_map: MAP },
    dropped,
  },
  {
    resources: ['google_compute_region_target_http_proxy'],
    type: 'compute.googleapis.com/TargetHttpProxy',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/targetHttpProxies/{name}',
    fields: { url_map: MAP },
    dropped,
  },
];
