import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PinkyError } from '../../errors.ts';

/** What a round leaves, in folders of its own; names sort by time. */
const FOLDERS = ['snapshots', 'reports', 'drift'] as const;

const SNAPSHOT = /^(\d{8}T\d{6}Z)\.ndjson(?:\.gz)?$/;

/** `20260115T060000Z`: what everything of one round is named by. */
export const stampOf = (time: number): string =>
  new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').concat('Z');

/**
 * The folder that rounds leave their evidence in: snapshots, reports, and what changed. It may be a bucket that is mounted:
 * every file is written once, as a whole.
 */
export class Evidence {
  readonly #folder: string;

  /** @throws PinkyError E_EVIDENCE */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true });
    } catch (cause) {
      throw refusal(folder, cause);
    }
  }

  /** Path of a file of a round. */
  path(kind: (typeof FOLDERS)[number], name: string): string {
    return join(this.#folder, kind, name);
  }

  /**
   * The snapshot of the newest round before this one that was done: one that ended before it had told what it found is
   * passed over, so that no change goes untold.
   */
  last(before: string): string | undefined {
    const stamps = readdirSync(join(this.#folder, 'snapshots'))
      .flatMap((name) => {
        const stamp = SNAPSHOT.exec(name)?.[1];
        return stamp !== undefined && stamp < before ? [{ stamp, name }] : [];
      })
      .sort((a, b) => (a.stamp < b.stamp ? 1 : -1));
    const done = stamps.find(({ stamp }) => existsSync(this.path('reports', `${stamp}.json`)));
    return done && this.path('snapshots', done.name);
  }

  /** Keeps a snapshot that was taken elsewhere; gives where. @throws PinkyError E_EVIDENCE */
  keep(file: string, name: string): string {
    const path = this.path('snapshots', name);
    try {
      copyFileSync(file, path);
      return path;
    } catch (cause) {
      throw refusal(path, cause);
    }
  }
}

function refusal(path: string, cause: unknown): PinkyError {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
  return new PinkyError('E_EVIDENCE', `the evidence cannot be kept (${code})`, {
    place: { uri: path },
    hint: 'give a folder that may be written to: --evidence DIR',
    cause,
  });
}
