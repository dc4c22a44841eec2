import { CODES } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { pathOf as inName, lastOf } from '../../core/names.ts';
import type { Operation } from '../../core/operations.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler, OperationFate } from '../../core/service.ts';
import { numericIdOf } from '../../core/tokens.ts';
import { LINKS, namedBy, notFound } from './names.ts';

/** `global`, `regions/us-central1` or `zones/us-central1-a`: where the operation of a target stands. */
const placeOf = (target: string): string =>
  /\/(global|(?:regions|zones)\/[^/]+)\//.exec(target)?.[1] ?? 'global';

/** Starts the work of a write. */
export function start(
  call: Call,
  target: string,
  type: string,
  effect: () => null,
  fate: OperationFate | undefined = call.fate,
): JsonObject {
  const project = inName(target).split('/')[1] ?? '';
  return shown(
    call.cloud.operations.start({
      kind: 'compute',
      target,
      type,
      member: call.principal.member,
      project,
      location: lastOf(placeOf(target)),
      fate,
      effect,
    }),
  );
}

/**
 * An operation as recorded. It begins as RUNNING, and one that failed is sent with 200 all the same: DONE with `error` and
 * the status that the work came to.
 */
function shown({ id, status, work, inserted, ended, error }: Operation): JsonObject {
  const place = placeOf(work.target);
  const [kind, where] = place.split('/');
  return {
    kind: 'compute#operation',
    id: numericIdOf(id),
    name: id,
    operationType: work.type,
    status: status === 'PENDING' ? 'RUNNING' : status,
    progress: status === 'DONE' ? 100 : 0,
    insertTime: inserted,
    startTime: inserted,
    ...(ended === undefined ? {} : { endTime: ended }),
    ...(error === undefined
      ? {}
      : {
          error: { errors: [{ code: error.code, message: error.message }] },
          httpErrorStatusCode: error.http,
          httpErrorMessage: phraseOf(error.http),
        }),
    user: work.member.replace(/^[^:]+:/, ''),
    targetId: numericIdOf(work.target),
    targetLink: LINKS + inName(work.target),
    selfLink: `${LINKS}projects/${work.project}/${place}/operations/${id}`,
    ...(where === undefined
      ? {}
      : { [kind === 'regions' ? 'region' : 'zone']: `${LINKS}projects/${work.project}/${place}` }),
  };
}

/** `BAD REQUEST`, as an operation has the name of its status. */
const phraseOf = (http: number): string =>
  http === 400
    ? 'BAD REQUEST'
    : (Object.entries(CODES)
        .find(([, [, status]]) => status === http)?.[0]
        .replaceAll('_', ' ') ?? 'ERROR');

/** The operation that a path names. */
function found(call: Call): Operation {
  const { project, place, short } = namedBy(call);
  const path = `projects/${project}/${place}/operations/${short}`;
  call.require(
    `compute.${place === 'global' ? 'global' : place.startsWith('zones') ? 'zone' : 'region'}Operations.get`,
    `projects/${project}`,
  );
  const one = call.cloud.operations.list('compute', { project }).find(({ id }) => id === short);
  if (!one || placeOf(one.work.target) !== place) throw notFound(path);
  return one;
}

const get: Handler = (call) => {
  const { id } = found(call);
  return shown(call.cloud.operations.poll('compute', id) as Operation);
};

/** Gives the operation when it is done, or as it stands after two minutes; here at once. */
const wait: Handler = (call) => shown(call.cloud.operations.finish(found(call)));

const list: Handler = (call) => {
  const { project, place } = namedBy(call);
  call.require('compute.globalOperations.list', `projects/${project}`);
  const all = call.cloud.operations
    .list('compute', { project })
    .filter(({ work }) => placeOf(work.target) === place)
    .map(shown);
  return {
    kind: 'compute#operationList',
    id: `projects/${project}/${place}/operations`,
    selfLink: `${LINKS}projects/${project}/${place}/operations`,
    ...paged(call, 'items', all, { size: 500, most: 500, parameter: 'maxResults' }),
  };
};

/** By class and method. */
export const operations: Readonly<Record<string, Handler>> = Object.fromEntries(
  ['GlobalOperations', 'RegionOperations', 'ZoneOperations'].flatMap((name) => [
    [`${name}.Get`, get],
    [`${name}.Wait`, wait],
    [`${name}.List`, list],
  ]),
);
