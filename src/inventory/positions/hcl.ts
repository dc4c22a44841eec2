import { NotHcl, Scanner } from './hcl-scanner.ts';
import { type Source, unquoted, valueIn } from './hcl-value.ts';
import { Lines } from './lines.ts';
import type { Attribute, Block, Body, Read, Span, TopBlock, Value } from './syntax.ts';

/** What begins a block at the beginning of a line: reading goes on there after what could not be read. */
const BLOCK = /^[a-z_]+(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{/gm;
/** How an expression begins, and that it does not end in an operator. */
const EXPRESSION = /^(?:[\p{ID_Start}_\d"([{!-]|<<)(?:.*[^-+/%=!<>&|?:])?$/su;
/** With more mistakes than this a file is something else. */
const MOST_MISTAKES = 20;
/** Blocks in blocks, down to where no provider has any. */
const DEEPEST = 100;

/**
 * Reads Terraform's own syntax: HCL, by the rules of its native syntax specification. Expressions are read when they are
 * asked for. Of a file that is not well formed, all that stands before a mistake, and from the next block on.
 */
export const readHcl: Read = (path, text) => {
  const source: Source = { text, lines: new Lines(text) };
  const all = new Inside();
  let broken: number | undefined;
  for (
    let at: number | undefined = 0, mistakes = 0;
    at !== undefined && mistakes < MOST_MISTAKES;
    mistakes++
  ) {
    try {
      new Reader(source, at).body(all, undefined, 0);
      break;
    } catch (mistake) {
      if (!(mistake instanceof NotHcl)) throw mistake;
      broken ??= source.lines.line(mistake.at);
      BLOCK.lastIndex = mistake.at + 1;
      at = BLOCK.exec(text)?.index;
    }
  }
  return { path, blocks: all.blocks, attributes: all.attributes, ...(broken !== undefined && { broken }) };
};

/** A body as it is read: it keeps what came before a mistake. */
class Inside {
  readonly attributes: HclAttribute[] = [];
  readonly blocks: HclBlock[] = [];
}

class Reader {
  readonly #source: Source;
  readonly #scanner: Scanner;

  constructor(source: Source, at: number) {
    this.#source = source;
    this.#scanner = new Scanner(source.text, at);
  }

  /** Reads a body up to the brace that ends it, or that of the file up to its end. */
  body(into: Inside, opened: number | undefined, depth: number): void {
    const scanner = this.#scanner;
    for (;;) {
      scanner.gap(true);
      if (scanner.here === (opened === undefined ? '' : '}')) return;
      const from = scanner.at;
      const name = scanner.identifier();
      if (name === undefined) throw new NotHcl(scanner.here === '' ? (opened ?? from) : from);
      scanner.gap(false);
      if (scanner.here === '=') into.attributes.push(this.#attribute(name, from));
      else this.#block(name, from, into, depth);
    }
  }

  #attribute(name: string, from: number): HclAttribute {
    const scanner = this.#scanner;
    scanner.at++;
    scanner.gap(false);
    const start = scanner.at;
    const end = scanner.expression(false);
    const said = this.#source.text.slice(start, end);
    if (!EXPRESSION.test(said) || !['\n', '}', ''].includes(scanner.here)) throw new NotHcl(scanner.at);
    return new HclAttribute(this.#source, name, from, start, end);
  }

  #block(name: string, from: number, into: Inside, depth: number): void {
    const scanner = this.#scanner;
    const labels: string[] = [];
    while (scanner.here !== '{') {
      const start = scanner.at;
      if (scanner.here === '"') scanner.quoted();
      else if (scanner.identifier() === undefined) throw new NotHcl(start);
      const label = this.#source.text.slice(start, scanner.at);
      labels.push(label.startsWith('"') ? unquoted(label) : label);
      scanner.gap(false);
    }
    scanner.at++;
    const block = new HclBlock(this.#source, name, labels, from, scanner.at);
    into.blocks.push(block);
    if (depth > DEEPEST) throw new NotHcl(from);
    this.body(block.inside, from, depth + 1);
    block.end = ++scanner.at;
  }
}

class HclBlock implements TopBlock, Block {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly inside = new Inside();
  /** Behind its closing brace, or its opening one as long as that is not found. */
  end: number;
  readonly #source: Source;
  readonly #from: number;
  readonly #to: number;
  #header: Span | undefined;

  constructor(source: Source, kind: string, labels: readonly string[], from: number, to: number) {
    this.#source = source;
    this.kind = kind;
    this.labels = labels;
    this.#from = from;
    this.#to = to;
    this.end = to;
  }

  get span(): Span {
    return this.#source.lines.span(this.#from, this.end);
  }

  get header(): Span {
    return (this.#header ??= this.#source.lines.span(this.#from, this.#to));
  }

  get dynamic(): boolean {
    return this.kind === 'dynamic';
  }

  /** Of a dynamic block, that of what it makes. */
  get name(): string {
    return this.dynamic ? (this.labels[0] ?? '') : this.kind;
  }

  get body(): Body {
    if (!this.dynamic) return this.inside;
    return this.inside.blocks.find(({ kind }) => kind === 'content')?.inside ?? new Inside();
  }
}

class HclAttribute implements Attribute {
  readonly name: string;
  readonly #source: Source;
  readonly #from: number;
  readonly #start: number;
  readonly #end: number;
  #value: Value | undefined;

  constructor(source: Source, name: string, from: number, start: number, end: number) {
    this.name = name;
    this.#source = source;
    this.#from = from;
    this.#start = start;
    this.#end = end;
  }

  get span(): Span {
    return this.#source.lines.span(this.#from, this.#end);
  }

  get value(): Value {
    return (this.#value ??= valueIn(this.#source, this.#start, this.#end));
  }
}
