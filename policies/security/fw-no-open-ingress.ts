import { openPorts, openSources } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Firewalls let the internet in by the public ports alone',
  why: 'An open port is found by scanners within minutes, and everything behind it is under attack.',
  severity: 'high',
  strategy: ['L106'],
  references: [
    { framework: 'cis-gcp', version: '4.0', id: '3.6' },
    { framework: 'cis-gcp', version: '4.0', id: '3.7' },
    { framework: 'scc', id: 'OPEN_FIREWALL' },
    { framework: 'checkov', id: 'CKV2_GCP_12' },
  ],
  on: 'compute.googleapis.com/Firewall',
  environments: ['staging', 'production'],
  params: {
    allowedPorts: {
      is: 'ports that anyone may reach',
      value: [80, 443],
      from: 'tool',
      schema: { type: 'array', items: { type: 'integer' } },
    },
    allowedProtocols: {
      is: 'protocols that anyone may use, by name or number',
      value: ['icmp', 'ipv6-icmp', 'esp', 'ah'],
      from: 'tool',
      schema: { type: 'array', items: { type: 'string' } },
    },
  },
  when: { direction: { const: 'INGRESS' }, disabled: { const: false } },
  view: {
    ports: (firewall, _world, { param }) =>
      openPorts(firewall, param<number[]>('allowedPorts'), param<string[]>('allowedProtocols')),
    sources: openSources,
  },
  at: { ports: 'allowed', sources: 'sourceRanges' },
  want: [{ ports: { count: { atMost: 0 } } }, { sources: { count: { atMost: 0 } } }],
  repair: { impact: 'cuts-clients', set: { disabled: true } },
});
