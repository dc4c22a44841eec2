import type { TypeTable } from './table.ts';

const V1 = 'Compute Engine API v1 reference, firewalls';

export const FIREWALL: TypeTable = {
  types: ['compute.googleapis.com/Firewall'],
  absence: {
    disabled: { value: false, source: `${V1}: enabled unless disabled` },
    direction: { value: 'INGRESS', source: `${V1}: default INGRESS` },
    priority: { value: 1000, source: `${V1}: default 1000` },
    'logConfig.enable': { value: false, source: `${V1}: logging is off unless enabled` },
  },
  lists: [
    'allowed',
    'allowed[*].ports',
    'denied',
    'denied[*].ports',
    'sourceRanges',
    'destinationRanges',
    'sourceTags',
    'sourceServiceAccounts',
    'targetTags',
    'targetServiceAccounts',
  ],
  renames: {
    sourceRange: 'sourceRanges',
    destinationRange: 'destinationRanges',
    sourceTag: 'sourceTags',
    sourceServiceAccount: 'sourceServiceAccounts',
    targetTag: 'targetTags',
    targetServiceAccount: 'targetServiceAccounts',
    'allowed[*].ipProtocol': 'IPProtocol',
    'allowed[*].port': 'ports',
    'denied[*].ipProtocol': 'IPProtocol',
    'denied[*].port': 'ports',
  },
};
