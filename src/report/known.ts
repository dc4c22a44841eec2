import type { Finding, Report } from './model.ts';

/** Whether a finding fails the run: neither the baseline nor a waiver holds it. */
export const isNew = ({ waiver, baselined }: Pick<Finding, 'waiver' | 'baselined'>): boolean =>
  waiver === undefined && !baselined;

/** What is new first, all else in its order: of a list that is shown by its beginning nothing new is cut off. */
export const newFirst = <T>(all: readonly T[], isNewOne: (one: T) => boolean): readonly T[] => {
  const fresh = all.filter(isNewOne);
  return fresh.length === 0 || fresh.length === all.length
    ? all
    : [...fresh, ...all.filter((one) => !isNewOne(one))];
};

/**
 * How many failing results of a policy in an environment the baseline holds. What is not listed counts as new.
 */
export function knownFailures({
  results,
}: Pick<Report, 'results'>): (policy: string, environment: string) => number {
  const known = new Map<string, number>();
  for (const { policy, environment, verdict, baselined } of results) {
    if (verdict !== 'fail' || !baselined) continue;
    const key = `${policy}\0${environment}`;
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  return (policy, environment) => known.get(`${policy}\0${environment}`) ?? 0;
}
