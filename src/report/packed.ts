import { gzipSync } from 'node:zlib';

/** Pieces are packed apart, so that one more costs no more than itself; together they pack a little smaller. */
const PIECE = 1 << 18;

/**
 * How many of some texts, from the first on, fit into so many bytes when packed with gzip. Never says too many; where
 * it must say fewer than all, at most a few of a hundred too few.
 */
export function fitting(texts: readonly string[], bytes: number): number {
  let used = 0;
  for (let from = 0; from < texts.length; ) {
    let to = from;
    for (let size = 0; to < texts.length && size < PIECE; to++) size += (texts[to] as string).length;
    used += gzipSync(texts.slice(from, to).join('\n')).length;
    if (used > bytes) return from;
    from = to;
  }
  return texts.length;
}
