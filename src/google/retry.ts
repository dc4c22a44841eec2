import type { Clock } from './clock.ts';
import { type Failure, failureOf } from './failure.ts';

/** How long a call is tried. */
export interface Patience {
  readonly attempts: number;
  /** Milliseconds from the first attempt to the end of the last wait. */
  readonly total: number;
  /** The first wait; each further one is twice as long, up to `most`. */
  readonly first: number;
  readonly most: number;
}

/**
 * Truncated exponential backoff with jitter, as Google asks for
 * (https://cloud.google.com/storage/docs/retry-strategy); a quota counted by the minute is outlasted.
 */
export const PATIENCE: Patience = { attempts: 8, total: 300_000, first: 500, most: 60_000 };

/** What is known of the calls that failed so far. */
export interface Tried {
  readonly failure: Failure;
  /** Calls made. */
  readonly attempts: number;
  /** Milliseconds since the first. */
  readonly elapsed: number;
}

/**
 * Milliseconds to wait before the next attempt; undefined where there must be none. A call that may have changed
 * something is only made again when the API says that it did nothing.
 * @param safe whether making the call twice does no more than making it once
 * @param random a number from 0 up to 1
 */
export function waitBefore(
  { failure, attempts, elapsed }: Tried,
  { safe, random, patience = PATIENCE }: { safe: boolean; random: number; patience?: Patience },
): number | undefined {
  const passing = failure.kind === 'rate-limited' || (safe && failure.kind === 'unavailable');
  if (!passing || attempts >= patience.attempts) return undefined;
  const backoff = Math.min(patience.most, patience.first * 2 ** (attempts - 1));
  // Half of it is certain and half is chance: calls that failed together do not come back together.
  const jittered = backoff / 2 + (backoff / 2) * random;
  const wait = Math.max(failure.retryAfter ?? 0, jittered);
  return elapsed + wait > patience.total ? undefined : Math.ceil(wait);
}

/** What a caller may say of a call. */
export interface Retrying {
  readonly clock: Clock;
  /** Making the call twice does no more than making it once; true of reads. */
  readonly safe: boolean;
  readonly patience?: Patience | undefined;
  readonly random?: (() => number) | undefined;
  /** Told before every wait. */
  readonly waiting?: ((ms: number, failure: Failure) => void) | undefined;
}

/** Makes a call until it succeeds or must not be made again. @throws what the last attempt threw */
export async function retrying<T>(
  call: () => Promise<T>,
  { clock, safe, patience = PATIENCE, random = Math.random, waiting }: Retrying,
): Promise<T> {
  const began = clock.now();
  for (let attempts = 1; ; attempts++) {
    try {
      return await call();
    } catch (error) {
      const failure = failureOf(error, clock.now());
      const tried = { failure, attempts, elapsed: clock.now() - began };
      const wait = waitBefore(tried, { safe, random: random(), patience });
      if (wait === undefined) throw error;
      waiting?.(wait, failure);
      await clock.sleep(wait);
    }
  }
}
