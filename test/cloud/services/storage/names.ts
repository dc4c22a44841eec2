import { ApiError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';

export const BUCKET = 'storage.googleapis.com/Bucket';
export const OBJECT = 'storage.googleapis.com/Object';

/** What links begin with, as recorded. */
export const LINKS = 'https://www.googleapis.com/storage/v1';

export const bucketName = (bucket: string): string => `//storage.googleapis.com/${bucket}`;

/** Objects stand in the store below their bucket; the inventory has none. */
export const objectName = (bucket: string, object: string): string =>
  `${bucketName(bucket)}/objects/${object}`;

/** The bucket of a call: 404 as recorded where there is none, whoever asks; then the permission. */
export function bucketOf(call: Call, permission: string): Resource {
  const name = bucketName(call.vars['bucket'] ?? '');
  const found = call.cloud.store.get(name);
  if (!found)
    throw new ApiError(404, { message: 'The specified bucket does not exist.', reason: 'notFound' });
  call.require(permission, name);
  return found;
}

/** 412 of a precondition (https://cloud.google.com/storage/docs/request-preconditions). */
export const preconditionFailed = (): ApiError =>
  new ApiError(412, {
    message: 'At least one of the pre-conditions you specified did not hold.',
    reason: 'conditionNotMet',
    location: 'If-Match',
  });

/**
 * Holds the conditions of a query against what is there: `ifGenerationMatch`, `ifMetagenerationMatch` and their
 * opposites; a generation of 0 is one that is not there.
 */
export function checkConditions(
  { query }: Call,
  { generation, metageneration }: { generation?: unknown; metageneration?: unknown },
): void {
  for (const [parameter, value] of [
    ['Generation', generation],
    ['Metageneration', metageneration],
  ] as const) {
    const [match, not] = [query.get(`if${parameter}Match`), query.get(`if${parameter}NotMatch`)];
    const current = String(value ?? 0);
    if ((match !== null && match !== current) || (not !== null && not === current))
      throw preconditionFailed();
  }
}
