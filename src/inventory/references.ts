/**
 * One spelling for every reference. Google's APIs name the same resource by self link
 * (`https://www.googleapis.com/compute/v1/projects/…`), full name (`//compute.googleapis.com/projects/…`), relative
 * name (`projects/…`), a short form of their own (`project:instance`, `gs://bucket`) or its bare name.
 */

/** Maps a project number to its id where that is known, and gives other tokens back. */
export type ProjectIds = (token: string) => string;

/** The collection that a bare name of this type lives in, under `projects/P/`. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  'compute.googleapis.com/BackendBucket': 'global/backendBuckets',
  'compute.googleapis.com/BackendService': 'global/backendServices',
  'compute.googleapis.com/Network': 'global/networks',
  'compute.googleapis.com/SecurityPolicy': 'global/securityPolicies',
  'compute.googleapis.com/SslCertificate': 'global/sslCertificates',
  'compute.googleapis.com/SslPolicy': 'global/sslPolicies',
  'compute.googleapis.com/TargetHttpProxy': 'global/targetHttpProxies',
  'compute.googleapis.com/TargetHttpsProxy': 'global/targetHttpsProxies',
  'compute.googleapis.com/UrlMap': 'global/urlMaps',
  'monitoring.googleapis.com/NotificationChannel': 'notificationChannels',
  'sqladmin.googleapis.com/Instance': 'instances',
};

const SQL = 'sqladmin.googleapis.com/Instance';
const BUCKET = 'storage.googleapis.com/Bucket';
const REVISION = 'run.googleapis.com/Revision';

/**
 * A resource's relative name with its project as an id: `projects/app-prod/global/sslPolicies/modern`, or a bucket's
 * bare name. This is the key of every join.
 *
 * @param reference any spelling of the resource
 * @param type its asset type, which says what a bare name or a short form means
 * @param from where the reference stands: project id, and the relative name of the asset that makes it
 */
export function relativeName(
  reference: string,
  type: string,
  ids: ProjectIds,
  from?: { readonly project: string | undefined; readonly name: string },
): string {
  if (type === BUCKET) return bucketName(reference);
  const start = reference.startsWith('projects/') ? 0 : reference.indexOf('/projects/') + 1;
  if (start > 0 || reference.startsWith('projects/')) {
    const end = reference.indexOf('/', start + 9);
    const token = end < 0 ? reference.slice(start + 9) : reference.slice(start + 9, end);
    return `projects/${ids(token)}${end < 0 ? '' : reference.slice(end)}`;
  }
  if (reference.startsWith('//')) return reference.slice(reference.indexOf('/', 2) + 1);
  if (type === REVISION && from && !reference.includes('/')) return `${from.name}/revisions/${reference}`;
  if (type === SQL) {
    const parts = reference.split(':');
    const project =
      parts.length > 1 ? ids(parts.slice(0, parts.length > 2 ? -2 : -1).join(':')) : from?.project;
    return `projects/${project}/instances/${parts.at(-1)}`;
  }
  const collection = COLLECTIONS[type];
  if (!collection || reference.includes('//') || from?.project === undefined) return reference;
  const inScope = /^(global|regions|zones|locations)\//.test(reference);
  return inScope
    ? `projects/${from.project}/${reference}`
    : `projects/${from.project}/${collection}/${reference}`;
}

/** `gs://b/x`, `projects/_/buckets/b`, `//storage.googleapis.com/b`, `https://…/b/b` and `b` all name bucket `b`. */
function bucketName(reference: string): string {
  const match =
    /^(?:gs:\/\/|\/\/storage\.googleapis\.com\/|.*\/(?:b|buckets)\/)?(?:projects\/[^/]+\/buckets\/)?([^/]+)/.exec(
      reference,
    );
  return match?.[1] ?? reference;
}

/** The project token (id or number) of a relative name; undefined where the name has none. */
export function projectToken(name: string): string | undefined {
  const match = /(?:^|\/)projects\/([^/]+)/.exec(name);
  return match?.[1] === '_' ? undefined : match?.[1];
}
