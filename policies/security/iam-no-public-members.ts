import { behindCdn, PUBLIC_MEMBERS, publicGrants } from '#facts';
import { definePolicy, param } from '#policy';

const nobody = { every: { '.': { noneOf: PUBLIC_MEMBERS } } };

export default definePolicy({
  title: 'Nothing is granted to the whole world but what the CDN serves',
  why: 'Anyone on the internet can use what is granted, without leaving a name.',
  severity: 'critical',
  strategy: ['L104'],
  references: [
    { framework: 'cis-gcp', version: '4.0', id: '5.1' },
    { framework: 'scc', id: 'PUBLIC_BUCKET_ACL' },
    { framework: 'checkov', id: 'CKV_GCP_28' },
    { framework: 'prowler', id: 'cloudstorage_bucket_public_access' },
  ],
  on: '*',
  reads: ['iam', 'compute.googleapis.com/BackendBucket'],
  iamMentions: PUBLIC_MEMBERS,
  params: {
    publicAllow: {
      is: 'roles that the whole world may hold on a bucket behind the CDN',
      value: ['roles/storage.objectViewer', 'roles/storage.legacyObjectReader'],
      from: 'tool',
      schema: { type: 'array', items: { type: 'string' } },
    },
  },
  view: { bindings: publicGrants, behindCdn },
  want: [
    { 'bindings[*].members': nobody },
    {
      behindCdn: { const: true },
      bindings: { every: { members: nobody }, where: { role: { noneOf: param('publicAllow') } } },
    },
  ],
  repair: { impact: 'cuts-clients', requires: 'the role for the accounts that use what is granted' },
});
