import { ApiError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import { sameEtag } from '../../core/tokens.ts';
import type { Collection, Scope } from './collections.ts';

/** What links begin with, as recorded: never the host that was asked. */
export const LINKS = 'https://www.googleapis.com/compute/v1/';

/** What the path of a request names. */
export interface Named {
  /** The project's id, whichever of id and number was sent. */
  readonly project: string;
  readonly scope: Scope;
  /** `global`, `regions/us-central1`, `zones/us-central1-a`. */
  readonly place: string;
  readonly plural: string;
  /** Empty where the path names the collection. */
  readonly short: string;
}

const PATH =
  /^\/compute\/[a-z0-9]+\/projects\/([^/]+)\/(?:(global|regions\/[^/]+|zones\/[^/]+)\/)?([A-Za-z]+)(?:\/([^/]+))?(?:\/[A-Za-z]+)?$/;

/** Takes a path apart. Some older methods leave out `global`. */
export function namedBy({ path, cloud }: Pick<Call, 'path' | 'cloud'>): Named {
  const [, key = '', place = 'global', plural = '', short = ''] = PATH.exec(path) ?? [];
  const scope = place === 'global' ? 'global' : place.startsWith('regions/') ? 'region' : 'zone';
  return { project: cloud.project(key)?.id ?? key, scope, place, plural, short };
}

/** `projects/p/global/urlMaps/web`. */
export const pathOf = ({ project, place, plural, short }: Named): string =>
  `projects/${project}/${place}/${plural}/${short}`;

/** The same as the full name of an asset. */
export const fullName = (named: Named): string => `//compute.googleapis.com/${pathOf(named)}`;

/** A permission of a collection's class in a scope: `compute.regionUrlMaps.get`. */
export const permission = ({ classes }: Collection, scope: Scope, action: string): string => {
  const name = classes[scope] ?? '';
  return `compute.${name.charAt(0).toLowerCase()}${name.slice(1)}.${action}`;
};

/** 404 as recorded. */
export const notFound = (path: string): ApiError =>
  new ApiError(404, { message: `The resource '${path}' was not found`, reason: 'notFound' });

/** 412 of a fingerprint that is not the present one; 400 where one is needed and none was sent. */
export function checkFingerprint(
  given: unknown,
  current: unknown,
  {
    needed,
    field = 'resource.fingerprint',
    message = 'Invalid fingerprint.',
  }: { needed: boolean; field?: string; message?: string },
): void {
  if (given === undefined || given === null || given === '') {
    if (!needed) return;
    throw new ApiError(400, { message: `Required field '${field}' not specified`, reason: 'required' });
  }
  if (sameEtag(String(given), String(current ?? ''))) return;
  throw new ApiError(412, { message, reason: 'conditionNotMet', location: 'If-Match' });
}
