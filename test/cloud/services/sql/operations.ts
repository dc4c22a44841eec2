import type { Json, JsonObject } from '../../core/json.ts';
import { lastOf, pathOf } from '../../core/names.ts';
import type { Operation } from '../../core/operations.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler } from '../../core/service.ts';
import { instanceName, notFound, projectId, rootOf } from './names.ts';

/** Starts the one operation that an instance may have at a time; 409 operationInProgress where it has one. */
export function start(call: Call, target: string, type: string, effect: () => Json): Operation {
  return call.cloud.operations.start({
    kind: 'sql',
    target,
    type,
    member: call.principal.member,
    project: pathOf(target).split('/')[1] ?? '',
    fate: call.fate,
    effect,
  });
}

/** An operation as recorded: PENDING, RUNNING with a start, DONE with an end and, where it failed, its errors. */
export function shown(
  call: Call,
  { id, status, work, inserted, started, ended, error }: Operation,
): JsonObject {
  const parent = `${rootOf(call)}/projects/${work.project}`;
  const instance = lastOf(work.target);
  return {
    kind: 'sql#operation',
    name: id,
    operationType: work.type,
    status,
    insertTime: inserted,
    ...(started === undefined ? {} : { startTime: started }),
    ...(ended === undefined ? {} : { endTime: ended }),
    ...(error === undefined
      ? {}
      : {
          error: {
            kind: 'sql#operationErrors',
            errors: [{ kind: 'sql#operationError', code: error.code, message: error.message }],
          },
        }),
    user: work.member.replace(/^[^:]+:/, ''),
    targetId: instance,
    targetProject: work.project,
    targetLink: `${parent}/instances/${instance}`,
    selfLink: `${parent}/operations/${id}`,
  };
}

const get: Handler = (call) => {
  const project = projectId(call, 'cloudsql.instances.get');
  const operation = call.cloud.operations.poll('sql', call.vars['operation'] ?? '');
  if (operation?.work.project !== project) throw notFound();
  return shown(call, operation);
};

const list: Handler = (call) => {
  const project = projectId(call, 'cloudsql.instances.list');
  const instance = call.query.get('instance');
  const found = call.cloud.operations
    .list('sql', { project, ...(instance === null ? {} : { target: instanceName(project, instance) }) })
    .map((one) => shown(call, one));
  return {
    kind: 'sql#operationsList',
    ...paged(call, 'items', found, { size: 100, most: 500, parameter: 'maxResults' }),
  };
};

/** By method, without the version. */
export const operations: Readonly<Record<string, Handler>> = {
  'SqlOperationsService.Get': get,
  'SqlOperationsService.List': list,
};
