import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Selection } from '../select.ts';
import { unreadable } from '../source.ts';
import type { Batch } from './batch.ts';
import { Claims } from './claims.ts';
import { type Cut, SegmentScan, segmentsOf } from './segment.ts';
import type { Task } from './worker.ts';

/**
 * Gives the batches of a file's segments in their order, with a second thread's help: whoever has time looks through
 * the next segment. Without that thread, or when it dies, everything is done in this one, with the same result.
 */
export class Team {
  private readonly scan: SegmentScan;
  private readonly claims: Claims;
  private readonly count: number;
  private readonly worker: Worker | undefined;
  private readonly ready = new Map<number, Batch>();
  private alone = true;
  private wake = () => {};

  constructor(cut: Cut, selection: Selection) {
    this.scan = new SegmentScan(cut, selection);
    this.count = segmentsOf(cut);
    this.claims = new Claims(this.count);
    this.worker = hire({ cut, selection, shared: this.claims.shared });
    if (!this.worker) return;
    this.alone = false;
    this.worker.on('message', (batch: Batch) => {
      this.ready.set(batch.index, batch);
      this.wake();
    });
    const left = () => {
      this.alone = true;
      this.wake();
    };
    // What it could not do is done again here, where a problem with the file is told of.
    this.worker.on('error', left).on('exit', left);
  }

  /** Every batch, in order. @throws Unreadable when the file cannot be read. */
  async *batches(): AsyncGenerator<Batch> {
    for (let index = 0; index < this.count; index++) {
      let batch = this.ready.get(index);
      for (; !batch; batch = this.ready.get(index)) await this.work(index);
      this.ready.delete(index);
      yield batch;
      this.claims.handedOn();
      // Messages, signals and timers get their turn.
      await setImmediate();
    }
  }

  /** Brings the batch of this segment nearer: looks through one, or waits for the other thread. */
  private async work(wanted: number): Promise<void> {
    const next = this.claims.take();
    if (typeof next === 'number') this.run(next);
    else if (this.alone) this.run(wanted);
    else {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (this.ready.has(wanted) || this.alone) resolve();
      });
    }
    await setImmediate();
  }

  private run(index: number): void {
    try {
      this.ready.set(index, this.scan.run(index));
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  /** Ends the second thread; the file may be closed after that. */
  async end(): Promise<void> {
    this.claims.close();
    await this.worker?.terminate();
  }
}

/** A second thread; none where the program runs from its TypeScript sources, which Node 20 cannot load. */
function hire(task: Task): Worker | undefined {
  if (!import.meta.url.endsWith('.js')) return undefined;
  try {
    return new Worker(new URL('./worker.js', import.meta.url), { workerData: task });
  } catch {
    return undefined;
  }
}
