import { AFTER_APPLY } from '../overlay.ts';
import type { PlanTable } from '../table.ts';

const API = 'Compute Engine API v1, sslCertificates';
const PROVIDER = 'hashicorp/google';
const MANAGER = 'Certificate Manager API v1';

const CERTIFICATE = 'certificatemanager.googleapis.com/Certificate';

const GLOBAL = '//compute.googleapis.com/projects/{project}/global/sslCertificates/{name}';
const REGIONAL = '//compute.googleapis.com/projects/{project}/regions/{region}/sslCertificates/{name}';

const uploaded = (resource: string, name: string): PlanTable => ({
  resources: [resource],
  type: 'compute.googleapis.com/SslCertificate',
  name,
  dropped: [
    'certificate',
    'certificate_id',
    'creation_timestamp',
    'name_prefix',
    'private_key',
    'private_key_wo',
    'private_key_wo_version',
  ],
  creation: {
    type: { value: 'SELF_MANAGED', source: `${API}.type: self-managed unless said` },
    expireTime: { value: () => AFTER_APPLY, source: `${API}.expireTime: read from what was uploaded` },
    subjectAlternativeNames: {
      value: () => AFTER_APPLY,
      source: `${API}.subjectAlternativeNames: read from what was uploaded`,
    },
  },
});

/** No plan tells whether a certificate that Google manages has been issued: that needs the DNS of its domains. */
export const CERTIFICATES: readonly PlanTable[] = [
  {
    resources: ['google_compute_managed_ssl_certificate'],
    type: 'compute.googleapis.com/SslCertificate',
    name: GLOBAL,
    dropped: ['certificate_id', 'creation_timestamp'],
    creation: {
      type: {
        value: 'MANAGED',
        source: `${PROVIDER}, google_compute_managed_ssl_certificate: default MANAGED`,
      },
      'managed.status': { value: () => AFTER_APPLY, source: `${API}.managed.status: given by the API` },
      expireTime: { value: () => AFTER_APPLY, source: `${API}.expireTime: given when it is issued` },
      subjectAlternativeNames: {
        value: () => AFTER_APPLY,
        source: `${API}.subjectAlternativeNames: given when it is issued`,
      },
    },
  },
  uploaded('google_compute_ssl_certificate', GLOBAL),
  uploaded('google_compute_region_ssl_certificate', REGIONAL),
  {
    resources: ['google_certificate_manager_certificate'],
    type: CERTIFICATE,
    name: '//certificatemanager.googleapis.com/projects/{project}/locations/{location}/certificates/{name}',
    dropped: [
      'location',
      'name',
      'self_managed.certificate_pem',
      'self_managed.pem_certificate',
      'self_managed.pem_private_key',
      'self_managed.private_key_pem',
    ],
    creation: {
      scope: { value: 'DEFAULT', source: `${MANAGER}, Certificate.Scope: DEFAULT unless set` },
      'managed?.state': {
        value: () => AFTER_APPLY,
        source: `${MANAGER}, Certificate.ManagedCertificate.state: given by the API`,
      },
      expireTime: {
        value: () => AFTER_APPLY,
        source: `${MANAGER}, Certificate.expireTime: given when it is issued`,
      },
      sanDnsnames: {
        value: ({ managed }) => (managed === undefined ? AFTER_APPLY : undefined),
        source: `${MANAGER}, Certificate.sanDnsnames: those of the certificate: the domains, or what was uploaded`,
      },
    },
    derived: () => ({ location: 'global' }),
  },
  {
    resources: ['google_certificate_manager_certificate_map'],
    type: 'certificatemanager.googleapis.com/CertificateMap',
    name: '//certificatemanager.googleapis.com/projects/{project}/locations/global/certificateMaps/{name}',
    dropped: ['name'],
  },
  {
    resources: ['google_certificate_manager_certificate_map_entry'],
    type: 'certificatemanager.googleapis.com/CertificateMapEntry',
    name: '//certificatemanager.googleapis.com/projects/{project}/locations/global/certificateMaps/{map}/certificateMapEntries/{name}',
    fields: { certificates: { to: 'certificates', refers: CERTIFICATE } },
    dropped: ['map', 'name'],
  },
];
