import protobuf from 'protobufjs';
import type { Method } from '../core/method.ts';
import { rootOf } from '../front/protos.ts';
import { type Declared, declaredMethods } from './declared.ts';
import { described } from './described.ts';
import type { Description } from './types.ts';

export type { Description, Message } from './types.ts';
export { violations } from './violations.ts';

/** The versions whose methods no client's protos hold, by host. */
const DECLARED: Readonly<Record<string, readonly string[]>> = {
  'cloudresourcemanager.googleapis.com': ['cloudresourcemanager/v1'],
  'cloudscheduler.googleapis.com': ['cloudscheduler/v1'],
  'iam.googleapis.com': ['iam/v1', 'iam/v2'],
  'monitoring.googleapis.com': ['monitoring/v1'],
  'redis.googleapis.com': ['redis/v1', 'redis/v1beta1'],
  'run.googleapis.com': ['run/v1'],
  'serviceusage.googleapis.com': ['serviceusage/v1beta1'],
  'storage.googleapis.com': ['storage/v1'],
};

const tables = new Map<string, ReadonlyMap<string, Declared>>();

/** The methods of a host that its declarations describe, in the order of the client's code. */
export function declaredOf(host: string): ReadonlyMap<string, Declared> {
  let table = tables.get(host);
  if (!table) {
    const all = (DECLARED[host] ?? []).flatMap((api) => declaredMethods(api, host));
    table = new Map(all.map((one) => [`${one.method.id} ${one.template}`, one]));
    tables.set(host, table);
  }
  return table;
}

const descriptions = new WeakMap<Method, Description>();

/** What a method takes and gives; undefined for a route that no description has. */
export function descriptionOf(method: Method): Description | undefined {
  let found = descriptions.get(method);
  if (!found) {
    found =
      fromProtos(method) ?? declaredOf(method.host).get(`${method.id} ${method.template}`)?.description();
    if (found) descriptions.set(method, found);
  }
  return found;
}

function fromProtos({ host, id, body, template }: Method): Description | undefined {
  const dot = id.lastIndexOf('.');
  const service = rootOf(host)?.lookup(id.slice(0, dot), [protobuf.Service]);
  const rpc = service instanceof protobuf.Service ? service.methods[id.slice(dot + 1)] : undefined;
  const variables = [...template.matchAll(/\{([^}=]+)/g)].map(([, name]) => name as string);
  return rpc && described(rpc, body, variables);
}
