import { sayTurn } from './drift.ts';
import type { Finding, Presence, Result } from './model.ts';

const PRESENCE: Readonly<Record<Presence, string>> = {
  both: 'in code and cloud',
  cloud: 'in the cloud only: drift',
  code: 'in code only: applying it breaks the promise',
};

/**
 * What sets a finding apart, a few words each: what covers it, and in which of two compared sources it holds.
 * @param of the result it belongs to, which says the latter where the finding does not
 */
export function marksOf(
  { waiver, baselined, presence }: Pick<Finding, 'waiver' | 'baselined' | 'presence'>,
  of: Pick<Result, 'presence' | 'drift'> = {},
): string[] {
  const where = presence ?? of.presence;
  return [
    ...(waiver ? [`waived until ${waiver.until} by ${waiver.owner}: ${waiver.reason}`] : []),
    ...(baselined ? ['in the baseline'] : []),
    ...(where ? [PRESENCE[where]] : []),
    ...(of.drift ? [sayTurn(of.drift)] : []),
  ];
}
