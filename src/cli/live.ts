import { setImmediate } from 'node:timers/promises';
import { credentials } from '../google/credentials.ts';
import { Session } from '../google/session.ts';
import type { FileSet } from '../inventory/file-set.ts';
import { Collection } from '../inventory/live/collect.ts';
import type { Wanted } from '../inventory/live/wanted.ts';
import { inert } from '../report/inert.ts';
import { LiveProgress } from './live-progress.ts';
import { tell } from './streams.ts';

/** A collection, and what is said of it meanwhile. */
export interface Live {
  readonly collection: Collection;
  readonly progress: LiveProgress;
}

/** Finds credentials, and makes of the scopes what can be collected. @throws PinkyError E_CREDENTIALS_… */
export async function openLive(
  scopes: readonly string[],
  wanted: Wanted,
  { quiet }: { readonly quiet?: boolean | undefined },
): Promise<Live> {
  const progress = new LiveProgress(quiet ?? false);
  const session = new Session(await quietly(credentials), { waiting: progress.waiting });
  const collection = new Collection({ session, scopes, wanted, progress: progress.tell });
  return { collection, progress };
}

/** Whoever looks for credentials asks whether this is a machine of Google's, and has Node warn where it is none. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const heard = process.rawListeners('warning') as ((warning: Error) => void)[];
  process.removeAllListeners('warning');
  try {
    return await run();
  } finally {
    // Warnings come a moment later than what they are about.
    await setImmediate();
    for (const listener of heard) process.on('warning', listener);
  }
}

/** Live scopes as a source that is read as any snapshot is: what is judged is what a snapshot of them would hold. */
export function liveSet(scopes: readonly string[], { collection, progress }: Live): FileSet {
  const uri = scopes.join(', ');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      await collection.open();
      for await (const { text } of collection.steps()) yield Buffer.from(text);
    } finally {
      progress.clear();
    }
  }
  return { kind: 'live', uri, files: [{ uri, stream: bytes() }] };
}

/** More causes than this are counted. */
const MOST_CAUSES = 12;

/** Says which scopes were part of others, and what could not be read, each cause once. */
export async function tellGaps({ collection }: Live): Promise<void> {
  for (const { name, of } of collection.inside)
    await tell(`notice ${name} is part of ${of}, and was read with it`);
  const causes = new Map<string, { readonly needs: string | undefined; count: number }>();
  for (const { type, project, cause, needs } of collection.gaps) {
    const said = `${type}${project === undefined ? '' : ` of ${project}`}: ${cause}`;
    const known = [...causes].find(([, one]) => one.needs === needs && needs !== undefined);
    if (known) known[1].count++;
    else causes.set(said, { needs, count: 0 });
  }
  const shown = [...causes].slice(0, MOST_CAUSES);
  for (const [cause, { needs, count }] of shown) {
    const more = count > 0 ? ` (and ${count} more alike)` : '';
    await tell(
      `warning not read: ${inert(cause)}${more}${needs === undefined ? '' : `\n  hint: ${inert(needs)}`}`,
    );
  }
  if (causes.size > shown.length)
    await tell(`warning ${causes.size - shown.length} more causes, in the manifest`);
}
