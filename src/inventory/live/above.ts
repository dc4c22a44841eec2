import type { ManifestGap } from '../manifest.ts';
import { causeOf } from './gap.ts';
import { type Chain, type Hierarchy, isUnreadable, type Node, nodeLine, SERVICE } from './hierarchy.ts';
import type { Step } from './model.ts';
import { type Records, textOf } from './records.ts';

/** A task, by the name under which a journal knows it. */
export type Task = readonly [name: string, run: () => AsyncGenerator<Step>];

/** What is above a scope, with the IAM policies set there; and the scope itself where the inventory does not show it. */
export function nodeTasks(
  { nodes }: Chain,
  { hierarchy, records, iam }: { hierarchy: Hierarchy; records: Records; iam: boolean },
): Task[] {
  return nodes.flatMap((node, i): Task[] => {
    if (i === 0 && records.seen.containers.has(node.name)) return [];
    const task = `above ${node.name}`;
    const asks = i > 0 && iam;
    const above = nodes.slice(i + 1);
    return [[task, () => nodeStep(task, node, { above, records, hierarchy: asks ? hierarchy : undefined })]];
  });
}

async function* nodeStep(
  task: string,
  node: Node,
  more: { above: readonly Node[]; records: Records; hierarchy: Hierarchy | undefined },
): AsyncGenerator<Step> {
  const policy = await more.hierarchy?.policy(node);
  const unread = policy && isUnreadable(policy) ? policy : undefined;
  const line = nodeLine(node, more.above, unread ? undefined : policy);
  const lines = more.records.take(line) ? [line] : [];
  const gaps = unread ? [gapOf(unread)] : undefined;
  yield { task, text: textOf(lines), assets: lines.length, next: null, gaps };
}

/**
 * What stands above the place where the way up from a scope ended, itself included: what is granted there is not seen.
 * @param known what the inventory says stands above the scope, nearest first
 */
export function gapsAbove({ nodes, unread }: Chain, known: readonly string[]): ManifestGap[] {
  if (!unread) return [];
  const above = nodes.length === 0 ? known : known.slice(known.indexOf(unread.place));
  const places = nodes.length > 0 && !above.includes(unread.place) ? [unread.place] : above;
  return places.map((project) => ({ ...gapOf(unread), project }));
}

const gapOf = (unread: NonNullable<Chain['unread']>): ManifestGap => ({
  type: 'iam',
  project: unread.place,
  ...causeOf(unread.failure, { service: SERVICE, ...unread }),
});
