import { certificatesOf } from '#facts';
import { definePolicy, integer, param, shared } from '#policy';

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
  params: { ...shared('domain'), minDays: integer('days a certificate must still be valid', 15, 'tool') },
  view: { certificates: certificatesOf },
  want: {
    'certificates[*].managed': { const: true },
    'certificates[*].state': { const: 'ACTIVE' },
    'certificates[*].notAfter': { daysAhead: param('minDays') },
    certificates: { some: { domains: { some: { '.': { coversHost: param('domain') } } } } },
  },
  repair:
    'Create a Google-managed certificate for the domain, point DNS at the load balancer, wait until it is ACTIVE, then set it on the proxy.',
});
