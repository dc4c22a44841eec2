import { inert, pad, width, wrap } from '../report/index.ts';
import type { Switches } from './options.ts';
import { colorLevel, columnsOf, emit } from './streams.ts';

/** Narrower and wider than this, text only reads worse. */
const NARROWEST = 40;
const WIDEST = 120;
const USUAL = 80;
const GAP = 2;

/** Lays out what commands print for a person on standard output. */
export class Paper {
  readonly columns = Math.min(Math.max(columnsOf(process.stdout) ?? USUAL, NARROWEST), WIDEST);
  readonly #lines: string[] = [];
  readonly #bold: (text: string) => string;
  readonly #dim: (text: string) => string;

  constructor({ color }: Switches) {
    const on = colorLevel(process.stdout, color) > 0;
    this.#bold = (text) => (on ? `\u001b[1m${text}\u001b[22m` : text);
    this.#dim = (text) => (on ? `\u001b[2m${text}\u001b[22m` : text);
  }

  heading(text: string): this {
    if (this.#lines.length > 0) this.#lines.push('');
    this.#lines.push(this.#bold(inert(text)));
    return this;
  }

  /** A paragraph, broken to the width. */
  text(text: string, indent = 0): this {
    for (const line of wrap(inert(text), this.columns - indent))
      this.#lines.push(`${' '.repeat(indent)}${line}`);
    return this;
  }

  /** Lines that must stay as they are: commands, configuration. */
  verbatim(text: string, indent = 4): this {
    for (const line of text.split('\n')) this.#lines.push(`${' '.repeat(indent)}${inert(line)}`);
    return this;
  }

  /** Rows of cells, each column as wide as its widest cell; the last one is broken to what room is left. */
  table(rows: readonly (readonly string[])[], indent = 2): this {
    const cells = rows.map((row) => row.map(inert));
    const last = Math.max(...cells.map((row) => row.length)) - 1;
    const widths = Array.from(
      { length: last },
      (_, i) => Math.max(...cells.map((row) => width(row[i] ?? ''))) + GAP,
    );
    const start = indent + widths.reduce((sum, one) => sum + one, 0);
    const room = this.columns - start;
    for (const row of cells) {
      const head = widths.map((size, i) => pad(row[i] ?? '', size)).join('');
      // Where too little is left beside it, the last cell goes below.
      const [first = '', ...rest] = wrap(
        row[last] ?? '',
        room >= NARROWEST / 2 ? room : this.columns - indent - 4,
      );
      if (room >= NARROWEST / 2) {
        this.#lines.push(`${' '.repeat(indent)}${head}${this.#dim(first)}`.trimEnd());
        for (const line of rest) this.#lines.push(`${' '.repeat(start)}${this.#dim(line)}`);
      } else {
        this.#lines.push(`${' '.repeat(indent)}${head}`.trimEnd());
        for (const line of [first, ...rest]) this.#lines.push(`${' '.repeat(indent + 4)}${this.#dim(line)}`);
      }
    }
    return this;
  }

  print(): Promise<void> {
    return emit(process.stdout, [`${this.#lines.join('\n')}\n`]);
  }
}
