import { attempt, Unknown, type World } from '#policy';
import { DEFAULT_ACCOUNT } from './iam.ts';
import type { RunService } from './run-serving.ts';
import { nameOf } from './short-name.ts';

const defaultAccount = new RegExp(DEFAULT_ACCOUNT);

interface Accounts {
  readonly of: ReadonlyMap<string, readonly RunService[]>;
  /** Services whose account is not known, with why. */
  readonly unknown: readonly { readonly service: RunService; readonly why: Unknown }[];
}

const users = new WeakMap<readonly RunService[], Accounts>();

/** Services by the account they run as, made once for each list: a project may have thousands. */
function byAccount(services: readonly RunService[]): Accounts {
  let known = users.get(services);
  if (!known) {
    const of = new Map<string, RunService[]>();
    const unknown: { service: RunService; why: Unknown }[] = [];
    for (const service of services) {
      const account = attempt(() => service.data.template?.serviceAccount);
      if (account instanceof Unknown) unknown.push({ service, why: account });
      else if (account !== undefined) {
        const sharing = of.get(account);
        if (sharing) sharing.push(service);
        else of.set(account, [service]);
      }
    }
    known = { of, unknown };
    users.set(services, known);
  }
  return known;
}

/** So many services that share an account are named: each with each, a few thousand would be millions. */
const NAMED = 100;

/**
 * Names of the other services of the project that run as a service's own account, up to a hundred; those whose account is
 * not known stand as Unknown. A default account is shared by nature and has no sharers worth naming.
 */
export function accountSharers(service: RunService, world: World): (string | Unknown)[] {
  const own = service.data.template?.serviceAccount;
  if (own === undefined || defaultAccount.test(own)) return [];
  const { of, unknown } = byAccount(world.of('run.googleapis.com/Service', { project: service.project }));
  const first = (of.get(own) ?? []).slice(0, NAMED + 1).filter(({ id }) => id !== service.id);
  const others = unknown.filter((one) => one.service.id !== service.id).map(({ why }) => why);
  return [...first.slice(0, NAMED).map(nameOf), ...new Set(others)];
}
