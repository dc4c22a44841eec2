import { FORMATS } from '../../reporters/index.ts';
import { exitCode } from '../audit/index.ts';
import type { Configuration } from '../config/load.ts';
import type { FileSet } from '../inventory/file-set.ts';
import { parseImageArgument } from '../inventory/image/reference.ts';
import type { Inventory } from '../inventory/world.ts';
import type { Policy } from '../policy/define.ts';
import { categoryOf, inert, type Report } from '../report/index.ts';
import { givenBaseline, type Update, updated, writeUpdate } from './baseline.ts';
import type { ScanOptions } from './commands/scan.ts';
import { deliver, listsAll, openFiles } from './deliver.ts';
import { judge, type PlanRequest } from './judge.ts';
import type { Live } from './live.ts';
import { keepInputs, parseOutputs } from './output.ts';
import { ProgressLine } from './progress.ts';
import { reporting } from './reporting.ts';
import { selectPolicies } from './selection.ts';
import { tell } from './streams.ts';

/** Exit code of a run that was not done as asked. */
const NOT_DONE = 2;

/** The sources of an audit. */
export interface Evidence {
  readonly snapshots: readonly FileSet[];
  readonly images: readonly string[];
  readonly repo?: string | undefined;
  readonly plans: readonly PlanRequest[];
  /** Names of live scopes. */
  readonly live?: readonly string[] | undefined;
}

/** Audits, writes every output, and gives the exit code. */
export async function auditAndDeliver(
  configuration: Configuration,
  evidence: Evidence,
  options: ScanOptions,
): Promise<number> {
  const policies = await selectPolicies(configuration.policies, options.policy ?? []);
  const outputs = parseOutputs(options.output ?? [], FORMATS);
  keepInputs(outputs, inputsOf(configuration, evidence, options));
  const formats = [options.format, ...outputs.map(({ format }) => format)];
  const baseline = await givenBaseline(configuration, options.baseline, options.updateBaseline ?? false);
  const told = reporting(configuration, options);
  const history = options.history === undefined ? undefined : await import('./history/index.ts');
  if (options.history !== undefined) await history?.prepare(options.history);
  const live = await openScopes(evidence.live ?? [], policies, options);
  const files = openFiles(outputs);
  const progress = new ProgressLine();
  let world: Inventory | undefined;
  let update: (Update & { readonly before: Report }) | undefined;
  try {
    const report = await judge({
      ...evidence,
      snapshots: live ? [...evidence.snapshots, live.source] : evidence.snapshots,
      configuration,
      policies,
      selectedBy: options.policy,
      now: options.now,
      asRead: options.asRead,
      environment: options.env,
      baseline: baseline?.entries,
      update:
        options.updateBaseline &&
        ((before, clock) => (update = { before, ...updated(before, clock) }).entries),
      all: options.all || history !== undefined || formats.some(listsAll),
      complete: options.snapshotComplete,
      seen: history && ((judged) => (world = judged)),
      // What is live tells how far it is in a line of its own.
      reading: options.quiet || live ? undefined : progress.reading,
    });
    progress.clear();
    if (baseline && update) await writeUpdate(baseline.file, update.before, update);
    await deliver(report, options, files, told);
    if (live && !options.quiet) await live.tellGaps(options.format !== 'terminal');
    // What was asked for could not even be listed: that nothing fails in it says nothing.
    const exit = live?.collection.isBlind
      ? NOT_DONE
      : exitCode(report, { failOn: options.failOn, strict: options.strict ?? false });
    if (history && world) {
      const run = { report, world, exit, time: options.now ?? Date.now(), scope: categoryOf(report, told) };
      const { runs, isNew } = await history.record(options.history as string, run);
      const said = isNew ? 'this run is kept' : 'this run was there already';
      if (!options.quiet)
        await tell(`history ${inert(options.history as string)}: ${said}, of ${runs} in all`);
    }
    return exit;
  } finally {
    progress.clear();
    for (const { file } of files) file.discard();
  }
}

/** The files that a run reads. */
const inputsOf = (
  { uri }: Configuration,
  { snapshots, images, plans }: Evidence,
  { baseline }: ScanOptions,
): (string | undefined)[] => [
  uri,
  baseline,
  ...snapshots.flatMap(({ files }) => files.map((file) => file.uri)),
  ...images.map((image) => parseImageArgument(image).path),
  ...plans.flatMap(({ path, sources }) => [path, sources]),
];

/** Only who audits the cloud waits for its clients to load. */
async function openScopes(
  scopes: readonly string[],
  policies: readonly Policy[],
  options: ScanOptions,
): Promise<Live | undefined> {
  if (scopes.length === 0) return undefined;
  const { openLive } = await import('./live.ts');
  const { wantedBy } = await import('../inventory/live/wanted.ts');
  return openLive(scopes, wantedBy(policies), options);
}
