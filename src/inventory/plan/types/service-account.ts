import type { Schema } from '../../../policy/schemas/index.ts';
import type { PlanTable } from '../table.ts';

/** IAM API v1, projects.serviceAccounts. */
const SCHEMA: Schema = Object.assign(Object.create(null) as Record<string, Schema>, {
  description: 's',
  disabled: 'b',
  displayName: 's',
  email: 's',
  name: 's',
  projectId: 's',
  uniqueId: 's',
});

export const SERVICE_ACCOUNTS: readonly PlanTable[] = [
  {
    resources: ['google_service_account'],
    type: 'iam.googleapis.com/ServiceAccount',
    name: '//iam.googleapis.com/projects/{project}/serviceAccounts/{email}',
    schema: SCHEMA,
    fields: { project: 'projectId' },
    dropped: ['account_id', 'create_ignore_already_exists', 'member'],
    // IAM documentation, service accounts: ACCOUNT@PROJECT.iam.gserviceaccount.com.
    derived({ account_id: account }, project) {
      if (typeof account !== 'string' || project === undefined) return {};
      const email = `${account}@${project}.iam.gserviceaccount.com`;
      return { email, member: `serviceAccount:${email}` };
    },
  },
];
