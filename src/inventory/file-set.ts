import { basename, dirname } from 'node:path';
import { type Finding, type Problem, Unreadable } from './problem.ts';
import { filesOf, type Source } from './source.ts';

/** Files that are one export: what one of them shows to have been read counts for all. */
export interface FileSet {
  /** As the person named it. */
  readonly uri: string;
  readonly files: readonly Source[];
  /** Why the files could not be listed. */
  readonly problem?: Problem | undefined;
}

/** `export-00003-of-00010.json`: exports larger than a file come in such shards. */
const SHARD = /^(.*?)-?\d{5,}-of-(\d{5,})(.*)$/;

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
    const shard = SHARD.exec(basename(path));
    const key = shard ? `${dirname(path)}/${shard[1]} ${shard[2]} ${shard[3]}` : path;
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
