import { all, type Comparison, type Filter, not, test } from './labels.ts';
import { type Cursor, unreadable } from './tokens.ts';

/** Functions that may stand on the right of a comparison in a Monitoring filter, or take a label in MQL. */
const FUNCTIONS: Readonly<Record<string, Comparison>> = {
  one_of: 'in',
  has_substring: 'contains',
  starts_with: 'starts',
  ends_with: 'ends',
  'monitoring.regex.full_match': 'matches',
  re_full_match: 'matches',
  eq: 'in',
};

/** Prefixes of a label's name; `metadata.*` keeps its own, for those labels are not the series' own. */
const PREFIX = /^(?:metric|resource)\.(?:labels?\.)?(?!type$)/;

/**
 * The key of a label however it is spelled: `metric.label.x`, `metric.labels."x"`, `resource.x` (MQL) are all `x`.
 */
export const keyOf = (path: string): string => path.replace(PREFIX, '');

function path(cursor: Cursor): string {
  let name = cursor.expectKind('word').text;
  while (cursor.takes('.')) {
    const part = cursor.next();
    if (part.kind !== 'word' && part.kind !== 'text') cursor.refuse('a label name');
    name += `.${part.text}`;
  }
  return name;
}

/** A value: quoted text, a number, a bare word, `-1`. */
function literal(cursor: Cursor): string {
  const negative = cursor.takes('-');
  const token = cursor.next();
  if (token.kind !== 'text' && token.kind !== 'number' && token.kind !== 'word') cursor.refuse('a value');
  return `${negative ? '-' : ''}${token.text}${token.unit ?? ''}`;
}

function values(cursor: Cursor): string[] {
  const out = [literal(cursor)];
  while (cursor.takes(',')) out.push(literal(cursor));
  cursor.expect(')');
  return out;
}

function called(name: string, key: string, args: readonly string[]): Filter {
  const how = FUNCTIONS[name];
  if (how === undefined) throw unreadable(`the function ${name} is not understood`);
  return test(key, how, ...args);
}

/** What follows the sign of a comparison: a value, or a function of values. */
function compared(cursor: Cursor, key: string): Filter {
  if (cursor.peek().kind === 'word') {
    const name = path(cursor);
    return cursor.takes('(') ? called(name, key, values(cursor)) : test(key, 'in', name);
  }
  return test(key, 'in', literal(cursor));
}

function comparison(cursor: Cursor): Filter {
  const name = path(cursor);
  if (cursor.takes('(')) {
    if (name === 'has') throw unreadable('the function has is not understood');
    const key = keyOf(path(cursor));
    cursor.expect(',');
    const args = values(cursor);
    return name === 'ne' ? not(test(key, 'in', ...args)) : called(name, key, args);
  }
  const key = keyOf(name);
  if (cursor.takes('=', '==')) return compared(cursor, key);
  if (cursor.takes('!=')) return not(compared(cursor, key));
  if (cursor.takes('=~')) return test(key, 'matches', literal(cursor));
  if (cursor.takes('!~')) return not(test(key, 'matches', literal(cursor)));
  if (cursor.takes(':')) return test(key, 'contains', literal(cursor));
  for (const sign of ['<=', '>=', '<', '>'] as const) {
    if (cursor.takes(sign)) return test(key, sign, literal(cursor));
  }
  return cursor.refuse('a comparison');
}

function factor(cursor: Cursor): Filter {
  return cursor.nested(() => {
    if (cursor.takes('NOT', '-', '!')) return not(factor(cursor));
    if (!cursor.takes('(')) return comparison(cursor);
    const inner = filterOf(cursor);
    cursor.expect(')');
    return inner;
  });
}

/**
 * Reads a condition over labels: a Monitoring filter (`AND` or nothing between, `OR`, `NOT`, `-`), or what stands
 * after `filter` in MQL (`&&`, `||`, `!`). Stops at the first token that cannot continue it.
 *
 * AND beside OR without parentheses is refused in a filter, for its API documentation gives no precedence; MQL binds
 * `&&` tighter.
 * @throws Unknown for what it does not understand.
 */
export function filterOf(cursor: Cursor): Filter {
  return cursor.nested(() => {
    const rows: Filter[][] = [[factor(cursor)]];
    let worded = false;
    for (;;) {
      const { kind, text } = cursor.peek();
      if (cursor.sees('OR', '||')) {
        worded ||= kind === 'word';
        cursor.next();
        rows.push([factor(cursor)]);
      } else if (cursor.sees('AND', '&&') || kind === 'word' || text === '(' || text === '-') {
        cursor.takes('AND', '&&');
        rows.at(-1)?.push(factor(cursor));
      } else break;
    }
    if (worded && rows.length > 1 && rows.some((row) => row.length > 1)) {
      throw unreadable('the filter mixes AND and OR without parentheses');
    }
    const any = rows.map((row) => (row.length === 1 ? (row[0] as Filter) : all(row)));
    return any.length === 1 ? (any[0] as Filter) : { kind: 'any', of: any };
  });
}
