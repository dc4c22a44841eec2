import { Command } from 'commander';
import type { Configuration } from '../../config/load.ts';
import { readParameters } from '../../config/schema.ts';
import { SHARED_PARAMS } from '../../policy/params.ts';
import type { Declare } from '../commands.ts';
import { choice, type Switches, withConfig } from '../options.ts';
import { Paper } from '../paper.ts';
import { checkEnvironment, configure } from '../settings.ts';
import { printJson } from '../streams.ts';

interface StrategyOptions extends Switches {
  readonly config?: string;
  readonly env?: string;
  readonly format: 'terminal' | 'json';
}

/** Declares `strategy`: every parameter that a policy reads as it holds in each environment, and where its value comes from. */
export const command: Declare = (exit) =>
  withConfig(new Command())
    .option('--env <name>', 'only this environment')
    .addOption(choice('--format <name>', 'format', ['terminal', 'json']).default('terminal', 'terminal'))
    .action(async (options: StrategyOptions) => exit(await run(options)));

interface Row {
  readonly key: string;
  readonly is: string;
  readonly environment: string;
  readonly value: unknown;
  readonly origin: string;
}

/** Parameters that no policy reads, but the tool itself. */
const OF_THE_TOOL = Object.entries(SHARED_PARAMS).filter(([key]) => key === 'plan.scope');

async function run(options: StrategyOptions): Promise<number> {
  const configuration = await configure(options.config);
  checkEnvironment(options.env, configuration);
  const environments = options.env === undefined ? configuration.environments : [options.env];
  const parameters = [...readParameters(configuration.policies), ...OF_THE_TOOL];
  const rows = parameters.flatMap(([key, { is }]) =>
    environments.map((environment): Row => {
      const { value, origin } = configuration.settings.parameter(environment, key);
      return { key, is, environment, value, origin };
    }),
  );
  await (options.format === 'json' ? asJson(rows) : asTable(rows, configuration, options));
  return 0;
}

async function asJson(rows: readonly Row[]): Promise<void> {
  const byEnvironment: Record<string, Record<string, { value: unknown; origin: string }>> = {};
  for (const { key, environment, value = null, origin } of rows) {
    (byEnvironment[environment] ??= {})[key] = { value, origin };
  }
  await printJson(byEnvironment);
}

/** A value longer than this stands below its environment, broken to the width. */
const BESIDE = 40;

const shown = (value: unknown): string => (value === undefined ? '(not set)' : JSON.stringify(value));

/** One table: a parameter that is alike everywhere has one row, others one for each environment. */
async function asTable(
  rows: readonly Row[],
  { uri }: Configuration,
  options: StrategyOptions,
): Promise<void> {
  const paper = new Paper(options);
  paper.text(uri === undefined ? 'No configuration was found: defaults.' : `Configuration: ${uri}`);
  const keys = [...new Set(rows.map(({ key }) => key))];
  for (const key of keys) {
    const own = rows.filter((row) => row.key === key);
    const [first] = own as [Row, ...Row[]];
    const alike = own.every(
      ({ value, origin }) => shown(value) === shown(first.value) && origin === first.origin,
    );
    const lines = alike
      ? [['everywhere', first] as const]
      : own.map((row) => [row.environment, row] as const);
    paper.heading(key).text(first.is, 2);
    if (own.every(({ value }) => shown(value).length <= BESIDE)) {
      paper.table(lines.map(([where, { value, origin }]) => [where, shown(value), origin]));
      continue;
    }
    for (const [where, { value, origin }] of lines) {
      paper
        .table([[where, origin]])
        .text(Array.isArray(value) ? value.map(shown).join(', ') : shown(value), 4);
    }
  }
  await paper.print();
}
