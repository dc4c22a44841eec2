import { tlsFloor } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'HTTPS load balancers refuse TLS older than 1.2',
  why: 'Without an SSL policy a proxy accepts TLS 1.0 and ciphers with known breaks.',
  severity: 'high',
  strategy: ['L107'],
  references: [{ framework: 'cis-gcp', version: '4.0', id: '3.9' }],
  on: 'compute.googleapis.com/TargetHttpsProxy',
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/SslPolicy'],
  params: {
    min: {
      is: 'the oldest TLS version that may be negotiated',
      value: 'TLS_1_2',
      from: 'tool',
      schema: { type: 'string', enum: ['TLS_1_0', 'TLS_1_1', 'TLS_1_2', 'TLS_1_3'] },
    },
    profiles: {
      is: 'profiles of an SSL policy that hold strong ciphers only',
      value: ['MODERN', 'RESTRICTED', 'FIPS_202205'],
      from: 'tool',
      schema: { type: 'array', items: { type: 'string' } },
    },
    weakCiphers: {
      is: 'ciphers that a CUSTOM profile must not enable, as a regular expression',
      value: '_(3DES|RC4|NULL|EXPORT)_|^TLS_RSA_',
      from: 'tool',
      schema: { type: 'string' },
    },
  },
  view: { tls: (proxy, world) => [tlsFloor(proxy, world)] },
  want: [
    { tls: { every: { minTlsVersion: { atLeast: param('min') }, profile: { enum: param('profiles') } } } },
    {
      tls: {
        every: {
          minTlsVersion: { atLeast: param('min') },
          profile: { const: 'CUSTOM' },
          enabledFeatures: { every: { '.': { notMatches: param('weakCiphers') } } },
        },
      },
    },
  ],
  repair: {
    impact: 'cuts-clients',
    otherwise: 'Create an SSL policy with minimum TLS 1.2 and profile MODERN, and set it on the proxy.',
  },
});
