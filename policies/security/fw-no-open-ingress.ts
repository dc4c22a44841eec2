import { openPorts, openSources } from '#facts';
import { cite, definePolicy, list } from '#policy';

export default definePolicy({
  title: 'Firewalls let the internet in by the public ports alone',
  why: 'An open port is found by scanners within minutes, and everything behind it is under attack.',
  severity: 'high',
  strategy: ['L106'],
  references: cite('cis-gcp 4.0 3.6', 'cis-gcp 4.0 3.7', 'scc OPEN_FIREWALL', 'checkov CKV2_GCP_12'),
  on: 'compute.googleapis.com/Firewall',
  environments: ['staging', 'production'],
  params: {
    allowedPorts: list('ports that anyone may reach', [80, 443], 'tool', { type: 'integer' }),
    allowedProtocols: list('protocols that anyone may use', ['icmp', 'ipv6-icmp', 'esp', 'ah'], 'tool'),
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
