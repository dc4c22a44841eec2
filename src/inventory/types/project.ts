import { bad } from './read.ts';
import type { Row, Shape, TypeTable } from './table.ts';

const part = (index: number) => (value: unknown) => {
  const [kind, id] = typeof value === 'string' ? value.split('/') : [];
  return kind && id
    ? index === 0
      ? kind.replace(/s$/, '')
      : id
    : bad(value, 'the name of a folder or organization');
};

const same = (names: readonly string[]): Row[] => names.map((name) => ({ from: name, to: name }));

/** Projects of the Resource Manager API v3: names in place of numbers, `state` in place of `lifecycleState`. */
const V3: Shape = {
  matches: ({ name, projectNumber }) =>
    typeof name === 'string' && name.startsWith('projects/') && projectNumber === undefined,
  rows: [
    ...same(['projectId', 'createTime', 'labels', 'tags', 'configuredCapabilities']),
    { from: 'name', to: 'projectNumber', read: part(1) },
    { from: 'displayName', to: 'name' },
    { from: 'state', to: 'lifecycleState' },
    { from: 'parent', to: 'parent.type', read: part(0) },
    { from: 'parent', to: 'parent.id', read: part(1) },
  ],
  dropped: ['etag', 'updateTime', 'deleteTime'],
};

/** Projects as the inventory exports them: Resource Manager API v1. */
export const PROJECT: TypeTable = {
  types: ['cloudresourcemanager.googleapis.com/Project'],
  shapes: [V3],
};

export const FOLDER: TypeTable = { types: ['cloudresourcemanager.googleapis.com/Folder'] };

export const ORGANIZATION: TypeTable = { types: ['cloudresourcemanager.googleapis.com/Organization'] };

export const ENABLED_SERVICE: TypeTable = { types: ['serviceusage.googleapis.com/Service'] };
