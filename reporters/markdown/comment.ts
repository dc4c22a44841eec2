/** Kept for what is said of that which did not fit, and for what closes an unfolding part. */
const RESERVE = 400;

/** Markdown that never exceeds a number of characters; what does not fit is counted. */
export class Comment {
  readonly #limit: number;
  readonly #blocks: string[] = [];
  #size = 0;
  #left = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Entries that did not fit. */
  get left(): number {
    return this.#left;
  }

  /** Adds a block that stands for so many entries, as a whole or not at all. */
  add(block: string, entries = 1): void {
    if (this.#size + block.length + 2 > this.#limit - RESERVE) this.#left += entries;
    else this.end(block);
  }

  /** Adds a block for which room was kept. */
  end(block: string): void {
    this.#blocks.push(block);
    this.#size += block.length + 2;
  }

  /**
   * A part that unfolds, with as many of its lines as there is room for; one line stands for one entry.
   * @param intro a paragraph before them
   */
  fold(summary: string, lines: readonly string[], intro = ''): void {
    const before = intro === '' ? '' : `${intro}\n\n`;
    const [open, close] = [`<details><summary>${summary}</summary>\n\n${before}`, '\n\n</details>'];
    let room = this.#limit - RESERVE - this.#size - open.length - close.length - 2;
    let shown = 0;
    for (const line of lines) {
      room -= line.length + 1;
      if (room < 0) break;
      shown++;
    }
    this.#left += lines.length - shown;
    if (shown > 0) this.end(`${open}${lines.slice(0, shown).join('\n')}${close}`);
  }

  text(): string {
    return `${this.#blocks.join('\n\n')}\n`;
  }
}
