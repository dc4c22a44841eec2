import type { Reading } from '../inventory/snapshot.ts';
import { undoOnInterrupt } from './streams.ts';

/** Input larger than this, or that takes longer than that, gets a progress line. */
const LARGE_BYTES = 50e6;
const LONG_MS = 1000;
/** Redrawn no more often. */
const STEP_MS = 100;
const CLEAR = '\r\u001b[K';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** A line on standard error that says how far reading is, on a terminal and for long input only. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #began = Date.now();
  #drawn = 0;
  #settled: (() => void) | undefined;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Takes what the reader tells; undefined where nobody would see it. */
  get reading(): Reading | undefined {
    return this.#stream.isTTY ? (uri, read, total) => this.#read(uri, read, total) : undefined;
  }

  #read(uri: string, read: number, total: number): void {
    const now = Date.now();
    if ((total < LARGE_BYTES && now - this.#began < LONG_MS) || now - this.#drawn < STEP_MS) return;
    this.#drawn = now;
    this.#settled ??= undoOnInterrupt(() => this.clear());
    const share =
      total > 0 ? `${Math.floor((100 * read) / total)} % of ${megabytes(total)}` : megabytes(read);
    const room = Math.max(10, (this.#stream.columns ?? 80) - share.length - 10);
    const name = uri.length > room ? `…${uri.slice(1 - room)}` : uri;
    this.#stream.write(`${CLEAR}reading ${name.replace(/[^\x20-\x7e…]/g, '?')} ${share}`);
  }

  clear(): void {
    if (this.#drawn > 0) this.#stream.write(CLEAR);
    this.#drawn = 0;
    this.#settled?.();
  }
}
