import { getNodeValue, type Node, parseTree } from 'jsonc-parser';
import { Lines } from './lines.ts';
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
  const broken = errors[0] && lines.line(errors[0].offset);
  const blocks = membersOf(root).flatMap(([kind, property, value]) =>
    each(value).flatMap((one) => labelled(kind, LABELS[kind] ?? 0, property, one, [], lines)),
  );
  return {
    path,
    blocks,
    get attributes() {
      return bodyOf(root, lines).attributes;
    },
    ...(broken !== undefined && { broken }),
  };
};

const spanOf = ({ offset, length }: Node, lines: Lines): Span => lines.span(offset, offset + length);

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
      header: spanOf(name, lines),
      span: spanOf(property, lines),
      // Most blocks have no finding.
      get body() {
        return (read ??= bodyOf(value, lines));
      },
    },
  ];
}

function bodyOf(node: Node | undefined, lines: Lines): Body {
  const all = membersOf(node);
  const blocks = all
    .filter(([name]) => name === 'dynamic')
    .flatMap(([, , value]) => each(value).flatMap(membersOf))
    .flatMap(([name, property, value]) =>
      each(value).map((one) => {
        const content = membersOf(one).find(([inner]) => inner === 'content')?.[2];
        const key = property.children?.[0] ?? property;
        const body = content ? bodyOf(content, lines) : { attributes: [], blocks: [] };
        return { name, header: spanOf(key, lines), span: spanOf(property, lines), body, dynamic: true };
      }),
    );
  const attributes = all
    .filter(([name]) => name !== 'dynamic')
    .map(([name, property, value]): Attribute => ({ name, ...memberAt(property, value, lines) }));
  return { attributes, blocks };
}

const memberAt = (property: Node, value: Node, lines: Lines) => ({
  span: spanOf(property, lines),
  value: valueAt(value, lines),
});

function valueAt(node: Node, lines: Lines): Value {
  const span = spanOf(node, lines);
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
    typeof literal === 'string'
      ? [...literal.matchAll(/\$\{[^}]*?\b((?:var|local)\.[\w-]+|each\.(?:key\b|value(?:\.[\w-]+)*))/g)]
      : [];
  if (references.length > 0)
    return { span, references: [...new Set(references.map(([, one]) => one as string))] };
  return { span, references: [], ...(literal !== null && { literal }) };
}
