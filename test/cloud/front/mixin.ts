import type { Method } from '../core/method.ts';

/** Long-running operations by their name, on every API (https://google.aip.dev/151); their protos leave the route out. */
const OPERATION = /^\/v\w+\/((?:.+\/)?operations\/[^/:]+)$/;
const OPERATIONS = /^\/v\w+\/((?:.+\/)?operations)$/;

const ID = 'google.longrunning.Operations';

/** The method of google.longrunning that a path asks for. */
export function operationRoute(
  host: string,
  verb: string,
  path: string,
): { method: Method; vars: Record<string, string> } | undefined {
  if (verb !== 'GET') return undefined;
  const one = OPERATION.exec(path)?.[1];
  if (one !== undefined) {
    return {
      method: { id: `${ID}.GetOperation`, host, verb, template: '/v1/{name=operations/**}' },
      vars: { name: one },
    };
  }
  const all = OPERATIONS.exec(path)?.[1];
  return all === undefined
    ? undefined
    : {
        method: { id: `${ID}.ListOperations`, host, verb, template: '/v1/{name=operations}' },
        vars: { name: all },
      };
}
