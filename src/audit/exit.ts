import type { Severity } from '#policy';
import { type Report, reaches } from '#report';

/** The level of `--fail-on`. */
export type FailOn = Severity | 'never';

/**
 * The exit code that a report asks for (design section 8): 2 where something given could not be used, a policy threw,
 * or nothing could be judged; else 1 for a failure at or above `failOn` that is not in the baseline, and under
 * `strict` for anything there that is unknown or manual, and for evidence past its age; else 0.
 */
export function exitCode(
  report: Report,
  { failOn = 'low', strict = false }: { readonly failOn?: FailOn; readonly strict?: boolean } = {},
): 0 | 1 | 2 {
  const { errors, summary, results, promises, policies, sources } = report;
  if (errors.length > 0 || summary.verdicts.error > 0 || !summary.judged) return 2;
  if (failOn === 'never') return 0;
  if (
    results.some(
      (one) =>
        one.verdict === 'fail' && !one.baselined && !one.repairedByPlan && reaches(one.severity, failOn),
    )
  )
    return 1;
  if (!strict) return 0;
  if (sources.some(({ stale }) => stale)) return 1;
  const severities = new Map(policies.map(({ id, severity }) => [id, severity]));
  const open = promises.some(
    ({ policy, verdict, counts }) =>
      (verdict === 'unknown' || verdict === 'manual' || counts.unknown + counts.manual > 0) &&
      reaches(severities.get(policy) as Severity, failOn),
  );
  return open ? 1 : 0;
}
