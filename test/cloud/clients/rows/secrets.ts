import { PROJECT } from '../deployment.ts';
import type { Row } from '../row.ts';

const API = 'secretmanager@v1';
const NAME = `projects/${PROJECT}/secrets/token`;
const SHOWN = {
  command: 'gcloud secrets describe token',
  node: { api: API, call: 'projects.secrets.get', with: { name: NAME } },
};
const VERSION = {
  command: 'gcloud secrets versions describe 1 --secret=token',
  node: { api: API, call: 'projects.secrets.versions.get', with: { name: `${NAME}/versions/1` } },
};
const IAM = {
  command: 'gcloud secrets get-iam-policy token',
  node: { api: API, call: 'projects.secrets.getIamPolicy', with: { resource: NAME } },
};

/** Secret Manager. */
export const SECRET_ROWS: readonly Row[] = [
  {
    command: 'gcloud secrets list',
    node: { api: API, call: 'projects.secrets.list', with: { parent: `projects/${PROJECT}` } },
    says: 'token',
  },
  { ...SHOWN, says: 'automatic' },
  {
    command: 'gcloud secrets update token --update-labels=team=web',
    node: {
      api: API,
      call: 'projects.secrets.patch',
      with: ({ etag, labels }) => ({
        name: NAME,
        updateMask: 'labels',
        requestBody: { etag, labels: { ...labels, team: 'web' } },
      }),
    },
    shown: SHOWN,
    changes: { 'labels.team': 'web' },
  },
  {
    command:
      'gcloud secrets update token --add-topics=projects/pinky-prod/topics/rotate --next-rotation-time=2030-01-01T00:00:00Z --rotation-period=7776000s',
    node: {
      api: API,
      call: 'projects.secrets.patch',
      with: {
        name: NAME,
        updateMask: 'topics,rotation',
        requestBody: {
          topics: [{ name: `projects/${PROJECT}/topics/rotate` }],
          rotation: { nextRotationTime: '2030-01-01T00:00:00Z', rotationPeriod: '7776000s' },
        },
      },
    },
    shown: SHOWN,
    changes: {
      'rotation.nextRotationTime': '2030-01-01T00:00:00Z',
      'rotation.rotationPeriod': '7776000s',
      'topics[0].name': `projects/${PROJECT}/topics/rotate`,
    },
  },
  {
    command: 'gcloud secrets versions add token --data-file=package.json',
    node: {
      api: API,
      call: 'projects.secrets.addVersion',
      with: { parent: NAME, requestBody: { payload: { data: 'c2VzYW1l' } } },
    },
  },
  {
    command: 'gcloud secrets versions list token',
    node: { api: API, call: 'projects.secrets.versions.list', with: { parent: NAME } },
    says: '2',
  },
  {
    command: 'gcloud secrets versions access latest --secret=token',
    node: { api: API, call: 'projects.secrets.versions.access', with: { name: `${NAME}/versions/latest` } },
  },
  {
    command: 'gcloud secrets versions disable 1 --secret=token',
    node: {
      api: API,
      call: 'projects.secrets.versions.disable',
      with: { name: `${NAME}/versions/1`, requestBody: {} },
    },
    shown: VERSION,
    changes: { state: 'DISABLED' },
  },
  {
    command: 'gcloud secrets versions enable 1 --secret=token',
    node: {
      api: API,
      call: 'projects.secrets.versions.enable',
      with: { name: `${NAME}/versions/1`, requestBody: {} },
    },
    shown: VERSION,
    changes: { state: 'ENABLED' },
  },
  IAM,
  {
    command:
      'gcloud secrets add-iam-policy-binding token --member=user:ana@example.com --role=roles/secretmanager.secretAccessor',
    node: {
      api: API,
      call: 'projects.secrets.setIamPolicy',
      with: ({ etag }) => ({
        resource: NAME,
        requestBody: {
          policy: {
            etag,
            bindings: [{ role: 'roles/secretmanager.secretAccessor', members: ['user:ana@example.com'] }],
          },
        },
      }),
    },
    shown: IAM,
    changes: {
      'bindings[0].members[0]': 'user:ana@example.com',
      'bindings[0].role': 'roles/secretmanager.secretAccessor',
    },
  },
  {
    command: 'gcloud secrets create spare --replication-policy=user-managed --locations=us-central1,us-east1',
    node: {
      api: API,
      call: 'projects.secrets.create',
      with: {
        parent: `projects/${PROJECT}`,
        secretId: 'spare',
        requestBody: { replication: { userManaged: { replicas: [{ location: 'us-central1' }] } } },
      },
    },
  },
  {
    command: 'gcloud secrets delete spare',
    node: { api: API, call: 'projects.secrets.delete', with: { name: `projects/${PROJECT}/secrets/spare` } },
  },
];
