import { laidOver } from '../inventory/plan/iam.ts';
import { readPlan } from '../inventory/plan/read.ts';
import type { Contents } from '../inventory/world.ts';
import type { NoticeRow, SourceRow } from '../report/index.ts';
import type { PlanRequest, Request } from './judge.ts';
import type { SourceOf } from './opened.ts';
import { type GivenPlan, readPlanFile } from './plans.ts';

/** Plans that were read, ready to be laid over what else was. */
export interface Plans {
  readonly sources: readonly Omit<SourceRow, 'stale'>[];
  readonly notices: readonly NoticeRow[];
  readonly unmapped: ReadonlyMap<string, number>;
  readonly origins: readonly SourceOf[];
  /** What is there once the plans are applied, and the names of what they manage. */
  over(read: Contents): { readonly contents: Contents; readonly planned: ReadonlySet<string> };
}

/** Reads the plans of a request. @throws PinkyError E_PLAN_… */
export async function readPlans(
  given: readonly PlanRequest[],
  { configuration, environment }: Pick<Request, 'configuration' | 'environment'>,
): Promise<Plans> {
  const { settings, environments } = configuration;
  const scopes = (environment === undefined ? environments : [environment]).map(
    (name) => settings.parameter(name, 'plan.scope').value,
  );
  const complete = scopes.length > 0 && scopes.every((scope) => scope === 'complete');
  const files = await Promise.all(given.map(({ path }) => readPlanFile(path)));
  const plans = files.map(({ document, uri }) => readPlan(document, uri, complete));
  const unmapped = new Map<string, number>();
  for (const plan of plans)
    for (const [type, count] of plan.unmapped) unmapped.set(type, (unmapped.get(type) ?? 0) + count);
  return {
    sources: plans.map(({ uri, resources, readTime }) => ({
      kind: 'plan',
      uri,
      assets: resources,
      ...(readTime !== undefined && { readTime }),
    })),
    notices: plans.flatMap(noticesOf),
    unmapped,
    origins: given.flatMap(({ sources, root }, i) => origin(files[i] as GivenPlan, sources, root, plans[i])),
    over: (read) => {
      const planned = new Set(
        plans.flatMap(({ assets, deleted }) => [...assets.map(({ name }) => name), ...deleted]),
      );
      const own = plans.flatMap(({ assets }) => assets);
      const deleted = new Set(plans.flatMap((plan) => plan.deleted));
      const known = new Set(read.assets.map(({ name }) => name));
      // A stub stands for what the plan only grants on: where the thing itself was read, that is meant.
      const assets = own.filter(({ address, name }) => address !== undefined || !known.has(name));
      const kept = read.assets.filter(({ name }) => !deleted.has(name));
      return {
        planned,
        contents: {
          ...read,
          assets: [...kept, ...assets],
          iam: granted(read, plans),
          evidence: [...read.evidence, ...plans.map(({ evidence }) => evidence)],
        },
      };
    },
  };
}

/** IAM policies as they will be: those that were read, with what the plans grant. */
function granted({ iam }: Contents, plans: readonly ReturnType<typeof readPlan>[]): Contents['iam'] {
  const all = new Map(iam);
  for (const { policies } of plans)
    for (const policy of policies) all.set(policy.name, laidOver(policy, all.get(policy.name)));
  return all;
}

const origin = (
  { uri, binary, document }: GivenPlan,
  sources: string | undefined,
  root: string | undefined,
  plan: ReturnType<typeof readPlan> | undefined,
): SourceOf[] => {
  const from = sources ?? binary;
  return from === undefined
    ? []
    : [
        {
          plan: uri,
          sources: from,
          root,
          planned: (address) => plan?.values(address),
          variables: document.variables,
        },
      ];
};

/** More of a kind than this are counted, not named. */
const NAMED = 5;

function noticesOf({ uri, foreign, replaced }: ReturnType<typeof readPlan>): NoticeRow[] {
  const notices: NoticeRow[] = [];
  const others = [...foreign.values()].reduce((sum, count) => sum + count, 0);
  if (others > 0) {
    const named = [...foreign.keys()].map((provider) => provider.slice(provider.lastIndexOf('/') + 1));
    const message = `${others} resources of other providers were not judged: ${named.slice(0, NAMED).join(', ')}`;
    notices.push({ code: 'plan-other-providers', message, uri });
  }
  if (replaced.length > 0) {
    const more = replaced.length > NAMED ? ` and ${replaced.length - NAMED} more` : '';
    const message = `will be deleted and made anew: ${replaced.slice(0, NAMED).join(', ')}${more}`;
    notices.push({ code: 'plan-replaces', message, uri });
  }
  return notices;
}
