import { Command } from 'commander';
import { PinkyError } from '../../errors.ts';
import type { Declare } from '../commands.ts';
import { readHistory, trendOf } from '../history/index.ts';
import { TABLES, type Table, trendCsv } from '../history/told/csv.ts';
import { trendData } from '../history/told/json.ts';
import { trendMarkdown } from '../history/told/markdown.ts';
import { DEFINITION } from '../history/told/say.ts';
import { printTrend } from '../history/told/terminal.ts';
import { choice, moment, repeated, type Switches } from '../options.ts';
import { selectPolicies } from '../selection.ts';
import { emit, printJson } from '../streams.ts';

const FORMATS = ['terminal', 'json', 'markdown', 'csv'] as const;

interface TrendOptions extends Switches {
  readonly history: string;
  readonly policy?: readonly string[];
  readonly env?: string;
  readonly since?: number;
  readonly format: (typeof FORMATS)[number];
  readonly table: Table;
}

/** Declares `trend`: what a history says of how verdicts went. */
export const command: Declare = (exit) =>
  new Command()
    .requiredOption('--history <file>', 'the history that `scan --history` keeps')
    .option('--policy <glob>', 'only the policies whose id matches (repeatable)', repeated)
    .option('--env <name>', 'only this environment')
    .option('--since <time>', 'only runs from then on, 2026-01-31', moment)
    .addOption(
      choice('--format <name>', 'format of standard output', FORMATS).default('terminal', 'terminal'),
    )
    .addOption(choice('--table <name>', 'what a row of csv is', TABLES).default('verdicts', 'verdicts'))
    .addHelpText('after', `\n${DEFINITION.replaceAll(/(.{1,98})(?: |$)/g, '$1\n').trimEnd()}`)
    .action(async (options: TrendOptions) => exit(await run(options)));

async function run({
  history,
  policy,
  env,
  since,
  format,
  table,
  ...switches
}: TrendOptions): Promise<number> {
  const kept = await readHistory(history);
  const known = (of: 'policy' | 'environment') => [...new Set(kept.promises.map((one) => one[of]))];
  const policies =
    policy &&
    (await selectPolicies(
      known('policy').map((id) => ({ id })),
      policy,
    ));
  if (env !== undefined && !known('environment').includes(env)) {
    const hint = `in this history: ${known('environment').sort().join(', ')}`;
    throw new PinkyError('E_ENVIRONMENT', `the history says nothing of an environment "${env}"`, { hint });
  }
  const trend = trendOf(kept, {
    policies: policies && new Set(policies.map(({ id }) => id)),
    environment: env,
    since,
  });
  if (format === 'terminal') await printTrend(trend, history, switches);
  else if (format === 'json') await printJson(trendData(trend));
  else await emit(process.stdout, format === 'csv' ? trendCsv(trend, table) : trendMarkdown(trend));
  return 0;
}
