import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apiOf } from '../core/hosts.ts';
import type { Method } from '../core/method.ts';
import type { Handler, Route, Service } from '../core/service.ts';

const FOLDER = join(import.meta.dirname, '..', 'services');

/**
 * Every service of `services/`: what each file, or the `index.ts` of each folder, exports by default. Presence is
 * registration.
 */
export async function loadServices(): Promise<readonly Service[]> {
  const files = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /^[a-z].*(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => join(FOLDER, entry.name, ...(entry.isDirectory() ? ['index.ts'] : [])))
    .sort();
  const services: Service[] = [];
  // One after the other: jiti shows a module that two import at once unfinished to one of them.
  for (const file of files) {
    const one = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      default: Service | Service[];
    };
    services.push(...[one.default].flat());
  }
  return services;
}

/** Where a request leads. */
export interface Target {
  readonly method: Method;
  readonly vars: Readonly<Record<string, string>>;
  readonly handler: Handler | undefined;
  /** Asked without credentials. */
  readonly open: boolean;
}

/** Services by host. */
export class Registry {
  readonly #services = new Map<string, Service[]>();

  constructor(services: readonly Service[]) {
    for (const service of services) {
      for (const host of [service.host].flat()) {
        this.#services.set(host, [...(this.#services.get(host) ?? []), service]);
      }
    }
  }

  /** Hosts that some service serves. */
  get hosts(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** The handler of a method on a host. */
  handlerOf(host: string, id: string): Handler | undefined {
    return this.#services.get(host)?.find(({ handlers }) => id in handlers)?.handlers[id];
  }

  /** The route beside the schema that a request takes, if any. */
  extra(host: string, verb: string, path: string): Target | undefined {
    for (const route of this.#services.get(host)?.flatMap(({ routes = [] }) => routes) ?? []) {
      const match = route.verb === verb ? route.path.exec(path) : null;
      if (match) return this.#target(apiOf(host), route, match.groups ?? {});
    }
    return undefined;
  }

  #target(host: string, { id, verb, path, open = false }: Route, vars: Record<string, string>): Target {
    const method: Method = { id, host, verb, template: path.source };
    return { method, vars: { ...vars }, handler: this.handlerOf(host, id), open };
  }
}
