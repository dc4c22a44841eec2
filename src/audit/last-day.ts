import { DAY_MS } from '../policy/day.ts';

/**
 * Whether what was agreed until a day has ended: its last day still counts, wherever the clock stands in it (UTC).
 * @param until YYYY-MM-DD; what is no day has ended
 * @param clock in milliseconds since 1970
 */
export const hasEnded = (until: string, clock: number): boolean =>
  !(clock < Date.parse(`${until}T00:00:00Z`) + DAY_MS);
