import { deployed } from '#facts';
import { cite, definePolicy, flag } from '#policy';

export default definePolicy({
  title: 'Cloud Run sends its traffic through the VPC',
  why: 'Traffic around the VPC cannot reach private addresses, and leaves past its firewall, NAT and logs.',
  severity: 'high',
  strategy: ['L105', 'L285'],
  references: cite('google-cel cloudrunRequireEgressAllTraffic'),
  on: 'run.googleapis.com/Service',
  environments: ['staging', 'production'],
  reads: ['run.googleapis.com/Revision'],
  params: {
    requireAllTraffic: flag('whether traffic to the internet must take the VPC and its NAT', true, 'L105'),
  },
  view: {
    revisions: deployed,
    routed: (service, world, { param }) => (param('requireAllTraffic') ? deployed(service, world) : []),
  },
  want: {
    revisions: {
      every: [
        { 'vpcAccess.networkInterfaces': { count: { atLeast: 1 } } },
        { 'vpcAccess.connector': { type: 'string' } },
      ],
    },
    'routed[*].vpcAccess.egress': { const: 'ALL_TRAFFIC' },
  },
  repair: {
    impact: 'cuts-clients',
    requires: 'Cloud NAT for the subnet: without it, calls to the internet fail',
  },
});
