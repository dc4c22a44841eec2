import { Command } from 'commander';
import type { Declare } from '../commands.ts';
import { generate } from '../gen/index.ts';
import { layoutsAt } from '../harness/index.ts';
import { type Io, streamIo } from './io.ts';

/**
 * `pinky-audit gen [--check]`: writes what follows from the policies; with `check` only says what does not follow.
 * Exit 1 when a file is stale under `check`, and then names the first.
 */
export async function gen(io: Io, { check = false }: { readonly check?: boolean } = {}): Promise<number> {
  let stale = 0;
  for (const layout of await layoutsAt(io.cwd)) {
    for (const { path, text, state } of await generate(layout, { check })) {
      if (state === 'current') continue;
      stale++;
      if (!check) io.out(`${text === undefined ? 'removed' : 'wrote'} ${path}\n`);
      else if (stale === 1) io.err(`${path} is not what the policies say: run \`pinky-audit gen\`\n`);
    }
  }
  if (check) return stale > 0 ? 1 : 0;
  if (stale === 0) io.out('everything is up to date\n');
  return 0;
}

export const command: Declare = (exit) =>
  new Command()
    .option('--check', 'write nothing; exit 1 and name the first file that is stale')
    .action(async (options: { readonly check?: boolean }) => exit(await gen(streamIo(), options)));
