import type { Report, Since } from '#report';

/** When the newest source of a report was read. */
export const readTimeOf = ({ sources }: Report): string | undefined =>
  sources
    .flatMap(({ readTime }) => readTime ?? [])
    .reduce<string | undefined>(
      (a, b) => (a !== undefined && Date.parse(a) >= Date.parse(b) ? a : b),
      undefined,
    );

/** The moments between which everything changed, where they tell one from the other. */
export function betweenOf(old: Report, now: Report): Since {
  const [after, before] = [readTimeOf(old), readTimeOf(now)];
  if (after !== undefined && before !== undefined && Date.parse(after) >= Date.parse(before)) return {};
  return { ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
}
