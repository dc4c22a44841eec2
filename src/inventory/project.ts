import type { Head } from './head.ts';
import { plainString } from './keys.ts';
import { assetOf } from './spelling.ts';

const IN_NAME = /\/projects\/([^/]+)/;
const IN_ANCESTORS = /^\s*\[\s*"projects\/(\d+)"/;
/** Longer than any first ancestor. */
const ANCESTOR_BYTES = 256;

/**
 * The project of the record at `[start, end)` as its bytes name it: the id or number in its own `name`, or the
 * number that its `ancestors` begin with, whichever comes first. Undefined when neither shows one.
 */
export function projectOf(head: Head, view: Buffer, start: number, end: number): string | undefined {
  head.begin(view, start, end);
  while (head.next()) {
    if (head.key !== 'name' && head.key !== 'ancestors') continue;
    const quote = head.key === 'name' ? plainString(view, head.value, end) : head.value + ANCESTOR_BYTES;
    const text = view.toString('latin1', head.value, Math.min(Math.max(quote, head.value), end));
    const found = (head.key === 'name' ? IN_NAME : IN_ANCESTORS).exec(text);
    if (found) return found[1];
  }
  return undefined;
}

/** The same of a parsed record; the empty string when it belongs to no project. */
export function projectOfRecord(record: unknown): string {
  const asset = assetOf(record);
  const name = typeof asset?.name === 'string' ? IN_NAME.exec(asset.name) : null;
  if (name) return name[1] as string;
  const first = Array.isArray(asset?.ancestors) ? /^projects\/(\d+)$/.exec(String(asset.ancestors[0])) : null;
  return first?.[1] ?? '';
}
