import {
  appendFileSync,
  closeSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { suggest } from '../config/nearest.ts';
import { PinkyError } from '../errors.ts';
import { undoOnInterrupt } from './streams.ts';

/** `NAME=FILE` of `--output`. */
export interface Output {
  readonly format: string;
  readonly file: string;
}

/**
 * Reads `--output NAME=FILE`.
 * @throws PinkyError E_USAGE for a format that does not exist, and for two outputs to one file
 */
export function parseOutputs(values: readonly string[], formats: readonly string[]): readonly Output[] {
  const outputs = values.map((value) => {
    const at = value.indexOf('=');
    const [format, file] = at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
    const all = `NAME being one of ${formats.join(', ')}`;
    if (at < 0 && !formats.includes(format)) {
      const hint = `write NAME=FILE, ${all}`;
      throw new PinkyError('E_USAGE', `--output ${value} names no format`, { hint });
    }
    if (!formats.includes(format)) {
      const hint = suggest(format, formats) ?? `write NAME=FILE, ${all}`;
      throw new PinkyError('E_USAGE', `--output ${value}: "${format}" is no format`, { hint });
    }
    if (file === '') {
      const hint = `write --output ${format}=FILE`;
      throw new PinkyError('E_USAGE', `--output ${value} names no file`, { hint });
    }
    if (file === '-') {
      throw new PinkyError('E_USAGE', '--output writes files', {
        hint: `--format ${format} writes to standard output`,
      });
    }
    return { format, file };
  });
  const twice = outputs.find(({ file }, i) => outputs.findIndex((one) => one.file === file) < i);
  if (twice) throw new PinkyError('E_USAGE', `--output ${twice.file} is given twice`);
  return outputs;
}

/** Refuses to write over what this run reads. @throws PinkyError E_USAGE */
export function keepInputs(outputs: readonly Output[], inputs: readonly (string | undefined)[]): void {
  const read = new Set(inputs.flatMap((path) => (path === undefined ? [] : [real(path)])));
  const over = outputs.find(({ file }) => read.has(real(file)));
  if (!over) return;
  const message = `--output ${over.format}=${over.file} would replace what this run reads`;
  throw new PinkyError('E_USAGE', message, { hint: 'give the output a file of its own' });
}

/** A path with links followed, as far as it is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * A file that is there as a whole or not at all: written under another name beside its place, then renamed. It is
 * opened before the audit, so that a path that cannot be written is known at once.
 */
export class WholeFile {
  readonly #file: string;
  readonly #draft: string | undefined;
  readonly #handle: number;
  readonly #settled: () => void;
  readonly #what: string;
  #open = true;
  #done = false;

  /** @throws PinkyError E_OUTPUT */
  constructor(file: string, what = '--output') {
    this.#what = what;
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw refusal(file, { code: 'EISDIR' }, what);
    // A link stays one: what it leads to is replaced.
    this.#file = found?.isFile() ? realpathSync(file) : file;
    // What is no file, as a device or a pipe, has nothing to be replaced by.
    this.#draft =
      found && !found.isFile()
        ? undefined
        : join(dirname(this.#file), `.${basename(file)}.${process.pid}.part`);
    try {
      this.#handle = openSync(this.#draft ?? file, 'w');
    } catch (cause) {
      throw refusal(file, cause, what);
    }
    this.#settled = undoOnInterrupt(() => this.discard());
  }

  write(chunks: Iterable<string>): void {
    try {
      for (const chunk of chunks) {
        const bytes = Buffer.from(chunk);
        for (let at = 0; at < bytes.length; ) at += writeSync(this.#handle, bytes, at);
      }
      this.#close();
      if (this.#draft !== undefined) renameSync(this.#draft, this.#file);
      this.#done = true;
    } catch (cause) {
      this.discard();
      throw (cause as NodeJS.ErrnoException).code === undefined
        ? cause
        : refusal(this.#file, cause, this.#what);
    }
  }

  #close(): void {
    if (this.#open) closeSync(this.#handle);
    this.#open = false;
    this.#settled();
  }

  /** Leaves nothing behind, where nothing was written. */
  discard(): void {
    if (this.#done) return;
    this.#done = true;
    this.#close();
    if (this.#draft !== undefined) rmSync(this.#draft, { force: true });
  }
}

/**
 * Adds to the summary of a step, which other commands of the step may have begun.
 * @throws PinkyError E_OUTPUT
 */
export function appendSummary(file: string, chunks: Iterable<string>): void {
  try {
    appendFileSync(file, `${[...chunks].join('')}\n`);
  } catch (cause) {
    throw refusal(file, cause, 'GITHUB_STEP_SUMMARY');
  }
}

function refusal(file: string, cause: unknown, what = '--output'): PinkyError {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
  const hint =
    code === 'ENOENT'
      ? 'its folder does not exist'
      : code === 'EISDIR'
        ? 'it is a folder: name a file'
        : undefined;
  const message = `${what} ${file} cannot be written (${code})`;
  return new PinkyError('E_OUTPUT', message, { cause, ...(hint && { hint }) });
}
