import type { Field, PlanTable } from '../table.ts';

const SERVICES = [
  'compute.googleapis.com/BackendService',
  'compute.googleapis.com/RegionBackendService',
  'compute.googleapis.com/BackendBucket',
];

const service: Field = { refers: SERVICES };

/** The services that a route action sends requests to. */
const routed = (action: string): Record<string, Field> => ({
  [`${action}.weighted_backend_services.backend_service`]: service,
  [`${action}.request_mirror_policy.backend_service`]: service,
});

const fields: PlanTable['fields'] = {
  host_rule: 'hostRules',
  path_matcher: 'pathMatchers',
  'path_matcher.path_rule': 'pathMatchers[*].pathRules',
  test: 'tests',
  default_service: service,
  'path_matcher.default_service': service,
  'path_matcher.path_rule.service': service,
  'path_matcher.route_rules.service': service,
  ...routed('default_route_action'),
  ...routed('path_matcher.default_route_action'),
  ...routed('path_matcher.path_rule.route_action'),
  ...routed('path_matcher.route_rules.route_action'),
};

const dropped = ['creation_timestamp', 'map_id'];

export const URL_MAPS: readonly PlanTable[] = [
  {
    resources: ['google_compute_url_map'],
    type: 'compute.googleapis.com/UrlMap',
    name: '//compute.googleapis.com/projects/{project}/global/urlMaps/{name}',
    fields,
    dropped,
  },
  {
    resources: ['google_compute_region_url_map'],
    type: 'compute.googleapis.com/UrlMap',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/urlMaps/{name}',
    fields,
    dropped,
  },
];
