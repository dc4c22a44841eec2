import { createRequire } from 'node:module';
import type { SyntaxNode } from '@lezer/common';
import { arithmetic, type Value } from './arithmetic.ts';
import { childrenOf, numberOf } from './promql-tree.ts';
import type { Absence, Level } from './quantity.ts';
import { aggregate, call, selected } from './selector.ts';
import { unreadable } from './tokens.ts';

type Grammar = typeof import('@prometheus-io/lezer-promql');

/** The grammar's tables take some 12 ms to load, a twentieth of the start of a small audit: only PromQL pays. */
let grammar: Grammar | undefined;
const loaded = (): Grammar =>
  (grammar ??= createRequire(import.meta.url)('@prometheus-io/lezer-promql') as Grammar);

const MAX_LENGTH = 10_000;
const MAX_DEPTH = 60;

/** Evaluates an expression to a number, a quantity or an absence. Deeper than the limit is refused. */
function evaluated(node: SyntaxNode, query: string, depth: number): Value {
  if (depth > MAX_DEPTH) throw unreadable(`the query nests more than ${MAX_DEPTH} levels`);
  const inner = (one: SyntaxNode): Value => evaluated(one, query, depth + 1);
  const text = (one: SyntaxNode): string => query.slice(one.from, one.to);
  const children = childrenOf(node);
  switch (node.name) {
    case 'ParenExpr':
      return inner(children[0] as SyntaxNode);
    case 'NumberDurationLiteral':
      return { kind: 'number', number: numberOf(text(node)) };
    case 'UnaryExpr': {
      const sign = text(children[0] as SyntaxNode) === '-' ? -1 : 1;
      return arithmetic('*', { kind: 'number', number: sign }, inner(children[1] as SyntaxNode));
    }
    case 'VectorSelector':
    case 'MatrixSelector':
      return selected(node, text);
    case 'FunctionCall':
      return call(children, text, inner);
    case 'AggregateExpr':
      return aggregate(children, text, inner);
    case 'BinaryExpr': {
      const [left, sign, ...rest] = children as [SyntaxNode, SyntaxNode, ...SyntaxNode[]];
      return arithmetic(text(sign), inner(left), inner(rest.at(-1) as SyntaxNode));
    }
    default:
      throw unreadable(`PromQL ${node.name} is not evaluated`);
  }
}

/** Comparisons; an absence is either 1 or nothing, so an equality may stand after one. */
const SIGNS: Readonly<Record<string, 'GT' | 'LT' | 'EQ'>> = {
  '>': 'GT',
  '>=': 'GT',
  '<': 'LT',
  '<=': 'LT',
  '==': 'EQ',
};

/**
 * What a PromQL condition compares: one vector with one number, in either order, or the absence of a vector
 * (https://cloud.google.com/monitoring/promql/promql-in-alerting). `and`, `or`, `bool`, `offset` and subqueries are
 * not evaluated.
 * @throws Unknown for a query that is not of that form.
 */
export function promql(query: string, waitSeconds: number): Level | Absence {
  if (query.length > MAX_LENGTH) throw unreadable(`a query of ${query.length} characters is not read`);
  const tree = loaded().parser.parse(query);
  let broken = false;
  tree.iterate({ enter: ({ type }) => void (broken ||= type.isError) });
  let top = tree.topNode.firstChild;
  if (broken || !top || top.nextSibling) throw unreadable('the query is not valid PromQL');
  for (let depth = 0; top?.name === 'ParenExpr' && depth < MAX_DEPTH; depth += 1) top = top.firstChild;
  const node = top as SyntaxNode;
  if (node.name !== 'BinaryExpr') {
    const value = evaluated(node, query, 0);
    if (value.kind === 'absence') return { form: 'promql', absent: value.series, waitSeconds };
    throw unreadable('the query compares nothing with a number');
  }
  const children = childrenOf(node);
  if (children.some(({ name }) => name === 'BoolModifier')) {
    throw unreadable('a comparison with bool always gives a value, so it always fires');
  }
  const sign = query.slice(children[1]?.from, children[1]?.to);
  const comparison = SIGNS[sign];
  if (comparison === undefined) throw unreadable(`the query joins its parts by "${sign}"`);
  const left = evaluated(children[0] as SyntaxNode, query, 0);
  const right = evaluated(children.at(-1) as SyntaxNode, query, 0);
  if (comparison === 'EQ') {
    const one = right.kind === 'number' && right.number === 1;
    if (left.kind === 'absence' && one) return { form: 'promql', absent: left.series, waitSeconds };
    throw unreadable('an equality is no level');
  }
  if (left.kind === 'quantity' && right.kind === 'number') {
    return { form: 'promql', quantity: left.quantity, comparison, threshold: right.number, waitSeconds };
  }
  if (left.kind !== 'number' || right.kind !== 'quantity') {
    throw unreadable('the query compares nothing with a number');
  }
  const turned = comparison === 'GT' ? 'LT' : 'GT';
  return {
    form: 'promql',
    quantity: right.quantity,
    comparison: turned,
    threshold: left.number,
    waitSeconds,
  };
}
