import protobuf from 'protobufjs';
import type { JsonObject } from '../core/json.ts';
import type { Method } from '../core/method.ts';
import type { Incoming } from './pipeline.ts';
import { rootOf } from './protos.ts';
import { methodsOf, route } from './routes.ts';
import { transcode } from './transcode.ts';

/** An rpc by the path it is called with. */
export interface Rpc {
  readonly id: string;
  readonly request: protobuf.Type;
  readonly response: protobuf.Type;
}

/** The rpc behind `/google.cloud.asset.v1.AssetService/ListAssets`; undefined where the API has none such. */
export function rpcOf(api: string, path: string): Rpc | undefined {
  const [, service = '', name = ''] = path.split('/');
  const root = rootOf(api);
  const found = root?.lookup(service);
  const method = found instanceof protobuf.Service ? found.methods[name] : undefined;
  if (!method) return undefined;
  method.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  return request && response ? { id: `${service}.${name}`, request, response } : undefined;
}

/** A request message as the REST form that fits it, so that one handler answers both protocols. */
export function restOf(
  api: string,
  { id }: Rpc,
  message: JsonObject,
): Pick<Incoming, 'query' | 'body'> & {
  readonly method: Method;
  readonly vars: Readonly<Record<string, string>>;
} {
  for (const method of methodsOf(api, id)) {
    const parts = transcode(method, message);
    const found = parts && route(api, method.verb, parts.path);
    if (parts && found?.method.id === id) return { ...found, query: parts.query, body: parts.body };
  }
  // Without a binding, or with a name of a shape that REST has no path for, everything is body.
  const method: Method = methodsOf(api, id)[0] ?? { id, host: api, verb: 'POST', template: '', body: '*' };
  return { method, vars: {}, query: new URLSearchParams(), body: message };
}
