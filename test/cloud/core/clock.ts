/** How a cloud's clock begins and whether it runs by itself. */
export interface ClockOptions {
  /** The first moment; now, where it is left out. */
  readonly start?: string | Date;
  /** True: it runs with the machine's clock as well; false, the default: it moves by `advance` alone. */
  readonly running?: boolean;
}

/**
 * The cloud's own time: everything stamped, expired or finished goes by it. It stands still unless it is advanced (or
 * started running), so that a test says when an operation ends and when a token expires.
 */
export class Clock {
  #time: number;
  readonly #running: boolean;
  #wall = Date.now();

  constructor(options: ClockOptions = {}) {
    this.#time = new Date(options.start ?? Date.now()).getTime();
    if (Number.isNaN(this.#time)) {
      throw new Error(`The clock cannot start at ${JSON.stringify(options.start)}; give an RFC 3339 time.`);
    }
    this.#running = options.running ?? false;
  }

  /** Milliseconds since 1970. */
  now(): number {
    if (this.#running) {
      const wall = Date.now();
      this.#time += wall - this.#wall;
      this.#wall = wall;
    }
    return this.#time;
  }

  /** RFC 3339 in UTC with milliseconds, of now or of a moment. */
  iso(moment: number = this.now()): string {
    return new Date(moment).toISOString();
  }

  /** Moves time on by that many milliseconds; time never goes back. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new Error(`Time cannot go back by ${milliseconds} ms.`);
    this.#time = this.now() + milliseconds;
  }
}
