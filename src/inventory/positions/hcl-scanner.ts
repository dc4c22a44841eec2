/** What cannot be Terraform source, and where that shows. */
export class NotHcl extends Error {
  readonly at: number;

  constructor(at: number) {
    super('not Terraform source');
    this.at = at;
  }
}

/** A piece of a text that is no code: a comment, or what stands in quotes or a heredoc around the templates in it. */
export interface Prose {
  readonly from: number;
  readonly to: number;
  readonly comment: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What an expression may hold besides text that says nothing of where it ends. */
const NOTABLE = /["#/<([{)\]},\n]|$/g;
const SPACE = /[ \t\r]*/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[^\S\n]*\n/uy;
/** In a quoted text: an escape, what begins a template or is written so as not to, the end. */
const IN_QUOTES = /\\[^\n]|\$\$\{|%%\{|[$%]\{|["\n]|$/g;
const IN_HEREDOC = /\$\$\{|%%\{|[$%]\{|\n|$/g;
/** Brackets in brackets, down to where no person wrote them. */
const DEEPEST = 250;

/**
 * Walks over the text of a file by the lexical rules of HCL (hclsyntax, scan_tokens.rl): quoted texts and heredocs with
 * templates in them, comments, brackets.
 */
export class Scanner {
  readonly text: string;
  at: number;
  readonly #prose: Prose[] | undefined;
  #depth = 0;

  constructor(text: string, at = 0, prose?: Prose[]) {
    this.text = text;
    this.at = at;
    this.#prose = prose;
  }

  /** The character here; '' at the end. */
  get here(): string {
    return this.text[this.at] ?? '';
  }

  /** An identifier, if one stands here. */
  identifier(): string | undefined {
    return this.#match(IDENTIFIER)?.[0];
  }

  /** Goes over space and comments, and where `lines` is true over line ends. */
  gap(lines: boolean): void {
    for (;;) {
      this.#match(SPACE);
      if (this.here === '#' || this.text.startsWith('//', this.at)) this.#to('\n');
      else if (this.text.startsWith('/*', this.at)) this.#past('*/');
      else if (lines && this.here === '\n') this.at++;
      else return;
    }
  }

  /** Goes over a quoted text. Gives whether there are templates in it. */
  quoted(): boolean {
    const open = this.at++;
    let templates = false;
    for (let from = open; ; ) {
      const found = this.#next(IN_QUOTES);
      if (found === '' || found === '\n') throw new NotHcl(open);
      const template = found === '${' || found === '%{';
      if (template || found === '"') this.#prose?.push({ from, to: this.at, comment: false });
      if (found === '"') return templates;
      if (!template) continue;
      templates = true;
      this.#template();
      from = this.at;
    }
  }

  /**
   * Goes over an expression: to a line end, a comma or a closing bracket that is not its own. Gives where it ends.
   * @param lines line ends are as spaces, as between parentheses
   * @param stops other characters that end it
   */
  expression(lines: boolean, stops = ''): number {
    let end = this.at;
    for (;;) {
      this.gap(lines);
      const { here } = this;
      if (here === '' || here === '\n' || `,)]}${stops}`.includes(here)) return end;
      this.#token(here);
      end = this.at;
    }
  }

  /** Goes over everything. */
  rest(): void {
    for (this.gap(true); this.here !== ''; this.gap(true)) this.#token(this.here);
  }

  /** Goes over what stands between brackets, and over them. */
  brackets(): void {
    const open = this.at;
    const close = CLOSING[this.here] as string;
    this.at++;
    if (++this.#depth > DEEPEST) throw new NotHcl(open);
    for (;;) {
      const found = this.#next(NOTABLE);
      if (found === close) {
        this.#depth--;
        return;
      }
      if (found === '' || ')]}'.includes(found)) throw new NotHcl(found === '' ? open : this.at - 1);
      if (found === '\n' || found === ',') continue;
      this.at -= found.length;
      this.#token(found);
    }
  }

  #token(here: string): void {
    if (here === '"') this.quoted();
    else if (here === '(' || here === '[' || here === '{') this.brackets();
    else if (here === '<' && this.#heredoc()) return;
    else if (here === '#' || this.text.startsWith('//', this.at)) this.#to('\n');
    else if (this.text.startsWith('/*', this.at)) this.#past('*/');
    else if (this.identifier() === undefined) this.at++;
  }

  /** Goes over a heredoc, if one begins here: to the first line that is nothing but its mark. */
  #heredoc(): boolean {
    const open = this.at;
    const mark = this.#match(HEREDOC)?.[1];
    if (mark === undefined) return false;
    for (let line = this.at, whole = true; ; ) {
      const found = this.#next(IN_HEREDOC);
      if (found === '\n' || found === '') {
        const said = this.text.slice(line, this.at);
        this.#prose?.push({ from: line, to: this.at, comment: false });
        if (whole && said.trim() === mark) {
          this.at = line + said.trimEnd().length;
          return true;
        }
        if (found === '') throw new NotHcl(open);
        line = this.at;
        whole = true;
      } else if (found.length === 2) {
        this.#prose?.push({ from: line, to: this.at, comment: false });
        whole = false;
        this.#template();
        line = this.at;
      }
    }
  }

  /** Goes over a template, whose opening is behind. */
  #template(): void {
    this.at--;
    this.brackets();
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  /** The next thing of some, and behind it; '' at the end. */
  #next(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at = found === '' ? this.text.length : pattern.lastIndex;
    return found;
  }

  #to(mark: string): void {
    const open = this.at;
    const found = this.text.indexOf(mark, open);
    this.at = found < 0 ? this.text.length : found;
    this.#prose?.push({ from: open, to: this.at, comment: true });
  }

  #past(mark: string): void {
    const open = this.at;
    const found = this.text.indexOf(mark, this.at + mark.length);
    if (found < 0) throw new NotHcl(open);
    this.at = found + mark.length;
    this.#prose?.push({ from: open, to: this.at, comment: true });
  }
}
