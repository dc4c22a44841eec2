import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { about } from '../package.ts';

/** What the templates are filled in with. */
export interface Facts {
  /** Folder of the root module, relative, with `/`; `.` for the folder itself. */
  readonly terraform: string;
  /** The branch that is deployed. */
  readonly branch: string;
  /** Version of this program to install: `0.1` takes every fix of it. */
  readonly release: string;
}

/** Folders this far down are looked into for Terraform. */
const DEPTH = 4;
/** A block that only a root module has: where its state is kept, or how a provider is set up. */
const OF_ROOT = /^\s*(?:backend\s+"|cloud\s*\{|provider\s+")|"(?:backend|cloud|provider)"\s*:/m;
const TERRAFORM = /\.(?:tf|tofu)(?:\.json)?$/;
/** Parts of a path that an unquoted word of shell and YAML takes as it is. */
const PLAIN = /^[\w][\w./-]*$/;

/** What the folder tells of itself; a value that is given stands. */
export function factsOf(folder: string, given: { terraform?: string; branch?: string }): Facts {
  return {
    terraform: given.terraform ?? rootModule(folder) ?? '.',
    branch: given.branch ?? defaultBranch(folder) ?? 'main',
    release: about().version.split('.').slice(0, 2).join('.'),
  };
}

/** The root module nearest to the folder, relative to it; undefined where none, or none of a plain name, is found. */
function rootModule(folder: string, below = '', depth = 0): string | undefined {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  const own = entries.filter((entry) => entry.isFile() && TERRAFORM.test(entry.name));
  if (own.some(({ name }) => OF_ROOT.test(readFileSync(join(folder, below, name), 'utf8')))) {
    return below === '' ? '.' : below;
  }
  if (depth === DEPTH) return undefined;
  const inner = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && PLAIN.test(entry.name))
    .map(({ name }) => rootModule(folder, posix.join(below, name), depth + 1))
    .filter((found) => found !== undefined);
  return inner.sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))[0];
}

/** What the clone knows as the default branch of its origin. */
function defaultBranch(folder: string): string | undefined {
  try {
    const head = readFileSync(join(folder, '.git/refs/remotes/origin/HEAD'), 'utf8');
    const name = /^ref: refs\/remotes\/origin\/(.+)$/m.exec(head)?.[1];
    return name !== undefined && PLAIN.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
