import { execFile } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PinkyError } from '../../errors.ts';

/** A file of a repository. */
export interface RepoFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly executable: boolean;
  /** In git's index; undefined where there is no git. */
  readonly tracked: boolean | undefined;
}

/** Folders that hold no source of their own. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.terraform']);
const MOST_FILES = 200_000;
/** Larger files are no pipeline definitions. */
const MOST_BYTES = 1 << 20;
const INDEX_BYTES = 256 << 20;

/** The files of a folder: those that git tracks or does not ignore, or all where git does not know the folder. */
export class RepoFiles {
  readonly root: string;
  readonly files: ReadonlyMap<string, RepoFile>;
  readonly isGit: boolean;
  readonly #texts = new Map<string, string | undefined>();

  private constructor(root: string, files: readonly RepoFile[], isGit: boolean) {
    this.root = root;
    this.files = new Map(files.map((file) => [file.path, file]));
    this.isGit = isGit;
  }

  /** @throws PinkyError E_REPO_NOT_FOUND, E_REPO_DIRECTORY, E_REPO_EMPTY or E_REPO_SIZE naming the folder */
  static async open(root: string): Promise<RepoFiles> {
    const stat = statSync(root, { throwIfNoEntry: false });
    const hint = 'give the folder that a repository was checked out into';
    if (!stat) throw new PinkyError('E_REPO_NOT_FOUND', 'no such folder', { place: { uri: root }, hint });
    if (!stat.isDirectory())
      throw new PinkyError('E_REPO_DIRECTORY', 'is a file where a folder was expected', {
        place: { uri: root },
        hint,
      });
    const listed = await listedByGit(root);
    const files = listed ?? [...walk(root, '')];
    if (files.length === 0)
      throw new PinkyError('E_REPO_EMPTY', 'holds no file', { place: { uri: root }, hint });
    return new RepoFiles(root, files, listed !== undefined);
  }

  /** How a person finds a file: below the folder as it was named. */
  uri(path: string): string {
    return join(this.root, path).replaceAll('\\', '/');
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** The text of a file; undefined where it is not there, too large, or no text. */
  text(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.has(path) ? this.#read(path) : undefined);
    return this.#texts.get(path);
  }

  #read(path: string): string | undefined {
    const full = join(this.root, path);
    try {
      const stat = lstatSync(full);
      if (!stat.isFile() || stat.size > MOST_BYTES) return undefined;
      const bytes = readFileSync(full);
      return bytes.includes(0) ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }
}

/** What git tracks, with its modes, and what it would track; undefined where the folder is not git's, or git is not there. */
async function listedByGit(root: string): Promise<RepoFile[] | undefined> {
  // A repository may name programs in its configuration; listing files must not run them.
  const git = async (...words: string[]) => {
    const options = ['-c', 'core.fsmonitor=false', '-C', root, 'ls-files', '-z', ...words];
    const { stdout } = await promisify(execFile)('git', options, { maxBuffer: INDEX_BYTES });
    return stdout.split('\0').filter((line) => line !== '');
  };
  try {
    const tracked = await git('-s');
    const others = await git('--others', '--exclude-standard');
    return [
      ...tracked.flatMap((line): RepoFile[] => {
        const [, mode, path] = /^(\d{6}) [0-9a-f]+ \d\t([\s\S]+)$/.exec(line) ?? [];
        // 120000 is a symbolic link, 160000 another repository.
        if (mode === undefined || path === undefined || !mode.startsWith('100')) return [];
        return [{ path, executable: mode === '100755', tracked: true }];
      }),
      ...others.map((path) => ({ path, executable: isExecutable(join(root, path)), tracked: false })),
    ].sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && (stat.mode & 0o100) !== 0;
}

function* walk(root: string, folder: string, count = { files: 0 }): Generator<RepoFile> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) yield* walk(root, path, count);
    } else if (entry.isFile()) {
      if (++count.files > MOST_FILES)
        throw new PinkyError('E_REPO_SIZE', `holds more than ${MOST_FILES} files`, {
          place: { uri: root },
          hint: 'give the folder of one repository',
        });
      yield { path, executable: isExecutable(join(root, path)), tracked: undefined };
    }
  }
}
