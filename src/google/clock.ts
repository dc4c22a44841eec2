import { setTimeout } from 'node:timers/promises';

/** The time, and waiting for it to pass: whoever waits takes one of these, so that time can be given. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await setTimeout(ms);
  },
};
