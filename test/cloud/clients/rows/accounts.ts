import { PROJECT } from '../deployment.ts';
import type { Row } from '../row.ts';

const API = 'iam@v1';
const EMAIL = `web@${PROJECT}.iam.gserviceaccount.com`;
const NAME = `projects/${PROJECT}/serviceAccounts/${EMAIL}`;
const ACCOUNT = {
  command: `gcloud iam service-accounts describe ${EMAIL}`,
  node: { api: API, call: 'projects.serviceAccounts.get', with: { name: NAME } },
};
const POLICY = {
  command: `gcloud iam service-accounts get-iam-policy ${EMAIL}`,
  node: { api: API, call: 'projects.serviceAccounts.getIamPolicy', with: { resource: NAME } },
};
const ROLE = {
  command: `gcloud iam roles describe auditor --project=${PROJECT}`,
  node: { api: API, call: 'projects.roles.get', with: { name: `projects/${PROJECT}/roles/auditor` } },
};
const PROJECT_POLICY = {
  command: `gcloud projects get-iam-policy ${PROJECT}`,
  node: {
    api: 'cloudresourcemanager@v1',
    call: 'projects.getIamPolicy',
    with: { resource: PROJECT, requestBody: { options: { requestedPolicyVersion: 3 } } },
  },
};

/** IAM, and Resource Manager's policies. */
export const ACCOUNT_ROWS: readonly Row[] = [
  {
    command: 'gcloud iam service-accounts list',
    node: { api: API, call: 'projects.serviceAccounts.list', with: { name: `projects/${PROJECT}` } },
    says: EMAIL,
  },
  {
    command: `gcloud iam service-accounts update ${EMAIL} --display-name=front --description=serves`,
    node: {
      api: API,
      call: 'projects.serviceAccounts.patch',
      with: {
        name: NAME,
        requestBody: {
          serviceAccount: { displayName: 'front', description: 'serves' },
          updateMask: 'displayName,description',
        },
      },
    },
    shown: ACCOUNT,
    changes: { description: 'serves', displayName: 'front' },
  },
  {
    command: `gcloud iam service-accounts disable ${EMAIL}`,
    node: { api: API, call: 'projects.serviceAccounts.disable', with: { name: NAME, requestBody: {} } },
    shown: ACCOUNT,
    changes: { disabled: true },
  },
  {
    command: `gcloud iam service-accounts enable ${EMAIL}`,
    node: { api: API, call: 'projects.serviceAccounts.enable', with: { name: NAME, requestBody: {} } },
    shown: ACCOUNT,
    changes: { disabled: null },
  },
  {
    command: `gcloud iam service-accounts keys list --iam-account=${EMAIL} --managed-by=user`,
    node: {
      api: API,
      call: 'projects.serviceAccounts.keys.list',
      with: { name: NAME, keyTypes: ['USER_MANAGED'] },
    },
    says: '0a1b2c3d',
  },
  {
    command: `gcloud iam service-accounts keys create /dev/null --iam-account=${EMAIL}`,
    node: { api: API, call: 'projects.serviceAccounts.keys.create', with: { name: NAME, requestBody: {} } },
  },
  {
    command: `gcloud iam service-accounts keys disable 0a1b2c3d --iam-account=${EMAIL}`,
    node: {
      api: API,
      call: 'projects.serviceAccounts.keys.disable',
      with: { name: `${NAME}/keys/0a1b2c3d`, requestBody: {} },
    },
  },
  {
    command: `gcloud iam service-accounts keys delete 0a1b2c3d --iam-account=${EMAIL}`,
    node: { api: API, call: 'projects.serviceAccounts.keys.delete', with: { name: `${NAME}/keys/0a1b2c3d` } },
  },
  {
    command: `gcloud iam service-accounts add-iam-policy-binding ${EMAIL} --member=user:ana@example.com --role=roles/iam.serviceAccountUser`,
    node: {
      api: API,
      call: 'projects.serviceAccounts.setIamPolicy',
      with: ({ etag }) => ({
        resource: NAME,
        requestBody: {
          policy: {
            etag,
            bindings: [{ role: 'roles/iam.serviceAccountUser', members: ['user:ana@example.com'] }],
          },
        },
      }),
    },
    shown: POLICY,
    changes: {
      'bindings[0].members[0]': 'user:ana@example.com',
      'bindings[0].role': 'roles/iam.serviceAccountUser',
    },
  },
  {
    command: 'gcloud iam service-accounts create spare-account',
    node: {
      api: API,
      call: 'projects.serviceAccounts.create',
      with: { name: `projects/${PROJECT}`, requestBody: { accountId: 'spare-account', serviceAccount: {} } },
    },
  },
  {
    command: `gcloud iam service-accounts delete spare-account@${PROJECT}.iam.gserviceaccount.com`,
    node: {
      api: API,
      call: 'projects.serviceAccounts.delete',
      with: { name: `projects/-/serviceAccounts/spare-account@${PROJECT}.iam.gserviceaccount.com` },
    },
  },
  {
    command: `gcloud iam roles list --project=${PROJECT}`,
    node: { api: API, call: 'projects.roles.list', with: { parent: `projects/${PROJECT}` } },
    says: 'Auditor',
  },
  {
    command: `gcloud iam roles update auditor --project=${PROJECT} --add-permissions=run.services.list`,
    node: {
      api: API,
      call: 'projects.roles.patch',
      with: ({ etag, includedPermissions }) => ({
        name: `projects/${PROJECT}/roles/auditor`,
        updateMask: 'includedPermissions',
        requestBody: { etag, includedPermissions: [...includedPermissions, 'run.services.list'] },
      }),
    },
    shown: ROLE,
    changes: { 'includedPermissions[1]': 'run.services.list' },
  },
  {
    command: `gcloud iam roles create spare --project=${PROJECT} --title=Spare --permissions=run.services.get`,
    node: {
      api: API,
      call: 'projects.roles.create',
      with: {
        parent: `projects/${PROJECT}`,
        requestBody: { roleId: 'spare', role: { title: 'Spare', includedPermissions: ['run.services.get'] } },
      },
    },
  },
  {
    command: `gcloud iam roles delete spare --project=${PROJECT}`,
    node: { api: API, call: 'projects.roles.delete', with: { name: `projects/${PROJECT}/roles/spare` } },
    says: 'deleted',
  },
  {
    command: 'gcloud projects list',
    node: { api: 'cloudresourcemanager@v1', call: 'projects.list', with: {} },
    says: PROJECT,
  },
  {
    command: `gcloud projects describe ${PROJECT}`,
    node: { api: 'cloudresourcemanager@v1', call: 'projects.get', with: { projectId: PROJECT } },
    says: '100000000001',
  },
  { ...PROJECT_POLICY, says: 'roles/owner' },
  {
    command: `gcloud projects add-iam-policy-binding ${PROJECT} --member=user:ana@example.com --role=roles/run.viewer`,
    node: {
      api: 'cloudresourcemanager@v1',
      call: 'projects.setIamPolicy',
      with: ({ etag, bindings }) => ({
        resource: PROJECT,
        requestBody: {
          policy: {
            etag,
            bindings: [...bindings, { role: 'roles/run.viewer', members: ['user:ana@example.com'] }],
          },
        },
      }),
    },
    shown: PROJECT_POLICY,
    changes: { 'bindings[1].members[0]': 'user:ana@example.com', 'bindings[1].role': 'roles/run.viewer' },
  },
  {
    command: `gcloud projects remove-iam-policy-binding ${PROJECT} --member=user:ana@example.com --role=roles/run.viewer`,
    node: {
      api: 'cloudresourcemanager@v1',
      call: 'projects.setIamPolicy',
      with: ({ etag, bindings }) => ({
        resource: PROJECT,
        requestBody: { policy: { etag, bindings: bindings.slice(0, 1) } },
      }),
    },
    shown: PROJECT_POLICY,
    changes: { 'bindings[1].members[0]': null, 'bindings[1].role': null },
  },
];
