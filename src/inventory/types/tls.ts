import type { TypeTable } from './table.ts';

const V1 = 'Compute Engine API v1 reference';
const CERTIFICATES = 'Certificate Manager API v1 reference';

export const SSL_POLICY: TypeTable = {
  types: ['compute.googleapis.com/SslPolicy'],
  absence: {
    profile: { value: 'COMPATIBLE', source: `${V1}, sslPolicies: COMPATIBLE is the default profile` },
    minTlsVersion: { value: 'TLS_1_0', source: `${V1}, sslPolicies: TLS 1.0 is the default minimum` },
  },
  lists: ['enabledFeatures', 'customFeatures'],
  renames: { enabledFeature: 'enabledFeatures', customFeature: 'customFeatures' },
};

/** A missing `sslPolicy` stays absent: the load balancer then accepts TLS 1.0, which is for policies to say. */
export const TARGET_HTTPS_PROXY: TypeTable = {
  types: ['compute.googleapis.com/TargetHttpsProxy'],
  lists: ['sslCertificates'],
  renames: { sslCertificate: 'sslCertificates' },
};

export const TARGET_HTTP_PROXY: TypeTable = { types: ['compute.googleapis.com/TargetHttpProxy'] };

export const SSL_CERTIFICATE: TypeTable = {
  types: ['compute.googleapis.com/SslCertificate'],
  absence: {
    type: { value: 'SELF_MANAGED', source: `${V1}, sslCertificates.type: self-managed if not specified` },
  },
  lists: ['managed?.domains', 'subjectAlternativeNames'],
  renames: { subjectAlternativeName: 'subjectAlternativeNames', 'managed.domain': 'domains' },
};

export const CERTIFICATE: TypeTable = {
  types: ['certificatemanager.googleapis.com/Certificate'],
  absence: { scope: { value: 'DEFAULT', source: `${CERTIFICATES}, Certificate.Scope: zero is DEFAULT` } },
  lists: ['managed?.domains', 'managed?.dnsAuthorizations', 'sanDnsnames'],
};

export const CERTIFICATE_MAP: TypeTable = { types: ['certificatemanager.googleapis.com/CertificateMap'] };

export const CERTIFICATE_MAP_ENTRY: TypeTable = {
  types: ['certificatemanager.googleapis.com/CertificateMapEntry'],
  lists: ['certificates'],
};
