import { tlsFloor } from '#facts';
import { choice, cite, definePolicy, list, param, text } from '#policy';

const versions = ['TLS_1_0', 'TLS_1_1', 'TLS_1_2', 'TLS_1_3'];
const strong = ['MODERN', 'RESTRICTED', 'FIPS_202205'];

export default definePolicy({
  title: 'HTTPS load balancers refuse old versions of TLS and weak ciphers',
  why: 'Without an SSL policy a proxy accepts TLS 1.0 and ciphers with known breaks.',
  severity: 'high',
  strategy: ['L107'],
  references: cite('cis-gcp 4.0 3.9'),
  on: 'compute.googleapis.com/TargetHttpsProxy',
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/SslPolicy'],
  params: {
    min: choice('oldest TLS version that may be negotiated', 'TLS_1_2', 'tool', versions),
    profiles: list('profiles of an SSL policy that hold strong ciphers only', strong, 'tool'),
    weakCiphers: text('ciphers no CUSTOM profile may have', '_(3DES|RC4|NULL|EXPORT)_|^TLS_RSA_', 'tool'),
  },
  view: { tls: (proxy, world) => [tlsFloor(proxy, world)] },
  want: {
    'tls[*].minTlsVersion': { atLeast: param('min') },
    tls: {
      every: [
        { profile: { enum: param('profiles') } },
        { profile: { const: 'CUSTOM' }, 'enabledFeatures[*]': { notMatches: param('weakCiphers') } },
      ],
    },
  },
  repair: {
    impact: 'cuts-clients',
    otherwise: 'Create an SSL policy with minimum TLS 1.2 and profile MODERN, and set it on the proxy.',
  },
});
