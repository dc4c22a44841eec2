import { ApiError } from '../core/errors.ts';
import { textOf } from '../core/json.ts';
import { lastOf } from '../core/names.ts';
import type { Call, Handler, Service } from '../core/service.ts';
import { uuidOf } from '../core/tokens.ts';
import { operationHandlers } from '../core/views.ts';
import { found, withId } from '../crud/find.ts';
import { crudHandlers, methodsOf } from '../crud/index.ts';
import { type Kind, madeAt } from '../crud/kind.ts';

const API = 'cloudbuild.googleapis.com';
const RPC = 'google.devtools.cloudbuild.v1.CloudBuild';

/** The older paths name a project and an id: what is there stands in the location `global`. */
const pathIn =
  (plural: string, id: string) =>
  ({ vars }: Call): string => {
    const { project_id: project, [id]: one } = vars;
    if (project === undefined) return Object.values(vars)[0] ?? '';
    return `projects/${project}/locations/global${one === undefined ? '' : `/${plural}/${one}`}`;
  };

/** A trigger is asked for by its id or by its name. */
function locateTrigger(call: Call, path: string): string {
  const name = `//${API}/${withId(call, path)}`;
  const { store } = call.cloud;
  const at = name.lastIndexOf('/triggers/');
  if (at < 0 || store.get(name)) return name;
  const place = name.slice(0, at);
  const called = store
    .list('cloudbuild.googleapis.com/BuildTrigger')
    .find((one) => one.name.startsWith(`${place}/triggers/`) && one.data['name'] === lastOf(name));
  return called?.name ?? name;
}

/** Whoever writes triggers must be allowed to create builds (projects.locations.triggers.patch, Authorization). */
const TRIGGER: Kind = {
  type: 'cloudbuild.googleapis.com/BuildTrigger',
  plural: 'triggers',
  permission: 'cloudbuild.builds',
  permissions: { update: 'cloudbuild.builds.create', delete: 'cloudbuild.builds.create' },
  methods: methodsOf([RPC], 'BuildTrigger'),
  page: { size: 50, most: 1000 },
  path: pathIn('triggers', 'trigger_id'),
  locate: locateTrigger,
  shown: (call, path) => locateTrigger(call, path).slice(`//${API}/`.length),
  idOf: (call, { name }, parent) => uuidOf('trigger', parent, textOf(name) ?? call.cloud.store.revision),
  naming: (path, data) => ({ resourceName: path, id: lastOf(path), name: textOf(data['name']) ?? 'trigger' }),
  unmasked: 'replaced',
  check(_, { data }) {
    const sources = [
      'triggerTemplate',
      'github',
      'pubsubConfig',
      'webhookConfig',
      'repositoryEventConfig',
      'sourceToBuild',
    ];
    if (sources.some((key) => data[key] !== undefined)) return;
    const message = 'A trigger needs an event, or a source to build by hand.';
    throw new ApiError(400, { status: 'INVALID_ARGUMENT', message });
  },
  fill: (call, write) => ({ ...write.data, ...madeAt(call, write) }),
};

/** Builds as they were run. */
const BUILD: Kind = {
  type: 'cloudbuild.googleapis.com/Build',
  plural: 'builds',
  permission: 'cloudbuild.builds',
  methods: { [`${RPC}.GetBuild`]: 'get', [`${RPC}.ListBuilds`]: 'list' },
  page: { size: 50, most: 1000 },
  path: pathIn('builds', 'id'),
  unmasked: 'refused',
};

/** A build that runs or waits is cancelled; any other has ended. */
const cancel: Handler = (call) => {
  const { name, data } = found(call, BUILD, 'cloudbuild.builds.update');
  if (!['QUEUED', 'WORKING', 'PENDING'].includes(String(data['status']))) {
    const message = `Build ${data['id']} is in state ${data['status']} and cannot be cancelled.`;
    throw new ApiError(400, { status: 'FAILED_PRECONDITION', message });
  }
  return call.cloud.store.patch(name, { data: { status: 'CANCELLED', finishTime: call.cloud.clock.iso() } })
    .data;
};

/** Cloud Build v1, triggers and what was built (https://cloud.google.com/build/docs/api/reference/rest). */
export default {
  host: API,
  handlers: {
    ...crudHandlers([TRIGGER, BUILD]),
    [`${RPC}.CancelBuild`]: cancel,
    ...operationHandlers,
  },
} satisfies Service;
