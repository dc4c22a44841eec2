import { iamHandlers } from '../../core/iam.ts';
import { objectOf, textOf } from '../../core/json.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler, Service } from '../../core/service.ts';
import { etagOf } from '../../core/tokens.ts';
import { longrunning, operationHandlers } from '../../core/views.ts';
import { masked, maskOf } from '../../schema/mask.ts';
import {
  API,
  childrenOf,
  containerIn,
  KINDS,
  type Kind,
  kindOf,
  organizationV1,
  pathOfCall,
  projectV1,
  visible,
} from './containers.ts';

/** Resource Manager v3 (https://cloud.google.com/resource-manager/reference/rest), and v1, which gcloud speaks. */

const V3 = 'google.cloud.resourcemanager.v3';
const V1 = 'cloudresourcemanager';
const SIZE = { size: 300, most: 1000 };

const get: Handler = (call) => containerIn(call, pathOfCall(call), 'get').data;

/** Folders and projects directly in a parent. */
const list =
  (kind: Kind): Handler =>
  (call) => {
    const parent = call.query.get('parent') ?? '';
    call.require(`${KINDS[kind].permissions}.list`, parent);
    const found = childrenOf(call, kind, parent).map(({ data }) => data);
    return paged(call, kind, found, SIZE);
  };

const search =
  (kind: Kind): Handler =>
  (call) =>
    paged(call, kind, visible(call, kind, childrenOf(call, kind), call.query.get('query') ?? ''), SIZE);

/** Display name and labels are what can be changed; the operation is done at once. */
const update: Handler = (call) => {
  const body = objectOf(call.body);
  const path = textOf(call.vars['project.name']) ?? textOf(body['name']) ?? '';
  const project = containerIn(call, path, 'update');
  const mask = maskOf(call) ?? [['displayName'], ['labels']];
  const { cloud } = call;
  return longrunning(
    cloud.operations.start({
      kind: 'longrunning',
      target: project.name,
      type: 'update',
      member: call.principal.member,
      project: project.project,
      fate: call.fate,
      effect: () => {
        const data = masked(project.data, body, mask);
        const etag = etagOf(project.name, project.version + 1);
        const updateTime = cloud.clock.iso();
        const written = cloud.store.put({ ...project, data: { ...data, etag, updateTime } });
        return { '@type': `type.googleapis.com/${V3}.Project`, ...written.data };
      },
    }),
  );
};

const getV1: Handler = (call) => projectV1(containerIn(call, pathOfCall(call), 'get'));

/** Filters of v1 are those of v3, but for the parent, which has two keys. */
const listV1: Handler = (call) => {
  const filter = (call.query.get('filter') ?? '')
    .replace(/lifecycleState/g, 'state')
    .replace(/parent\.id[:=](\S+)/g, 'parent:*/$1')
    .replace(/parent\.type[:=]\S+/g, '');
  const names = new Map(childrenOf(call, 'projects').map((one) => [one.data, one]));
  const found = visible(call, 'projects', [...names.values()], filter);
  const projects = found.map((data) => projectV1({ data, name: textOf(data['name']) ?? '' }));
  return paged(call, 'projects', projects, SIZE);
};

const searchV1: Handler = (call) => ({
  organizations: visible(call, 'organizations', childrenOf(call, 'organizations'), '').map(organizationV1),
});

const ancestryV1: Handler = (call) => {
  const ancestor = [];
  for (let path: string | undefined = pathOfCall(call); path !== undefined; ) {
    const one = containerIn(call, path, 'get');
    const kind = kindOf(path);
    const id = kind === 'projects' ? (textOf(one.data['projectId']) ?? '') : (path.split('/')[1] ?? '');
    ancestor.push({ resourceId: { type: kind.slice(0, -1), id } });
    path = textOf(one.data['parent']);
  }
  return { ancestor };
};

const iam = (call: Call) => {
  const { permissions } = KINDS[kindOf(pathOfCall(call))];
  return iamHandlers({ permissions, found: (one) => containerIn(one, pathOfCall(one), 'getIamPolicy') });
};

const policies = {
  getIamPolicy: (call: Call) => iam(call).get(call),
  setIamPolicy: (call: Call) => {
    const { permissions } = KINDS[kindOf(pathOfCall(call))];
    const found = (one: Call) => containerIn(one, pathOfCall(one), 'setIamPolicy');
    return iamHandlers({ permissions, found }).set(call);
  },
  testIamPermissions: (call: Call) => {
    const found = (one: Call) => containerIn(one, pathOfCall(one), 'get');
    return iamHandlers({ permissions: '', found }).test(call);
  },
} satisfies Record<string, Handler>;

/** The handlers of policies under every id by which they are asked for. */
function policyHandlers(): Record<string, Handler> {
  const handlers: Record<string, Handler> = {};
  for (const [name, handler] of Object.entries(policies)) {
    const rpc = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    for (const kind of ['Projects', 'Folders', 'Organizations']) handlers[`${V3}.${kind}.${rpc}`] = handler;
    for (const kind of ['projects', 'organizations']) handlers[`${V1}.${kind}.${name}`] = handler;
    handlers[`google.iam.v1.IAMPolicy.${rpc}`] = handler;
  }
  return handlers;
}

export default {
  host: API,
  handlers: {
    [`${V3}.Projects.GetProject`]: get,
    [`${V3}.Projects.ListProjects`]: list('projects'),
    [`${V3}.Projects.SearchProjects`]: search('projects'),
    [`${V3}.Projects.UpdateProject`]: update,
    [`${V3}.Folders.GetFolder`]: get,
    [`${V3}.Folders.ListFolders`]: list('folders'),
    [`${V3}.Folders.SearchFolders`]: search('folders'),
    [`${V3}.Organizations.GetOrganization`]: get,
    [`${V3}.Organizations.SearchOrganizations`]: search('organizations'),
    [`${V1}.projects.get`]: getV1,
    [`${V1}.projects.list`]: listV1,
    [`${V1}.projects.getAncestry`]: ancestryV1,
    [`${V1}.organizations.get`]: (call) => organizationV1(containerIn(call, pathOfCall(call), 'get').data),
    [`${V1}.organizations.search`]: searchV1,
    ...policyHandlers(),
    ...operationHandlers,
  },
} satisfies Service;
