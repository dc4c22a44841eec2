import type { Command } from 'commander';
import { withSwitches } from './options.ts';

/** Every command with its summary, in the order help lists them. */
export const COMMANDS = {
  scan: 'audit sources of evidence (the default command)',
  demo: 'audit a bundled deployment: no account, no network',
  policies: 'list the policies, or explain one',
  strategy: 'print the parameters in effect and where each comes from',
  new: 'scaffold a policy and its rows',
  test: "prove policies by their rows, also a team's own",
  gen: 'write what follows from the policies: pages, catalogue, schemas',
  completion: 'print a completion script for bash, zsh or fish',
} as const;

export type CommandName = keyof typeof COMMANDS;

/** Takes the exit code of a command. */
export type Exit = (code: number) => void;

/** Declares one command; `commands/<name>.ts` exports it as `command`. */
export type Declare = (exit: Exit) => Command;

const MODULES: Readonly<Record<CommandName, () => Promise<{ readonly command: Declare }>>> = {
  scan: () => import('./commands/scan.ts'),
  demo: () => import('./commands/demo.ts'),
  policies: () => import('./commands/policies.ts'),
  strategy: () => import('./commands/strategy.ts'),
  new: () => import('./commands/new.ts'),
  test: () => import('./commands/test.ts'),
  gen: () => import('./commands/gen.ts'),
  completion: () => import('./commands/completion.ts'),
};

/** The command with its options, ready to run. */
export async function loadCommand(name: CommandName, exit: Exit): Promise<Command> {
  const { command } = await MODULES[name]();
  return withSwitches(command(exit)).name(name).summary(COMMANDS[name]).description(COMMANDS[name]);
}
