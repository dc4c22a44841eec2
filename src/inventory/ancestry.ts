const KINDS: Readonly<Record<string, string>> = {
  organization: 'organizations',
  organizations: 'organizations',
  folder: 'folders',
  folders: 'folders',
  project: 'projects',
  projects: 'projects',
};

const NONE: readonly string[] = Object.freeze([]);

/** Further lists that begin alike are not looked for. */
const MOST_ALIKE = 16;

/** Thousands of assets share a few lists of ancestors: each list is kept once, here by its nearest. */
const shared = new Map<string, readonly (readonly string[])[]>();

/**
 * Ancestors nearest first, from a record's `ancestors` (`projects/1`, `folders/2`, ...; BigQuery may repeat them) or
 * from the `ancestry_path` of older exports (`organization/1/folder/2/project/3`, nearest last). Empty when the record
 * tells none.
 */
export function ancestorsOf(list: unknown, path: unknown): readonly string[] {
  let found: readonly string[] = NONE;
  if (Array.isArray(list)) {
    const same = shared.get(list[0] as string)?.find((one) => isSame(one, list));
    if (same) return same;
    found = list.filter((one): one is string => typeof one === 'string');
  }
  if (found.length === 0 && typeof path === 'string') found = alongPath(path);
  if (found.length === 0) return NONE;
  const kept = Object.freeze([...new Set(found)]);
  const [nearest] = kept as [string, ...string[]];
  const alike = shared.get(nearest) ?? [];
  const known = alike.find((one) => isSame(one, kept));
  if (!known && alike.length < MOST_ALIKE) shared.set(nearest, [...alike, kept]);
  return known ?? kept;
}

const isSame = (kept: readonly string[], list: readonly unknown[]): boolean =>
  kept.length === list.length && kept.every((one, i) => one === list[i]);

function alongPath(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  const out: string[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const kind = KINDS[parts[i] as string];
    if (kind !== undefined) out.unshift(`${kind}/${parts[i + 1]}`);
  }
  return out;
}
