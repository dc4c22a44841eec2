import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadReporters } from '../../../reporters/index.ts';
import { exitCode, type FailOn } from '../../audit/index.ts';
import { driftExit } from '../../drift/index.ts';
import { PinkyError } from '../../errors.ts';
import { fileSets } from '../../inventory/file-set.ts';
import { SEVERITIES } from '../../policy/model.ts';
import type { BaselineEntry } from '../../policy/settings.ts';
import { type Report, withoutQuiet } from '../../report/index.ts';
import { givenBaseline } from '../baseline.ts';
import type { Declare } from '../commands.ts';
import { compared, judgedFrom } from '../compare.ts';
import { choice, moment, repeated, type Switches, withConfig } from '../options.ts';
import { WholeFile } from '../output.ts';
import { Evidence, stampOf } from '../patrol/evidence.ts';
import { eventOf, failedLine, roundLine } from '../patrol/line.ts';
import { reporting } from '../reporting.ts';
import { type ScopeOptions, scopesOf, withScopes } from '../scopes.ts';
import { selectPolicies } from '../selection.ts';
import { checkEnvironment, configure } from '../settings.ts';
import { emit } from '../streams.ts';
import { takeSnapshot } from './snapshot.ts';

interface PatrolOptions extends Switches, ScopeOptions {
  readonly evidence: string;
  readonly snapshot?: string;
  readonly config?: string;
  readonly env?: string;
  readonly policy?: readonly string[];
  readonly now?: number;
  readonly failOn: FailOn;
}

/** Declares `patrol`: one round of a scheduled audit. */
export const command: Declare = (exit) =>
  withConfig(
    withScopes(new Command())
      .requiredOption('--evidence <dir>', 'folder that keeps snapshots, reports and what changed')
      .option('--snapshot <file>', 'audit this snapshot, in place of taking one')
      .option('--env <name>', 'judge every asset as this environment')
      .option('--policy <glob>', 'judge only the policies whose id matches (repeatable)', repeated),
  )
    .option('--now <time>', 'the moment of the round, 2026-01-31T06:00:00Z', moment)
    .addOption(
      choice('--fail-on <level>', 'exit 1 where a promise of this level or above broke', [
        ...SEVERITIES,
        'never',
      ]).default('never', 'never'),
    )
    .addHelpText('after', NOTES)
    .action(async (options: PatrolOptions) => exit(await told(options)));

/** A round that cannot be done is told where the others are, too. */
async function told(options: PatrolOptions): Promise<number> {
  try {
    return await run(options);
  } catch (error) {
    const [first] = error instanceof AggregateError ? error.errors : [error];
    const said = first instanceof PinkyError ? `${first.code}: ${first.message}` : 'a defect of pinky-audit';
    await emit(process.stdout, [failedLine(`NOT DONE: ${said}`)]);
    throw error;
  }
}

async function run(options: PatrolOptions): Promise<number> {
  const { env, failOn } = options;
  const configuration = await configure(options.config);
  checkEnvironment(env, configuration);
  const policies = await selectPolicies(configuration.policies, options.policy ?? []);
  const evidence = new Evidence(options.evidence);
  const stamp = stampOf(options.now ?? Date.now());
  const last = evidence.last(stamp);
  const snapshot = await snapshotIn(evidence, stamp, options);
  if (snapshot === undefined)
    throw new PinkyError('E_PATROL', 'no snapshot could be taken', { hint: 'see what was said before' });
  const judged = (path: string, now: number | undefined, entries?: readonly BaselineEntry[]) =>
    judgedFrom({
      configuration,
      policies,
      selectedBy: options.policy,
      snapshots: fileSets([path], process.stdin),
      now,
      asRead: now === undefined,
      environment: env,
      baseline: entries,
    });
  const baseline = await givenBaseline(configuration, undefined, false);
  const later = await judged(snapshot, options.now, baseline?.entries);
  const earlier = last === undefined ? undefined : await judged(last, undefined);
  const drift = earlier && compared(earlier, later, policies);
  // A round that failed is nothing to compare with.
  const done = eventOf(drift ?? later.report) === 'failed' ? `${stamp}.failed` : stamp;
  const files = {
    snapshot,
    ...(drift && {
      drift: await write(drift, 'json', evidence.path('drift', `${stamp}.json`)),
      summary: await write(drift, 'markdown', evidence.path('drift', `${stamp}.md`)),
    }),
    // Last: a round counts as done once its report is there.
    report: await write(withoutQuiet(later.report), 'json', evidence.path('reports', `${done}.json`)),
  };
  await emit(process.stdout, [roundLine(drift ?? later.report, files)]);
  return drift ? driftExit(drift, { failOn }) : exitCode(later.report, { failOn: 'never' });

  async function write(report: Report, format: string, path: string): Promise<string> {
    const reporter = (await loadReporters([format])).get(format);
    const how = reporting(configuration, { format, ...(env !== undefined && { env }) });
    new WholeFile(path, '--evidence').write(reporter?.(report, how) ?? []);
    return path;
  }
}

/** Where the round's snapshot is kept; undefined where none could be taken. */
async function snapshotIn(
  evidence: Evidence,
  stamp: string,
  options: PatrolOptions,
): Promise<string | undefined> {
  const { snapshot, policy, config, quiet } = options;
  const scopes = scopesOf(options);
  if ((snapshot === undefined) === (scopes.length === 0)) {
    const hint = 'give --project, --folder or --organization, or a --snapshot that was taken';
    throw new PinkyError('E_NO_SCOPE', 'a round is of live scopes, or of one snapshot', { hint });
  }
  if (snapshot !== undefined) {
    const packed = /\.gz$/.test(snapshot) ? '.ndjson.gz' : '.ndjson';
    return evidence.keep(snapshot, `${stamp}${packed}`);
  }
  // What mounts a bucket writes a file anew with every piece that is added: the whole of it is brought there at once.
  const folder = mkdtempSync(join(tmpdir(), 'pinky-audit-'));
  try {
    const out = join(folder, 'snapshot.ndjson.gz');
    const { project, folder: folders, organization } = options;
    const name = `${stamp}.ndjson.gz`;
    const code = await takeSnapshot({
      out,
      named: evidence.path('snapshots', name),
      ...(project && { project }),
      ...(folders && { folder: folders }),
      ...(organization && { organization }),
      ...(policy && { policy }),
      ...(config !== undefined && { config }),
      ...(quiet && { quiet }),
    });
    return code === 0 ? evidence.keep(out, name) : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTES = `
One round: take a snapshot, audit it, compare it with that of the last round that was done, keep all of it in the folder
(snapshots/, reports/, drift/, named by the moment), and tell the outcome in one line of JSON on standard output, as Cloud
Logging takes it: pinkyAudit.event is broke, turned, assets, unchanged, first or failed.
\`pinky-audit init --scheduled\` writes a Cloud Run job that does this every day.

Exit code: 0 done, whatever was found, unless --fail-on says otherwise; 2 not done as asked.`;
