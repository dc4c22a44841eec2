import type { Asset } from '#policy';
import { Unknown } from '#policy';
import { projectToken } from './references.ts';

export const PROJECT = 'cloudresourcemanager.googleapis.com/Project';

/** What each project, by id or number as spelled, stands in: itself first, by number. */
export type Ancestry = ReadonlyMap<string, readonly string[]>;

/**
 * Project numbers and the ids they belong to: from Project records, and from records whose name has the id while
 * their ancestors have the number.
 */
export function projectIds(assets: Iterable<Asset>, ancestry: Ancestry): Map<string, string> {
  const ids = new Map<string, string>();
  for (const asset of assets) {
    // Looking at data brings it into canonical shape, which most assets never need.
    if (asset.type !== PROJECT) continue;
    const { data } = asset;
    if (data instanceof Unknown) continue;
    const { projectId, projectNumber } = data as { projectId?: unknown; projectNumber?: unknown };
    if (typeof projectId === 'string' && projectNumber !== undefined)
      ids.set(String(projectNumber), projectId);
  }
  for (const [token, [first]] of ancestry) {
    const number = first?.startsWith('projects/') ? first.slice(9) : undefined;
    if (number === undefined || ids.has(number) || !/^\d+$/.test(number) || /^\d+$/.test(token)) continue;
    ids.set(number, token);
  }
  return ids;
}

/** The same of assets that no reader of bytes has seen. */
export function ancestryOf(assets: Iterable<Asset>): Ancestry {
  const ancestry = new Map<string, readonly string[]>();
  for (const { type, name, ancestors } of assets) {
    if (ancestors.length === 0 || type === PROJECT) continue;
    const token = projectToken(name);
    if (token !== undefined && !ancestry.has(token)) ancestry.set(token, ancestors);
  }
  return ancestry;
}
