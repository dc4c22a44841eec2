import { attempt, Unknown, type World } from '#policy';
import { DEFAULT_ACCOUNT } from './iam.ts';
import type { RunService } from './run-serving.ts';

/** The short name of a resource: the last part of its full name. */
export const nameOf = ({ name }: { readonly name: string }): string => name.slice(name.lastIndexOf('/') + 1);

const defaultAccount = new RegExp(DEFAULT_ACCOUNT);
const users = new WeakMap<readonly RunService[], Map<string | Unknown, RunService[]>>();

/** Services by the account they run as, made once for each list: a project may have thousands. */
function byAccount(services: readonly RunService[]): Map<string | Unknown, RunService[]> {
  let known = users.get(services);
  if (!known) {
    known = new Map();
    for (const service of services) {
      const account = attempt(() => service.data.template?.serviceAccount);
      if (account !== undefined) known.set(account, [...(known.get(account) ?? []), service]);
    }
    users.set(services, known);
  }
  return known;
}

/**
 * Names of the other services of the project that run as a service's own account; those whose account is not known
 * stand as Unknown. A default account is shared by nature and has no sharers worth naming.
 */
export function accountSharers(service: RunService, world: World): (string | Unknown)[] {
  const own = service.data.template?.serviceAccount;
  if (own === undefined || defaultAccount.test(own)) return [];
  const sharers: (string | Unknown)[] = [];
  for (const [account, services] of byAccount(
    world.of('run.googleapis.com/Service', { project: service.project }),
  )) {
    const others = services.filter(({ id }) => id !== service.id);
    if (account === own) sharers.push(...others.map(nameOf));
    else if (account instanceof Unknown && others.length > 0) sharers.push(account);
  }
  return sharers;
}
