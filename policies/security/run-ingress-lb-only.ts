import { LB_ONLY, settledIngress } from '#facts';
import { cite, definePolicy, flag } from '#policy';

export default definePolicy({
  title: 'Cloud Run is reached through the load balancer alone',
  why: 'A service that answers on its own address goes around Cloud Armor, the CDN and their limits.',
  severity: 'critical',
  strategy: ['L108', 'L284'],
  references: cite(
    'google-cel cloudrunRequireIngressInternalAndLoadBalancer',
    'cnspec cloud-run-ingress-restricted',
  ),
  on: 'run.googleapis.com/Service',
  environments: ['staging', 'production'],
  params: { requireDefaultUrlOff: flag('whether the run.app address must be off as well', true, 'tool') },
  view: {
    openTo: settledIngress,
    defaultUrlOff: ({ data }, _world, { param }) => !param('requireDefaultUrlOff') || data.defaultUriDisabled,
  },
  at: { openTo: 'ingress', defaultUrlOff: 'defaultUriDisabled' },
  want: { openTo: { enum: LB_ONLY }, defaultUrlOff: { const: true } },
  repair: {
    impact: 'cuts-clients',
    requires:
      'uptime checks, Pub/Sub, Scheduler and other callers of the run.app address moved to the domain',
    set: {
      ingress: ({ data }) =>
        LB_ONLY.some((one) => one === data.ingress) ? data.ingress : 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      defaultUriDisabled: ({ data }, _world, { param }) =>
        param('requireDefaultUrlOff') ? true : data.defaultUriDisabled,
    },
  },
});
