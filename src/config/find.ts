import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Names a configuration may have where it is found. A `.ts` or `.js` one is read only when `--config` names it: a
 * found one would run the code of whatever branch the gate has checked out.
 */
export const CONFIG_NAMES = ['pinky.config.yaml', 'pinky.config.yml', 'pinky.config.json'] as const;

/**
 * The configuration that concerns a folder: the nearest one upwards, no further than the root of its git work tree.
 * Outside a work tree only the folder itself is looked at, so that a stray file in a home directory has no say.
 */
export function findConfig(from: string): string | undefined {
  const here = resolve(from);
  const root = workTree(here) ?? here;
  for (let folder = here; ; folder = dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
    if (folder === root) return undefined;
  }
}

/** The nearest folder upwards that holds `.git` (a folder, or a file in linked work trees). */
export function workTree(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
