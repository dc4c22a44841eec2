import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SECTIONS, type Section } from '#policy';

/** Where the files of one policy stand. */
export interface PolicyFiles {
  readonly id: string;
  readonly section: Section;
  readonly declaration: string;
  readonly rows: string;
}

/** Whether a folder's name is a section of the strategy. */
export const isSection = (name: string): name is Section => Object.hasOwn(SECTIONS, name);

/**
 * Every policy of a folder whose subfolders are sections, in the order of the strategy, then by id. A name that begins
 * with `_` is a module shared by its section's policies, not a policy.
 *
 * @param folder the folder of policies
 * @param rows the folder of their rows, by section: `<rows>/<section>/<id>.json`
 */
export function findPolicies(folder: string, rows: string): readonly PolicyFiles[] {
  return Object.keys(SECTIONS)
    .filter(isSection)
    .flatMap((section) => {
      const here = join(folder, section);
      if (!existsSync(here)) return [];
      const files = readdirSync(here).filter((name) => /^[^_.][^.]*\.ts$/.test(name));
      return files.sort().map((name) => {
        const id = name.slice(0, -3);
        return { id, section, declaration: join(here, name), rows: join(rows, section, `${id}.json`) };
      });
    });
}
