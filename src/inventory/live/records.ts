import { headOf, Once } from './lines.ts';
import { Seen } from './seen.ts';

/** The records of a collection: which are to be written, and what they tell of what else is to be asked for. */
export class Records {
  readonly seen = new Seen();
  /** Records written. */
  count = 0;
  #once: Once | undefined;

  /** From now on no record is written twice. */
  guard(): void {
    this.#once ??= new Once();
  }

  /** Whether a line is to be written. */
  take(line: string): boolean {
    const head = headOf(line);
    if (!head || (this.#once && !this.#once.first(head))) return false;
    if (head.resource) this.seen.note(head.type, line);
    this.count++;
    return true;
  }
}

/** Lines as they are written. */
export const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
