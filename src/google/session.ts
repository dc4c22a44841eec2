import { type Clock, systemClock } from './clock.ts';
import type { Credentials } from './credentials.ts';
import type { Failure } from './failure.ts';
import { TokenBucket } from './limiter.ts';
import { retrying } from './retry.ts';

/** One API's quota, as calls to it are counted. */
export interface Quota {
  /** What shares the quota. */
  readonly name: string;
  readonly perMinute: number;
}

/** Milliseconds a call may take. */
export const TIMEOUT = 60_000;

/** What every call of a run goes through: credentials, the pace of each quota, and patience with what passes. */
export class Session {
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #waiting: ((ms: number, failure: Failure) => void) | undefined;

  constructor(
    credentials: Credentials,
    {
      clock = systemClock,
      waiting,
    }: { clock?: Clock; waiting?: (ms: number, failure: Failure) => void } = {},
  ) {
    this.credentials = credentials;
    this.clock = clock;
    this.#waiting = waiting;
  }

  /** Makes a call that only reads, within its quota. @throws what the last attempt threw */
  read<T>(quota: Quota, call: () => Promise<T>): Promise<T> {
    return retrying(
      async () => {
        await this.#bucket(quota).take();
        return call();
      },
      { clock: this.clock, safe: true, waiting: this.#waiting },
    );
  }

  #bucket({ name, perMinute }: Quota): TokenBucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) this.#buckets.set(name, (bucket = new TokenBucket(perMinute, this.clock)));
    return bucket;
  }
}
