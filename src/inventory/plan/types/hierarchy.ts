import { bad } from '../../types/read.ts';
import type { Json } from '../../types/table.ts';
import { Unset } from '../overlay.ts';
import type { PlanTable } from '../table.ts';

const bareId = (value: unknown): unknown =>
  typeof value !== 'string'
    ? bad(value, 'the id of a folder or organization')
    : value === ''
      ? undefined
      : value.slice(value.lastIndexOf('/') + 1);

/** One of the two names the parent, and says by its name what that is; both are computed where it is not given. */
function parentType(data: Json, { folder_id: folder, org_id: organization }: Json): void {
  const says = (value: unknown) => value !== '' && !(value instanceof Unset) && value !== undefined;
  const type = says(folder) ? 'folder' : says(organization) ? 'organization' : undefined;
  if (type !== undefined) data['parent'] = { type, ...(data['parent'] as Json | undefined) };
}

/** Projects in the shape of the Resource Manager API v1, as the inventory exports them. */
const PROJECT: PlanTable = {
  resources: ['google_project'],
  type: 'cloudresourcemanager.googleapis.com/Project',
  name: '//cloudresourcemanager.googleapis.com/projects/{project_id}',
  fields: {
    folder_id: { to: 'parent.id', read: bareId },
    number: 'projectNumber',
    org_id: { to: 'parent.id', read: bareId },
  },
  dropped: [
    'app_engine',
    'auto_create_network',
    'billing_account',
    'policy_data',
    'policy_etag',
    'skip_delete',
  ],
  creation: {
    lifecycleState: { value: 'ACTIVE', source: 'Resource Manager API v1 reference, Project.lifecycleState' },
  },
  settle: parentType,
};

const FOLDER: PlanTable = {
  resources: ['google_folder'],
  type: 'cloudresourcemanager.googleapis.com/Folder',
  name: '//cloudresourcemanager.googleapis.com/folders/{folder_id}',
  dropped: ['deletion_protection', 'folder_id'],
  creation: {
    lifecycleState: { value: 'ACTIVE', source: 'Resource Manager API v2 reference, Folder.lifecycleState' },
  },
};

export const HIERARCHY: readonly PlanTable[] = [PROJECT, FOLDER];
