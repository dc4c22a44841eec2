import { SEVERITIES, type Severity } from '#policy';
import type { Drift } from './drift.ts';
import type { Report } from './model.ts';
import { reaches } from './order.ts';

/**
 * The report as shown with `--severity`: results below the level left out, everything that counts as it was, so that
 * what is not shown is not taken for kept. What a policy threw is always shown: it decides the exit code.
 */
export function narrow(report: Report, level: Severity): Report {
  return {
    ...report,
    shownFrom: level,
    results: report.results.filter(
      ({ severity, verdict }) => verdict === 'error' || reaches(severity, level),
    ),
    ...(report.drift && { drift: narrowDrift(report.drift, level) }),
  };
}

const narrowDrift = (drift: Drift, level: Severity): Drift => {
  const isShown = ({ severity }: { readonly severity: Severity }) => reaches(severity, level);
  return {
    ...drift,
    promises: drift.promises.filter(isShown),
    results: drift.results.filter(isShown),
    still: drift.still.filter(isShown),
  };
};

/** The report without what is listed only with `--all`: what passes and what does not apply. */
export const withoutQuiet = (report: Report): Report => ({
  ...report,
  results: report.results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable'),
});

/** The promises and policies of the level that a report is shown from; all of them where it is shown whole. */
export function inView(report: Report): Pick<Report, 'promises' | 'policies'> {
  const { shownFrom, promises, policies } = report;
  if (shownFrom === undefined) return { promises, policies };
  const shown = policies.filter(({ severity }) => reaches(severity, shownFrom));
  const ids = new Set(shown.map(({ id }) => id));
  return { policies: shown, promises: promises.filter(({ policy }) => ids.has(policy)) };
}

/** Failing results below the level that a report is shown from. */
export const hiddenFailures = ({ shownFrom, summary }: Report): number =>
  shownFrom === undefined
    ? 0
    : SEVERITIES.filter((level) => !reaches(level, shownFrom)).reduce(
        (sum, level) => sum + summary.bySeverity[level].fail,
        0,
      );
