import { readSync } from 'node:fs';
import { projectOfPolicy } from '../project.ts';
import { type Selection, Selector } from '../select.ts';
import { READ_BYTES } from '../source.ts';
import { typeOf } from '../spelling.ts';
import { endOfLineRecord } from '../text.ts';
import { FRONT } from '../window.ts';
import { type Batch, Packer } from './batch.ts';

const NEWLINE = 10;
const OPEN = 123;

/** A line longer than this is left to whoever reads record by record. */
const MAX_LINE_BYTES = 16 << 20;

/** A file whose records stand one per line, cut into segments of one size. */
export interface Cut {
  readonly fd: number;
  /** Where the first segment begins; a line begins there. */
  readonly from: number;
  /** Where the last segment ends. */
  readonly to: number;
  /** Bytes of a segment. */
  readonly size: number;
}

/** How many segments a file is cut into. */
export const segmentsOf = ({ from, to, size }: Cut): number => Math.ceil((to - from) / size);

/**
 * Looks through one segment after another for the records that must be parsed. What it finds does not depend on which
 * segments it was given before, as long as they were given in the order of the file.
 */
export class SegmentScan {
  private readonly cut: Cut;
  private readonly selector: Selector;
  private readonly packer = new Packer();
  private buffer: Buffer = Buffer.allocUnsafeSlow(FRONT + 4 * READ_BYTES);
  private lines = 0;

  constructor(cut: Cut, selection: Selection) {
    this.cut = cut;
    this.selector = new Selector(selection);
  }

  /** The batch of the lines that begin in a segment. @throws what the system says when the file cannot be read. */
  run(index: number): Batch {
    const { cut, selector } = this;
    const from = cut.from + index * cut.size;
    this.lines = 0;
    selector.startOver();
    const end = this.scan(from, Math.min(from + cut.size, cut.to));
    const { bytes, table } = this.packer.take();
    return { index, plain: end >= 0, lines: this.lines, end, bytes, table, ...selector.takeSeen() };
  }

  /** Goes through the lines that begin in `[from, to)`; gives the offset behind the last, -1 when one is not plain. */
  private scan(from: number, to: number): number {
    const { fd, from: first } = this.cut;
    // A line begins at `from` if the byte before ends one.
    let position = from === first ? from : from - 1;
    let inside = from !== first;
    let start = FRONT;
    let end = FRONT;
    let searched = FRONT;
    for (;;) {
      if (end + READ_BYTES > this.buffer.length) this.buffer = larger(this.buffer);
      const got = readSync(fd, this.buffer, end, READ_BYTES, position);
      if (got === 0) return position - (end - start);
      position += got;
      end += got;
      const view = this.buffer.subarray(0, end);
      const base = position - end;
      this.selector.begin(view);
      while (inside || base + start < to) {
        const newline = view.indexOf(NEWLINE, searched);
        if (newline < 0) break;
        if (!inside && !this.line(view, start, newline)) return -1;
        inside = false;
        start = searched = newline + 1;
      }
      if (!inside && base + start >= to) return base + start;
      if (inside) start = end;
      if (end - start > MAX_LINE_BYTES) return -1;
      this.buffer.copyWithin(FRONT, start, end);
      end = searched = FRONT + end - start;
      start = FRONT;
    }
  }

  /** Takes one line; false when it is not plainly one record. */
  private line(view: Buffer, start: number, newline: number): boolean {
    const end = view[start] === OPEN ? endOfLineRecord(view, start, newline) : -1;
    if (end < 0) return false;
    const decision = this.selector.decide(start, end);
    const counted = decision === 'verify' && this.counts(view.toString('utf8', start, end));
    if (decision !== 'skip' && !counted) this.packer.add(view, start, end, this.lines, decision !== 'verify');
    this.lines++;
    return true;
  }

  /** Whether the record surely has an IAM policy; from then on those of its project are counted from the bytes. */
  private counts(text: string): boolean {
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      return false;
    }
    const project = typeOf(record) === undefined ? undefined : projectOfPolicy(record);
    if (project !== undefined) this.selector.count(project);
    return project !== undefined;
  }
}

function larger(buffer: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(2 * buffer.length);
  buffer.copy(copy);
  return copy;
}
