/** A type that whoever took the snapshot could not read, and why. */
interface ManifestGap {
  readonly type: string;
  readonly project?: string | undefined;
  /** Such as "permission denied" or "API disabled". */
  readonly cause: string;
}

/**
 * What a snapshot says of itself, in a record of its own (`{"pinkyManifest": {...}}`): with it, a type that is listed
 * and has no record is known to be empty.
 */
export interface Manifest {
  /** Root of the export: `organizations/1`, `folders/2`, `projects/p`. */
  readonly scope: string;
  /** RFC 3339. */
  readonly readTime?: string | undefined;
  /** Asset types that were read. */
  readonly types: readonly string[];
  /** Contents that were read: `resource`, `iam`, `orgpolicy`. */
  readonly contents: readonly string[];
  readonly gaps: readonly ManifestGap[];
}

const texts = (value: unknown): string[] | undefined =>
  value === undefined
    ? []
    : Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value
      : undefined;

const text = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The manifest in the value of `pinkyManifest`, or the reason why it is none. */
export function readManifest(value: unknown): Manifest | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'the manifest is not an object';
  const { scope, readTime, types, contents, gaps = [] } = value as Record<string, unknown>;
  if (!text(scope)) return 'the manifest has no scope, such as "organizations/1"';
  if (readTime !== undefined && (!text(readTime) || Number.isNaN(Date.parse(readTime)))) {
    return 'readTime of the manifest is not a time';
  }
  const [typeNames, contentNames] = [texts(types), texts(contents ?? ['resource'])];
  if (!typeNames) return 'types of the manifest is not a list of asset types';
  if (!contentNames) return 'contents of the manifest is not a list such as ["resource", "iam"]';
  if (!Array.isArray(gaps)) return 'gaps of the manifest is not a list';
  const read: ManifestGap[] = [];
  for (const gap of gaps as unknown[]) {
    const { type, project, cause } = (gap ?? {}) as Record<string, unknown>;
    if (!text(type) || !text(cause)) return 'a gap of the manifest lacks its type or cause';
    if (project !== undefined && !text(project)) return 'the project of a gap of the manifest is not a text';
    read.push({ type, project, cause });
  }
  return { scope, readTime, types: typeNames, contents: contentNames, gaps: read };
}
