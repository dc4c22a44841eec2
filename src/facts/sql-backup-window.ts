import { type Asset, Unknown } from '#policy';

const DAY = 24 * 60;
type Rule = NonNullable<Asset<'backupdr.googleapis.com/BackupPlan'>['data']['backupRules']>[number];

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
};

const clockTime = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/**
 * A time of day (`HH:MM`) as judged against a wanted one: the wanted one itself where it lies within the tolerance in
 * either direction, midnight included; else the time as it is.
 */
export function closeTo(
  time: string | undefined,
  wanted: string,
  toleranceMinutes: number,
): string | undefined {
  if (time === undefined) return undefined;
  const apart = Math.abs(minutesOf(time) - minutesOf(wanted));
  return Math.min(apart, DAY - apart) <= toleranceMinutes ? wanted : time;
}

/**
 * When a daily rule of a backup plan may start, as UTC time of day on the day of `clock`: its window is in the rule's
 * own time zone and so moves with daylight saving. Undefined for a rule that is not daily.
 * Source: Backup and DR API, StandardSchedule.
 * @throws Unknown for a time zone that is missing or not in the time zone database.
 */
export function dailyStart({ standardSchedule }: Rule, clock: number): string | undefined {
  if (standardSchedule?.recurrenceType !== 'DAILY') return undefined;
  const { timeZone, backupWindow } = standardSchedule;
  const hour = backupWindow?.startHourOfDay;
  if (timeZone === undefined || hour === undefined) {
    throw new Unknown('missing', 'a daily backup rule does not tell its window or time zone');
  }
  const minutes = hour * 60 - offsetMinutes(timeZone, clock);
  return clockTime(((minutes % DAY) + DAY) % DAY);
}

/** Minutes that local time is ahead of UTC. */
function offsetMinutes(timeZone: string, clock: number): number {
  try {
    const shown = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).format(clock);
    const [, sign, time] = /GMT([+-])(\d\d:\d\d)/.exec(shown) ?? [];
    return time === undefined ? 0 : (sign === '-' ? -1 : 1) * minutesOf(time);
  } catch {
    throw new Unknown('unrecognised', `"${timeZone}" is not a time zone known to this tool`);
  }
}
