import type { Failure } from '../google/failure.ts';
import type { Progress } from '../inventory/live/model.ts';
import { inert } from '../report/inert.ts';
import { emit, undoOnInterrupt } from './streams.ts';

/** Redrawn no more often; a line of its own, where it cannot be redrawn, no more often than that. */
const STEP_MS = 200;
const LINE_MS = 10_000;
/** Shorter waits are not worth telling. */
const WAIT_MS = 5000;
const CLEAR = '\r\u001b[K';

const count = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

const span = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
};

/** What is said of a collection on the way and at its end. */
function sayProgress({ assets, projects, done, total, remaining, gaps }: Progress): string {
  const parts = [count(assets, 'record'), count(projects, 'project'), `step ${done} of ${total}`];
  if (gaps > 0) parts.push(count(gaps, 'gap'));
  if (remaining !== undefined && remaining > 0) parts.push(`about ${span(remaining)} left`);
  return parts.join(', ');
}

/** A line on standard error that says how far a collection is: redrawn on a terminal, now and then elsewhere. */
export class LiveProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #quiet: boolean;
  #at = Date.now();
  #drawn = false;
  #settled: (() => void) | undefined;
  #last: Progress | undefined;

  constructor(quiet: boolean, stream: NodeJS.WriteStream = process.stderr) {
    this.#quiet = quiet;
    this.#stream = stream;
  }

  /** Takes how far it is. */
  readonly tell = (progress: Progress): void => {
    this.#last = progress;
    const now = Date.now();
    if (this.#quiet || now - this.#at < (this.#stream.isTTY ? STEP_MS : LINE_MS)) return;
    this.#at = now;
    this.#write(`reading: ${sayProgress(progress)}`);
  };

  /** Takes that a call is made again later, and why. */
  readonly waiting = (ms: number, { message, code }: Failure): void => {
    if (this.#quiet || ms < WAIT_MS) return;
    this.#at = Date.now();
    this.#write(`waiting ${span(ms)} (${code}): ${message}`);
  };

  /** How much there was in the end. */
  get summary(): string {
    const { assets = 0, projects = 0, gaps = 0 } = this.#last ?? {};
    const parts = [count(assets, 'record'), count(projects, 'project')];
    return [...parts, ...(gaps > 0 ? [count(gaps, 'gap')] : [])].join(', ');
  }

  #write(text: string): void {
    if (!this.#stream.isTTY) {
      void emit(this.#stream, [`${inert(text)}\n`]);
      return;
    }
    this.#settled ??= undoOnInterrupt(() => this.clear());
    this.#drawn = true;
    this.#stream.write(`${CLEAR}${inert(text).slice(0, (this.#stream.columns || 80) - 1)}`);
  }

  clear(): void {
    if (this.#drawn) this.#stream.write(CLEAR);
    this.#drawn = false;
    this.#settled?.();
  }
}
