import { fitting } from '#report';

/** Of one run, code scanning shows this many results. */
const RESULTS = 5_000;
/** It refuses a file that is larger when packed: 10 MB, less what stands around the results. */
const BYTES = 9_000_000;

/**
 * The results that code scanning takes, the first being the worst; and what is to be said of the others, which are not
 * even written.
 */
export function cut<T>(
  all: readonly T[],
  write: (one: T) => string,
): { kept: readonly string[]; said: string | undefined } {
  const some = all.slice(0, RESULTS).map(write);
  const kept = some.slice(0, fitting(some, BYTES));
  const rest = all.length - kept.length;
  if (rest === 0) return { kept, said: undefined };
  const limit = kept.length < some.length ? '10 MB packed' : `${RESULTS} results`;
  const said = `${rest} of ${all.length} results are left out, the least severe: code scanning takes at most ${limit}; the JSON report holds all`;
  return { kept, said };
}
