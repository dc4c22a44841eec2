import type { ManifestGap } from '../manifest.ts';
import type { Content } from './wanted.ts';

/** Why something was not read. */
export type Cause = Omit<ManifestGap, 'type' | 'project'>;

/** What could not be read. */
export class Missed {
  /** Contents of scopes that could not be listed. */
  readonly #failed = new Map<string, Map<Content, Cause>>();
  readonly #gaps: ManifestGap[] = [];

  /** A content of a scope could not be listed. */
  fail(scope: string, content: Content, cause: Cause): void {
    const failed = this.#failed.get(scope) ?? new Map<Content, Cause>();
    this.#failed.set(scope, failed.set(content, cause));
  }

  /** A type of a project, or what is above the scopes, could not be read; the same again counts once. */
  add(...gaps: readonly ManifestGap[]): void {
    for (const gap of gaps) {
      const { type, project, cause } = gap;
      const known = this.#gaps.some(
        (one) => one.cause === cause && one.project === project && one.type === type,
      );
      if (!known) this.#gaps.push(gap);
    }
  }

  of(scope: string): ReadonlyMap<Content, Cause> {
    return this.#failed.get(scope) ?? new Map();
  }

  /** Gaps of projects, and of what is above. */
  get gaps(): readonly ManifestGap[] {
    return this.#gaps;
  }

  /** All of them, a scope in the place of a project. */
  get all(): readonly ManifestGap[] {
    const whole = [...this.#failed].flatMap(([project, failed]) =>
      [...failed].map(([type, cause]) => ({ type, project, ...cause })),
    );
    return [...whole, ...this.#gaps];
  }

  /** Whether the resources of some scope could not be listed. */
  get isBlind(): boolean {
    return [...this.#failed.values()].some((failed) => failed.has('resource'));
  }
}
