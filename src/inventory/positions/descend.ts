import { parsePath } from '../../policy/path.ts';
import type { Body, Member, Span, Value } from './syntax.ts';

/** Where a path led: the deepest thing that stands in the source. */
export interface Found {
  readonly span: Span;
  readonly quality: 'attribute' | 'block' | 'header';
  /** What the attribute's expression is made from. */
  readonly references: readonly string[];
}

const isIndex = (segment: string | undefined): segment is string =>
  segment !== undefined && /^\d+$/.test(segment);

/**
 * Follows a path in the plan's spelling (`settings[0].ip_configuration[0].ipv4_enabled`) through the source of a block;
 * undefined where not even its first name stands there. `planned` is what the plan says of the block: Terraform's sets
 * have no order, so an element is found by what it holds where it can be.
 */
export function descend(body: Body, path: string, planned: unknown): Found | undefined {
  return inBody(body, path === '' ? [] : parsePath(path), planned, undefined);
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function inBody(
  body: Body,
  [name, ...rest]: readonly string[],
  planned: unknown,
  above: Found | undefined,
): Found | undefined {
  if (name === undefined) return above;
  const value = member(planned, name);
  const attribute = body.attributes.findLast((one) => one.name === name);
  if (attribute) {
    const found: Found = {
      span: attribute.span,
      quality: 'attribute',
      references: attribute.value.references,
    };
    return inValue(attribute.value, rest, value, found);
  }
  const blocks = body.blocks.filter((one) => one.name === name);
  if (blocks.length === 0) return above;
  const index = isIndex(rest[0]) ? Number(rest[0]) : 0;
  const element = Array.isArray(value) ? (value[index] as unknown) : value;
  const block = pick(blocks, index, element, Array.isArray(value) ? value.length : undefined);
  const found: Found = { span: block.header, quality: 'block', references: [] };
  return inBody(block.body, isIndex(rest[0]) ? rest.slice(1) : rest, element, found);
}

/**
 * The block that makes the element at an index: the one whose written values are the element's, where just one is; else
 * the one in that place, a `dynamic` block taking as many places as are over.
 */
function pick<B extends { readonly body: Body; readonly dynamic: boolean }>(
  blocks: readonly B[],
  index: number,
  element: unknown,
  planned: number | undefined,
): B {
  const first = blocks[0] as B;
  if (blocks.length === 1) return first;
  const fixed = blocks.filter(({ dynamic }) => !dynamic);
  const alike = fixed.filter(({ body }) => agrees(body, element));
  if (alike.length === 1) return alike[0] as B;
  const generated = blocks.length - fixed.length;
  if (generated === 1 && planned !== undefined) {
    const place = blocks.findIndex(({ dynamic }) => dynamic);
    const taken = Math.max(planned - fixed.length, 0);
    if (index >= place && index < place + taken) return blocks[place] as B;
    return blocks[index < place ? index : index - taken + 1] ?? first;
  }
  return blocks[index] ?? blocks.find(({ dynamic }) => dynamic) ?? first;
}

/** Whether every value that is written out in a block is the planned one, and some value is. */
function agrees({ attributes }: Body, planned: unknown): boolean {
  const written = attributes.filter(({ value }) => value.literal !== undefined);
  return (
    written.length > 0 &&
    written.every(({ name, value }) => String(member(planned, name)) === String(value.literal))
  );
}

function inValue(value: Value, [name, ...rest]: readonly string[], planned: unknown, above: Found): Found {
  if (name === undefined) return above;
  if (isIndex(name)) {
    const element = Array.isArray(planned) ? (planned[Number(name)] as unknown) : planned;
    // In JSON syntax a block that stands alone is no list.
    if (value.members) return inValue(value, rest, element, above);
    const inner = elementAt(value.elements ?? [], Number(name), element);
    if (!inner) return above;
    return inValue(inner, rest, element, at(inner.span, inner));
  }
  const found = value.members?.findLast(({ key }: Member) => key === name);
  if (!found) return above;
  return inValue(found.value, rest, member(planned, name), at(found.span, found.value));
}

const at = (span: Span, { references }: Value): Found => ({ span, quality: 'attribute', references });

function elementAt(elements: readonly Value[], index: number, planned: unknown): Value | undefined {
  const alike = elements.filter(({ literal, members }) =>
    members
      ? members.length > 0 && members.every(({ key, value }) => isSame(value, member(planned, key ?? '')))
      : literal !== undefined && String(literal) === String(planned),
  );
  return alike.length === 1 ? alike[0] : elements[index];
}

const isSame = ({ literal }: Value, planned: unknown): boolean =>
  literal !== undefined && String(literal) === String(planned);
