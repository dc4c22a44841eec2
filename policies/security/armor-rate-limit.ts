import { EXTERNAL_SCHEMES, rateLimits } from '#facts';
import { definePolicy, integer, param } from '#policy';

export default definePolicy({
  title: 'Cloud Armor limits how many requests one client may make',
  why: 'Without a limit per client one script can use up every instance that users need.',
  severity: 'high',
  strategy: ['L108'],
  on: ['compute.googleapis.com/BackendService', 'compute.googleapis.com/RegionBackendService'],
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/SecurityPolicy'],
  params: { maxRate: integer('requests that one client may make in a minute', 1000, 'tool', { minimum: 1 }) },
  when: { loadBalancingScheme: { enum: EXTERNAL_SCHEMES }, securityPolicy: { absent: false } },
  view: {
    limits: (backend, world) => {
      const { securityPolicy = '' } = backend.data;
      return rateLimits(world.get('compute.googleapis.com/SecurityPolicy', securityPolicy, backend));
    },
  },
  want: {
    limits: {
      some: {
        everyRequest: { const: true },
        perClient: { const: true },
        perMinute: { atMost: param('maxRate') },
        exceedAction: { matches: '^(deny|redirect)' },
      },
    },
  },
  repair: {
    impact: 'cuts-clients',
    manual:
      'Add a throttle rule for all sources with a key per client (IP), below every WAF rule; watch it in preview, then enforce it.',
  },
});
