import { Argument, Command } from 'commander';
import { FORMATS } from '../../../reporters/index.ts';
import { driftExit } from '../../drift/index.ts';
import { PinkyError } from '../../errors.ts';
import { type FileSet, fileSets } from '../../inventory/file-set.ts';
import { SEVERITIES } from '../../policy/model.ts';
import type { BaselineEntry } from '../../policy/settings.ts';
import { givenBaseline } from '../baseline.ts';
import type { Declare } from '../commands.ts';
import { compared, judgedFrom } from '../compare.ts';
import { deliver, openFiles } from '../deliver.ts';
import { choice, moment, withConfig } from '../options.ts';
import { parseOutputs } from '../output.ts';
import { ProgressLine } from '../progress.ts';
import { reporting } from '../reporting.ts';
import { selectPolicies } from '../selection.ts';
import { checkEnvironment, configure } from '../settings.ts';
import { sortSources } from '../sources.ts';
import { type ScanOptions, withView } from './scan.ts';

interface DriftOptions extends ScanOptions {
  readonly allTypes?: true;
}

/** Declares `drift`: what changed between two snapshots, and which promises broke or were restored. */
export const command: Declare = (exit) => {
  const command = new Command()
    .addArgument(
      new Argument('<old>', 'the earlier snapshot: a file, a directory of its files, - for standard input'),
    )
    .addArgument(new Argument('<new>', 'the later one'))
    .option('--all-types', 'tell changes of every asset type, not only of those that the policies read')
    .option('--snapshot-complete', 'both hold every asset type: what is not there does not exist');
  return withConfig(withView(command))
    .option('--now <time>', 'judge both from this moment, not each from when it was read', moment)
    .addOption(
      choice('--fail-on <level>', 'exit 1 where a promise of this level or above broke', [
        ...SEVERITIES,
        'never',
      ]).default('low', 'low'),
    )
    .option(
      '--strict',
      'exit 1 as well on what can no longer be judged, or is seen to fail for the first time',
    )
    .option('--baseline <file>', 'findings that were there before: marked, and no failure of the run')
    .addHelpText('after', NOTES)
    .action(async (old: string, now: string, options: DriftOptions) => exit(await run(old, now, options)));
};

async function run(before: string, after: string, options: DriftOptions): Promise<number> {
  const configuration = await configure(options.config);
  checkEnvironment(options.env, configuration);
  const [old, now] = [snapshotAt(before, 'the first'), snapshotAt(after, 'the second')];
  if (before === '-' && after === '-') {
    const hint = 'keep one of them in a file';
    throw new PinkyError('E_USAGE', 'standard input can be one of the two snapshots, not both', { hint });
  }
  const policies = await selectPolicies(configuration.policies, options.policy ?? []);
  const outputs = parseOutputs(options.output ?? [], FORMATS);
  const baseline = await givenBaseline(configuration, options.baseline, false);
  const told = reporting(configuration, options);
  const files = openFiles(outputs);
  const progress = new ProgressLine();
  const of = (snapshots: readonly FileSet[], entries?: readonly BaselineEntry[]) =>
    judgedFrom({
      configuration,
      policies,
      selectedBy: options.policy,
      snapshots,
      now: options.now,
      asRead: options.now === undefined,
      environment: options.env,
      complete: options.snapshotComplete,
      everything: options.allTypes,
      baseline: entries,
      reading: options.quiet ? undefined : progress.reading,
    });
  try {
    const earlier = await of(old);
    const later = await of(now, baseline?.entries);
    progress.clear();
    const report = compared(earlier, later, policies, options);
    await deliver(report, options, files, told);
    return driftExit(report, { failOn: options.failOn, strict: options.strict ?? false });
  } finally {
    progress.clear();
    for (const { file } of files) file.discard();
  }
}

/** @throws PinkyError E_DRIFT_SOURCE for what is no snapshot */
function snapshotAt(path: string, which: string): readonly FileSet[] {
  const { snapshots, plans, images } = sortSources([path]);
  if (snapshots.length > 0) return fileSets(snapshots, process.stdin);
  const kind =
    plans.length > 0 ? 'a Terraform plan' : images.length > 0 ? 'a container image' : 'a repository';
  const hint =
    plans.length > 0
      ? `pinky-audit scan SNAPSHOT --plan ${path} tells what is in code, in the cloud, or in both`
      : 'give two exports of Cloud Asset Inventory';
  throw new PinkyError('E_DRIFT_SOURCE', `${which} source is ${kind}, and drift compares snapshots`, {
    place: { uri: path },
    hint,
  });
}

const NOTES = `
A snapshot of several files (resources.json, iam.json) is a directory that holds them.

What one of the two did not read is neither new nor gone, neither broken nor restored: it is out of sight.
Each is judged from the moment it was read; --now judges both from one.

Exit code: 0 nothing at or above --fail-on broke, 1 something did, 2 the run was not done as asked.`;
