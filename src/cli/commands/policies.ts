import { Argument, Command } from 'commander';
import type { Configuration } from '../../config/load.ts';
import { SECTIONS } from '../../policy/strategy.ts';
import type { Declare } from '../commands.ts';
import { describe, explain } from '../explain.ts';
import { choice, type Switches, withConfig } from '../options.ts';
import { Paper } from '../paper.ts';
import { unknownPolicy } from '../selection.ts';
import { configure } from '../settings.ts';
import { printJson } from '../streams.ts';

interface PoliciesOptions extends Switches {
  readonly config?: string;
  readonly format: 'terminal' | 'json';
}

/** Declares `policies [id]`: the list by section of the strategy, or one explained. */
export const command: Declare = (exit) =>
  withConfig(new Command())
    .addArgument(new Argument('[id]', 'the policy to explain'))
    .addOption(choice('--format <name>', 'format', ['terminal', 'json']).default('terminal', 'terminal'))
    .action(async (id: string | undefined, options: PoliciesOptions) => exit(await run(id, options)));

async function run(id: string | undefined, options: PoliciesOptions): Promise<number> {
  const configuration = await configure(options.config);
  const { policies } = configuration;
  const one = policies.find((policy) => policy.id === id);
  if (id !== undefined && !one) {
    throw unknownPolicy(
      id,
      policies.map((policy) => policy.id),
    );
  }
  if (options.format === 'json') {
    await printJson(
      one ? describe(one, configuration) : policies.map((policy) => describe(policy, configuration)),
    );
    return 0;
  }
  const paper = new Paper(options);
  if (one) explain(one, configuration, paper);
  else list(configuration, paper);
  await paper.print();
  return 0;
}

function list({ policies, settings }: Configuration, paper: Paper): void {
  for (const [section, title] of Object.entries(SECTIONS)) {
    const own = policies.filter((policy) => policy.section === section);
    if (own.length === 0) continue;
    paper.heading(title).table(
      own.map(({ id, severity, title: promise }) => {
        const setting = settings.policies[id];
        return [id, setting?.enabled === false ? 'off' : (setting?.severity ?? severity), promise];
      }),
    );
  }
  paper.text('').text(`${policies.length} policies; \`pinky-audit policies ID\` explains one.`);
}
