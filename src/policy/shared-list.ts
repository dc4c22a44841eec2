import { AT, type Ground, type Located } from './spot.ts';
import { Unknown } from './unknown.ts';

/** Of shorter lists it costs as much to remember what was said of them as to say it again. */
const LONG = 16;

const made = new WeakMap<readonly unknown[], ReadonlySet<string>>();
const NOWHERE: ReadonlySet<string> = new Set(['']);

/** The types of the assets that a view made the elements of a list of; '' where it made some of none. */
function typesOf(list: readonly unknown[]): ReadonlySet<string> {
  let types = made.get(list);
  if (!types) {
    const seen = new Set<string>();
    for (const element of list) {
      if (element instanceof Unknown) continue;
      const at = typeof element === 'object' ? (element as { [AT]?: Located } | null)?.[AT] : undefined;
      seen.add(at?.asset.type ?? '');
    }
    made.set(list, (types = seen.has('') ? NOWHERE : seen));
  }
  return types;
}

/**
 * Whether a list says the same to every subject that is given it: it is long, and no element of it is of the subject,
 * or of its type, nor of none. A thousand services of a project share its alerts.
 */
export function isShared(list: readonly unknown[], { asset }: Ground): boolean {
  if (list.length < LONG || asset === undefined) return false;
  const types = typesOf(list);
  return types !== NOWHERE && !types.has(asset.type);
}

/** What was said of shared lists, by whoever said it. */
export type Said<By, What> = Map<By, WeakMap<readonly unknown[], What>>;

/** What was said of a list before, else what `say` says of it now. */
export function sayOnce<By, What>(
  said: Said<By, What>,
  by: By,
  list: readonly unknown[],
  say: () => What,
): What {
  let known = said.get(by);
  if (!known) said.set(by, (known = new WeakMap()));
  let what = known.get(list);
  if (what === undefined) known.set(list, (what = say()));
  return what;
}
