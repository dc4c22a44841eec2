import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL refuses unencrypted connections',
  why: 'A client that is not made to use TLS sends passwords and rows in the clear.',
  severity: 'high',
  strategy: ['L121'],
  references: cite('cis-gcp 4.0 6.4', 'scc SSL_NOT_ENFORCED', 'checkov CKV_GCP_6'),
  on: 'sqladmin.googleapis.com/Instance',
  when: { instanceType: { noneOf: ['ON_PREMISES_INSTANCE'] } },
  want: [
    {
      'settings.ipConfiguration.sslMode': { enum: ['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'] },
    },
    // The older switch counts only where sslMode, which overrides it, was never set.
    {
      'settings.ipConfiguration.sslMode': { absent: true },
      'settings.ipConfiguration.requireSsl': { const: true },
    },
    { 'settings.connectorEnforcement': { const: 'REQUIRED' } },
  ],
  repair: {
    impact: 'cuts-clients',
    requires: 'clients that connect with TLS',
    // PostgreSQL takes ENCRYPTED_ONLY only together with requireSsl: false.
    set: {
      'settings.ipConfiguration.sslMode': 'ENCRYPTED_ONLY',
      'settings.ipConfiguration.requireSsl': false,
    },
  },
});
