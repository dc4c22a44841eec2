import type { SyntaxNode } from '@lezer/common';
import { unreadable } from './tokens.ts';

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) out.push(child);
  return out;
}

/** A number, or a duration in seconds: `0.01`, `1e-2`, `0x1F`, `Inf`, `1h30m`. */
export function numberOf(text: string): number {
  const plain = text.replace(/_/g, '').toLowerCase();
  if (/^[+-]?inf$/.test(plain)) throw unreadable('a threshold of infinity is not evaluated');
  const value = Number(plain);
  if (!Number.isNaN(value)) return value;
  const units: Readonly<Record<string, number>> = {
    ms: 0.001,
    s: 1,
    m: 60,
    h: 3600,
    d: 86_400,
    w: 604_800,
    y: 31_536_000,
  };
  let seconds = 0;
  let rest = plain;
  while (rest !== '') {
    const found = /^(\d+)(ms|[smhdwy])/.exec(rest);
    if (!found) throw unreadable(`"${text.slice(0, 40)}" is not a number`);
    seconds += Number(found[1]) * (units[found[2] as string] as number);
    rest = rest.slice(found[0].length);
  }
  return seconds;
}
