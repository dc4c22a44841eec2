import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { workTree } from '../config/find.ts';
import type { Anchor } from '../report/index.ts';

/** Of a repository without a configuration, the file at which findings are shown that stand in none: the first of these. */
const DEFAULT_FILES = ['README.md', 'readme.md', 'main.tf', 'package.json', '.gitignore'];
const HEAD = 1 << 16;

/** The repository around a folder: its git work tree, or the folder alone. */
export class Repository {
  readonly root: string;
  readonly #cwd: string;
  readonly #known = new Map<string, string | undefined>();
  #tracked: ((path: string) => boolean) | undefined;

  constructor(cwd: string) {
    this.#cwd = cwd;
    this.root = realpathSync(workTree(cwd) ?? cwd);
  }

  /**
   * Where a file stands in the repository, from its root, `/` between folders, links followed; undefined for what is
   * not in it: a file elsewhere, and one that git does not know, for code review cannot show it.
   */
  locate(uri: string): string | undefined {
    if (!this.#known.has(uri)) this.#known.set(uri, this.#find(uri));
    return this.#known.get(uri);
  }

  #find(uri: string): string | undefined {
    if (uri === '' || uri === '-') return undefined;
    let file: string;
    try {
      file = realpathSync(resolve(this.#cwd, uri));
      if (!statSync(file).isFile()) return undefined;
    } catch {
      return undefined;
    }
    const path = this.pathOf(file);
    this.#tracked ??= trackedIn(this.root);
    return path !== undefined && this.#tracked(path) ? path : undefined;
  }

  /** The folder a file stands in, from the root, '' for the root itself; undefined for one that is elsewhere. */
  folderOf(uri: string): string | undefined {
    try {
      return this.pathOf(realpathSync(dirname(resolve(this.#cwd, uri))));
    } catch {
      return undefined;
    }
  }

  /** The path of a file or folder from the root, '' for the root itself; undefined outside it. */
  pathOf(file: string): string | undefined {
    const path = relative(this.root, file).split(sep).join('/');
    return path === '..' || path.startsWith('../') || resolve(path) === path ? undefined : path;
  }

  /** A file of the root at which to show what stands in no file; undefined where it holds none. */
  get defaultAnchor(): Anchor | undefined {
    const files = readdirSync(this.root, { withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map(({ name }) => name).sort();
    const path = DEFAULT_FILES.find((name) => names.includes(name)) ?? names[0];
    return path === undefined ? undefined : this.firstLine(path);
  }

  /** The first line of a file on which something stands. */
  firstLine(path: string): Anchor {
    const lines = headOf(join(this.root, path)).split('\n');
    const first = lines.findIndex((line) => line.trim() !== '');
    return { path, line: Math.max(first, 0) + 1 };
  }
}

function headOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD);
    return head.toString('utf8', 0, readSync(handle, head, 0, HEAD, 0));
  } finally {
    closeSync(handle);
  }
}

/**
 * Whether git's index holds a path (git documentation, index-format). In versions 2 and 3 a path stands there in full,
 * before a NUL and after flags of which twelve bits are its length; an extended entry has two more bytes between. Of
 * another version, of an index that is split over files, and without one, every file counts as known.
 */
function trackedIn(root: string): (path: string) => boolean {
  const index = indexOf(root);
  if (index?.toString('latin1', 0, 4) !== 'DIRC' || index.readUInt32BE(4) > 3 || isSplit(index))
    return () => true;
  return (path) => {
    const name = Buffer.from(path);
    const sought = Buffer.concat([name, Buffer.from([0])]);
    const size = Math.min(name.length, 0xfff);
    for (let at = index.indexOf(sought); at > 4; at = index.indexOf(sought, at + 1)) {
      const [before, flags] = [index.readUInt16BE(at - 4), index.readUInt16BE(at - 2)];
      if ((flags & 0xfff) === size || ((before & 0x4000) !== 0 && (before & 0xfff) === size)) return true;
    }
    return false;
  };
}

/** Whether the extension `link` is there: its name before a length that no text of a path could be. */
function isSplit(index: Buffer): boolean {
  for (
    let at = index.indexOf('link');
    at >= 0 && at + 8 <= index.length;
    at = index.indexOf('link', at + 1)
  ) {
    if (index.readUInt32BE(at + 4) < 1 << 20) return true;
  }
  return false;
}

function indexOf(root: string): Buffer | undefined {
  const git = join(root, '.git');
  try {
    // In a linked work tree `.git` is a file that names the folder.
    const folder = statSync(git).isFile()
      ? resolve(root, /^gitdir: (.*)$/m.exec(readFileSync(git, 'utf8'))?.[1] ?? '')
      : git;
    const file = join(folder, 'index');
    return existsSync(file) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
