import { describe, expect, test } from 'vitest';
import { closeTo, dailyStart } from '#facts';
import { attempt } from '#policy';

const WINTER = Date.parse('2026-01-15T12:00:00Z');
const SUMMER = Date.parse('2026-07-15T12:00:00Z');

describe('closeTo', () => {
  test.each([
    ['02:00', '02:00', 0, '02:00'],
    ['02:01', '02:00', 0, '02:01'],
    ['02:30', '02:00', 30, '02:00'],
    ['02:31', '02:00', 30, '02:31'],
    ['23:50', '00:05', 15, '00:05'],
    ['00:05', '23:50', 15, '23:50'],
    ['23:49', '00:05', 15, '23:49'],
    ['noon', '12:00', 720, 'noon'],
    [undefined, '02:00', 720, undefined],
  ])('%s for %s, %d minutes either way, is %s', (time, wanted, tolerance, judged) =>
    expect(closeTo(time, wanted, tolerance)).toBe(judged),
  );
});

describe('dailyStart', () => {
  const rule = (startHourOfDay: number, timeZone: string, recurrenceType = 'DAILY') =>
    ({ standardSchedule: { recurrenceType, timeZone, backupWindow: { startHourOfDay } } }) as Parameters<
      typeof dailyStart
    >[0];

  test.each([
    [2, 'UTC', WINTER, '02:00'],
    [0, 'Etc/UTC', WINTER, '00:00'],
    [21, 'America/New_York', WINTER, '02:00'],
    [21, 'America/New_York', SUMMER, '01:00'],
    [1, 'Europe/Paris', WINTER, '00:00'],
    [1, 'Europe/Paris', SUMMER, '23:00'],
    [2, 'Asia/Kolkata', WINTER, '20:30'],
    [23, 'Asia/Kathmandu', WINTER, '17:15'],
  ])('%d o’clock in %s at %d starts at %s', (hour, zone, clock, start) =>
    expect(dailyStart(rule(hour, zone), clock)).toBe(start),
  );

  test.each(['HOURLY', 'WEEKLY', 'MONTHLY'])('a rule that is %s has no daily start', (recurrence) =>
    expect(dailyStart(rule(2, 'UTC', recurrence), WINTER)).toBeUndefined(),
  );

  test('a rule without schedule has no daily start', () =>
    expect(dailyStart({ ruleId: 'x' }, WINTER)).toBeUndefined());

  test.each([
    [rule(2, 'Mars/Olympus'), 'unrecognised'],
    [{ standardSchedule: { recurrenceType: 'DAILY', timeZone: 'UTC' } } as const, 'missing'],
  ])('a window that cannot be told is unknown', (one, code) =>
    expect(attempt(() => dailyStart(one, WINTER))).toMatchObject({ code }),
  );
});
