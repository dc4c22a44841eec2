import type { Clock } from '../../google/clock.ts';
import type { Progress } from './model.ts';

/** Counts tasks, and reckons from those that are done what the rest will take. */
export class Tally {
  readonly #clock: Clock;
  #done = 0;
  #total = 0;
  #began = 0;
  #before = 0;
  #alike = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a number of tasks, some of which are done already; `alike` where one takes about as long as another. */
  begin(tasks: number, done: number, alike: boolean): void {
    this.#total += tasks;
    this.#done += done;
    this.#began = this.#clock.now();
    this.#before = this.#done;
    this.#alike = alike;
  }

  /** One more is done. */
  finish(): void {
    this.#done++;
  }

  get progress(): Pick<Progress, 'done' | 'total' | 'remaining'> {
    const finished = this.#done - this.#before;
    const each = (this.#clock.now() - this.#began) / finished;
    const known = this.#alike && finished > 0;
    return {
      done: this.#done,
      total: this.#total,
      remaining: known ? each * (this.#total - this.#done) : undefined,
    };
  }
}
