import { AGENT_DOMAINS, grantsOf, WHOLE_PROJECT_ROLES } from '#facts';
import { cite, definePolicy, list } from '#policy';

export default definePolicy({
  title: 'Nobody holds a basic role or may act as every service account',
  why: 'One stolen credential with such a role gives away the whole project.',
  severity: 'high',
  strategy: ['L104'],
  references: cite('cis-gcp 4.0 1.6', 'scc PRIMITIVE_ROLES_USED', 'checkov CKV_GCP_117'),
  on: [
    'cloudresourcemanager.googleapis.com/Project',
    'cloudresourcemanager.googleapis.com/Folder',
    'cloudresourcemanager.googleapis.com/Organization',
  ],
  environments: ['staging', 'production'],
  reads: ['iam'],
  params: {
    bannedRoles: list('roles that nobody may hold', WHOLE_PROJECT_ROLES, 'tool'),
    exempt: list("domains of Google's own agents, which may hold them", AGENT_DOMAINS, 'tool'),
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
