import { join } from 'node:path';
import { Command } from 'commander';
import type { Declare } from '../commands.ts';
import type { Switches } from '../options.ts';
import { about } from '../package.ts';
import { Paper } from '../paper.ts';
import { auditAndDeliver } from '../run.ts';
import { checkEnvironment, configure } from '../settings.ts';
import { type ScanOptions, withView } from './scan.ts';

/** Where the build puts the bundled deployment. */
const FOLDER = 'dist/demo';
const SNAPSHOT = 'demo/deployment.ndjson';

/** Declares `demo`: an audit of a bundled deployment, as of the moment its snapshot was taken. */
export const command: Declare = (exit) =>
  withView(new Command()).action(async (options: ScanOptions) => exit(await run(options)));

async function run(options: ScanOptions): Promise<number> {
  const folder = join(about().root, FOLDER);
  const configuration = await configure('demo/pinky.config.yaml', join(folder, '..'));
  checkEnvironment(options.env, configuration);
  const path = join(folder, '..', SNAPSHOT);
  const snapshots = [{ uri: SNAPSHOT, files: [{ uri: SNAPSHOT, path }] }];
  await auditAndDeliver(
    configuration,
    { snapshots, images: [], plans: [] },
    { ...options, asRead: true, failOn: 'never' },
  );
  if (options.format === 'terminal') await next(options);
  return 0;
}

async function next({ quiet, ...switches }: Switches): Promise<void> {
  if (quiet) return;
  const snapshot = 'gcloud asset list --project=ID --format=json --content-type';
  await new Paper(switches)
    .text('')
    .text('That was a bundled deployment; nothing was read from anywhere else. Audit your own:')
    .verbatim(`${snapshot}=resource > resources.json`)
    .verbatim(`${snapshot}=iam-policy > iam.json`)
    .verbatim('pinky-audit resources.json iam.json')
    .print();
}
