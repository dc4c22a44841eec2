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
  const concerned = environment === undefined ? environments : [environment];
  const partial = concerned.filter((name) => settings.parameter(name, 'plan.scope').value !== 'complete');
  const complete = concerned.length > 0 && partial.length === 0;
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
    notices: [
      ...scopeNotice(concerned, partial, configuration.uri),
      ...plans.flatMap((plan, i) => [...conditionOf(files[i] as GivenPlan), ...noticesOf(plan)]),
      ...given.flatMap(({ sources }, i) => linesNotice(files[i] as GivenPlan, sources)),
    ],
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

/** A plan is read as one: it holds all there is, or it does not. */
function scopeNotice(
  all: readonly string[],
  partial: readonly string[],
  uri: string | undefined,
): readonly NoticeRow[] {
  if (partial.length === 0 || partial.length === all.length) return [];
  const complete = all.filter((name) => !partial.includes(name));
  const message = `plan.scope is complete for ${complete.join(', ')} and counts for nothing: ${partial.join(', ')} must say so too, or all under defaults`;
  return [{ code: 'plan-scope', message, ...(uri !== undefined && { uri }) }];
}

/** What Terraform says of the plan itself: format version 1.2 and later. */
function conditionOf({ uri, document: { errored, complete } }: GivenPlan): readonly NoticeRow[] {
  const message = errored
    ? 'planning failed: it may hold only a part of what would be done'
    : complete === false
      ? 'it is not complete (-target, or changes put off): applying it leaves more to be done'
      : undefined;
  return message === undefined ? [] : [{ code: 'plan-incomplete', message, uri }];
}

const linesNotice = ({ uri, binary }: GivenPlan, sources: string | undefined): readonly NoticeRow[] =>
  (sources ?? binary) === undefined
    ? [
        {
          code: 'plan-no-sources',
          message:
            'its findings stand in no line of source: give --plan-sources, the folder of its root module or its binary plan',
          uri,
        },
      ]
    : [];

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
