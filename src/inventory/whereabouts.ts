import { parsePath, valueAt } from '../policy/path.ts';
import { Unknown } from '../policy/unknown.ts';

type Loose = Readonly<Record<string, unknown>>;

const IN_NAME = /\/(?:locations|regions|zones)\/([^/]+)|\/(global)\//;

/** Where a resource is, if the record does not say: its data (`location`, `region`, `zone`), else its name. */
export function locationOf(data: unknown, name: string): string | undefined {
  if (typeof data === 'object' && data !== null && !(data instanceof Unknown)) {
    const { location, zone, region } = data as Loose;
    for (const value of [location, zone, region])
      if (typeof value === 'string' && value !== '') return value.slice(value.lastIndexOf('/') + 1);
  }
  const found = IN_NAME.exec(name);
  return found?.[1] ?? found?.[2];
}

/** Where the user's labels of a type without a table stand: Google's APIs give them one of three names. */
export const labelPath = (data: object): string =>
  ['resourceLabels', 'userLabels'].find((name) => !('labels' in data) && name in data) ?? 'labels';

const NONE: Readonly<Record<string, string>> = Object.freeze({});

/** The user's labels at a path of the data; none where they are absent or not known. */
export function labelsOf(data: unknown, path: string): Readonly<Record<string, string>> {
  const labels = valueAt(data, parsePath(path));
  if (typeof labels !== 'object' || labels === null || labels instanceof Unknown || Array.isArray(labels))
    return NONE;
  for (const name in labels) {
    if (typeof (labels as Loose)[name] === 'string') continue;
    return Object.fromEntries(
      Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }
  return labels as Record<string, string>;
}

/**
 * Id or number of the project an asset belongs to: from its name; where the name has none (a bucket), from its
 * ancestors, its parent or its `projectNumber`. Undefined for what belongs to a folder, an organization or nobody.
 */
export function projectOf(
  name: string,
  content: { readonly data: unknown },
  ancestors: readonly string[],
  parent: string | undefined,
): string | undefined {
  const inName = /\/projects\/([^/]+)/.exec(name)?.[1];
  if (inName !== undefined && inName !== '_') {
    // A project's own record may name it by number only; its data has the id.
    const own = /^\/\/cloudresourcemanager\.googleapis\.com\/projects\/[^/]+$/.test(name);
    const id = own ? fieldsOf(content)['projectId'] : undefined;
    return typeof id === 'string' ? id : inName;
  }
  for (const above of [ancestors[0], parent]) {
    const found = above === undefined ? undefined : /(?:^|\/)projects\/([^/]+)$/.exec(above)?.[1];
    if (found !== undefined) return found;
  }
  const number = fieldsOf(content)['projectNumber'];
  return typeof number === 'string' || typeof number === 'number' ? String(number) : undefined;
}

function fieldsOf({ data }: { readonly data: unknown }): Loose {
  return typeof data === 'object' && data !== null && !(data instanceof Unknown) ? (data as Loose) : {};
}
