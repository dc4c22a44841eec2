import { describe, expect, test } from 'vitest';
import { measure } from '#policy';

describe('measure', () => {
  test.each([
    [80, 80],
    ['80', 80],
    ['0.5', 0.5],
    ['1e3', 1000],
    ['500m', 0.5],
    ['250000000n', 0.25],
    ['512Mi', 512 * 2 ** 20],
    ['1Gi', 2 ** 30],
    ['2G', 2e9],
    ['1P', 1e15],
    ['300s', 300],
    ['0.250s', 0.25],
    ['02:00', 120],
    ['23:59', 1439],
  ])('%j is %d', (value, size) => {
    expect(measure(value)).toBeCloseTo(size as number);
  });

  test.each(['', ' 1', 'many', '24:00', '1:5', '1x', '1Zi', '1,000', null, undefined, true, [], {}])(
    '%j has no size',
    (value) => {
      expect(measure(value)).toBeNaN();
    },
  );
});
