import { type Clock, systemClock } from './clock.ts';
import { type Credentials, renew } from './credentials.ts';
import { type Failure, failureOf } from './failure.ts';
import { TokenBucket } from './limiter.ts';
import { PATIENCE, type Patience, retrying } from './retry.ts';

/** One API's quota, as calls to it are counted. */
export interface Quota {
  /** What shares the quota. */
  readonly name: string;
  readonly perMinute: number;
}

/** Milliseconds a call may take. */
export const TIMEOUT = 60_000;

/** A call to an API that has just outlasted all patience is not given it again. */
const SPENT: Patience = { ...PATIENCE, attempts: 1 };

/** What is known of one quota, and of the API behind it. */
interface Pace {
  readonly bucket: TokenBucket;
  /** The last call was tried to the end and never answered. */
  spent: boolean;
  /** What the API answered to credentials that had just been renewed: it will say the same to every other call. */
  refused?: { readonly error: unknown };
}

/** What every call of a run goes through: credentials, the pace of each quota, and patience with what passes. */
export class Session {
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly #paces = new Map<string, Pace>();
  readonly #waiting: ((ms: number, failure: Failure) => void) | undefined;
  #renewals = 0;

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

  /**
   * Makes a call that only reads, within its quota: again where the failure passes, with a new token where the one it had
   * is refused. An API that answers nobody is asked once a call, until it answers.
   * @throws what the last attempt threw
   */
  async read<T>(quota: Quota, call: () => Promise<T>): Promise<T> {
    const pace = this.#pace(quota);
    if (pace.refused) throw pace.refused.error;
    const paced = async () => {
      await pace.bucket.take();
      return call();
    };
    try {
      const found = await retrying(() => this.#renewing(paced), {
        clock: this.clock,
        safe: true,
        patience: pace.spent ? SPENT : PATIENCE,
        waiting: this.#waiting,
      });
      pace.spent = false;
      return found;
    } catch (error) {
      const { kind } = failureOf(error, this.clock.now());
      pace.spent = kind === 'rate-limited' || kind === 'unavailable';
      if (kind === 'unauthenticated') pace.refused = { error };
      throw error;
    }
  }

  /** A token may end before its time, by a clock that differs or because it was revoked: one is got in its place, once. */
  async #renewing<T>(call: () => Promise<T>): Promise<T> {
    const before = this.#renewals;
    try {
      return await call();
    } catch (error) {
      if (failureOf(error, this.clock.now()).kind !== 'unauthenticated') throw error;
      if (this.#renewals === before) {
        this.#renewals++;
        renew(this.credentials);
      }
      return call();
    }
  }

  #pace({ name, perMinute }: Quota): Pace {
    let pace = this.#paces.get(name);
    if (!pace) {
      pace = { bucket: new TokenBucket(perMinute, this.clock), spent: false };
      this.#paces.set(name, pace);
    }
    return pace;
  }
}
