import { publicAddress } from '#facts';
import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL cannot be reached from the internet',
  why: 'A public address or the Data API puts a password prompt before everyone who wants the data.',
  severity: 'critical',
  strategy: ['L120'],
  references: cite('cis-gcp 4.0 6.6', 'cis-gcp 4.0 6.5', 'scc SQL_PUBLIC_IP', 'checkov CKV_GCP_60'),
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
