import type { Manifest, ManifestGap } from '../manifest.ts';
import type { Content, Wanted } from './wanted.ts';

/** What came of one scope. */
export interface Outcome {
  readonly scope: string;
  /** Contents that could not be listed, with why. */
  readonly failed: ReadonlyMap<Content, Omit<ManifestGap, 'type' | 'project'>>;
}

/** What came of all. */
export interface Result {
  readonly outcomes: readonly Outcome[];
  readonly wanted: Wanted;
  readonly readTime: string | undefined;
  /** Types that were listed. */
  readonly types: readonly string[];
  /** Types that the inventory does not have. */
  readonly unsupported: readonly string[];
  /** Gaps of projects, and of what is above the scopes. */
  readonly gaps: readonly ManifestGap[];
}

/** The manifests of a snapshot: one for each scope, and one for what is above it and could not be read. */
export function manifests({ outcomes, wanted, readTime, types, unsupported, gaps }: Result): Manifest[] {
  const own = gaps.filter(({ project }) => !isAbove(project));
  const places = [...new Set(gaps.flatMap(({ project }) => (project && isAbove(project) ? [project] : [])))];
  const scopes = outcomes.map(({ scope, failed }, i): Manifest => {
    const resource = failed.get('resource');
    const all = [...types].sort();
    return {
      scope,
      readTime,
      types: resource ? [] : all,
      contents: wanted.contents.filter((content) => !failed.has(content)),
      gaps: [
        ...(resource ? all.map((type) => ({ type, ...resource })) : []),
        ...[...failed].flatMap(([type, cause]) => (type === 'resource' ? [] : [{ type, ...cause }])),
        ...unsupported.map((type) => ({ type, ...UNSUPPORTED })),
        ...own.filter(({ project }) =>
          scope.startsWith('projects/') ? i === 0 || project === scope.slice(9) : true,
        ),
      ],
    };
  });
  const above = places.map(
    (scope): Manifest => ({
      scope,
      readTime,
      types: [],
      contents: [],
      gaps: gaps.filter(({ project }) => project === scope),
    }),
  );
  return [...scopes, ...above];
}

const isAbove = (project: string | undefined): boolean => project?.includes('/') ?? false;

const UNSUPPORTED = {
  state: 'not-read',
  cause: 'Cloud Asset Inventory does not have this type',
  needs: 'give it in a snapshot of another tool, with a manifest that lists the type',
} as const;
