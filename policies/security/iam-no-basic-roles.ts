import { AGENT_DOMAINS, grantsOf, WHOLE_PROJECT_ROLES } from '#facts';
import { definePolicy } from '#policy';

const texts = { type: 'array', items: { type: 'string' } } as const;

export default definePolicy({
  title: 'Nobody holds a basic role or may act as every service account',
  why: 'One stolen credential with such a role is the whole project.',
  severity: 'high',
  strategy: ['L104'],
  references: [
    { framework: 'cis-gcp', version: '4.0', id: '1.6' },
    { framework: 'scc', id: 'PRIMITIVE_ROLES_USED' },
    { framework: 'checkov', id: 'CKV_GCP_117' },
  ],
  on: [
    'cloudresourcemanager.googleapis.com/Project',
    'cloudresourcemanager.googleapis.com/Folder',
    'cloudresourcemanager.googleapis.com/Organization',
  ],
  environments: ['staging', 'production'],
  reads: ['iam'],
  params: {
    bannedRoles: { is: 'roles nobody may hold', value: WHOLE_PROJECT_ROLES, from: 'tool', schema: texts },
    exempt: { is: "domains of Google's agents, who may", value: AGENT_DOMAINS, from: 'tool', schema: texts },
  },
  view: {
    bindings: (asset, world, context) =>
      grantsOf(asset, world, context, context.param('bannedRoles'), context.param('exempt')),
  },
  want: { 'bindings[*].members[*]': { absent: true } },
  repair: {
    impact: 'cuts-clients',
    requires: 'the roles each member needs granted to it first, and an administrator who keeps access',
  },
});
