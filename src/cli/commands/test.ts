import { Command } from 'commander';
import { catalogue } from '../../catalogue.generated.ts';
import { suggest } from '../../config/nearest.ts';
import { PinkyError } from '../../errors.ts';
import type { Declare } from '../commands.ts';
import { Bases, casesOf, findPolicies, type Loaded, layoutsAt, loadProofs } from '../harness/index.ts';
import { type Io, streamIo } from './io.ts';

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const indented = (text: string): string => text.replace(/^/gm, '    ');

/**
 * `pinky-audit test [id]`: holds the policies that stand here to the product's own harness. Prints one line for each
 * policy and every case that does not hold.
 * Exit 0 when all hold, 1 when a case does not, 2 when a policy or its rows do not load.
 * @throws PinkyError E_POLICY_UNKNOWN where none is there
 */
export async function test(io: Io, only?: string): Promise<number> {
  const loaded: Loaded[] = [];
  for (const { policies, rows, assets } of await layoutsAt(io.cwd)) {
    const files = findPolicies(policies, rows);
    loaded.push(...(await loadProofs(files, new Bases(assets))));
  }
  const chosen = loaded.filter(({ files }) => only === undefined || files.id === only);
  if (chosen.length === 0) {
    const message =
      only === undefined ? 'there is no policy to test here' : `there is no policy "${only}" here`;
    const known = loaded.map(({ files }) => files.id);
    const hint =
      (only && suggest(only, known)) ?? 'pinky-audit new SECTION/ID --on TYPE writes one under policies/';
    throw new PinkyError('E_POLICY_UNKNOWN', message, { hint });
  }
  const own = loaded.flatMap(({ proof }) => (proof ? [proof.policy] : []));
  const others = [...catalogue.filter(({ id }) => own.every((policy) => policy.id !== id)), ...own];
  let broken = 0;
  let failed = 0;
  for (const { files, proof, cause } of chosen) {
    if (!proof) {
      broken++;
      io.out(`not loaded  ${files.id}\n${indented(messageOf(cause))}\n`);
      continue;
    }
    const cases = casesOf(proof, others);
    const wrong = cases.flatMap(({ name, run }) => {
      try {
        run();
        return [];
      } catch (thrown) {
        return [`  ${name}\n${indented(messageOf(thrown))}\n`];
      }
    });
    failed += wrong.length;
    io.out(
      wrong.length === 0
        ? `ok      ${files.id}, ${cases.length} cases\n`
        : `failed  ${files.id}\n${wrong.join('')}`,
    );
  }
  io.out(`${chosen.length} policies, ${failed} cases failed, ${broken} not loaded\n`);
  return broken > 0 ? 2 : failed > 0 ? 1 : 0;
}

export const command: Declare = (exit) =>
  new Command()
    .argument('[id]', 'only this policy')
    .action(async (id: string | undefined) => exit(await test(streamIo(), id)));
