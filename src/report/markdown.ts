/** Text that Markdown shows as it is. */
export const plain = (text: string): string => text.replace(/[\\`*_<>[\]|]/g, '\\$&');

/**
 * Text as code outside a table; backticks in it keep the fence longer than any of them. In code nothing is a link, a
 * mention of a person or markup.
 */
export function span(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** Text as code that may stand in a table, where a bar ends the cell even in code. */
export const code = (text: string): string => span(text).replaceAll('|', '\\|');

/** A table; cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A block of code in a language. */
export const block = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
