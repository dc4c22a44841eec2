import { readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type Policy, type PolicyDeclaration, PolicyError, register, SECTIONS, type Section } from '#policy';
import { PinkyError, type Place } from '../errors.ts';
import { suggest } from './nearest.ts';

/** A user's own policy and the file that declares it. */
export interface OwnPolicy {
  readonly policy: Policy;
  readonly file: string;
}

/** Names that begin with `_` are modules that policies share; what has a further dot is a test or a declaration. */
const MODULE = /^[^_.][^.]*\.[cm]?[jt]s$/;

const isSection = (name: string): name is Section => Object.hasOwn(SECTIONS, name);

/**
 * Loads the policies of a folder: `<section>/<id>.ts` inside it, or `<id>.ts` where the folder itself is named for a
 * section. Running them is what naming the folder in a configuration asks for.
 *
 * @param folder as written, relative to `base`
 * @param place where the configuration names it
 * @throws PinkyError E_POLICY_PATH or E_MODULE for what cannot be loaded, E_POLICY for what is declared wrongly
 */
export async function loadOwnPolicies(
  folder: string,
  base: string,
  place: Place,
): Promise<readonly OwnPolicy[]> {
  const root = resolve(base, folder);
  const found = [...files(root, folder, place)];
  if (found.length === 0) {
    const hint = `put policies at ${join(folder, 'security', 'my-policy.ts')}, say`;
    throw new PinkyError('E_POLICY_PATH', `${folder} holds no policy`, { place, hint });
  }
  const { loadModule } = await import('./modules.ts');
  const own: OwnPolicy[] = [];
  for (const { file, section } of found) {
    const uri = relative(base, file);
    const { default: declaration } = await loadModule(file, uri);
    if (typeof declaration !== 'object' || declaration === null) {
      const hint = "export default definePolicy({ … }), imported from 'pinky-audit'";
      throw new PinkyError('E_POLICY_PATH', 'has no default export', { place: { uri }, hint });
    }
    const id = basename(file).replace(/\..*$/, '');
    own.push({ policy: registered(id, section, declaration as PolicyDeclaration, uri), file });
  }
  return own;
}

/** A policy, or what is wrong with it in its file. */
function registered(id: string, section: Section, declaration: PolicyDeclaration, uri: string): Policy {
  try {
    return register(id, section, declaration);
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    const { message, hint } = cause;
    throw new PinkyError('E_POLICY', message, { place: { uri }, ...(hint !== undefined && { hint }), cause });
  }
}

function* files(root: string, folder: string, place: Place): Iterable<{ file: string; section: Section }> {
  const here = basename(root);
  for (const entry of list(root, folder, place)) {
    const path = join(root, entry.name);
    if (entry.isDirectory() && isSection(entry.name)) {
      for (const inner of list(path, folder, place)) {
        if (inner.isFile() && MODULE.test(inner.name))
          yield { file: join(path, inner.name), section: entry.name };
      }
    } else if (entry.isFile() && MODULE.test(entry.name)) {
      if (!isSection(here)) throw unplaced(join(folder, entry.name), here, place);
      yield { file: path, section: here };
    } else if (entry.isDirectory() && list(path, folder, place).some(({ name }) => MODULE.test(name))) {
      throw unplaced(join(folder, entry.name), entry.name, place);
    }
  }
}

const unplaced = (what: string, name: string, place: Place) =>
  new PinkyError('E_POLICY_PATH', `${what}: "${name}" is no section of the strategy`, {
    place,
    hint: suggest(name, Object.keys(SECTIONS)) ?? `sections: ${Object.keys(SECTIONS).join(', ')}`,
  });

function list(root: string, folder: string, place: Place) {
  try {
    return readdirSync(root, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const message = `the policy folder ${folder} cannot be read: ${(cause as NodeJS.ErrnoException).code}`;
    throw new PinkyError('E_POLICY_PATH', message, {
      place,
      cause,
      hint: 'paths are relative to the configuration',
    });
  }
}
