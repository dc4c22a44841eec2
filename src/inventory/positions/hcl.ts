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
  children(node).find((child) => child.type === type);

const spanOf = ({ startPosition: start, endPosition: end }: Node): Span => ({
  line: start.row + 1,
  column: start.column + 1,
  endLine: end.row + 1,
  endColumn: end.column + 1,
});

const headerOf = (block: Node): Span => {
  const { line, column } = spanOf(block);
  const { endLine, endColumn } = spanOf(childOf(block, 'block_start') ?? block);
  return { line, column, endLine, endColumn };
};

const labelsOf = (block: Node): string[] =>
  children(block)
    .slice(1)
    .filter(({ type }) => type === 'string_lit' || type === 'identifier')
    .map((node) => (node.type === 'identifier' ? node.text : textOf(node)));

function topBlock(block: Node): TopBlock {
  let read: Body | undefined;
  return {
    kind: children(block)[0]?.text ?? '',
    labels: labelsOf(block),
    header: headerOf(block),
    body: () => (read ??= bodyOf(block)),
  };
}

function bodyOf(block: Node): Body {
  const inside = childOf(block, 'body');
  const nodes = inside ? children(inside) : [];
  return {
    attributes: nodes.filter(({ type }) => type === 'attribute').map(attributeOf),
    blocks: nodes.filter(({ type }) => type === 'block').map(nested),
  };
}

function nested(block: Node): Block {
  const name = children(block)[0]?.text ?? '';
  const header = headerOf(block);
  if (name !== 'dynamic') return { name, header, body: bodyOf(block), dynamic: false };
  const inside = childOf(block, 'body');
  const content = inside && children(inside).find((one) => children(one)[0]?.text === 'content');
  const body = content ? bodyOf(content) : { attributes: [], blocks: [] };
  return { name: labelsOf(block)[0] ?? '', header, body, dynamic: true };
}

function attributeOf(node: Node): Attribute {
  const [name, expression] = children(node);
  return {
    name: name?.text ?? '',
    span: spanOf(node),
    value: expression ? valueAt(expression) : { span: spanOf(node), references: [] },
  };
}

/** What an expression that is nothing but parentheses stands around. */
function bare(node: Node): Node {
  const [only, ...more] = children(node);
  return only && more.length === 0 && (node.type === 'expression' || node.type === 'collection_value')
    ? bare(only)
    : node;
}

function valueAt(expression: Node): Value {
  const span = spanOf(expression);
  const node = bare(expression);
  if (node.type === 'object') {
    const members = children(node).filter(({ type }) => type === 'object_elem');
    return { span, members: members.map(memberOf), references: [] };
  }
  if (node.type === 'tuple') {
    const elements = children(node).filter(({ type }) => type === 'expression');
    return { span, elements: elements.map(valueAt), references: [] };
  }
  if (node.type === 'literal_value') {
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
