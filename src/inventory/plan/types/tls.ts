import type { PlanTable } from '../table.ts';

const API = 'Compute Engine API v1';

export const TLS: readonly PlanTable[] = [
  {
    resources: ['google_compute_ssl_policy'],
    type: 'compute.googleapis.com/SslPolicy',
    name: '//compute.googleapis.com/projects/{project}/global/sslPolicies/{name}',
    dropped: ['creation_timestamp'],
    creation: {
      profile: { value: 'COMPATIBLE', source: `${API}, sslPolicies.insert: COMPATIBLE unless set` },
      minTlsVersion: { value: 'TLS_1_0', source: `${API}, sslPolicies.insert: TLS_1_0 unless set` },
      enabledFeatures: { source: `${API}, sslPolicies: what the profile gives` },
    },
  },
  {
    resources: ['google_compute_target_https_proxy'],
    type: 'compute.googleapis.com/TargetHttpsProxy',
    name: '//compute.googleapis.com/projects/{project}/global/targetHttpsProxies/{name}',
    fields: {
      ssl_policy: { to: 'sslPolicy', refers: 'compute.googleapis.com/SslPolicy' },
      ssl_certificates: { to: 'sslCertificates', refers: 'compute.googleapis.com/SslCertificate' },
      certificate_manager_certificates: {
        to: 'sslCertificates',
        refers: 'certificatemanager.googleapis.com/Certificate',
      },
      certificate_map: { to: 'certificateMap', refers: 'certificatemanager.googleapis.com/CertificateMap' },
      url_map: { to: 'urlMap', refers: ['compute.googleapis.com/UrlMap'] },
    },
    dropped: ['creation_timestamp', 'proxy_id'],
    creation: {
      sslPolicy: { source: `${API}, targetHttpsProxies: none unless set` },
      sslCertificates: { value: () => [], source: `${API}, targetHttpsProxies: none unless set` },
      certificateMap: { source: `${API}, targetHttpsProxies: none unless set` },
    },
  },
];
