import { plain, quotient } from './arithmetic.ts';
import { compareOf } from './mql-condition.ts';
import { applied, opened, type Stream, series } from './mql-stream.ts';
import type { Level, Quantity } from './quantity.ts';
import { Cursor, tokensOf, unreadable } from './tokens.ts';

/** What flows between the steps of a query: one stream, two side by side, or a value made of them. */
type Flow =
  | { readonly kind: 'stream'; readonly stream: Stream }
  | { readonly kind: 'pair'; readonly pair: readonly [Stream, Stream] }
  | { readonly kind: 'value'; readonly quantity: Quantity };

/** `{ a ; b }`: two pipelines, each beginning with what came before the brace. */
function branches(cursor: Cursor, before: Stream | undefined): Flow {
  const out: Stream[] = [];
  do {
    const flow = cursor.nested(() => pipeline(cursor, before));
    if (flow?.kind !== 'stream') throw unreadable('a branch of the query is not one stream');
    out.push(flow.stream);
  } while (cursor.takes(';'));
  cursor.expect('}');
  if (out.length !== 2) throw unreadable(`${out.length} branches are not evaluated`);
  return { kind: 'pair', pair: out as unknown as readonly [Stream, Stream] };
}

/** The quotient of a pair; a branch that names no metric (`ident`) takes that of the other. */
const ratio = ([a, b]: readonly [Stream, Stream]): Flow => ({
  kind: 'value',
  quantity: quotient(
    plain(series({ ...a, type: a.type ?? b.type })),
    plain(series({ ...b, type: b.type ?? a.type })),
  ),
});

/** `value [name: val(0) / val(1)]`: the ratio of a joined pair, as the console writes it. */
function division(cursor: Cursor): void {
  const bracketed = cursor.takes('[');
  if (cursor.peek().kind === 'word' && cursor.peek(1).text === ':') {
    cursor.next();
    cursor.next();
  }
  for (const [index, sign] of [
    ['0', '/'],
    ['1', undefined],
  ] as const) {
    if (!cursor.takes('VAL')) cursor.refuse('val()');
    cursor.expect('(');
    if (cursor.next().text !== index) cursor.refuse(`val(${index})`);
    cursor.expect(')');
    if (sign) cursor.expect(sign);
  }
  if (bracketed) cursor.expect(']');
}

/** `mul 100` after a ratio. */
function multiplied(cursor: Cursor, quantity: Quantity): Quantity {
  const by = Number(cursor.expectKind('number').text);
  if (by === 0) throw unreadable('the query multiplies series by nothing');
  return { ...quantity, scale: quantity.scale * by };
}

/** One step after a pair of streams: it joins them, or applies to each. */
function paired(cursor: Cursor, name: string, pair: readonly [Stream, Stream]): Flow {
  if (name === 'ratio' || name === 'div') return ratio(pair);
  if (name === 'join') return { kind: 'pair', pair };
  if (name === 'outer_join') {
    while (cursor.peek().kind === 'number' || cursor.sees('[', ']', ',')) cursor.next();
    return { kind: 'pair', pair };
  }
  if (name !== 'value') {
    return { kind: 'pair', pair: cursor.twice((which) => applied(cursor, name, pair[which])) };
  }
  division(cursor);
  return ratio(pair);
}

/** Steps up to `condition`, a closing brace, a semicolon or the end; undefined where there is none. */
function pipeline(cursor: Cursor, before: Stream | undefined): Flow | undefined {
  let flow: Flow | undefined = before && { kind: 'stream', stream: before };
  for (;;) {
    if (cursor.sees('CONDITION')) return flow;
    if (cursor.takes('{')) flow = branches(cursor, flow?.kind === 'stream' ? flow.stream : undefined);
    else {
      const name = cursor.expectKind('word').text;
      if (name === 'fetch') flow = { kind: 'stream', stream: opened(cursor) };
      else if (flow?.kind === 'pair') flow = paired(cursor, name, flow.pair);
      else if (flow?.kind === 'value') {
        if (name !== 'mul') throw unreadable(`the MQL step ${name} after a ratio is not evaluated`);
        flow = { kind: 'value', quantity: multiplied(cursor, flow.quantity) };
      } else flow = { kind: 'stream', stream: applied(cursor, name, flow?.stream) };
    }
    if (!cursor.takes('|')) return flow;
  }
}

/**
 * What an MQL condition compares. Recognised: fetch, metric, filter, align, group_by, every, within, ident, two
 * branches with ratio, div or join and `value [val(0) / val(1)]`, mul, and one comparison of the value with a number
 * and a unit (https://cloud.google.com/monitoring/mql/reference). MQL is deprecated; it is read, never written.
 * @throws Unknown for any other query.
 */
export function mql(query: string, waitSeconds: number): Level {
  const cursor = new Cursor(tokensOf(query));
  const flow = pipeline(cursor, undefined);
  if (!cursor.takes('CONDITION')) cursor.refuse('condition');
  if (!flow || flow.kind === 'pair') throw unreadable('the query does not come to one value');
  const quantity = flow.kind === 'value' ? flow.quantity : plain(series(flow.stream));
  const { comparison, threshold } = compareOf(cursor, quantity);
  if (cursor.peek().kind !== 'end') cursor.refuse('the end of the query');
  return { form: 'mql', quantity, comparison, threshold, waitSeconds };
}
