/** Where a piece of source stands; lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The value of an attribute, as far as a position needs it. */
export interface Value {
  readonly span: Span;
  /** Members of an object, in order; the key of one that is computed is undefined. */
  readonly members?: readonly Member[];
  readonly elements?: readonly Value[];
  /** A text, number or truth value that is written out. */
  readonly literal?: string | number | boolean;
  /** `var.tier`, `local.tier`, `each.value.tier`: what the expression is made from. */
  readonly references: readonly string[];
}

/** `key = value` of an object: its span is both. */
export interface Member {
  readonly key: string | undefined;
  readonly span: Span;
  readonly value: Value;
}

/** An attribute of a block: its span is name and value. */
export interface Attribute {
  readonly name: string;
  readonly span: Span;
  readonly value: Value;
}

/** A block nested in another. */
export interface Block {
  readonly name: string;
  /** From its name to its opening brace. */
  readonly header: Span;
  /** From its name to its closing brace. */
  readonly span: Span;
  readonly body: Body;
  /** A `dynamic` block: `body` is that of its content, and stands for any number of blocks. */
  readonly dynamic: boolean;
}

/** What stands between the braces of a block. */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** A block at the top of a file. */
export interface TopBlock {
  /** `resource`, `data`, `module`, `variable`, `locals`, ... */
  readonly kind: string;
  readonly labels: readonly string[];
  readonly header: Span;
  /** From its kind to its closing brace. */
  readonly span: Span;
  readonly body: Body;
}

/** A file of a module, as far as it could be read. */
export interface SourceFile {
  /** Relative to the root module's folder, with `/`. */
  readonly path: string;
  readonly blocks: readonly TopBlock[];
  /** What stands outside of every block: the values of a file of variables. */
  readonly attributes: readonly Attribute[];
  /** The line of the first thing that could not be read, where there is one. */
  readonly broken?: number | undefined;
}

/** Reads the text of one file. */
export type Read = (path: string, text: string) => SourceFile;
