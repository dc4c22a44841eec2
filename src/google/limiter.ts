import type { Clock } from './clock.ts';

/**
 * Keeps calls within a rate: a token bucket, so that few calls never wait and many are spread. Half of the rate may go
 * at once and the other half flows in, so that no minute sees more than the rate.
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #perMs: number;
  #tokens: number;
  #at: number;
  #last: Promise<void> = Promise.resolve();

  /** @param perMinute calls allowed in any minute, at least 2 */
  constructor(perMinute: number, clock: Clock) {
    this.#clock = clock;
    this.#most = Math.floor(perMinute / 2);
    this.#perMs = (perMinute - this.#most) / 60_000;
    this.#tokens = this.#most;
    this.#at = clock.now();
  }

  /** Resolves when the next call may be made; callers are served in the order in which they ask. */
  take(): Promise<void> {
    this.#last = this.#last.then(() => this.#one());
    return this.#last;
  }

  async #one(): Promise<void> {
    this.#flow();
    if (this.#tokens < 1) {
      await this.#clock.sleep(Math.ceil((1 - this.#tokens) / this.#perMs));
      this.#flow();
    }
    this.#tokens -= 1;
  }

  #flow(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#most, this.#tokens + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
