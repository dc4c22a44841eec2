import type { Head } from './head.ts';
import { plainString } from './keys.ts';
import { assetOf, isObject } from './spelling.ts';

const MARK = '/projects/';
const IN_ANCESTORS = /^\s*\[\s*"projects\/(\d+)"/;
/** Longer than any first ancestor. */
const ANCESTOR_BYTES = 256;

/** The id or number behind `/projects/` in a resource name. */
function inName(name: string): string | undefined {
  const at = name.indexOf(MARK);
  if (at < 0) return undefined;
  const from = at + MARK.length;
  const slash = name.indexOf('/', from);
  return name.slice(from, slash < 0 ? undefined : slash) || undefined;
}

/**
 * The project of the record at `[start, end)` as its bytes name it: the id or number in its own `name`, else the
 * number that its `ancestors` begin with. Undefined when neither shows one.
 */
export function projectOf(head: Head, view: Buffer, start: number, end: number): string | undefined {
  let ancestor: string | undefined;
  head.begin(view, start, end);
  while (head.next()) {
    if (head.key === 'ancestors') {
      const text = view.toString('latin1', head.value, Math.min(head.value + ANCESTOR_BYTES, end));
      ancestor = IN_ANCESTORS.exec(text)?.[1];
    } else if (head.key === 'name') {
      const quote = plainString(view, head.value, end);
      if (quote < 0) return undefined;
      const project = inName(view.toString('latin1', head.value + 1, quote));
      if (project !== undefined) return project;
    }
  }
  return ancestor;
}

/** The project of a parsed record that carries an IAM policy ('' for none); undefined when it carries none. */
export function projectOfPolicy(record: unknown): string | undefined {
  const asset = assetOf(record);
  const carries = isObject(asset?.['iamPolicy']) || isObject(asset?.['iam_policy']);
  return carries ? projectOfRecord(record) : undefined;
}

/** The same of a parsed record; the empty string when it belongs to no project. */
export function projectOfRecord(record: unknown): string {
  const asset = assetOf(record);
  const project = typeof asset?.name === 'string' ? inName(asset.name) : undefined;
  if (project !== undefined) return project;
  const first = Array.isArray(asset?.ancestors) ? /^projects\/(\d+)$/.exec(String(asset.ancestors[0])) : null;
  return first?.[1] ?? '';
}
