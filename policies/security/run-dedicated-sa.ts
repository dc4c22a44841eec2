import { accountSharers, DEFAULT_ACCOUNT, deployed } from '#facts';
import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Each Cloud Run service runs as its own service account',
  why: 'Whoever takes over one service gets everything that its shared or default account may do.',
  severity: 'high',
  strategy: ['L104'],
  references: cite(
    'google-cel cloudrunServiceDisableDefaultServiceAccount',
    'cnspec cloud-run-no-default-service-account',
  ),
  on: 'run.googleapis.com/Service',
  environments: ['staging', 'production'],
  reads: ['run.googleapis.com/Revision'],
  view: { revisions: deployed, sharedWith: accountSharers },
  want: {
    // Left out, the revision runs as the default account of Compute Engine.
    'revisions[*].serviceAccount': { notMatches: DEFAULT_ACCOUNT },
    'sharedWith[*]': { absent: true },
  },
  repair: {
    impact: 'new-revision',
    requires: 'roles for the new account, and roles/iam.serviceAccountUser on it for whoever deploys',
    manual: 'Create an account with the roles this service needs, no more; deploy with --service-account.',
  },
});
