import type { Binding } from '#policy';

/** An end, with its time as the number of a literal: `request.time < timestamp("…")`, in either order. */
const ENDS = [
  /^request\.time\s*<=?\s*timestamp\(\s*\$(\d+)\s*\)$/,
  /^timestamp\(\s*\$(\d+)\s*\)\s*>=?\s*request\.time$/,
];

/**
 * Whether the condition of a binding can no longer hold at a moment (milliseconds since 1970): it is an end that has
 * passed, or such an end joined by `&&`. What is not understood is taken as holding.
 * Source: https://cloud.google.com/iam/docs/conditions-attribute-reference#date-time.
 */
export function expired(condition: Binding['condition'], clock: number): boolean {
  const literals: string[] = [];
  // Operators inside quotes are text.
  const bare = (condition?.expression ?? '').replace(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g,
    (text) => `$${literals.push(text.slice(1, -1)) - 1}`,
  );
  const ended = (text: string): boolean => {
    const clause = text.trim();
    if (split(clause, '?').length > 1) return false;
    const either = split(clause, '||');
    if (either.length > 1) return either.every(ended);
    const both = split(clause, '&&');
    if (both.length > 1) return both.some(ended);
    if (clause.startsWith('(') && clause.endsWith(')')) return ended(clause.slice(1, -1));
    const literal = ENDS.map((pattern) => pattern.exec(clause)?.[1]).find((index) => index !== undefined);
    return literal !== undefined && Date.parse(literals[Number(literal)] ?? '') <= clock;
  };
  return ended(bare);
}

/** The parts of an expression between an operator that stands outside all parentheses and brackets. */
function split(expression: string, operator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < expression.length; i++) {
    const character = expression[i] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && expression.startsWith(operator, i)) {
      parts.push(expression.slice(start, i));
      start = i + operator.length;
      i = start - 1;
    }
  }
  return [...parts, expression.slice(start)];
}
