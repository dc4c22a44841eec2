import { Command } from 'commander';
import type { Declare } from '../commands.ts';
import { type InitOptions, init } from '../init/index.ts';
import { PARTS } from '../init/parts.ts';
import { streamIo } from './io.ts';

const NOTES = `
Parts:
${Object.entries(PARTS)
  .map(([part, { path, is }]) => `  ${part.padEnd(12)} ${path}: ${is}`)
  .join('\n')}

What is there already is shown as such and never overwritten.`;

/** Declares `init`: writes, after showing them, the files with which a team adopts the tool. */
export const command: Declare = (exit) =>
  new Command()
    .argument('[part...]', 'what to write; everything where none is named')
    .option('-y, --yes', 'write without asking')
    .option('--dry-run', 'only show')
    .option('--terraform <dir>', 'folder of the root module (default: found)')
    .option('--branch <name>', 'the branch that is deployed (default: of the origin, else main)')
    .addHelpText('after', NOTES)
    .action(async (parts: string[], options: Omit<InitOptions, 'ask'>) =>
      exit(await init(streamIo(), parts, process.stdin.isTTY ? { ...options, ask } : options)),
    );

/** Asks on standard error, so that what is shown can be piped. */
async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await line.question(question)).trim());
  } finally {
    line.close();
  }
}
