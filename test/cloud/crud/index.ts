import { iamHandlers } from '../core/iam.ts';
import type { Handler } from '../core/service.ts';
import { fullName, notFound, pathOfCall } from './find.ts';
import type { Kind, Verb } from './kind.ts';
import { get, list } from './read.ts';
import { create, remove, update } from './write.ts';

/** The handlers of everything that a table of kinds has a method for. */
export const crudHandlers = (kinds: readonly Kind[]): Record<string, Handler> =>
  Object.fromEntries(
    kinds.flatMap((kind) => {
      const by = handlersOf(kind);
      return Object.entries(kind.methods).map(([id, verb]) => [id, by[verb]] as const);
    }),
  );

function handlersOf(kind: Kind): Readonly<Record<Verb, Handler>> {
  const policies = iamHandlers({
    permissions: kind.permission,
    found: (call) => {
      const path = pathOfCall(call, kind);
      const resource = call.cloud.store.get(fullName(call, kind, path));
      if (!resource) throw notFound(call, kind, path);
      return resource;
    },
  });
  return {
    get: get(kind),
    list: list(kind),
    create: create(kind),
    update: update(kind),
    delete: remove(kind),
    getIamPolicy: policies.get,
    setIamPolicy: policies.set,
    testIamPermissions: policies.test,
  };
}

/** The five methods that a class of protos has for a kind: `GetSecret`, `ListSecrets`, ... under these versions. */
export const methodsOf = (services: readonly string[], one: string, many = `${one}s`): Record<string, Verb> =>
  Object.fromEntries(
    services.flatMap((service) => [
      [`${service}.Get${one}`, 'get'],
      [`${service}.List${many}`, 'list'],
      [`${service}.Create${one}`, 'create'],
      [`${service}.Update${one}`, 'update'],
      [`${service}.Delete${one}`, 'delete'],
    ]),
  );

/** IAM's three methods of a class of protos. */
export const policyMethods = (service: string): Record<string, Verb> => ({
  [`${service}.GetIamPolicy`]: 'getIamPolicy',
  [`${service}.SetIamPolicy`]: 'setIamPolicy',
  [`${service}.TestIamPermissions`]: 'testIamPermissions',
});
