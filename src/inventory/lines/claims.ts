/** A thread takes no segment that is further ahead of what was handed on: memory stays bounded. */
const AHEAD = 16;

const NEXT = 0;
const DONE = 1;
const CLOSED = 2;

/** Which segments are taken, known to both threads: whoever has time takes the next. */
export class Claims {
  readonly shared: SharedArrayBuffer;
  private readonly cells: Int32Array;
  private readonly count: number;

  constructor(count: number, shared = new SharedArrayBuffer(12)) {
    this.count = count;
    this.shared = shared;
    this.cells = new Int32Array(shared);
  }

  /** The next segment, 'ahead' when too many wait to be handed on; undefined when there are no more. */
  take(): number | 'ahead' | undefined {
    const next = Atomics.load(this.cells, NEXT);
    if (next >= this.count || Atomics.load(this.cells, CLOSED) === 1) return undefined;
    if (next - Atomics.load(this.cells, DONE) >= AHEAD) return 'ahead';
    const taken = Atomics.add(this.cells, NEXT, 1);
    return taken < this.count ? taken : undefined;
  }

  /** Sleeps until more was handed on. Not for the thread that hands on. */
  wait(): void {
    const done = Atomics.load(this.cells, DONE);
    if (Atomics.load(this.cells, NEXT) - done >= AHEAD) Atomics.wait(this.cells, DONE, done);
  }

  /** One more segment was handed on. */
  handedOn(): void {
    Atomics.add(this.cells, DONE, 1);
    Atomics.notify(this.cells, DONE);
  }

  /** No more segments are to be taken. */
  close(): void {
    Atomics.store(this.cells, CLOSED, 1);
    this.handedOn();
  }
}
