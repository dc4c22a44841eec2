/** What may be said of a type that could not be read: refused; its API is off, so there is none of it; or neither. */
const STATES = ['denied', 'api-disabled', 'not-read'] as const;

/** A type that whoever took the snapshot could not read, and why. */
export interface ManifestGap {
  /** Asset type, or the content `iam` or `orgpolicy`. */
  readonly type: string;
  /** A project, or `folders/1`; in all of the scope where it is left out. */
  readonly project?: string | undefined;
  /** Told from the cause where it is left out. */
  readonly state?: (typeof STATES)[number] | undefined;
  /** Such as "permission denied" or "API disabled". */
  readonly cause: string;
  /** What would let it be read, as an imperative. */
  readonly needs?: string | undefined;
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

const isState = (value: unknown): value is (typeof STATES)[number] => STATES.some((state) => state === value);

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
    const { type, project, state, cause, needs } = (gap ?? {}) as Record<string, unknown>;
    if (!text(type) || !text(cause)) return 'a gap of the manifest lacks its type or cause';
    if (project !== undefined && !text(project)) return 'the project of a gap of the manifest is not a text';
    if (needs !== undefined && !text(needs)) return 'what a gap of the manifest needs is not a text';
    if (state !== undefined && !isState(state)) {
      return `the state of a gap of the manifest is none of ${STATES.join(', ')}`;
    }
    read.push({ type, project, state, cause, needs });
  }
  return { scope, readTime, types: typeNames, contents: contentNames, gaps: read };
}
