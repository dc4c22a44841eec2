import { descend } from './descend.ts';
import { holderOf, type Standing } from './module.ts';
import type { SpanIn } from './sources.ts';

/** What `each` is in an expression: an instance of the block that the expression stands in. */
export interface Each {
  /** Overrides first. */
  readonly blocks: readonly Standing[];
  /** The instance's key as its address spells it, `["a"]`; empty where it is not known. */
  readonly key: string;
}

/** Where an instance has its value from. */
interface Iterated {
  /** What is written out in `for_each` itself; undefined where that is made of something else. */
  readonly place: SpanIn | undefined;
  /** What it is made from. */
  readonly references: readonly string[];
}

/** What `each.key` or `each.value.name` is by the `for_each` of its block; undefined where there is none. */
export function iterated(reference: string, { blocks, key }: Each): Iterated | undefined {
  const holder = holderOf(blocks, 'for_each');
  const attribute = holder?.block.body.attributes.findLast(({ name }) => name === 'for_each');
  if (!holder || !attribute) return undefined;
  const { span, value } = attribute;
  const inner = /^each\.value(.*)$/s.exec(reference)?.[1];
  const member =
    value.members && inner !== undefined && key !== ''
      ? descend(holder.block.body, `for_each${key}${inner}`, undefined)
      : undefined;
  const { references } = member ?? value;
  const written = member !== undefined || references.length === 0;
  return { place: written ? { file: holder.file, ...(member?.span ?? span) } : undefined, references };
}
