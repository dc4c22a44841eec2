import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suggest } from '../config/nearest.ts';
import { PinkyError } from '../errors.ts';
import { isZip } from '../inventory/bytes.ts';
import { COMMANDS } from './commands.ts';

/** What was given to be audited, by kind. */
export interface Given {
  readonly snapshots: readonly string[];
  /** `REF=PATH` or `PATH`. */
  readonly images: readonly string[];
  /** Checked out repositories. */
  readonly repos: readonly string[];
  readonly plans: readonly string[];
}

/** The first block of an archive, and enough packed bytes to unpack it. */
const BLOCK = 512;
const PACKED_HEAD = 4096;

/** What stands at the top of a repository and of no folder of shards. */
const REPOSITORY =
  /^(\.git|\.github|Dockerfile|Containerfile|package\.json|\.?cloudbuild[^/]*\.(ya?ml|json)|[^/]+\.tf)$/;

/** Sorts sources given without a flag by what they hold. Whatever is neither image nor repository is for the snapshot reader to judge. */
export function sortSources(sources: readonly string[]): Given {
  const images = sources.filter((path) => path !== '-' && isImage(path));
  const repos = sources.filter((path) => path !== '-' && isRepository(path));
  for (const path of sources) {
    if (path === '-' || existsSync(path)) continue;
    const commands = Object.keys(COMMANDS);
    const near = /^[a-z]+$/.test(path) ? suggest(path, commands) : undefined;
    const what = near === undefined ? 'no such file' : 'no such file, and no command of that name';
    const hint = near ?? 'give a file, a directory of shards, or - for standard input';
    throw commands.includes(path)
      ? refusal(path, 'no such file', `as a command it stands first: pinky-audit ${path}`)
      : refusal(path, what, hint);
  }
  const plans = sources.filter((path) => path !== '-' && !images.includes(path) && isPlan(path));
  const others = new Set([...images, ...repos, ...plans]);
  return { snapshots: sources.filter((path) => !others.has(path)), images, repos, plans };
}

const refusal = (uri: string, message: string, hint: string) =>
  new PinkyError('E_INPUT_NOT_FOUND', message, { place: { uri }, hint });

/** @throws PinkyError E_REPO_SEVERAL where there are several: what they promise they promise together */
export function oneRepo(repos: readonly string[]): string | undefined {
  if (repos.length < 2) return repos[0];
  const hint = 'audit each in a run of its own';
  throw new PinkyError('E_REPO_SEVERAL', `one repository is read at a time, not ${repos.join(' and ')}`, {
    hint,
  });
}

function isRepository(path: string): boolean {
  try {
    return readdirSync(path).some((name) => REPOSITORY.test(name));
  } catch {
    return false;
  }
}

/** An OCI layout directory, or a tar archive, plain or gzipped. */
function isImage(path: string): boolean {
  try {
    if (statSync(path).isDirectory())
      return existsSync(join(path, 'index.json')) && existsSync(join(path, 'blobs'));
    return isTar(headOf(path));
  } catch {
    return false;
  }
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  const head = Buffer.alloc(PACKED_HEAD);
  try {
    const bytes = head.subarray(0, readSync(file, head, 0, PACKED_HEAD, 0));
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return packed ? gunzipSync(bytes, { finishFlush: 2, maxOutputLength: 1 << 24 }) : bytes;
  } finally {
    closeSync(file);
  }
}

/** A binary plan, or JSON that begins as `terraform show -json` does. */
function isPlan(path: string): boolean {
  try {
    if (statSync(path).isDirectory()) return false;
    const head = headOf(path);
    if (isZip(head)) return true;
    const zeros = head.subarray(0, 64).filter((byte) => byte === 0).length;
    const text = head.toString('latin1').replaceAll('\0', zeros > 8 ? '' : '\0');
    return /^[^{]{0,3}\{\s*"(?:format_version|terraform_version|planned_values|resource_changes)"\s*:/.test(
      text,
    );
  } catch {
    return false;
  }
}

const isTar = (head: Buffer): boolean =>
  head.length >= BLOCK && head.toString('latin1', 257, 262) === 'ustar';
