import { expect, test } from 'vitest';
import { Unknown } from '#policy';
import { signalsOf } from '../../../../src/facts/alerts/policy.ts';
import { FAILED, level, mqlOf, policyWith, RUN, ratio, readingsOf } from './made.ts';

const ERRORS = ratio(FAILED, RUN);
const VOLUME = {
  conditionThreshold: {
    filter: RUN,
    aggregations: [
      { alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_RATE', crossSeriesReducer: 'REDUCE_SUM' },
    ],
    comparison: 'COMPARISON_GT',
    thresholdValue: 1,
  },
};
const CPU = level('cloudsql.googleapis.com/database/cpu/utilization', 'ALIGN_MEAN', 0.8);

const stateOf = (conditions: readonly unknown[], rest: Record<string, unknown> = {}): unknown => {
  const [first] = signalsOf(policyWith(conditions, rest), ['errors']);
  return first instanceof Unknown ? first : first?.state;
};

test.each<[string, unknown[], Record<string, unknown>, string]>([
  ['one condition', [ERRORS], {}, 'live'],
  ['one condition, whatever joins it', [ERRORS], { combiner: 'AND' }, 'live'],
  ['two joined by OR', [ERRORS, CPU], {}, 'live'],
  ['two joined by AND', [ERRORS, CPU], { combiner: 'AND' }, 'only together with other conditions (AND)'],
  [
    'two on one resource',
    [ERRORS, CPU],
    { combiner: 'AND_WITH_MATCHING_RESOURCE' },
    'only together with other conditions (AND_WITH_MATCHING_RESOURCE)',
  ],
  ['a guard of volume on one resource', [ERRORS, VOLUME], { combiner: 'AND_WITH_MATCHING_RESOURCE' }, 'live'],
  ['disabled', [ERRORS], { enabled: false }, 'disabled'],
  ['invalid', [ERRORS], { validity: { code: 3 } }, 'invalid'],
  ['without channels', [ERRORS], { notificationChannels: [] }, 'without a notification channel'],
  [
    'a forecast',
    [ratio(FAILED, RUN, { forecastOptions: { forecastHorizon: '3600s' } })],
    {},
    'a forecast, not the level',
  ],
])('state: %s', (_, conditions, rest, expected) => expect(stateOf(conditions, rest)).toBe(expected));

const unknown = new Unknown('after-apply', 'not known');

test.each<[string, unknown[], Record<string, unknown>]>([
  ['enabled', [ERRORS], { enabled: unknown }],
  ['the combiner of two', [ERRORS, CPU], { combiner: unknown }],
  ['the channels', [ERRORS], { notificationChannels: unknown }],
])('an unknown part of the policy makes only the state unknown: %s', (_, conditions, rest) => {
  expect(stateOf(conditions, rest)).toBe(unknown);
});

test('an unknown combiner of one condition does not matter', () => {
  expect(stateOf([ERRORS], { combiner: unknown })).toBe('live');
});

test('MQL carries a note that it is deprecated', () => {
  const [one] = readingsOf(
    mqlOf(
      'fetch cloudsql_database::cloudsql.googleapis.com/database/cpu/utilization | condition val() > 0.8',
    ),
  );
  expect(one instanceof Unknown || one?.notes).toEqual(['is written in MQL, which is deprecated']);
});

test.each([
  [{ count: 2 }, ['fires when 2 series do']],
  [{ percent: 50 }, ['fires when 50 % of the series do']],
  [{ count: 1 }, []],
])('a trigger of more than one series carries a note', (trigger, notes) => {
  const [one] = readingsOf(ratio(FAILED, RUN, { trigger }));
  expect(one instanceof Unknown || one?.notes).toEqual(notes);
});

test('the first error is noisy', () => {
  const [one] = readingsOf(ratio(FAILED, RUN, { thresholdValue: 0 }));
  expect(one instanceof Unknown || one?.notes.join()).toContain('noisy');
});

test('an unreadable condition does not hide a readable one', () => {
  const found = signalsOf(policyWith([ratio(`${FAILED} AND ((`, RUN), ERRORS]), ['errors']);
  expect(found.map((one) => one instanceof Unknown)).toEqual([false, true]);
});

test('a policy is read once', () => {
  const policy = policyWith([ERRORS]);
  expect(signalsOf(policy, ['errors'])[0]).toBe(signalsOf(policy, ['errors'])[0]);
});
