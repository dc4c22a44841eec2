import { Command } from 'commander';
import { PinkyError } from '../../errors.ts';
import type { Start } from '../../inventory/live/model.ts';
import { roleYaml } from '../../inventory/live/role.ts';
import { scopeOf } from '../../inventory/live/scope.ts';
import { wantedBy } from '../../inventory/live/wanted.ts';
import type { Declare } from '../commands.ts';
import { type Live, openLive } from '../live.ts';
import { repeated, type Switches, withConfig } from '../options.ts';
import { type ScopeOptions, scopesOf, withScopes } from '../scopes.ts';
import { selectPolicies } from '../selection.ts';
import { configure } from '../settings.ts';
import { Journal } from '../snapshot/journal.ts';
import { emit, tell, undoOnInterrupt } from '../streams.ts';

interface SnapshotOptions extends Switches, ScopeOptions {
  readonly out: string;
  readonly resume?: true;
  readonly allTypes?: true;
  readonly policy?: readonly string[];
  readonly config?: string;
  readonly printRole?: true;
  /** What the file is called in what is said, where it is only on its way there. */
  readonly named?: string;
}

/** Declares `snapshot`: what an audit of live scopes would read, as a file. */
export const command: Declare = (exit) =>
  withConfig(
    withScopes(new Command())
      .option('--out <file>', 'where to; packed where its name ends in .gz; - for standard output', '-')
      .option('--resume', 'go on with a snapshot to this file that was interrupted')
      .option('--all-types', 'every asset type and content, whether a policy needs it or not')
      .option('--policy <glob>', 'only what the policies whose id matches need (repeatable)', repeated),
  )
    .option('--print-role', 'print the custom role that reading this takes, and read nothing')
    .addHelpText('after', NOTES)
    .action(async (options: SnapshotOptions) => exit(await takeSnapshot(options)));

/** Writes a snapshot, and gives the exit code: 2 where a scope could not be listed at all. */
export async function takeSnapshot(options: SnapshotOptions): Promise<number> {
  const { config, policy = [], allTypes = false, out } = options;
  const policies = await selectPolicies((await configure(config)).policies, policy);
  const wanted = wantedBy(policies, { all: allTypes, archive: true });
  const scopes = scopesOf(options);
  if (options.printRole) {
    await emit(process.stdout, [roleYaml(wanted, scopes.map(scopeOf))]);
    return 0;
  }
  if (options.resume && out === '-') {
    throw new PinkyError('E_USAGE', '--resume goes on with a file, and standard output is none', {
      hint: 'name it: --out FILE',
    });
  }
  if (options.resume) return resume(options, scopes);
  if (scopes.length === 0) {
    throw new PinkyError('E_NO_SCOPE', 'no scope was given', {
      hint: 'pinky-audit snapshot --project ID; or --folder, --organization',
    });
  }
  const journal = out === '-' ? undefined : Journal.begin(out);
  const live = await openLive(scopes, wanted, options).catch((error) => {
    journal?.discard();
    throw error;
  });
  const start = await live.collection.open();
  journal?.start(start);
  return write(live, journal, options);
}

async function resume(options: SnapshotOptions, scopes: readonly string[]): Promise<number> {
  const { journal, start, before } = Journal.resume(options.out);
  if (scopes.length > 0 && !isSame(start, scopes)) {
    throw new PinkyError(
      'E_SNAPSHOT_RESUME',
      `it is of ${start.scopes.join(', ')}, not of ${scopes.join(', ')}`,
      {
        place: { uri: Journal.partOf(options.out) },
        hint: 'leave the scopes out, or begin anew with another file',
      },
    );
  }
  const live = await openLive(start.scopes, start.wanted, options);
  await live.collection.open(start);
  await live.collection.resume(before);
  return write(live, journal, options);
}

const isSame = ({ scopes }: Start, asked: readonly string[]): boolean =>
  [...scopes].sort().join() === [...asked].sort().join();

/** Writes everything, and gives the exit code: 2 where a scope could not be listed at all. */
async function write(
  live: Live,
  journal: Journal | undefined,
  { out, quiet, named = out }: SnapshotOptions,
): Promise<number> {
  const { collection, progress } = live;
  const kept = undoOnInterrupt(() => {
    progress.clear();
    if (journal) process.stderr.write(`interrupted; go on: pinky-audit snapshot --resume --out ${out}\n`);
  });
  try {
    for await (const step of collection.steps()) {
      if (journal) journal.step(step);
      else await emit(process.stdout, [step.text]);
    }
    await journal?.finish(out);
  } finally {
    kept();
    progress.clear();
  }
  if (!quiet) {
    await live.tellGaps(true);
    await tell(`${out === '-' ? 'written' : named}: ${progress.summary}`);
  }
  return collection.isBlind ? 2 : 0;
}

const NOTES = `
Credentials are the Application Default Credentials: gcloud auth application-default login, a workload identity, or the
file that GOOGLE_APPLICATION_CREDENTIALS names. What they may not read is a gap in the snapshot, with its cause.

Exit code: 0 written, with or without gaps; 2 not done as asked, also where a scope could not be listed at all;
130 interrupted: what is there is kept in FILE.part.`;
