import type { PlanTable } from '../table.ts';

const DROPPED = ['deletion_protection', 'location', 'secret_id', 'tags'];

const SECRET: PlanTable = {
  resources: ['google_secret_manager_secret'],
  type: 'secretmanager.googleapis.com/Secret',
  name: '//secretmanager.googleapis.com/projects/{project}/secrets/{secret_id}',
  fields: {
    'replication.auto': 'replication.automatic',
    // Until version 5 of the provider a flag.
    'replication.automatic': {
      to: 'replication.automatic',
      read: (value) => (value === true ? {} : undefined),
    },
  },
  dropped: DROPPED,
};

const REGIONAL_SECRET: PlanTable = {
  resources: ['google_secret_manager_regional_secret'],
  type: 'secretmanager.googleapis.com/Secret',
  name: '//secretmanager.googleapis.com/projects/{project}/locations/{location}/secrets/{secret_id}',
  dropped: DROPPED,
};

/** Never the payload: what the attribute of it holds is not even looked at. */
const SECRET_VERSION: PlanTable = {
  resources: ['google_secret_manager_secret_version'],
  type: 'secretmanager.googleapis.com/SecretVersion',
  name: '//secretmanager.googleapis.com/projects/{project}/secrets/{secret}/versions/{version}',
  fields: { enabled: { to: 'state', read: (value) => (value === false ? 'DISABLED' : 'ENABLED') } },
  dropped: [
    'is_secret_data_base64',
    'secret',
    'secret_data',
    'secret_data_wo',
    'secret_data_wo_version',
    'version',
  ],
};

export const SECRETS: readonly PlanTable[] = [SECRET, REGIONAL_SECRET, SECRET_VERSION];
