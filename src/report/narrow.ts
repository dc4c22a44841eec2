import type { Severity } from '#policy';
import type { Report } from './model.ts';
import { reaches } from './order.ts';

/**
 * The report as shown with `--severity`: results, promises and policies below the level left out, counts as they were.
 * What a policy threw is always shown: it decides the exit code.
 */
export function narrow(report: Report, level: Severity): Report {
  const policies = report.policies.filter(({ severity }) => reaches(severity, level));
  const ids = new Set(policies.map(({ id }) => id));
  return {
    ...report,
    policies,
    promises: report.promises.filter(({ policy }) => ids.has(policy)),
    results: report.results.filter(
      ({ severity, verdict }) => verdict === 'error' || reaches(severity, level),
    ),
  };
}
