import type { Node, Parser as TreeSitter } from 'web-tree-sitter';
import type { Attribute, Block, Body, Member, Read, Span, TopBlock, Value } from './syntax.ts';

/**
 * Prepares the reader of Terraform's own syntax.
 * @param wasm path of tree-sitter-terraform.wasm
 */
export async function hclReader(wasm: string): Promise<Read> {
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init();
  const parser: TreeSitter = new Parser();
  parser.setLanguage(await Language.load(wasm));
  return (path, text) => {
    const tree = parser.parse(text);
    if (!tree) return { path, blocks: [], broken: 1 };
    const { rootNode: root } = tree;
    const body = root.namedChildren.find((node) => node?.type === 'body');
    const blocks = body?.namedChildren.filter((node) => node?.type === 'block') as Node[] | undefined;
    return {
      path,
      blocks: (blocks ?? []).map(topBlock),
      ...(root.hasError && { broken: errorLine(root) }),
    };
  };
}

/** A file has few errors, and those are found by going down where they are. */
function errorLine(node: Node): number {
  const inner = node.children.find((child) => child?.hasError || child?.isMissing);
  return inner && !node.isError ? errorLine(inner) : node.startPosition.row + 1;
}

const children = (node: Node): Node[] => node.namedChildren.filter((child) => child !== null) as Node[];

const childOf = (node: Node, type: string): Node | undefined =>
  node.namedChildren.find((child) => child?.type === type) ?? undefined;

const spanOf = ({ startPosition: start, endPosition: end }: Node): Span => ({
  line: start.row + 1,
  column: start.column + 1,
  endLine: end.row + 1,
  endColumn: end.column + 1,
});

/** What stands before the opening brace of a block, that brace, and what stands in it. */
interface Parts {
  readonly name: string;
  readonly labels: readonly string[];
  readonly header: Span;
  readonly inside: Node | undefined;
}

/** Each step into the grammar's memory costs more than all that is done with what it gives: a block is asked once. */
function partsOf(block: Node): Parts {
  const [first, ...rest] = children(block);
  const labels: string[] = [];
  let open: Node | undefined;
  let inside: Node | undefined;
  for (const node of rest) {
    const { type } = node;
    if (type === 'identifier') labels.push(node.text);
    else if (type === 'string_lit') labels.push(textOf(node));
    else if (type === 'block_start') open = node;
    else if (type === 'body') inside = node;
  }
  const { line, column } = spanOf(block);
  const { endLine, endColumn } = spanOf(open ?? block);
  return { name: first?.text ?? '', labels, header: { line, column, endLine, endColumn }, inside };
}

const EMPTY: Body = { attributes: [], blocks: [] };

function topBlock(block: Node): TopBlock {
  const { name, labels, header, inside } = partsOf(block);
  let read: Body | undefined;
  return { kind: name, labels, header, body: () => (read ??= bodyOf(inside)) };
}

function bodyOf(inside: Node | undefined): Body {
  if (!inside) return EMPTY;
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const node of children(inside)) {
    const { type } = node;
    if (type === 'attribute') attributes.push(new HclAttribute(node));
    else if (type === 'block') blocks.push(nested(node));
  }
  return { attributes, blocks };
}

function nested(block: Node): Block {
  const { name, labels, header, inside } = partsOf(block);
  if (name !== 'dynamic') return { name, header, body: bodyOf(inside), dynamic: false };
  const content = inside && children(inside).find((one) => children(one)[0]?.text === 'content');
  const body = content ? bodyOf(partsOf(content).inside) : EMPTY;
  return { name: labels[0] ?? '', header, body, dynamic: true };
}

/** Of a block's attributes one or two are looked at: the others are names. */
class HclAttribute implements Attribute {
  readonly name: string;
  readonly #node: Node;
  #span: Span | undefined;
  #value: Value | undefined;

  constructor(node: Node) {
    this.name = node.namedChildren[0]?.text ?? '';
    this.#node = node;
  }

  get span(): Span {
    return (this.#span ??= spanOf(this.#node));
  }

  get value(): Value {
    if (!this.#value) {
      const expression = childOf(this.#node, 'expression');
      this.#value = expression ? valueAt(expression) : { span: this.span, references: [] };
    }
    return this.#value;
  }
}

/** What an expression that is nothing but parentheses stands around. */
function bare(node: Node): Node {
  const { type } = node;
  if (type !== 'expression' && type !== 'collection_value') return node;
  const [only, ...more] = children(node);
  return only && more.length === 0 ? bare(only) : node;
}

function valueAt(expression: Node): Value {
  const span = spanOf(expression);
  const node = bare(expression);
  const { type } = node;
  if (type === 'object') {
    const members = children(node).filter((one) => one.type === 'object_elem');
    return { span, members: members.map(memberOf), references: [] };
  }
  if (type === 'tuple') {
    const elements = children(node).filter((one) => one.type === 'expression');
    return { span, elements: elements.map(valueAt), references: [] };
  }
  if (type === 'literal_value') {
    const literal = literalOf(node);
    return { span, references: [], ...(literal !== undefined && { literal }) };
  }
  return { span, references: referencesIn(expression) };
}

function memberOf(node: Node): Member {
  const [key, value] = children(node);
  const read = value ? valueAt(value) : { span: spanOf(node), references: [] };
  return { key: key && keyOf(key), span: spanOf(node), value: read };
}

/** A bare word names a member; in parentheses it would be an expression. */
function keyOf(expression: Node): string | undefined {
  if (expression.text.startsWith('(')) return undefined;
  const node = bare(expression);
  if (node.type === 'variable_expr') return node.text;
  const literal = node.type === 'literal_value' ? literalOf(node) : undefined;
  return literal === undefined ? undefined : String(literal);
}

function literalOf(node: Node): string | number | boolean | undefined {
  const [inner] = children(node);
  if (inner?.type === 'string_lit') return textOf(inner);
  if (inner?.type === 'numeric_lit') return Number(inner.text);
  if (inner?.type === 'bool_lit') return inner.text === 'true';
  return undefined;
}

/** The text of a quoted literal. JSON knows the escapes that matter for comparing with a planned value. */
function textOf(node: Node): string {
  try {
    return JSON.parse(node.text) as string;
  } catch {
    return node.text.slice(1, -1);
  }
}

/** `var.a` and `local.b` anywhere in an expression, each once, in order. */
function referencesIn(expression: Node): string[] {
  const found = expression.descendantsOfType('variable_expr').flatMap((node) => {
    const root = node?.text;
    const next = node?.nextNamedSibling;
    return (root === 'var' || root === 'local') && next?.type === 'get_attr'
      ? [`${root}.${childOf(next, 'identifier')?.text ?? ''}`]
      : [];
  });
  return [...new Set(found)];
}
