import type { Method } from '../core/method.ts';

const ID = 'google.longrunning.Operations';

/**
 * Long-running operations by their name, on every API (https://google.aip.dev/151, google/longrunning/operations.proto);
 * the protos of most leave the routes out.
 */
const ROUTES = [
  { verb: 'GET', path: /^\/v\w+\/((?:.+\/)?operations\/[^/:]+)$/, rpc: 'GetOperation' },
  { verb: 'GET', path: /^\/v\w+\/((?:.+\/)?operations)$/, rpc: 'ListOperations' },
  { verb: 'DELETE', path: /^\/v\w+\/((?:.+\/)?operations\/[^/:]+)$/, rpc: 'DeleteOperation' },
  { verb: 'POST', path: /^\/v\w+\/((?:.+\/)?operations\/[^/:]+):cancel$/, rpc: 'CancelOperation', body: '*' },
  { verb: 'POST', path: /^\/v\w+\/((?:.+\/)?operations\/[^/:]+):wait$/, rpc: 'WaitOperation', body: '*' },
] as const;

/** The method of google.longrunning that a path asks for. */
export function operationRoute(
  host: string,
  verb: string,
  path: string,
): { method: Method; vars: Record<string, string> } | undefined {
  for (const route of ROUTES) {
    const name = route.verb === verb ? route.path.exec(path)?.[1] : undefined;
    if (name === undefined) continue;
    const body = 'body' in route ? route.body : undefined;
    const template = `/v1/{name=${route.rpc === 'ListOperations' ? 'operations' : 'operations/**'}}`;
    return { method: { id: `${ID}.${route.rpc}`, host, verb, template, body }, vars: { name } };
  }
  return undefined;
}
