import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suggest } from '../config/nearest.ts';
import { PinkyError } from '../errors.ts';
import { COMMANDS } from './commands.ts';

/** What was given to be audited, by kind. */
export interface Given {
  readonly snapshots: readonly string[];
  /** `REF=PATH` or `PATH`. */
  readonly images: readonly string[];
}

/** The first block of an archive, and enough packed bytes to unpack it. */
const BLOCK = 512;
const PACKED_HEAD = 4096;

/** Sorts sources given without a flag by what they hold. Whatever is no image is for the snapshot reader to judge. */
export function sortSources(sources: readonly string[]): Given {
  const images = sources.filter((path) => path !== '-' && isImage(path));
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
  return { snapshots: sources.filter((path) => !images.includes(path)), images };
}

const refusal = (uri: string, message: string, hint: string) =>
  new PinkyError('E_INPUT_NOT_FOUND', message, { place: { uri }, hint });

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

const isTar = (head: Buffer): boolean =>
  head.length >= BLOCK && head.toString('latin1', 257, 262) === 'ustar';
