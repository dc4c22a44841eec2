import type { Command } from 'commander';
import { command as scan } from './commands/scan.ts';
import { COMMANDS, type CommandName, type Declare, EXAMPLES, type Exit } from './commands.ts';
import { withSwitches } from './options.ts';

/** What most runs are for is loaded with the program, in one go. */
const MODULES: Readonly<Record<CommandName, () => Promise<{ readonly command: Declare }>>> = {
  scan: async () => ({ command: scan }),
  snapshot: () => import('./commands/snapshot.ts'),
  demo: () => import('./commands/demo.ts'),
  drift: () => import('./commands/drift.ts'),
  trend: () => import('./commands/trend.ts'),
  patrol: () => import('./commands/patrol.ts'),
  policies: () => import('./commands/policies.ts'),
  strategy: () => import('./commands/strategy.ts'),
  init: () => import('./commands/init.ts'),
  new: () => import('./commands/new.ts'),
  test: () => import('./commands/test.ts'),
  gen: () => import('./commands/gen.ts'),
  completion: () => import('./commands/completion.ts'),
};

/** The command with its options, ready to run. */
export async function loadCommand(name: CommandName, exit: Exit): Promise<Command> {
  const { command } = await MODULES[name]();
  const all = () =>
    Promise.all((Object.keys(COMMANDS) as CommandName[]).map((each) => loadCommand(each, exit)));
  const examples = EXAMPLES[name].map((line) => `  $ ${line}`).join('\n');
  return withSwitches(command(exit, all))
    .name(name)
    .summary(COMMANDS[name])
    .description(COMMANDS[name])
    .addHelpText('after', `\nExamples:\n${examples}`);
}
