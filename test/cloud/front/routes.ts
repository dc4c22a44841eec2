import protobuf from 'protobufjs';
import type { Method } from '../core/method.ts';
import { declaredOf } from '../schema/index.ts';
import { rootOf } from './protos.ts';

interface Route {
  readonly method: Method;
  readonly path: RegExp;
  readonly names: readonly string[];
}

const tables = new Map<string, readonly Route[]>();

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;

function* servicesIn(space: protobuf.NamespaceBase): Generator<protobuf.Service> {
  for (const one of space.nestedArray) {
    if (one instanceof protobuf.Service) yield one;
    else if (one instanceof protobuf.Namespace) yield* servicesIn(one);
  }
}

interface Rule {
  readonly [key: string]: unknown;
  readonly body?: string;
  readonly additional_bindings?: Rule | readonly Rule[];
}

function tableOf(host: string): readonly Route[] {
  const known = tables.get(host);
  if (known) return known;
  const root = rootOf(host);
  const routes: Route[] = [];
  for (const service of root ? servicesIn(root) : []) {
    for (const rpc of service.methodsArray) {
      const rule = (rpc.parsedOptions as Record<string, Rule>[] | null)?.find(
        (one) => '(google.api.http)' in one,
      )?.['(google.api.http)'] as Rule | undefined;
      for (const one of rule ? [rule, ...[rule.additional_bindings ?? []].flat()] : []) {
        const verb = VERBS.find((name) => name in one);
        if (!verb) continue;
        const template = String(one[verb]);
        const { path, names } = expressionOf(template);
        const id = `${service.fullName.slice(1)}.${rpc.name}`;
        routes.push({
          path,
          names,
          method: { id, host, verb: verb.toUpperCase(), template, body: one.body },
        });
      }
    }
  }
  for (const { method, template } of declaredOf(host).values()) {
    const { path, names } = expressionOf(template);
    routes.push({ path, names, method });
  }
  tables.set(host, routes);
  return routes;
}

function expressionOf(template: string): { path: RegExp; names: readonly string[] } {
  const names: string[] = [];
  const source = template.replace(
    /\{([^}=]+)(?:=([^}]*))?\}|\*\*|\*|[.+?^$()|[\]\\]/g,
    (part, name?: string, inner?: string) => {
      if (name === undefined) return part === '**' ? '.+' : part === '*' ? '[^/:]+' : `\\${part}`;
      names.push(name);
      return `(${(inner ?? '*').replace(/\*\*|\*/g, (star) => (star === '**' ? '.+' : '[^/:]+'))})`;
    },
  );
  return { path: new RegExp(`^${source}$`), names };
}

/** Every binding of an rpc, in the order of its declaration. */
export const methodsOf = (host: string, id: string): readonly Method[] =>
  tableOf(host).flatMap(({ method }) => (method.id === id ? [method] : []));

/** The method a request asks for, with the variables of its path. */
export function route(
  host: string,
  verb: string,
  path: string,
): { method: Method; vars: Record<string, string> } | undefined {
  for (const one of tableOf(host)) {
    const match = one.method.verb === verb ? one.path.exec(path) : null;
    if (match) {
      const vars = Object.fromEntries(one.names.map((name, index) => [name, match[index + 1] as string]));
      return { method: one.method, vars };
    }
  }
  return undefined;
}
