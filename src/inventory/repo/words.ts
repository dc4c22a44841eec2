import type { Node } from 'web-tree-sitter';

/** What is known of the variables of a script: a text, or null where it may be anything. */
export type Variables = ReadonlyMap<string, string | null>;

/** A command as one line of words, quoted where a word would fall apart without. `splitLine` of #facts undoes it. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (/^[^\s'"\\]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');

/**
 * The text a word of a script expands to. A variable whose value is not known stays as it is written, `$NAME`, as does
 * the output of a command.
 *
 * @param source what the node was parsed from, or a text of the same length that says it better
 */
export function wordOf(node: Node, source: string, variables: Variables): string {
  const text = source.slice(node.startIndex, node.endIndex);
  switch (node.type) {
    case 'raw_string':
      return text.slice(1, -1);
    case 'ansi_c_string':
      return text.slice(2, -1);
    case 'simple_expansion':
    case 'expansion':
      return variables.get(/^\$\{?(\w+)\}?$/.exec(text)?.[1] ?? '') ?? text;
    case 'string':
      return pieces(node, source, variables, 1).replace(/\\([\\"`])/g, '$1');
    case 'concatenation':
    case 'command_name':
      return pieces(node, source, variables, 0);
    case 'command_substitution':
      return text;
    default:
      return text.replace(/\\\n/g, '').replace(/\\(.)/g, '$1');
  }
}

/** The children of a node, expanded, and the text between them; `edge` characters at either end are quotes. */
function pieces(node: Node, source: string, variables: Variables, edge: number): string {
  let at = node.startIndex + edge;
  let out = '';
  for (const child of node.namedChildren) {
    if (!child || child.type === 'string_content') continue;
    out += source.slice(at, child.startIndex) + wordOf(child, source, variables);
    at = child.endIndex;
  }
  return out + source.slice(at, node.endIndex - edge);
}

/** An expression of GitHub is no shell: a variable of the same length stands in for it. */
export const masked = (script: string): string =>
  script.replace(/\$\{\{[\s\S]*?\}\}/g, (text) => `\${${'X'.repeat(text.length - 3)}}`);
