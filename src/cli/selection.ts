import type { Policy } from '#policy';
import { suggest } from '../config/nearest.ts';
import { PinkyError } from '../errors.ts';

const isGlob = (text: string) => /[*?[\]{}!()]/.test(text);

/**
 * The policies whose id one of the globs matches, all where none is given.
 * @throws PinkyError E_POLICY_UNKNOWN for a glob that matches nothing: it would judge less than was asked, unseen
 */
export async function selectPolicies<T extends Pick<Policy, 'id'>>(
  policies: readonly T[],
  globs: readonly string[],
): Promise<readonly T[]> {
  if (globs.length === 0) return policies;
  const ids = policies.map(({ id }) => id);
  const chosen = new Set<string>();
  for (const glob of globs) {
    const found = isGlob(glob) ? await matching(ids, glob) : ids.filter((id) => id === glob);
    if (found.length === 0) throw unknownPolicy(glob, ids);
    for (const id of found) chosen.add(id);
  }
  return policies.filter(({ id }) => chosen.has(id));
}

async function matching(ids: readonly string[], glob: string): Promise<readonly string[]> {
  const { default: picomatch } = await import('picomatch');
  const isMatch = picomatch(glob);
  return ids.filter((id) => isMatch(id));
}

/** That no policy has the name, with those that are near. */
export function unknownPolicy(name: string, ids: readonly string[]): PinkyError {
  const hint = suggest(name.replace(/[^a-z0-9-]/g, ''), ids) ?? '`pinky-audit policies` lists them all';
  return new PinkyError('E_POLICY_UNKNOWN', `no policy is named ${name}`, { hint });
}
