import type { PlanTable } from '../table.ts';

const API = 'Compute Engine API v1';

/** What the proxies of all projects and of a region have in common. */
const proxy = {
  type: 'compute.googleapis.com/TargetHttpsProxy',
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
} satisfies Omit<PlanTable, 'name' | 'resources'>;

const sslPolicy = {
  type: 'compute.googleapis.com/SslPolicy',
  dropped: ['creation_timestamp'],
  creation: {
    profile: { value: 'COMPATIBLE', source: `${API}, sslPolicies.insert: COMPATIBLE unless set` },
    minTlsVersion: { value: 'TLS_1_0', source: `${API}, sslPolicies.insert: TLS_1_0 unless set` },
    enabledFeatures: { source: `${API}, sslPolicies: what the profile gives` },
  },
} satisfies Omit<PlanTable, 'name' | 'resources'>;

export const TLS: readonly PlanTable[] = [
  {
    ...sslPolicy,
    resources: ['google_compute_ssl_policy'],
    name: '//compute.googleapis.com/projects/{project}/global/sslPolicies/{name}',
  },
  {
    ...sslPolicy,
    resources: ['google_compute_region_ssl_policy'],
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/sslPolicies/{name}',
  },
  {
    ...proxy,
    resources: ['google_compute_target_https_proxy'],
    name: '//compute.googleapis.com/projects/{project}/global/targetHttpsProxies/{name}',
  },
  {
    ...proxy,
    resources: ['google_compute_region_target_https_proxy'],
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/targetHttpsProxies/{name}',
  },
  {
    resources: ['google_compute_target_ssl_proxy'],
    type: 'compute.googleapis.com/TargetSslProxy',
    name: '//compute.googleapis.com/projects/{project}/global/targetSslProxies/{name}',
    fields: {
      backend_service: { to: 'service', refers: 'compute.googleapis.com/BackendService' },
      ssl_policy: { to: 'sslPolicy', refers: 'compute.googleapis.com/SslPolicy' },
      ssl_certificates: { to: 'sslCertificates', refers: 'compute.googleapis.com/SslCertificate' },
      certificate_map: { to: 'certificateMap', refers: 'certificatemanager.googleapis.com/CertificateMap' },
    },
    dropped: ['creation_timestamp', 'proxy_id'],
  },
];
