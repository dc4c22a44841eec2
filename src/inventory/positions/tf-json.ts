import { getNodeValue, type Node, parseTree } from 'jsonc-parser';
import type { Attribute, Body, Member, Read, Span, TopBlock, Value } from './syntax.ts';

/** How deep labels nest below each kind of block: `"resource": {"type": {"name": {}}}`. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
};

/** Reads Terraform's JSON syntax. Whether a member is an attribute or a block is told by the provider alone: all are attributes. */
export const readTfJson: Read = (path, text) => {
  const errors: { readonly offset: number }[] = [];
  const root = parseTree(text, errors as never, { allowTrailingComma: false, disallowComments: true });
  const lines = new Lines(text);
  const broken = errors[0] && lines.span(errors[0].offset, 0).line;
  const blocks = membersOf(root).flatMap(([kind, property, value]) =>
    each(value).flatMap((one) => labelled(kind, LABELS[kind] ?? 0, property, one, [], lines)),
  );
  return { path, blocks, ...(broken !== undefined && { broken }) };
};

/** Offsets in a text as lines and columns. */
class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  span(offset: number, length: number): Span {
    const [start, end] = [this.#at(offset), this.#at(offset + length)];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  #at(offset: number): { line: number; column: number } {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) + 1 };
  }
}

/** The members of an object: name, the whole `"name": value`, the value. Comments, which `//` names, are none. */
const membersOf = (node: Node | undefined): [name: string, property: Node, value: Node][] =>
  (node?.type === 'object' ? (node.children ?? []) : []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value && key.value !== '//' ? [[String(key.value), property, value] as const] : [];
  }) as [string, Node, Node][];

/** A block may stand alone or as a list of several. */
const each = (node: Node): readonly Node[] => (node.type === 'array' ? (node.children ?? []) : [node]);

function labelled(
  kind: string,
  depth: number,
  property: Node,
  value: Node,
  labels: readonly string[],
  lines: Lines,
): TopBlock[] {
  if (depth > 0) {
    return membersOf(value).flatMap(([label, inner, below]) =>
      each(below).flatMap((one) => labelled(kind, depth - 1, inner, one, [...labels, label], lines)),
    );
  }
  const name = property.children?.[0] ?? property;
  let read: Body | undefined;
  return [
    {
      kind,
      labels,
      header: lines.span(name.offset, name.length),
      body: () => (read ??= bodyOf(value, lines)),
    },
  ];
}

function bodyOf(node: Node, lines: Lines): Body {
  const all = membersOf(node);
  const blocks = all
    .filter(([name]) => name === 'dynamic')
    .flatMap(([, , value]) => each(value).flatMap(membersOf))
    .flatMap(([name, property, value]) =>
      each(value).map((one) => {
        const content = membersOf(one).find(([inner]) => inner === 'content')?.[2];
        const key = property.children?.[0] ?? property;
        const body = content ? bodyOf(content, lines) : { attributes: [], blocks: [] };
        return { name, header: lines.span(key.offset, key.length), body, dynamic: true };
      }),
    );
  const attributes = all
    .filter(([name]) => name !== 'dynamic')
    .map(([name, property, value]): Attribute => ({ name, ...memberAt(property, value, lines) }));
  return { attributes, blocks };
}

const memberAt = (property: Node, value: Node, lines: Lines) => ({
  span: lines.span(property.offset, property.length),
  value: valueAt(value, lines),
});

function valueAt(node: Node, lines: Lines): Value {
  const span = lines.span(node.offset, node.length);
  if (node.type === 'object') {
    const members = membersOf(node).map(
      ([key, property, value]): Member => ({ key, ...memberAt(property, value, lines) }),
    );
    return { span, members, references: [] };
  }
  if (node.type === 'array')
    return { span, elements: (node.children ?? []).map((one) => valueAt(one, lines)), references: [] };
  const literal = getNodeValue(node) as string | number | boolean | null;
  const references =
    typeof literal === 'string' ? [...literal.matchAll(/\$\{[^}]*?\b((?:var|local)\.[\w-]+)/g)] : [];
  if (references.length > 0)
    return { span, references: [...new Set(references.map(([, one]) => one as string))] };
  return { span, references: [], ...(literal !== null && { literal }) };
}
