import type { Span } from './syntax.ts';

/** A place in a file, relative to the root module's folder. */
export interface SpanIn extends Span {
  readonly file: string;
}

/** A file with what it says. */
export interface Text {
  readonly file: string;
  readonly text: string;
}

/** The source that a plan was made from: the files of its root module and of every module it calls. */
export interface PlanSources {
  /** What a person named, for messages. */
  readonly uri: string;
  /**
   * Folder of a module, relative to the root module's, with `/`; undefined where the module's folder is not known.
   * @param key names of the calls, joined by dots: `net.subnets`; '' for the root module
   */
  folder(key: string): string | undefined;
  /** The Terraform files of a module, in the order in which Terraform reads them; overrides last. */
  files(key: string, folder: string): readonly string[];
  /** The text of a file; undefined where it is not there, is no text, or is too large. */
  read(key: string, file: string): string | undefined;
}

/** A file larger than this is no source that a person wrote. */
export const LARGEST_SOURCE = 16 * 1024 * 1024;

const SOURCE = /\.(?:tf|tofu)(?:\.json)?$/;
const OVERRIDE = /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/;

/**
 * The Terraform files among names, as Terraform merges them (language documentation, Files and Directories; Override
 * Files): by name, overrides after all others. OpenTofu leaves out `x.tf` where `x.tofu` stands beside it.
 */
export function sourceFiles(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  const own = names
    .filter((name) => SOURCE.test(name) && !name.startsWith('.') && !name.endsWith('~'))
    .filter((name) => !/\.tf(\.json)?$/.test(name) || !all.has(name.replace(/\.tf(\.json)?$/, '.tofu$1')))
    .sort();
  return [...own.filter((name) => !isOverride(name)), ...own.filter(isOverride)];
}

export const isOverride = (path: string): boolean => OVERRIDE.test(path.slice(path.lastIndexOf('/') + 1));

/** The folders of modules as Terraform's own list has them: `.terraform/modules/modules.json`. */
export function foldersOf(list: unknown): ReadonlyMap<string, string> {
  const modules = Array.isArray(list)
    ? (list as unknown[])
    : ((list as { Modules?: unknown[] } | null)?.Modules ?? []);
  const folders = new Map<string, string>();
  for (const one of Array.isArray(modules) ? modules : []) {
    const { Key: key, Dir: dir } = (one ?? {}) as { Key?: unknown; Dir?: unknown };
    if (typeof key === 'string' && typeof dir === 'string') folders.set(key, dir.replaceAll('\\', '/'));
  }
  return folders;
}

/** A path with `.` and `..` worked out; undefined where it leads out of the folder it begins in. */
export function within(path: string): string | undefined {
  const out: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && (out.length === 0 || out.at(-1) === '..')) out.push('..');
    else if (part === '..') out.pop();
    else out.push(part);
  }
  return /^(?:\/|[A-Za-z]:)/.test(path) ? undefined : out.join('/') || '.';
}

export const joined = (folder: string, name: string): string => (folder === '.' ? name : `${folder}/${name}`);
