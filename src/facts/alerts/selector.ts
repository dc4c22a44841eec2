import type { SyntaxNode } from '@lezer/common';
import { plain, type Value } from './arithmetic.ts';
import { all, type Filter, not, test } from './labels.ts';
import { type Metric, metricOf } from './metrics.ts';
import { childrenOf, numberOf } from './promql-tree.ts';
import type { Series, Statistic } from './quantity.ts';
import { unreadable } from './tokens.ts';

type Text = (node: SyntaxNode) => string;
type Inner = (node: SyntaxNode) => Value;

/** A quoted PromQL string without its quotes; back-quoted ones have no escapes. */
function unquoted(text: string): string {
  const body = text.slice(1, -1);
  return text.startsWith('`') ? body : body.replace(/\\(.)/gs, '$1');
}

/** Labels of PromQL that stand for something else in a Monitoring filter. */
const RENAMED: Readonly<Record<string, string>> = { monitored_resource: 'resource.type' };

/** Cloud Monitoring's own metric behind a PromQL name, and which of a histogram's three series it is. */
function metricNamed(name: string): { metric: Metric; part: Series['part'] } {
  const exact = metricOf(name);
  if (exact) return { metric: exact, part: undefined };
  const [, base, suffix] = /^(.*)_(bucket|sum|count)$/.exec(name) ?? [];
  const metric = base === undefined ? undefined : metricOf(base);
  if (!metric?.distribution) throw unreadable(`the query reads the metric "${name.slice(0, 80)}"`);
  return { metric, part: suffix === 'bucket' ? undefined : (suffix as 'sum' | 'count') };
}

/** A selector, `name{label="x"}` or `{"name", label="x"}`, as series; with a range, as a range. */
export function selected(node: SyntaxNode, text: Text): Value {
  const ranged = node.name === 'MatrixSelector';
  const [vector, range] = ranged ? childrenOf(node) : [node];
  let name: string | undefined;
  const tests: Filter[] = [];
  for (const child of childrenOf(vector as SyntaxNode)) {
    if (child.name === 'Identifier') name = text(child);
    if (child.name !== 'LabelMatchers') continue;
    for (const matcher of childrenOf(child)) {
      const [label, sign, value] = childrenOf(matcher);
      if (matcher.name === 'QuotedLabelName') name = unquoted(text(matcher));
      else if (label && sign && value) {
        const spelled = label.name === 'QuotedLabelName' ? unquoted(text(label)) : text(label);
        const key = RENAMED[spelled] ?? spelled;
        const wanted = unquoted(text(value));
        const how = text(sign).includes('~') ? 'matches' : 'in';
        if (key === '__name__' && text(sign) === '=') name = wanted;
        else tests.push(text(sign).startsWith('!') ? not(test(key, how, wanted)) : test(key, how, wanted));
      } else throw unreadable('a label matcher is not understood');
    }
  }
  if (name === undefined) throw unreadable('the query selects by no metric name');
  const { metric, part } = metricNamed(name);
  const windowSeconds = ranged ? numberOf(text(range as SyntaxNode)) : 0;
  const statistic: Statistic = metric.distribution && part === undefined ? 'distribution' : 'last';
  const series: Series = { metric, filter: all(tests), statistic, windowSeconds, by: ['*'], part };
  return ranged ? { kind: 'range', series } : { kind: 'quantity', quantity: plain(series) };
}

/** What a function over a range leaves of each series. */
const OVER_TIME: Readonly<Record<string, Statistic>> = {
  rate: 'rate',
  irate: 'rate',
  increase: 'rate',
  avg_over_time: 'mean',
  max_over_time: 'max',
  min_over_time: 'min',
  last_over_time: 'last',
};

const percentileOf = (share: number): Statistic => `p${Number((share * 100).toPrecision(6))}`;

/** Arguments of a call, evaluated. */
function args(children: readonly SyntaxNode[], inner: Inner): readonly Value[] {
  const body = children.find(({ name }) => name === 'FunctionCallBody');
  return body ? childrenOf(body).map(inner) : [];
}

/** A function call: over a range, a quantile of a histogram, or an absence. */
export function call(children: readonly SyntaxNode[], text: Text, inner: Inner): Value {
  const name = text(children[0] as SyntaxNode);
  const [first, second] = args(children, inner);
  const over = OVER_TIME[name];
  if (over !== undefined && first?.kind === 'range') {
    const { series } = first;
    const spread = series.metric.distribution && series.part === undefined;
    const statistic = spread ? (over === 'rate' ? 'distribution' : 'other') : over;
    return { kind: 'quantity', quantity: plain({ ...series, statistic }) };
  }
  if (name === 'quantile_over_time' && first?.kind === 'number' && second?.kind === 'range') {
    const statistic = second.series.metric.distribution ? 'other' : percentileOf(first.number);
    return { kind: 'quantity', quantity: plain({ ...second.series, statistic }) };
  }
  if (name === 'histogram_quantile' && first?.kind === 'number' && second?.kind === 'quantity') {
    const { over: series, under, scale, offset } = second.quantity;
    if (series.statistic === 'distribution' && !under && scale === 1 && offset === 0) {
      return {
        kind: 'quantity',
        quantity: plain({ ...series, statistic: percentileOf(first.number) }),
      };
    }
  }
  if (name === 'absent' && first?.kind === 'quantity' && !first.quantity.under) {
    return { kind: 'absence', series: first.quantity.over };
  }
  if (name === 'absent_over_time' && first?.kind === 'range') {
    return { kind: 'absence', series: first.series };
  }
  throw unreadable(`the PromQL function ${name} is not evaluated here`);
}

/** What an aggregation over series leaves of a statistic. */
function over(operator: string, statistic: Statistic): Statistic {
  if (operator === 'sum') return statistic === 'last' ? 'sum' : statistic;
  if (statistic === 'distribution' || statistic === 'rate') return 'other';
  if (operator === 'avg') return statistic === 'last' ? 'mean' : statistic;
  if (operator === 'max') return statistic === 'last' ? 'max' : statistic;
  return operator === 'min' ? 'min' : 'other';
}

/** `sum by (a) (x)` and its like; `le` is the histogram's own label and no grouping. */
export function aggregate(children: readonly SyntaxNode[], text: Text, inner: Inner): Value {
  const operator = text(children[0] as SyntaxNode);
  const modifier = children.find(({ name }) => name === 'AggregateModifier');
  const [word, labels] = modifier ? childrenOf(modifier) : [];
  const names = labels ? childrenOf(labels).map(text) : [];
  const by = names.filter((name) => name !== 'le').sort();
  const given = args(children, inner);
  const value = given.at(-1);
  if (value?.kind !== 'quantity') throw unreadable(`the aggregation ${operator} is not evaluated here`);
  const { over: series, under, scale, offset } = value.quantity;
  const grouped = word && text(word) === 'without' ? ['without', ...by] : by;
  if (operator === 'quantile' && given[0]?.kind === 'number' && series.statistic === 'last') {
    return {
      kind: 'quantity',
      quantity: plain({ ...series, statistic: percentileOf(given[0].number), by: grouped }),
    };
  }
  if (under || scale < 0) throw unreadable('an aggregation of ratios or negated series is not evaluated');
  const statistic = over(operator, series.statistic);
  return { kind: 'quantity', quantity: { over: { ...series, statistic, by: grouped }, scale, offset } };
}
