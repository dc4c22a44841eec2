import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL is attached to a private network',
  why: 'Without a private path, clients need a public address to reach the database.',
  severity: 'critical',
  strategy: ['L120'],
  references: cite('prowler cloudsql_instance_private_ip_assignment'),
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['staging', 'production'],
  when: { instanceType: { noneOf: ['ON_PREMISES_INSTANCE'] } },
  want: [
    { 'settings.ipConfiguration.privateNetwork': { type: 'string' } },
    { 'settings.ipConfiguration.pscConfig.pscEnabled': { const: true } },
  ],
  repair: {
    impact: 'restart',
    requires: 'an allocated range and a private services connection in the VPC',
    manual:
      'Set settings.ipConfiguration.privateNetwork to the VPC of the services; the instance restarts and the network cannot be removed again.',
  },
});
