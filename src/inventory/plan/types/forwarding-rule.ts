import type { PlanTable } from '../table.ts';

const PROVIDER = 'hashicorp/google';

const BACKENDS = ['compute.googleapis.com/BackendService', 'compute.googleapis.com/RegionBackendService'];
const PROXIES = [
  'compute.googleapis.com/TargetHttpsProxy',
  'compute.googleapis.com/TargetHttpProxy',
  'compute.googleapis.com/TargetSslProxy',
];

const fields: PlanTable['fields'] = {
  backend_service: { to: 'backendService', refers: BACKENDS },
  network: { to: 'network', refers: 'compute.googleapis.com/Network' },
  subnetwork: { to: 'subnetwork', refers: 'compute.googleapis.com/Subnetwork' },
  target: { to: 'target', refers: PROXIES },
};

const dropped = ['creation_timestamp', 'forwarding_rule_id', 'recreate_closed_psc'];

const unset = (resource: string): NonNullable<PlanTable['creation']> => ({
  loadBalancingScheme: { value: 'EXTERNAL', source: `${PROVIDER}, ${resource}: default EXTERNAL` },
});

export const FORWARDING_RULES: readonly PlanTable[] = [
  {
    resources: ['google_compute_global_forwarding_rule'],
    type: 'compute.googleapis.com/GlobalForwardingRule',
    name: '//compute.googleapis.com/projects/{project}/global/forwardingRules/{name}',
    fields,
    dropped,
    creation: unset('google_compute_global_forwarding_rule'),
  },
  {
    resources: ['google_compute_forwarding_rule'],
    type: 'compute.googleapis.com/ForwardingRule',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/forwardingRules/{name}',
    fields,
    dropped,
    creation: unset('google_compute_forwarding_rule'),
  },
];
