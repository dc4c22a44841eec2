import type { Cloud } from '../cloud.ts';
import { apiOf } from '../core/hosts.ts';
import type { Method } from '../core/method.ts';
import { operationRoute } from './mixin.ts';
import type { Target } from './registry.ts';
import { route } from './routes.ts';

/**
 * Where a request leads: a service's own route, the schema's, or the operations that every API has. The host in the
 * result is the API's own where `www.googleapis.com/storage/...` was asked.
 */
export function targetOf(
  cloud: Cloud,
  host: string,
  verb: string,
  path: string,
): { readonly host: string; readonly target: Target | undefined } {
  const named = host === 'www.googleapis.com' ? ownHost(path) : host;
  const api = apiOf(named);
  const extra = cloud.registry.extra(api, verb, path);
  if (extra) return { host: named, target: extra };
  const found = route(api, verb, path) ?? operationRoute(api, verb, path);
  return { host: named, target: found && handled(cloud, found.method, found.vars) };
}

/** The method with its handler. */
export const handled = (cloud: Cloud, method: Method, vars: Readonly<Record<string, string>>): Target => ({
  method,
  vars: Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, value.replace(/%2f/gi, '/')])),
  handler: cloud.registry.handlerOf(method.host, method.id),
  open: false,
});

/** The older address of some APIs: `www.googleapis.com/compute/v1/...`. */
const ownHost = (path: string): string => {
  const [first, second] = path.split('/').slice(1);
  const api = first === 'upload' || first === 'download' || first === 'batch' ? second : first;
  return api === 'compute' || api === 'storage' ? `${api}.googleapis.com` : 'www.googleapis.com';
};
