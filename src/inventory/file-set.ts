import { exportOf } from './exports.ts';
import { type Finding, type Problem, Unreadable } from './problem.ts';
import { filesOf, type Source } from './source.ts';

/** Files that were given as one: a file, a directory, the shards of an export. */
export interface FileSet {
  /** As the person named it. */
  readonly uri: string;
  readonly files: readonly Source[];
  /** Read from the cloud and from no file, so that its records stand on no line. */
  readonly kind?: 'live' | undefined;
  /** Why the files could not be listed. */
  readonly problem?: Problem | undefined;
}

/**
 * The file sets behind what was given: a file, a directory of shards, `-` for standard input. Shards of one export
 * that were named one by one belong together.
 */
export function fileSets(paths: readonly string[], stdin: AsyncIterable<Uint8Array>): FileSet[] {
  const sets = new Map<string, { uri: string; files: Source[]; problem?: Problem }>();
  for (const path of paths) {
    if (path === '-') {
      sets.set('-', { uri: '-', files: [{ uri: '-', stream: stdin }] });
      continue;
    }
    const key = exportOf(path);
    const set = sets.get(key) ?? { uri: path, files: [] };
    sets.set(key, set);
    try {
      const known = new Set(set.files.map(({ uri }) => uri));
      const files = filesOf(path);
      for (const file of files) if (!known.has(file)) set.files.push({ uri: file, path: file });
      if (files.length === 0) set.problem = { ...NO_FILE, uri: path };
    } catch (cause) {
      if (!(cause instanceof Unreadable)) throw cause;
      set.problem = { ...cause.finding, uri: path };
    }
  }
  return [...sets.values()];
}

const NO_FILE: Finding = {
  code: 'E_INPUT_EMPTY',
  message: 'the directory holds no file',
  hint: 'expected the files of an export',
};
