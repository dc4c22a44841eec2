import { Command } from 'commander';
import type { Declare } from '../commands.ts';
import { type InitOptions, init } from '../init/index.ts';
import { PARTS, SCHEDULED } from '../init/parts.ts';
import { streamIo } from './io.ts';

const NOTES = `
Parts:
${Object.entries(PARTS)
  .map(([part, { path, is }]) => `  ${part.padEnd(12)} ${path}: ${is}`)
  .join('\n')}

With --scheduled: the configuration, and
${Object.entries(SCHEDULED)
  .map(([, { path, is }]) => `  ${path}: ${is}`)
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
    .option('--scheduled', 'an audit on a schedule instead: Cloud Run job, bucket for evidence, alert')
    .option('--project <id>', 'scheduled: the project it runs in, and audits unless another scope is given')
    .option('--folder <number>', 'scheduled: audit this folder')
    .option('--organization <number>', 'scheduled: audit this organization')
    .option('--region <name>', 'scheduled: where it runs (default: us-central1)')
    .option('--schedule <cron>', 'scheduled: when, UTC (default: "17 4 * * *")')
    .option('--image <ref>', 'scheduled: image of this tool (default: in the project, tools/pinky-audit)')
    .option('--retention <days>', 'scheduled: how long evidence is kept (default: 400)')
    .option('--notify <email>', 'scheduled: who hears of what changed (default: asked for on applying)')
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
