import type { PlanTable } from '../table.ts';

const API = 'Compute Engine API v1, firewalls.insert';

/** One rule has `allow` blocks or `deny` blocks; the list of the other kind is empty. */
export const FIREWALLS: readonly PlanTable[] = [
  {
    resources: ['google_compute_firewall'],
    type: 'compute.googleapis.com/Firewall',
    name: '//compute.googleapis.com/projects/{project}/global/firewalls/{name}',
    fields: {
      allow: 'allowed',
      'allow.protocol': 'allowed[*].IPProtocol',
      'allow.ports': 'allowed[*].ports',
      deny: 'denied',
      'deny.protocol': 'denied[*].IPProtocol',
      'deny.ports': 'denied[*].ports',
      network: { to: 'network', refers: 'compute.googleapis.com/Network' },
    },
    dropped: ['creation_timestamp', 'enable_logging', 'params'],
    creation: {
      direction: { value: 'INGRESS', source: `${API}: INGRESS unless set` },
      disabled: { value: false, source: `${API}: enforced unless disabled` },
      priority: { value: 1000, source: `${API}: 1000 unless set` },
      sourceRanges: { source: `${API}: any source where neither ranges, tags nor accounts are set` },
      destinationRanges: { source: `${API}: any destination unless set` },
    },
  },
];
