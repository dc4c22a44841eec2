import { Unknown } from '#policy';

/** A piece of a Monitoring filter or MQL text. A number keeps a unit written against it: `5m`. */
export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'mark' | 'end';
  readonly text: string;
  readonly unit?: string;
}

/** Longer texts and deeper nesting are refused: no hand-written alert comes near, and a hostile one must not hang. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 60;

/** What is thrown for a text that is not understood. */
export const unreadable = (why: string): Unknown =>
  new Unknown('unrecognised', why, { needs: 'rewrite the condition as a threshold, or waive it' });

const PIECE =
  /\s+|#[^\n]*|\/\/[^\n]*|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)([a-zA-Z]*)|([A-Za-z_]\w*)|(==|!=|=~|!~|>=|<=|&&|\|\||::|[()[\]{},;|:.=<>!+*/-])/y;

/**
 * Cuts a Monitoring filter or an MQL query into tokens; comments (`#`, `//`) and white space fall away.
 * @throws Unknown at a character that belongs to neither language, or where the text is too long.
 */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > MAX_LENGTH) throw unreadable(`a condition of ${text.length} characters is not read`);
  const out: Token[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const at = PIECE.lastIndex;
    const found = PIECE.exec(text);
    if (!found) throw unreadable(`character ${at + 1} of the condition is not understood`);
    const [, quoted, number, unit, word, mark] = found;
    if (quoted !== undefined) out.push({ kind: 'text', text: quoted.slice(1, -1).replace(/\\(.)/gs, '$1') });
    else if (number !== undefined) out.push({ kind: 'number', text: number, ...(unit && { unit }) });
    else if (word !== undefined) out.push({ kind: 'word', text: word });
    else if (mark !== undefined) out.push({ kind: 'mark', text: mark });
  }
  return out;
}

const END: Token = { kind: 'end', text: 'the end' };

/** Reads tokens one after another; each refusal is an Unknown that says what stood there. */
export class Cursor {
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token `ahead` places further on, without taking it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Runs a rule twice over the same tokens, for two streams that one step applies to. */
  twice<T>(rule: (which: 0 | 1) => T): readonly [T, T] {
    const at = this.#at;
    const first = rule(0);
    this.#at = at;
    return [first, rule(1)];
  }

  /** Whether the next token is one of these marks or words (words in any case). */
  sees(...texts: readonly string[]): boolean {
    const { kind, text } = this.peek();
    if (kind !== 'mark' && kind !== 'word') return false;
    return texts.some((one) => one === text || (kind === 'word' && one === text.toUpperCase()));
  }

  /** Takes the next token if it is one of these. */
  takes(...texts: readonly string[]): boolean {
    if (!this.sees(...texts)) return false;
    this.#at += 1;
    return true;
  }

  /** Takes a mark that must stand here. */
  expect(text: string): void {
    if (!this.takes(text)) this.refuse(`"${text}"`);
  }

  /** Takes a token of a kind that must stand here. */
  expectKind(kind: Token['kind']): Token {
    if (this.peek().kind !== kind) this.refuse(`a ${kind}`);
    return this.next();
  }

  refuse(wanted: string): never {
    throw unreadable(`the condition has "${this.peek().text.slice(0, 40)}" where ${wanted} was expected`);
  }

  /** Runs a nested rule; nesting beyond the limit is refused. */
  nested<T>(rule: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw unreadable(`the condition nests more than ${MAX_DEPTH} levels`);
    this.#depth += 1;
    try {
      return rule();
    } finally {
      this.#depth -= 1;
    }
  }
}
