import { createHash } from 'node:crypto';

/**
 * An etag or fingerprint: canonical base64 of eight bytes drawn from the seeds, so that the same version of the same
 * thing always has the same one. Canonical, because gcloud decodes bytes and encodes them anew: any other spelling
 * would come back changed and every write would be refused.
 */
export const etagOf = (...seeds: readonly (string | number)[]): string =>
  digest(seeds).subarray(0, 8).toString('base64');

/** Whether two etags are the same bytes: clients may write base64 with the letters of URLs, as gcloud does. */
export const sameEtag = (one: string, other: string): boolean =>
  Buffer.from(one, 'base64').equals(Buffer.from(other, 'base64'));

/** A number in digits as Google's ids are: positive, below 2^63, the same for the same seeds. */
export const numericIdOf = (...seeds: readonly (string | number)[]): string =>
  (digest(seeds).readBigUInt64BE() >> 1n).toString();

/** An id of 32 hexadecimal digits in groups, as operation names have, the same for the same seeds. */
export const uuidOf = (...seeds: readonly (string | number)[]): string =>
  digest(seeds)
    .toString('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const digest = (seeds: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(JSON.stringify(seeds)).digest();
