import { setImmediate } from 'node:timers/promises';
import { credentials } from '../google/credentials.ts';
import { Session } from '../google/session.ts';
import type { FileSet } from '../inventory/file-set.ts';
import { Collection } from '../inventory/live/collect.ts';
import type { Wanted } from '../inventory/live/wanted.ts';
import type { ManifestGap } from '../inventory/manifest.ts';
import { inert } from '../report/inert.ts';
import { LiveProgress } from './live-progress.ts';
import { tell } from './streams.ts';

/** Finds credentials, and makes of the scopes what can be collected. @throws PinkyError E_CREDENTIALS_… */
export async function openLive(
  scopes: readonly string[],
  wanted: Wanted,
  { quiet }: { readonly quiet?: boolean | undefined },
): Promise<Live> {
  const progress = new LiveProgress(quiet ?? false);
  const session = new Session(await quietly(credentials), { waiting: progress.waiting });
  return new Live(new Collection({ session, scopes, wanted, progress: progress.tell }), progress, scopes);
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

/** More causes than this are counted. */
const MOST_CAUSES = 12;

/** Whether one sentence tells both: the same is to be done, for the same reason or for the same type. */
const isAlike = (one: ManifestGap, other: ManifestGap): boolean =>
  one.needs !== undefined &&
  one.needs === other.needs &&
  (one.type === other.type || one.cause === other.cause);

/** A collection of live scopes, and what is said of it meanwhile. */
export class Live {
  readonly collection: Collection;
  readonly progress: LiveProgress;
  readonly #scopes: readonly string[];

  constructor(collection: Collection, progress: LiveProgress, scopes: readonly string[]) {
    this.collection = collection;
    this.progress = progress;
    this.#scopes = scopes;
  }

  /** A source that is read as any snapshot is: what is judged is what a snapshot of the scopes would hold. */
  get source(): FileSet {
    const uri = this.#scopes.join(', ');
    return { kind: 'live', uri, files: [{ uri, stream: this.#bytes() }] };
  }

  async *#bytes(): AsyncGenerator<Uint8Array> {
    try {
      await this.collection.open();
      for await (const { text } of this.collection.steps()) yield Buffer.from(text);
    } finally {
      this.progress.clear();
    }
  }

  /** Says which scopes were part of others, and what could not be read, each cause once; `all` or scopes alone. */
  async tellGaps(all: boolean): Promise<void> {
    const { inside, gaps } = this.collection;
    for (const { name, of } of inside) await tell(`notice ${name} is part of ${of}, and was read with it`);
    const told: { readonly gap: ManifestGap; count: number }[] = [];
    for (const gap of gaps) {
      if (!all && gap.type !== 'resource') continue;
      const known = told.find((one) => isAlike(one.gap, gap));
      if (known) known.count++;
      else told.push({ gap, count: 0 });
    }
    for (const { gap, count } of told.slice(0, MOST_CAUSES)) {
      const { type, project, cause, needs } = gap;
      const of = project === undefined ? '' : ` of ${project}`;
      const more = count > 0 ? ` (and ${count} more alike)` : '';
      const hint = needs === undefined ? '' : `\n  hint: ${inert(needs)}`;
      await tell(`warning not read: ${inert(`${type}${of}: ${cause}`)}${more}${hint}`);
    }
    const rest = told.length - MOST_CAUSES;
    if (rest > 0) await tell(`warning not read: ${rest} more, which the manifest names`);
  }
}
