import { naturalKey, parsePath, valueAt } from './path.ts';
import { Unknown } from './unknown.ts';

/** Names are told to tell elements apart; the rest of a longer one says nothing more. */
const LONGEST = 80;

/** The innermost list element on a path that has a name of its own. */
interface NamedElement {
  /** The path of the element: the beginning of the path that was asked for. */
  readonly path: string;
  readonly name: string;
}

/**
 * The list element that a path leads into, by the name a person knows it by: a binding by its role, a rule by its
 * priority, an environment variable, flag or container by its name, a condition by its display name. Undefined where
 * only its index tells it apart.
 *
 * @param root what the path begins in: an asset's data; for a path under `$iam`, its IAM policy
 */
export function elementNamed(path: string, root: unknown): NamedElement | undefined {
  if (!path.includes('[')) return undefined;
  const ends = Array.from(path.matchAll(/\[\d+\]/g), ({ 0: index, index: at }) => at + index.length);
  for (const end of ends.reverse()) {
    const to = path.slice(0, end);
    const segments = parsePath(to);
    const element = valueAt(root, segments[0] === '$iam' ? segments.slice(1) : segments);
    const name = nameOf(element);
    if (name !== undefined) return { path: to, name };
  }
  return undefined;
}

function nameOf(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null || element instanceof Unknown) return undefined;
  const { displayName, priority } = element as Record<string, unknown>;
  const key = typeof displayName === 'string' && displayName !== '' ? displayName : naturalKey(element);
  if (key === '*' || key === '') return undefined;
  const name = key === String(priority) ? `priority ${key}` : key;
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
