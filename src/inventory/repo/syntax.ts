import type { Node } from 'web-tree-sitter';
import { type Variables, wordOf } from './words.ts';

/** Rounds of a loop that are followed one by one. */
const MOST_ROUNDS = 32;

/** The children that are no punctuation. */
export const named = (node: Node): Node[] => node.namedChildren.filter((one): one is Node => one !== null);

/** Whether what is run last ends the script in failure, whatever went before: `exit 1`, `false`, `{ …; exit 1; }`. */
export function endsInFailure(node: Node | undefined): boolean {
  if (!node) return false;
  if (node.type === 'command') return /^(false$|(exit|return)\s+(?!0\s*$)\S)/.test(node.text);
  if (!/^(compound_statement|subshell|list|redirected_statement|else_clause)$/.test(node.type)) return false;
  return endsInFailure(
    named(node)
      .filter(({ type }) => type !== 'comment')
      .at(-1),
  );
}

/** The values a `for` goes through; undefined where they are not known. */
export function roundsOf(node: Node, source: string, variables: Variables): readonly string[] | undefined {
  const values = node
    .childrenForFieldName('value')
    .flatMap((one) => (one ? [wordOf(one, source, variables)] : []));
  const known =
    values.length > 0 && values.length <= MOST_ROUNDS && values.every((one) => !/[$*?`]/.test(one));
  return known ? values : undefined;
}
