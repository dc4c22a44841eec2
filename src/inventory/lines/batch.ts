import type { Seen } from '../select.ts';

/** How each entry of {@link Batch.table} is laid out. */
export const ENTRY = { end: 0, line: 1, hand: 2, length: 3 } as const;

/** What the lines that begin in one segment of a file came to: few bytes of many, ready to go to another thread. */
export interface Batch extends Seen {
  readonly index: number;
  /** False when a line is not plainly one record: the segment then has to be read record by record. */
  readonly plain: boolean;
  /** Lines that end in a newline; each is one record. */
  readonly lines: number;
  /** File offset behind the last of them. */
  readonly end: number;
  /** UTF-8 of the records to be parsed, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each: where its bytes end, its line from 0, and whether its IAM policy is to be handed on (1) or counted (0). */
  readonly table: readonly number[];
}

/** Collects the records of a batch. */
export class Packer {
  private bytes = new Uint8Array(1 << 20);
  private size = 0;
  private table: number[] = [];

  add(view: Uint8Array, start: number, end: number, line: number, hand: boolean): void {
    const size = this.size + end - start;
    if (size > this.bytes.length) {
      const larger = new Uint8Array(2 * size);
      larger.set(this.bytes.subarray(0, this.size));
      this.bytes = larger;
    }
    this.bytes.set(view.subarray(start, end), this.size);
    this.size = size;
    this.table.push(size, line, hand ? 1 : 0);
  }

  /** What was collected, and starts over. */
  take(): Pick<Batch, 'bytes' | 'table'> {
    const taken = { bytes: this.bytes.slice(0, this.size), table: this.table };
    this.size = 0;
    this.table = [];
    return taken;
  }
}
