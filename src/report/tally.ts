import { SECTIONS, SEVERITIES, type Section, VERDICTS, type Verdict } from '#policy';
import type { Counts, PolicyRow, PromiseRow, Summary } from './model.ts';

/** Counts still being made. */
export type Tally = Record<Verdict, number>;

/** Counts of nothing yet, with every verdict present and in order. */
export const tally = (): Tally => Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Tally;

/** How many judgements were counted. */
export const totalOf = (counts: Counts): number =>
  VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);

/** How many assets a policy concerns. */
export const judgedIn = (counts: Counts): number => totalOf(counts) - counts['not-applicable'];

function add(to: Tally, counts: Counts): void {
  for (const verdict of VERDICTS) to[verdict] += counts[verdict];
}

/** Adds up the promises: all judgements, and the same by severity, environment and section of the strategy. */
export function summarise(promises: readonly PromiseRow[], policies: readonly PolicyRow[]): Summary {
  const verdicts = tally();
  const bySeverity = Object.fromEntries(SEVERITIES.map((severity) => [severity, tally()]));
  const byEnvironment = new Map<string, Tally>();
  const bySection = new Map<Section, Tally>(
    (Object.keys(SECTIONS) as Section[])
      .filter((section) => policies.some((policy) => policy.section === section))
      .map((section) => [section, tally()]),
  );
  const rows = new Map(policies.map((policy) => [policy.id, policy]));
  for (const { policy, environment, counts } of promises) {
    const row = rows.get(policy) as PolicyRow;
    let here = byEnvironment.get(environment);
    if (!here) byEnvironment.set(environment, (here = tally()));
    for (const one of [verdicts, bySeverity[row.severity], here, bySection.get(row.section)])
      add(one as Tally, counts);
  }
  return {
    verdicts,
    judged: verdicts.pass + verdicts.fail + verdicts.waived > 0,
    bySeverity: bySeverity as Summary['bySeverity'],
    byEnvironment: Object.fromEntries(byEnvironment),
    bySection: Object.fromEntries(bySection),
  };
}
