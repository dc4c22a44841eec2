import type { Finding, Presence } from './model.ts';

const PRESENCE: Readonly<Record<Presence, string>> = {
  both: 'in code and cloud',
  cloud: 'in the cloud only: drift',
  code: 'in code only: applying it breaks the promise',
};

/** What sets a finding apart, a few words each: what covers it, and in which of two compared sources it holds. */
export function marksOf({
  waiver,
  baselined,
  presence,
}: Pick<Finding, 'waiver' | 'baselined' | 'presence'>): string[] {
  return [
    ...(waiver ? [`waived until ${waiver.until} by ${waiver.owner}: ${waiver.reason}`] : []),
    ...(baselined ? ['in the baseline'] : []),
    ...(presence ? [PRESENCE[presence]] : []),
  ];
}
