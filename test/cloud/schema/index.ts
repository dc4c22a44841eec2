import protobuf from 'protobufjs';
import type { Method } from '../core/method.ts';
import { operationsRootOf, rootOf } from '../front/protos.ts';
import { DECLARED } from './declarations.ts';
import { type Declared, declaredMethods } from './declared.ts';
import { described } from './described.ts';
import type { Description } from './types.ts';

export type { Description, Message } from './types.ts';
export { violations } from './violations.ts';

const tables = new Map<string, ReadonlyMap<string, Declared>>();

/** The methods of a host that its declarations describe, in the order of the client's code. */
export function declaredOf(host: string): ReadonlyMap<string, Declared> {
  let table = tables.get(host);
  if (!table) {
    const all = (DECLARED[host] ?? [])
      .flatMap((api) => declaredMethods(api, host))
      .filter(({ template }) => !OPERATIONS.test(template));
    table = new Map(all.map((one) => [`${one.method.id} ${one.template}`, one]));
    tables.set(host, table);
  }
  return table;
}

/** Long-running operations by name are google.longrunning's on every API, also where a version declares them again. */
const OPERATIONS = /^\/v\w+\/\{\w+=.*operations(?:\/\*\*?)?\}(?::\w+)?$/;

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
  const name = id.slice(0, dot);
  const service =
    rootOf(host)?.lookup(name, [protobuf.Service]) ??
    (name === 'google.longrunning.Operations'
      ? operationsRootOf(host).lookup(name, [protobuf.Service])
      : null);
  const rpc = service instanceof protobuf.Service ? service.methods[id.slice(dot + 1)] : undefined;
  const variables = [...template.matchAll(/\{([^}=]+)/g)].map(([, name]) => name as string);
  return rpc && described(rpc, body, variables);
}
