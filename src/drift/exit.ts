import { type Report, reaches } from '#report';
import type { FailOn } from '../audit/index.ts';

/**
 * The exit code of a comparison: 2 where something given could not be used, a policy threw, or either snapshot proves
 * nothing; else 1 for a result at or above `failOn` that broke and is not in the baseline, and under `strict` for one
 * that went out of sight or is now seen to fail; else 0.
 */
export function driftExit(
  { errors, summary, results, drift }: Report,
  { failOn = 'low', strict = false }: { readonly failOn?: FailOn; readonly strict?: boolean } = {},
): 0 | 1 | 2 {
  const { comparable = false } = drift?.summary ?? {};
  if (errors.length > 0 || summary.verdicts.error > 0 || !comparable) return 2;
  if (failOn === 'never') return 0;
  const broke = results.some(({ severity, baselined }) => !baselined && reaches(severity, failOn));
  const unsure = (drift?.results ?? []).some(
    ({ severity, verdict, drift: own }) =>
      reaches(severity, failOn) && (own?.turn === 'lost' || (own?.turn === 'regained' && verdict === 'fail')),
  );
  return broke || (strict && unsure) ? 1 : 0;
}
