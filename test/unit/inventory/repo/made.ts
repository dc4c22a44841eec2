import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRepo } from '../../../../src/inventory/repo/read.ts';

/** A folder with files in it; those of `executable` may be run, and with `git` all are in an index. */
export function folderOf(
  files: Readonly<Record<string, string | Buffer>>,
  { executable = [], git = false }: { executable?: readonly string[]; git?: boolean } = {},
): string {
  const root = mkdtempSync(join(tmpdir(), 'pinky-audit-repo-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of executable) chmodSync(join(root, path), 0o755);
  if (git) {
    execFileSync('git', ['-C', root, 'init', '-q']);
    execFileSync('git', ['-C', root, 'add', '-A']);
  }
  return root;
}

/** What is read of a folder with files in it. */
export async function repoOf(
  files: Readonly<Record<string, string | Buffer>>,
  more?: Parameters<typeof folderOf>[1],
) {
  const root = folderOf(files, more);
  const read = await readRepo(root);
  const asset = (name: string) => {
    const found = read.assets.find((one) => one.name.endsWith(`/${name}`));
    if (!found) throw new Error(`no asset ${name} among ${read.assets.map((one) => one.name).join(', ')}`);
    return found;
  };
  /** `line:column` of a path of an asset, below the root. */
  const place = (name: string, path: string) => {
    const { uri, line, column } = asset(name).placeOf?.(path) ?? {};
    return `${uri?.slice(root.length + 1)}:${line}:${column}`;
  };
  return { ...read, root, asset, place };
}

interface Step {
  readonly id: string;
  readonly after: readonly string[];
  readonly run: readonly {
    readonly line: string;
    readonly unchecked: boolean;
    readonly onFailure: boolean;
  }[];
  readonly [key: string]: unknown;
}

/** The steps of a pipeline. */
export const stepsOf = ({ data }: { data: unknown }): readonly Step[] =>
  (data as { steps: readonly Step[] }).steps;

/** The commands of a step: `?` before one whose failure goes unnoticed, `!` before one that runs on failure. */
export const linesOf = ({ run }: Step): readonly string[] =>
  run.map(({ line, unchecked, onFailure }) => `${onFailure ? '!' : ''}${unchecked ? '?' : ''}${line}`);
