import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from 'yaml';

/** Where something stands in a file, lines and columns from 1. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** What keeps a file from being read. */
export class FileError extends Error {
  readonly span: Span | undefined;

  constructor(message: string, span?: Span) {
    super(message);
    this.span = span;
  }
}

/** Aliases followed in one document: enough for any pipeline, too few for a bomb. */
const MOST_ALIASES = 1000;

interface Source {
  readonly document: Document;
  readonly text: string;
  readonly lines: LineCounter;
  aliases: number;
}

/** One value of a YAML or JSON document, with its place; aliases and merge keys are followed where they are met. */
export class YamlValue {
  readonly #source: Source;
  readonly #node: Node;

  private constructor(source: Source, node: Node) {
    this.#source = source;
    this.#node = node;
  }

  /** @throws FileError at the first thing that is wrong */
  static parse(text: string): YamlValue {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    const source = { document, text, lines, aliases: 0 };
    const [error] = document.errors;
    if (error) throw new FileError(sayError(error.message), spanOf(source, error.pos));
    if (!document.contents) throw new FileError('is empty');
    return new YamlValue(source, document.contents as Node);
  }

  get span(): Span {
    return spanOf(this.#source, this.#node.range ?? [0, 0]);
  }

  /** The values of a list; undefined where it is no list. */
  list(): readonly YamlValue[] | undefined {
    const node = this.#plain();
    return isSeq(node) ? node.items.map((one) => new YamlValue(this.#source, one as Node)) : undefined;
  }

  /** Keys and values of a map, merged ones among them; undefined where it is no map. */
  entries(): readonly (readonly [string, YamlValue])[] | undefined {
    const node = this.#plain();
    if (!isMap(node)) return undefined;
    const found = new Map<string, YamlValue>();
    const merged: YamlValue[] = [];
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key) || !pair.value) continue;
      const value = new YamlValue(this.#source, pair.value as Node);
      if (pair.key.value === '<<') merged.push(...(value.list() ?? [value]));
      else found.set(String(pair.key.value), value);
    }
    for (const one of merged)
      for (const [key, value] of one.entries() ?? []) if (!found.has(key)) found.set(key, value);
    return [...found];
  }

  get(key: string): YamlValue | undefined {
    return this.entries()?.find(([name]) => name === key)?.[1];
  }

  /** A scalar; undefined for a list or a map, null for nothing. */
  scalar(): string | number | boolean | null | undefined {
    const node = this.#plain();
    if (!isScalar(node)) return undefined;
    const { value } = node;
    return typeof value === 'object' || typeof value === 'bigint'
      ? value === null
        ? null
        : String(value)
      : (value as string);
  }

  /** A scalar as text; undefined for anything else, nothing among it. */
  text(): string | undefined {
    const value = this.scalar();
    return value === undefined || value === null ? undefined : String(value);
  }

  /** Where a place in the text of a scalar stands in the file: exact in literal blocks and on one line, else the scalar. */
  spanIn(from: { row: number; column: number }, to: { row: number; column: number }): Span {
    const node = this.#plain();
    const { text } = this.#source;
    const { line, column } = this.span;
    const start = node.range?.[0] ?? 0;
    if (!isScalar(node)) return { line, column };
    const put = (row: number, indent: number) => ({
      line: line + row + from.row,
      column: indent + from.column + 1,
      endLine: line + row + to.row,
      endColumn: indent + to.column + 1,
    });
    if (node.type === 'BLOCK_LITERAL') {
      const body = text.slice(text.indexOf('\n', start) + 1, node.range?.[1]);
      const indent = /^(?:[ \t]*\r?\n)*( *)/.exec(body)?.[1]?.length ?? 0;
      return put(1, indent);
    }
    const quote = node.type === 'PLAIN' ? 0 : 1;
    const raw = text.slice(start + quote, (node.range?.[1] ?? 0) - quote);
    return from.row === 0 && raw === (node as Scalar).value ? put(0, column - 1 + quote) : { line, column };
  }

  #plain(): Node {
    const { document } = this.#source;
    let node: Node | undefined = this.#node;
    while (isAlias(node)) {
      if (++this.#source.aliases > MOST_ALIASES) throw new FileError('follows too many aliases', this.span);
      node = node.resolve(document) as Node | undefined;
    }
    if (!node) throw new FileError('has an alias to nothing', this.span);
    return node;
  }
}

function spanOf({ lines }: Source, [from, to]: readonly number[]): Span {
  const { line, col } = lines.linePos(from ?? 0);
  const end = lines.linePos(to ?? from ?? 0);
  return { line, column: col, endLine: end.line, endColumn: end.col };
}

/** The library's sentence, as part of one of ours. */
const sayError = (message: string): string => {
  const first = message.split('\n')[0]?.replace(/[.:]$/, '') ?? '';
  return `is no sound YAML: ${first}`;
};
