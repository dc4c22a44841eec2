import { certificatesOf } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'HTTPS load balancers serve certificates that Google renews',
  why: 'A certificate that a person must renew is one that expires on a weekend.',
  severity: 'high',
  strategy: ['L107', 'L265'],
  on: 'compute.googleapis.com/TargetHttpsProxy',
  environments: ['staging', 'production'],
  reads: [
    'compute.googleapis.com/SslCertificate',
    'certificatemanager.googleapis.com/Certificate',
    'certificatemanager.googleapis.com/CertificateMap',
    'certificatemanager.googleapis.com/CertificateMapEntry',
  ],
  params: {
    minDays: {
      is: 'days a certificate must still be valid',
      value: 15,
      from: 'tool',
      schema: { type: 'integer', minimum: 0 },
    },
  },
  view: { certificates: certificatesOf },
  want: {
    certificates: {
      every: {
        managed: { const: true },
        state: { const: 'ACTIVE' },
        notAfter: { daysAhead: param('minDays') },
      },
      some: { domains: { some: { '.': { coversHost: param('domain') } } } },
    },
  },
  repair:
    'Create a Google-managed certificate for the domain, point DNS at the load balancer, wait until it is ACTIVE, then set it on the proxy.',
});
