import type { Quantity, Series } from './quantity.ts';
import { unreadable } from './tokens.ts';

/** What an expression of PromQL or MQL comes to; a `range` has no value until a function takes it. */
export type Value =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  | { readonly kind: 'range' | 'absence'; readonly series: Series };

/** Series as they are. */
export const plain = (over: Series): Quantity => ({ over, scale: 1, offset: 0 });

function onNumbers(sign: string, a: number, b: number): number {
  if (sign === '+') return a + b;
  if (sign === '-') return a - b;
  if (sign === '*') return a * b;
  return a / b;
}

/** The quotient of two unscaled quantities: a ratio, or a mean where a distribution's sum stands over its count. */
export function quotient(a: Quantity, b: Quantity): Quantity {
  if (a.under || b.under || a.offset !== 0 || b.offset !== 0) {
    throw unreadable('a ratio of ratios or sums is not evaluated');
  }
  const scale = a.scale / b.scale;
  if (a.over.part === 'sum' && b.over.part === 'count') {
    return { over: { ...a.over, part: undefined, statistic: 'mean' }, scale, offset: 0 };
  }
  return { over: a.over, under: b.over, scale, offset: 0 };
}

/**
 * Applies `+ - * /` where the result is still one quantity, scaled and shifted: a number with a quantity in any order
 * (but never a number divided by a quantity), or one quantity divided by another.
 * @throws Unknown for the rest, and for a scale of zero.
 */
export function arithmetic(sign: string, a: Value, b: Value): Value {
  if (!['+', '-', '*', '/'].includes(sign)) throw unreadable(`the operator "${sign}" is not evaluated`);
  if (a.kind === 'number' && b.kind === 'number') {
    return { kind: 'number', number: onNumbers(sign, a.number, b.number) };
  }
  if (a.kind === 'quantity' && b.kind === 'quantity' && sign === '/') {
    return { kind: 'quantity', quantity: quotient(a.quantity, b.quantity) };
  }
  const [number, quantity] =
    a.kind === 'number' && b.kind === 'quantity'
      ? [a.number, b.quantity]
      : a.kind === 'quantity' && b.kind === 'number'
        ? [b.number, a.quantity]
        : [undefined, undefined];
  if (number === undefined) throw unreadable(`"${sign}" between these values is not evaluated`);
  const flipped = a.kind === 'number';
  let { scale, offset } = quantity;
  if (sign === '+') offset += number;
  else if (sign === '-') [scale, offset] = flipped ? [-scale, number - offset] : [scale, offset - number];
  else if (sign === '*') [scale, offset] = [scale * number, offset * number];
  else if (flipped) throw unreadable('a number divided by series is not evaluated');
  else [scale, offset] = [scale / number, offset / number];
  if (scale === 0 || !Number.isFinite(scale)) throw unreadable('the query multiplies series by nothing');
  return { kind: 'quantity', quantity: { ...quantity, scale, offset } };
}
