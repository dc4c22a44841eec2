import { reporters } from '../../reporters/index.ts';
import { exitCode } from '../audit/index.ts';
import type { Configuration } from '../config/load.ts';
import type { FileSet } from '../inventory/file-set.ts';
import type { ScanOptions } from './commands/scan.ts';
import { deliver, openFiles } from './deliver.ts';
import { judge } from './judge.ts';
import { parseOutputs } from './output.ts';
import { ProgressLine } from './progress.ts';
import { selectPolicies } from './selection.ts';

/** The sources of an audit. */
export interface Evidence {
  readonly snapshots: readonly FileSet[];
  readonly images: readonly string[];
}

/** Audits, writes every output, and gives the exit code. */
export async function auditAndDeliver(
  configuration: Configuration,
  evidence: Evidence,
  options: ScanOptions,
): Promise<number> {
  const policies = await selectPolicies(configuration.policies, options.policy ?? []);
  const files = openFiles(parseOutputs(options.output ?? [], Object.keys(reporters)));
  const progress = new ProgressLine();
  try {
    const report = await judge({
      ...evidence,
      configuration,
      policies,
      now: options.now,
      asRead: options.asRead,
      environment: options.env,
      all: options.all,
      complete: options.snapshotComplete,
      reading: options.quiet ? undefined : progress.reading,
    });
    progress.clear();
    await deliver(report, options, files);
    return exitCode(report, { failOn: options.failOn, strict: options.strict ?? false });
  } finally {
    progress.clear();
    for (const { file } of files) file.discard();
  }
}
