import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the package says of itself. */
export interface About {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
  readonly description: string;
  /** The folder that holds package.json. */
  readonly root: string;
}

let known: About | undefined;

/** Reads package.json: the nearest above this module, compiled or not. */
export function about(): About {
  if (known) return known;
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  const { name, version, homepage, description } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as About;
  return (known = { name, version, homepage, description, root });
}
