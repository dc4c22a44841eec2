import { behindCdn, PUBLIC_MEMBERS, publicGrants } from '#facts';
import { cite, definePolicy, list, param } from '#policy';

const nobody = { every: { '.': { noneOf: PUBLIC_MEMBERS } } };
const readers = ['roles/storage.objectViewer', 'roles/storage.legacyObjectReader'];

export default definePolicy({
  title: 'Nothing is granted to the whole world but what the CDN serves',
  why: 'Anyone on the internet can use what is granted, without leaving a name.',
  severity: 'critical',
  strategy: ['L104'],
  references: cite(
    'cis-gcp 4.0 5.1',
    'scc PUBLIC_BUCKET_ACL',
    'checkov CKV_GCP_28',
    'prowler cloudstorage_bucket_public_access',
  ),
  on: '*',
  reads: ['iam', 'compute.googleapis.com/BackendBucket'],
  iamMentions: PUBLIC_MEMBERS,
  params: { publicAllow: list('roles that anyone may hold on a bucket behind the CDN', readers, 'tool') },
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
