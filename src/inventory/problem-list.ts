import type { Problem } from './problem.ts';

/** A problem of the bytes, or of what records say. */
export type RecordProblem = Omit<Problem, 'code'> & { readonly code: string };

/** A file that is wrong throughout is wrong in one way: more places of it help nobody, and would fill the memory. */
const MOST = 100;

/** What is wrong with the sources, in the order it was found: of each kind in each source the first, and how many more. */
export class ProblemList {
  readonly #kept: RecordProblem[] = [];
  readonly #kinds = new Map<string, { count: number; last: RecordProblem }>();

  add(problem: RecordProblem): void {
    const key = `${problem.code} ${problem.uri}`;
    const kind = this.#kinds.get(key);
    const count = (kind?.count ?? 0) + 1;
    this.#kinds.set(key, { count, last: problem });
    if (count <= MOST) this.#kept.push(problem);
  }

  /** Whether something of a source matches. */
  some(matches: (problem: RecordProblem) => boolean): boolean {
    return this.#kept.some(matches);
  }

  all(): RecordProblem[] {
    const more = [...this.#kinds.values()].filter(({ count }) => count > MOST);
    return [
      ...this.#kept,
      ...more.map(({ count, last: { code, uri, line } }) => ({
        code,
        message: `${count - MOST} more like the ${MOST} before, this is the last`,
        uri,
        ...(line !== undefined && { line }),
      })),
    ];
  }
}
