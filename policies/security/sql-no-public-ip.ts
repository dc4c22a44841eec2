import { publicAddress } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL cannot be reached from the internet',
  why: 'A public address or the Data API puts a password prompt before everyone who wants the data.',
  severity: 'critical',
  strategy: ['L120'],
  references: [
    { framework: 'cis-gcp', version: '4.0', id: '6.6' },
    { framework: 'cis-gcp', version: '4.0', id: '6.5' },
    { framework: 'scc', id: 'SQL_PUBLIC_IP' },
    { framework: 'checkov', id: 'CKV_GCP_60' },
  ],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['staging', 'production'],
  when: { instanceType: { noneOf: ['ON_PREMISES_INSTANCE'] } },
  view: { publicAddress },
  at: { publicAddress: 'settings.ipConfiguration.ipv4Enabled' },
  want: {
    publicAddress: { const: false },
    'settings.ipConfiguration.authorizedNetworks': { count: { atMost: 0 } },
    'settings.dataApiAccess': { noneOf: ['ALLOW_DATA_API'] },
  },
  repair: {
    impact: 'cuts-clients',
    requires: 'a private path for every client (sql-private-network); turning it back on gives a new address',
    set: {
      'settings.ipConfiguration.ipv4Enabled': false,
      'settings.ipConfiguration.authorizedNetworks': [],
      'settings.dataApiAccess': 'DISALLOW_DATA_API',
    },
  },
});
