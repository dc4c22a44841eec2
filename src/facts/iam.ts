import { type Asset, attempt, type Binding, type Context, each, located, Unknown, type World } from '#policy';
import { expired } from './iam-condition.ts';

/** Anyone on the internet, and anyone with a Google account, which anyone can make. */
export const PUBLIC_MEMBERS = ['allUsers', 'allAuthenticatedUsers'] as const;

/**
 * Accounts that Google makes with a project and that every workload shares unless told otherwise: of Compute Engine
 * and of App Engine. Source: https://cloud.google.com/iam/docs/service-account-types#default.
 */
export const DEFAULT_ACCOUNT =
  '^\\d+-compute@developer\\.gserviceaccount\\.com$|@appspot\\.gserviceaccount\\.com$';

/**
 * Roles that amount to everything in a project: the basic ones that write, and those that let their holder act as any
 * service account of it. Source: https://cloud.google.com/iam/docs/roles-overview#basic and .../service-account-permissions.
 */
export const WHOLE_PROJECT_ROLES: readonly string[] = [
  'roles/owner',
  'roles/editor',
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.serviceAccountUser',
];

/**
 * Domains that Google keeps for the accounts by which its own services act in a project; `*` stands for the name of a
 * service. Source: https://cloud.google.com/iam/docs/service-agents.
 */
export const AGENT_DOMAINS: readonly string[] = [
  'cloudservices.gserviceaccount.com',
  ...[
    'gcp-sa-*',
    'bigquery-encryption',
    'cloud-filer',
    'cloud-ml.google.com',
    'cloud-redis',
    'cloud-tpu',
    'cloudcomposer-accounts',
    'compute-system',
    'container-engine-robot',
    'containerregistry',
    'dataflow-service-producer-prod',
    'dataproc-accounts',
    'dlp-api',
    'firebase-rules',
    'gae-api-prod.google.com',
    'gcf-admin-robot',
    'gs-project-accounts',
    'monitoring-notification',
    'serverless-robot-prod',
    'service-networking',
    'sourcerepo-service-accounts',
  ].map((service) => `${service}.iam.gserviceaccount.com`),
];

/** Whether a member is `NUMBER@` or `service-NUMBER@` one of some domains: an account that nobody but Google can make. */
export function isServiceAgent(member: string, domains: readonly string[]): boolean {
  const [, domain] = /^serviceAccount:(?:service-)?\d+@(.+)$/.exec(member) ?? [];
  if (domain === undefined) return false;
  return domains.some((one) => {
    const [start = '', end] = one.split('*');
    if (end === undefined) return domain === one;
    const name = domain.slice(start.length, domain.length - end.length);
    return domain === `${start}${name}${end}` && /^[a-z0-9-]+$/.test(name);
  });
}

/** A binding as it counts: members that do not are `undefined`. */
export interface Grant extends Pick<Binding, 'role' | 'condition'> {
  readonly members: readonly (string | undefined | Unknown)[];
}

/**
 * The bindings set on an asset itself that grant now, of those that `concerns` says matter, each pointing to its
 * place. One whose condition has expired grants nothing; any other condition is taken as holding, with a note. In the
 * place of a member that is `exempt`, or was deleted and so can do nothing, there is none.
 */
export function grants(
  asset: Asset,
  world: World,
  { clock, note }: Pick<Context, 'clock' | 'note'>,
  concerns: (binding: Binding) => boolean,
  exempt: (member: string) => boolean = () => false,
): (Grant | Unknown)[] {
  return each(world.iam(asset).bindings, (binding, i) => {
    if (!concerns(binding) || expired(binding.condition, clock)) return undefined;
    const { role, members, condition } = binding;
    if (condition)
      note(
        `${role} is granted under a condition that was not judged: ${condition.title ?? condition.expression}`,
      );
    // Members keep their places, by which a finding names them.
    const holders = Array.from(members.keys(), (at) =>
      attempt(() => {
        const member = members[at] as string;
        return member.startsWith('deleted:') || exempt(member) ? undefined : member;
      }),
    );
    return located({ role, members: holders, condition }, asset, `$iam.bindings[${i}]`);
  });
}

/** The bindings of some roles, without the service agents of some domains. */
export const grantsOf = (
  asset: Asset,
  world: World,
  context: Pick<Context, 'clock' | 'note'>,
  roles: readonly string[],
  exempt: readonly string[],
) =>
  grants(
    asset,
    world,
    context,
    ({ role }) => roles.includes(role),
    (member) => isServiceAgent(member, exempt),
  );

/**
 * The bindings of an asset that name the whole world. Who may invoke a Cloud Run service is left out: another policy
 * weighs it against the service's ingress.
 */
export const publicGrants = (asset: Asset, world: World, context: Pick<Context, 'clock' | 'note'>) =>
  grants(asset, world, context, ({ role, members }) => {
    const invoker = role === 'roles/run.invoker' && asset.type === 'run.googleapis.com/Service';
    return !invoker && PUBLIC_MEMBERS.some((one) => members.includes(one));
  });

/**
 * Whether a bucket is what a load balancer's CDN serves: some backend bucket names it. Any other asset is not.
 * @throws Unknown where backend buckets were not read.
 */
export function behindCdn(asset: Asset, world: World): boolean {
  if (asset.type !== 'storage.googleapis.com/Bucket') return false;
  const fronts = world.referring('compute.googleapis.com/BackendBucket', 'bucketName', asset);
  const known = fronts.some((one) => !(one instanceof Unknown));
  const unknown = fronts.find((one) => one instanceof Unknown);
  if (!known && unknown) throw unknown;
  return known;
}
