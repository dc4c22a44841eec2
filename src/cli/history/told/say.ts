import type { Verdict } from '../../../report/index.ts';
import type { RepairTimes, Trend } from '../trend.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in its two largest units: `3 d 4 h`, `5 h 12 min`, `0 min`. */
export function sayTime(ms: number): string {
  const of = (unit: number, name: string, rest: number, restName: string) => {
    const more = Math.floor((ms % unit) / rest);
    return `${Math.floor(ms / unit)} ${name}${more > 0 ? ` ${more} ${restName}` : ''}`;
  };
  if (ms >= DAY) return of(DAY, 'd', HOUR, 'h');
  return ms >= HOUR ? of(HOUR, 'h', MINUTE, 'min') : `${Math.floor(ms / MINUTE)} min`;
}

/** A moment as RFC 3339 in UTC, to the second. */
export const moment = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Its day. */
export const day = (time: number): string => moment(time).slice(0, 10);

const BARS = '▁▂▃▄▅▆▇█';

/** Numbers as bars of eight heights, zero as a dot, none as a space. */
export function bars(values: readonly (number | null)[]): string {
  const most = values.reduce<number>((max, one) => Math.max(max, one ?? 0), 0);
  return values
    .map((one) => (one === null ? ' ' : one === 0 ? '.' : BARS[Math.ceil((one / most) * BARS.length) - 1]))
    .join('');
}

/** A verdict of a run as one sign; `-` where the run says nothing. */
const SIGNS: Readonly<Record<Verdict, string>> = {
  error: 'E',
  fail: 'x',
  unknown: '?',
  manual: '?',
  waived: '~',
  pass: '.',
  'not-applicable': ' ',
};

export const signs = (verdicts: readonly (Verdict | null)[]): string =>
  verdicts.map((one) => (one === null ? '-' : SIGNS[one])).join('');

/** First and last of some numbers that are there: `12 → 3`. */
export function ends(values: readonly (number | null)[]): string {
  const all = values.filter((one) => one !== null);
  return all.length === 0 ? '' : `${all[0]} → ${all.at(-1)}`;
}

/** The rows of times to repair: over all, then by severity, worst first. */
export const repairRows = ({ repair }: Trend): readonly (readonly [string, RepairTimes])[] => [
  ...(Object.entries(repair.bySeverity) as [string, RepairTimes][]),
  ['all', repair],
];

/** What the numbers mean, said wherever they are. */
export const DEFINITION =
  'Time to repair: from the first run that saw a failure to the first run that judged it again and saw it pass. Runs that could not judge it do not count. What is open is told by its age at the newest run, apart from the mean; what is gone or out of scope has ended, and was not repaired.';
