import type { Framer } from '../framer.ts';
import type { Selection } from '../select.ts';
import type { OpenFile } from '../source.ts';
import type { Batch } from './batch.ts';
import { Team } from './team.ts';

/** A second thread takes longer to start than a smaller file takes to be read. */
const LARGE_BYTES = 64 << 20;
const SEGMENT_BYTES = 4 << 20;
/** After lines that were not plain so much is read record by record before the next attempt. */
const PAUSE_BYTES = 32 << 20;

/** How large files are read; the values are there for tests. */
export interface Sizes {
  readonly large: number;
  readonly segment: number;
  readonly pause: number;
}

const SIZES: Sizes = { large: LARGE_BYTES, segment: SEGMENT_BYTES, pause: PAUSE_BYTES };

/** Who takes the records that were found. */
export interface Taker {
  readonly selection: Selection;
  /** True once the source is known to hold inventory records. */
  readonly fertile: boolean;
  /** Takes a batch whose first line is `line`; false, and nothing is taken, when it has to be read record by record. */
  batch(batch: Batch, line: number): boolean;
}

/** Reads long stretches of one record per line with two threads, between what a framer reads. */
export class LineReader {
  private readonly file: OpenFile;
  private readonly framer: Framer;
  private readonly taker: Taker;
  private readonly sizes: Sizes;
  /** No attempt is made before this offset. */
  private pause = 0;

  constructor(file: OpenFile, framer: Framer, taker: Taker, sizes = SIZES) {
    this.file = file;
    this.framer = framer;
    this.taker = taker;
    this.sizes = sizes;
  }

  /** Reads on from where the file and the framer stand, as far as lines are plain; leaves both behind them. */
  async read(count: (bytes: number) => void): Promise<void> {
    const { file, framer, taker, sizes } = this;
    const { pending } = framer;
    const from = file.position - (pending ?? 0);
    if (pending === undefined || !taker.fertile || from < this.pause || file.size - from < sizes.large)
      return;
    const cut = { fd: file.fd, from, to: file.size, size: sizes.segment };
    const team = new Team(cut, taker.selection);
    let read = file.position;
    try {
      for await (const batch of team.batches()) {
        if (!batch.plain || !taker.batch(batch, framer.line)) {
          this.pause = from + batch.index * sizes.segment + sizes.pause;
          break;
        }
        if (batch.lines === 0) continue;
        framer.passed(batch.lines);
        file.moveTo(batch.end);
        if (batch.end > read) count(batch.end - read);
        read = Math.max(read, batch.end);
      }
    } finally {
      await team.end();
    }
  }
}
