import type { RepairTimes, Trend } from '../trend.ts';
import { moment } from './say.ts';

const seconds = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.round(ms / 1000);

const times = ({ repaired, mean, longest, open, oldest, ended }: RepairTimes) => ({
  repaired,
  meanSeconds: seconds(mean),
  longestSeconds: seconds(longest),
  open,
  oldestOpenSeconds: seconds(oldest),
  ended,
});

/** A trend as plain data: moments as RFC 3339, spans in seconds; lists of verdicts and counts run parallel to `runs`. */
export const trendData = ({ runs, environments, promises, findings, repair }: Trend): object => ({
  schemaVersion: '1.0',
  runs: runs.map(({ time, ...run }) => ({ time: moment(time), ...run })),
  environments,
  promises,
  findings: findings.map(({ first, last, end, ...one }) => ({
    ...one,
    project: one.project ?? undefined,
    first: moment(first),
    last: moment(last),
    ...(end !== undefined && { end: moment(end), seconds: seconds(end - first) }),
  })),
  repair: {
    ...times(repair),
    bySeverity: Object.fromEntries(
      Object.entries(repair.bySeverity).map(([severity, own]) => [severity, times(own)]),
    ),
  },
});
