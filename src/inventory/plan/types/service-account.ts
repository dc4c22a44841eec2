import type { PlanTable } from '../table.ts';

/** `example.com:shop` is a project of a domain: its accounts stand in `shop.example.com`. */
const domainOf = (project: string): string => project.split(':').reverse().join('.');

const ACCOUNT: PlanTable = {
  resources: ['google_service_account'],
  type: 'iam.googleapis.com/ServiceAccount',
  name: '//iam.googleapis.com/projects/{project}/serviceAccounts/{email}',
  fields: { project: 'projectId' },
  dropped: ['account_id', 'create_ignore_already_exists', 'member'],
  creation: { disabled: { value: false, source: 'IAM API v1, serviceAccounts.create: enabled' } },
  // IAM documentation, service accounts: ACCOUNT@PROJECT.iam.gserviceaccount.com.
  derived({ account_id: account }, project) {
    if (typeof account !== 'string' || project === undefined) return {};
    const email = `${account}@${domainOf(project)}.iam.gserviceaccount.com`;
    return {
      email,
      member: `serviceAccount:${email}`,
      name: `projects/${project}/serviceAccounts/${email}`,
      project,
    };
  },
};

/** Never the key itself: the attribute that holds it is not even looked at. */
const KEY: PlanTable = {
  resources: ['google_service_account_key'],
  type: 'iam.googleapis.com/ServiceAccountKey',
  name: '//iam.googleapis.com/projects/{project}/serviceAccounts/{service_account_id}/keys/{name}',
  fields: {
    public_key: 'publicKeyData',
    valid_after: 'validAfterTime',
    valid_before: 'validBeforeTime',
  },
  dropped: ['keepers', 'private_key', 'public_key_data', 'public_key_type', 'service_account_id'],
  creation: {
    disabled: { value: false, source: 'IAM API v1, serviceAccounts.keys.create: enabled' },
    keyType: {
      value: 'USER_MANAGED',
      source: 'IAM API v1, ServiceAccountKeyType: Google alone makes SYSTEM_MANAGED keys',
    },
  },
};

export const SERVICE_ACCOUNTS: readonly PlanTable[] = [ACCOUNT, KEY];
