import type { Span } from './syntax.ts';

/** Offsets in a text as lines and columns. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** The piece from one offset to another, which is behind it. */
  span(from: number, to: number): Span {
    const first = this.line(from);
    const last = this.line(to);
    return {
      line: first,
      column: from - this.#startOf(first) + 1,
      endLine: last,
      endColumn: to - this.#startOf(last) + 1,
    };
  }

  /** The line in which an offset is, counted from 1. */
  line(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  #startOf(line: number): number {
    return this.#starts[line - 1] as number;
  }
}
