import { filterOf, keyOf } from './filter.ts';
import { all, type Filter, test } from './labels.ts';
import { metricOf } from './metrics.ts';
import type { Series, Statistic } from './quantity.ts';
import { type Cursor, unreadable } from './tokens.ts';

/** Series in the making: every step of a pipeline adds to it. */
export interface Stream {
  readonly type?: string | undefined;
  readonly filters: readonly Filter[];
  readonly statistic?: Statistic | undefined;
  readonly windowSeconds: number;
  readonly by: readonly string[];
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A duration written as a number with its unit: `5m`. */
function duration(cursor: Cursor): number {
  const { text, unit } = cursor.expectKind('number');
  const factor = unit === undefined ? undefined : SECONDS[unit];
  if (factor === undefined) throw unreadable(`"${text}${unit ?? ''}" is not a duration`);
  return Number(text) * factor;
}

/** The rest of a metric type without quotes, as after `::` in fetch: `run.googleapis.com/request_count`. */
function bareType(cursor: Cursor): string {
  let type = cursor.expectKind('word').text;
  while (cursor.sees('.', '/')) type += cursor.next().text + cursor.expectKind('word').text;
  return type;
}

/** What follows `fetch`: a monitored resource type, and `::metric` where it is given. */
export function opened(cursor: Cursor): Stream {
  const quoted = cursor.peek().kind === 'text';
  const resource = quoted ? cursor.next().text : bareType(cursor);
  const type = cursor.takes('::') ? bareType(cursor) : undefined;
  return { type, filters: [test('resource.type', 'in', resource)], windowSeconds: 0, by: ['*'] };
}

const ALIGNED: Readonly<Record<string, Statistic>> = {
  rate: 'rate',
  delta: 'rate',
  delta_gauge: 'rate',
  next_older: 'last',
};

/** What an aggregation leaves; `aggregate` adds up counters and takes the mean of the rest. */
function aggregation(name: string, args: readonly string[], stream: Stream): Statistic {
  const { statistic } = stream;
  const metric = metricOf(stream.type ?? '');
  const spread = metric?.distribution === true && (statistic === undefined || !/^p\d/.test(statistic));
  if (name === 'percentile') {
    const level = Number(args.at(-1));
    return (spread || statistic === undefined || statistic === 'last') && level > 0 ? `p${level}` : 'other';
  }
  if (spread) return name === 'aggregate' || name === 'sum' ? 'distribution' : 'other';
  if (metric?.measures === 'requests') return name === 'sum' || name === 'aggregate' ? 'rate' : 'other';
  if (name === 'max') return statistic === undefined || statistic === 'last' ? 'max' : statistic;
  if (name === 'mean' || name === 'aggregate') {
    return statistic === undefined || statistic === 'last' ? 'mean' : statistic;
  }
  return name === 'min' ? 'min' : name === 'sum' ? 'sum' : 'other';
}

/** `[name: percentile(value.x, 95)]`, `[sum(val())]` or `.sum`: the function's name and its arguments as text. */
function calledIn(cursor: Cursor): { name: string; args: readonly string[] } {
  if (cursor.takes('.')) return { name: cursor.expectKind('word').text, args: [] };
  const bracketed = cursor.takes('[');
  if (cursor.peek(1).text === ':') {
    cursor.next();
    cursor.next();
  }
  const name = cursor.expectKind('word').text;
  cursor.expect('(');
  const args = [''];
  for (let depth = 1; ; ) {
    const token = cursor.next();
    if (token.kind === 'end') cursor.refuse('")"');
    if (token.text === 'if') throw unreadable('an aggregation over a condition is not evaluated');
    if (token.text === '(') depth += 1;
    else if (token.text === ')' && (depth -= 1) === 0) break;
    else if (token.text === ',' && depth === 1) args.push('');
    else args.push(args.pop() + token.text);
  }
  if (bracketed) cursor.expect(']');
  return { name, args };
}

/** `group_by 5m, [resource.x], [agg(…)]`: any of the three parts may be missing. */
function grouped(cursor: Cursor, stream: Stream): Stream {
  let out = stream;
  do {
    if (cursor.peek().kind === 'number') {
      out = { ...out, windowSeconds: out.windowSeconds + duration(cursor) };
    } else if (cursor.sees('[') && !isCall(cursor)) {
      cursor.expect('[');
      const by: string[] = [];
      while (!cursor.takes(']')) {
        let key = cursor.expectKind('word').text;
        while (cursor.takes('.')) key += `.${cursor.expectKind('word').text}`;
        by.push(keyOf(key));
        cursor.takes(',');
      }
      out = { ...out, by: by.sort() };
    } else {
      const { name, args } = calledIn(cursor);
      out = { ...out, statistic: aggregation(name, args, out) };
    }
  } while (cursor.takes(','));
  return out;
}

/** Whether the bracket that stands next opens an aggregation and not a list of labels. */
function isCall(cursor: Cursor): boolean {
  return cursor.peek(2).text === ':' || cursor.peek(2).text === '(';
}

/** A stream after one more step. */
export function applied(cursor: Cursor, name: string, before: Stream | undefined): Stream {
  const stream: Stream = before ?? { filters: [], windowSeconds: 0, by: ['*'] };
  switch (name) {
    case 'metric':
      return { ...stream, type: cursor.peek().kind === 'text' ? cursor.next().text : bareType(cursor) };
    case 'filter':
      return { ...stream, filters: [...stream.filters, filterOf(cursor)] };
    case 'align': {
      const aligner = cursor.expectKind('word').text;
      cursor.expect('(');
      const windowSeconds = cursor.sees(')') ? 0 : duration(cursor);
      cursor.expect(')');
      const plain = ALIGNED[aligner];
      if (plain === undefined) throw unreadable(`the MQL aligner ${aligner} is not evaluated`);
      const spread = metricOf(stream.type ?? '')?.distribution && plain === 'rate';
      return { ...stream, statistic: spread ? 'distribution' : plain, windowSeconds };
    }
    case 'group_by':
      return grouped(cursor, stream);
    case 'every':
    case 'within':
      duration(cursor);
      return stream;
    case 'ident':
      return stream;
    default:
      throw unreadable(`the MQL step ${name} is not evaluated`);
  }
}

/** The finished series of a stream. */
export function series({ type, filters, statistic, windowSeconds, by }: Stream): Series {
  const metric = metricOf(type ?? '');
  if (!metric) throw unreadable(`the query reads the metric "${(type ?? '').slice(0, 80)}"`);
  const bare: Statistic = metric.distribution
    ? 'distribution'
    : metric.measures === 'requests'
      ? 'rate'
      : 'last';
  return { metric, filter: all(filters), statistic: statistic ?? bare, windowSeconds, by };
}
