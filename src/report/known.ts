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

/** How many failing results of a policy in an environment the baseline holds, whatever of them is shown. */
export function knownFailures({
  promises,
}: Pick<Report, 'promises'>): (policy: string, environment: string) => number {
  const known = new Map(
    promises.map(({ policy, environment, baselined = 0 }) => [`${policy}\0${environment}`, baselined]),
  );
  return (policy, environment) => known.get(`${policy}\0${environment}`) ?? 0;
}
