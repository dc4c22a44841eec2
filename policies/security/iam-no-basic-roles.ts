import { grants, SERVICE_AGENT } from '#facts';
import { definePolicy, param } from '#policy';

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
    bannedRoles: {
      is: 'roles that nobody may hold on a project or above',
      value: [
        'roles/owner',
        'roles/editor',
        'roles/iam.serviceAccountTokenCreator',
        'roles/iam.serviceAccountUser',
      ],
      from: 'tool',
      schema: { type: 'array', items: { type: 'string' } },
    },
    exempt: {
      is: "kinds of members that may: Google's own agents, by the domains Google keeps for them",
      value: SERVICE_AGENT,
      from: 'tool',
      schema: { type: 'string' },
    },
  },
  view: {
    bindings: (asset, world, context) =>
      grants(asset, world, context, ({ role }) => context.param<string[]>('bannedRoles').includes(role)),
  },
  want: {
    // A deleted member grants nothing; Google drops it in time.
    'bindings[*].members': {
      every: { '.': { absent: true } },
      where: { '.': { pattern: '^(?!deleted:)', notMatches: param('exempt') } },
    },
  },
  repair: {
    impact: 'cuts-clients',
    requires: 'the roles each member needs granted to it first, and an administrator who keeps access',
  },
});
