import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/google/failure.ts';
import { TokenBucket } from '../../../src/google/limiter.ts';
import { PATIENCE, retrying, waitBefore } from '../../../src/google/retry.ts';
import { overGrpc, overHttp, Waited } from './made.ts';

const failure = (kind: Failure['kind'], retryAfter?: number): Failure => ({
  kind,
  message: '',
  code: '',
  retryAfter,
});
const nextWait = (attempts: number, one: Failure, more: object = {}) =>
  waitBefore({ failure: one, attempts, elapsed: 0 }, { safe: true, random: 0, ...more });

describe('whether a call is made again', () => {
  test.each([
    ['unavailable', true],
    ['rate-limited', true],
    ['denied', false],
    ['api-disabled', false],
    ['quota-project', false],
    ['unauthenticated', false],
    ['not-found', false],
    ['invalid', false],
    ['failed', false],
  ] as const)('a read that is %s: %s', (kind, again) => {
    expect(nextWait(1, failure(kind)) !== undefined).toBe(again);
  });

  test('a write only when the API says that it did nothing', () => {
    expect(nextWait(1, failure('unavailable'), { safe: false })).toBeUndefined();
    expect(nextWait(1, failure('rate-limited'), { safe: false })).toBeDefined();
  });

  test('waits double up to a bound, and chance adds to half of each', () => {
    const waits = [1, 2, 3, 7].map((attempts) => nextWait(attempts, failure('unavailable')));
    expect(waits).toEqual([250, 500, 1000, 16_000]);
    expect(nextWait(1, failure('unavailable'), { random: 1 })).toBe(500);
  });

  test('what the API asks to wait is waited at least', () => {
    expect(nextWait(1, failure('rate-limited', 30_000))).toBe(30_000);
  });

  test('attempts and time are bounded', () => {
    expect(nextWait(PATIENCE.attempts, failure('unavailable'))).toBeUndefined();
    const late = { failure: failure('rate-limited', 60_000), attempts: 2, elapsed: PATIENCE.total - 59_000 };
    expect(waitBefore(late, { safe: true, random: 0 })).toBeUndefined();
  });
});

describe('retrying', () => {
  const failing = (errors: readonly Error[]) => {
    const left = [...errors];
    let calls = 0;
    const call = async () => {
      calls++;
      const error = left.shift();
      if (error) throw error;
      return calls;
    };
    return call;
  };

  test('goes on after what passes, and waits as it was asked to', async () => {
    const clock = new Waited();
    const call = failing([overGrpc(14, 'away'), overHttp(429, {}, { 'retry-after': '7' })]);
    expect(await retrying(call, { clock, safe: true, random: () => 0 })).toBe(3);
    expect(clock.waits).toEqual([250, 7000]);
  });

  test('throws what came last when it gives up', async () => {
    const clock = new Waited();
    const errors = Array.from({ length: 20 }, (_, i) => overGrpc(14, `away ${i}`));
    await expect(retrying(failing(errors), { clock, safe: true, random: () => 0 })).rejects.toThrow('away 7');
    expect(clock.waits).toHaveLength(PATIENCE.attempts - 1);
  });

  test('makes a write once', async () => {
    const clock = new Waited();
    const call = failing([overGrpc(14, 'away')]);
    await expect(retrying(call, { clock, safe: false })).rejects.toThrow('away');
    expect(clock.waits).toEqual([]);
  });
});

describe('a token bucket', () => {
  test.each([2, 3, 100, 600])('lets no minute see more than %i calls', async (perMinute) => {
    const clock = new Waited();
    const bucket = new TokenBucket(perMinute, clock);
    const times: number[] = [];
    for (let i = 0; i < 4 * perMinute; i++) {
      await bucket.take();
      times.push(clock.now());
    }
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length),
    );
    expect(most).toBeLessThanOrEqual(perMinute);
    expect(most).toBeGreaterThanOrEqual(perMinute - 1);
  });

  test('serves callers in the order in which they ask', async () => {
    const bucket = new TokenBucket(4, new Waited());
    const served: number[] = [];
    await Promise.all([0, 1, 2, 3, 4, 5].map((i) => bucket.take().then(() => served.push(i))));
    expect(served).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('lets few calls go at once', async () => {
    const clock = new Waited();
    const bucket = new TokenBucket(100, clock);
    for (let i = 0; i < 50; i++) await bucket.take();
    expect(clock.waits).toEqual([]);
  });
});
