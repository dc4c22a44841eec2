import type { Quantity } from './quantity.ts';
import { type Cursor, unreadable } from './tokens.ts';

/** Milliseconds in each unit of time (UCUM codes: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.metricDescriptors). */
const TIME: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
};
/** Shares of one; the console writes `10^2.%` for a fraction shown as a percentage. */
const SHARE: Readonly<Record<string, number>> = { '1': 1, '%': 0.01, '10^2.%': 1 };

/** How many canonical units (ms, or 1) one written unit is. */
function factor(unit: string, quantity: Quantity): number {
  const native = quantity.under ? 'ratio' : quantity.over.metric.unit;
  const known =
    native === 'ms' ? TIME[unit] : native === 'ratio' ? SHARE[unit] : unit === '1' ? 1 : undefined;
  const rate = native === 'count' && /^(\{\w+\}|1)?\/s$/.test(unit) ? 1 : undefined;
  const found = known ?? rate;
  if (found === undefined) throw unreadable(`the unit '${unit}' is not one of this value`);
  return found;
}

/** `val()`, `val(0)`, `ident`, `value.x`, `value_x`: the value of the stream. */
function value(cursor: Cursor): void {
  cursor.expectKind('word');
  while (cursor.takes('.')) cursor.expectKind('word');
  if (!cursor.takes('(')) return;
  if (cursor.peek().kind === 'number' && cursor.next().text !== '0') cursor.refuse('val(0)');
  cursor.expect(')');
}

function number(cursor: Cursor, quantity: Quantity): number {
  const sign = cursor.takes('-') ? -1 : 1;
  const { text, unit } = cursor.expectKind('number');
  const amount = sign * Number(text);
  if (cursor.peek().kind === 'text') return amount * factor(cursor.next().text, quantity);
  return unit === undefined ? amount : amount * factor(unit, quantity);
}

/**
 * Reads what follows `condition`: the value and a number with an optional unit, in either order, or as `gt(…)` and
 * `lt(…)`; the number comes back in milliseconds for latencies and shares of one for ratios.
 * @throws Unknown for a condition of another form or in a unit that does not fit.
 */
export function compareOf(
  cursor: Cursor,
  quantity: Quantity,
): { comparison: 'GT' | 'LT'; threshold: number } {
  cursor.takes('CONDITION');
  return cursor.nested(() => {
    if (cursor.takes('(')) {
      const inner = compareOf(cursor, quantity);
      cursor.expect(')');
      return inner;
    }
    const called = (['gt', 'ge', 'lt', 'le'] as const).find((name) => cursor.takes(name));
    if (called) {
      cursor.expect('(');
      value(cursor);
      cursor.expect(',');
      const threshold = number(cursor, quantity);
      cursor.expect(')');
      return { comparison: called.startsWith('g') ? 'GT' : 'LT', threshold };
    }
    const first = cursor.peek().kind === 'word' ? undefined : number(cursor, quantity);
    if (first === undefined) value(cursor);
    const sign = cursor.next().text;
    if (!/^[<>]=?$/.test(sign)) throw unreadable(`"${sign.slice(0, 20)}" is not a comparison of a level`);
    const threshold = first ?? number(cursor, quantity);
    if (first !== undefined) value(cursor);
    const above = sign.startsWith('>') === (first === undefined);
    return { comparison: above ? 'GT' : 'LT', threshold };
  });
}
