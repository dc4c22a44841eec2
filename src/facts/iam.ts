import { type Asset, type Binding, type Context, each, located, Unknown, type World } from '#policy';
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
 * Accounts by which Google's own services act in a project: the Google APIs service agent, and `service-NUMBER` in a
 * domain that Google keeps for one service. Source: https://cloud.google.com/iam/docs/service-agents.
 */
export const SERVICE_AGENT = [
  '^serviceAccount:(\\d+@cloudservices|service-\\d+@(gcp-sa-[a-z0-9-]+|bigquery-encryption|cloud-filer|cloud-redis',
  'cloud-tpu|cloud-ml\\.google\\.com|cloudcomposer-accounts|compute-system|container-engine-robot|containerregistry',
  'dataflow-service-producer-prod|dataproc-accounts|dlp-api|firebase-rules|gae-api-prod\\.google\\.com',
  'gcf-admin-robot|gs-project-accounts|monitoring-notification|serverless-robot-prod|service-networking',
  'sourcerepo-service-accounts)\\.iam)\\.gserviceaccount\\.com$',
].join('|');

/**
 * The bindings set on an asset itself that grant now, of those that `concerns` says matter, each pointing to its
 * place. One whose condition has expired grants nothing; any other condition is taken as holding, with a note.
 */
export function grants(
  asset: Asset,
  world: World,
  { clock, note }: Pick<Context, 'clock' | 'note'>,
  concerns: (binding: Binding) => boolean,
): (Binding | Unknown)[] {
  return each(world.iam(asset).bindings, (binding, i) => {
    if (!concerns(binding) || expired(binding.condition, clock)) return undefined;
    const { condition } = binding;
    if (condition)
      note(
        `${binding.role} is granted under a condition that was not judged: ${condition.title ?? condition.expression}`,
      );
    return located({ ...binding }, asset, `$iam.bindings[${i}]`);
  });
}

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
