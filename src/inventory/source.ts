import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ProblemCode, Unreadable } from './problem.ts';

/** Where bytes come from: a file, or a stream such as standard input. `uri` is what the person called it. */
export type Source = { uri: string; path: string } | { uri: string; stream: AsyncIterable<Uint8Array> };

/** Bytes asked of the system at once: what the searches go over several times stays in the processor's cache. */
export const READ_BYTES = 256 << 10;

const CODES: Record<string, [ProblemCode, string]> = {
  ENOENT: ['E_INPUT_NOT_FOUND', 'no such file'],
  ENOTDIR: ['E_INPUT_NOT_FOUND', 'no such file'],
  ELOOP: ['E_INPUT_NOT_FOUND', 'its symbolic links form a loop'],
  EACCES: ['E_INPUT_DENIED', 'may not be read: permission denied'],
  EPERM: ['E_INPUT_DENIED', 'may not be read: permission denied'],
  EISDIR: ['E_INPUT_DIRECTORY', 'is a directory where a file was expected'],
};

/** What the system said, as a problem with the source. */
export function unreadable(cause: unknown): Unreadable {
  if (cause instanceof Unreadable) return cause;
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const [code, message] = CODES[system] ?? ['E_INPUT_READ', `reading failed (${system})`];
  const hint = code === 'E_INPUT_NOT_FOUND' ? 'check the path; `-` reads standard input' : undefined;
  return new Unreadable({ code, message, ...(hint && { hint }) }, cause);
}

/**
 * The files behind a path: itself, or every file in a directory and its folders, by name in code unit order. Exports
 * write `shard-00000-of-00010` and the like, those to a `uriPrefix` `compute.googleapis.com/Disk/0`. What begins with a
 * dot is no export. Throws {@link Unreadable}.
 */
export function filesOf(path: string): string[] {
  try {
    return statSync(path).isDirectory() ? [...filesIn(path)] : [path];
  } catch (cause) {
    throw unreadable(cause);
  }
}

function* filesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && statSync(path).isFile())) yield path;
  }
}

/** A file open for reading from its beginning, piece by piece. */
export class OpenFile {
  /** Bytes on disk; 0 for a pipe. */
  readonly size: number;
  readonly fd: number;
  /** Where the next bytes are read from; null for a pipe, which has no places. */
  private at: number | null = null;

  constructor(path: string) {
    try {
      this.fd = openSync(path, 'r');
      const stat = fstatSync(this.fd);
      this.size = stat.isFile() ? stat.size : 0;
      if (stat.isFile()) this.at = 0;
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  /** Reads up to `length` bytes to `at`; 0 at the end. */
  read(buffer: Uint8Array, at: number, length: number): number {
    try {
      const got = readSync(this.fd, buffer, at, length, this.at);
      if (this.at !== null) this.at += got;
      return got;
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  /** Offset of the next bytes; 0 for a pipe. */
  get position(): number {
    return this.at ?? 0;
  }

  /** Goes on at an offset of a file. */
  moveTo(position: number): void {
    this.at = position;
  }

  close(): void {
    closeSync(this.fd);
  }
}
