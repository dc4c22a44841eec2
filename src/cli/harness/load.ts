import { existsSync } from 'node:fs';
import type { Policy, PolicyDeclaration } from '#policy';
import { loadModule } from '../../config/modules.ts';
import { PolicyError } from '../../errors.ts';
import { register } from '../../policy/define.ts';
import type { Bases } from './bases.ts';
import type { PolicyFiles } from './find.ts';
import { type Proof, proofOf } from './proof.ts';

/**
 * The policy that a file declares, under the id and section of its place.
 * @throws PinkyError E_MODULE when the file does not load, PolicyError when what it declares is not a policy
 */
async function loadPolicy({ id, section, declaration }: PolicyFiles): Promise<Policy> {
  const module = await loadModule(declaration, declaration);
  const declared = module['default'];
  if (typeof declared !== 'object' || declared === null) {
    throw new PolicyError(id, 'the file exports no policy', 'write: export default definePolicy({ … })');
  }
  return register(id, section, declared as PolicyDeclaration);
}

/** A policy of a folder: with its rows, or with what keeps it from being judged. */
export interface Loaded {
  readonly files: PolicyFiles;
  readonly proof?: Proof;
  readonly cause?: unknown;
}

/** Every policy of a folder with its rows. One that does not load does not keep the others from loading. */
export function loadProofs(files: readonly PolicyFiles[], bases: Bases): Promise<readonly Loaded[]> {
  return Promise.all(
    files.map(async (one): Promise<Loaded> => {
      try {
        const policy = await loadPolicy(one);
        if (!existsSync(one.rows)) throw new PolicyError(one.id, `has no rows`, `write ${one.rows}`);
        return { files: one, proof: proofOf(policy, one.rows, bases) };
      } catch (cause) {
        return { files: one, cause };
      }
    }),
  );
}
