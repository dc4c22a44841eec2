import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { PinkyError } from '../../errors.ts';
import type { Before, Start, Step } from '../../inventory/live/model.ts';
import type { ManifestGap } from '../../inventory/manifest.ts';

/** What a journal's own lines begin with; to whoever reads the file as a snapshot they are comments. */
const START = '#pinky-start ';
const STEP = '#pinky-step ';
const VERSION = 1;
const CHUNK = 1 << 20;
const NEWLINE = 10;
const HASH = 35;

/**
 * A snapshot that is being written, under its own name with `.part`: records, and after those of each step a line that
 * says how far its task is. What stands behind the last such line was being written when the run ended.
 */
export class Journal {
  readonly #part: string;
  readonly #file: number;
  #size: number;

  private constructor(part: string, file: number, size = 0) {
    this.#part = part;
    this.#file = file;
    this.#size = size;
  }

  static partOf(out: string): string {
    return `${out}.part`;
  }

  /** Begins one. @throws PinkyError E_SNAPSHOT_PART where an interrupted one is there */
  static begin(out: string): Journal {
    const part = Journal.partOf(out);
    if (existsSync(part)) {
      throw new PinkyError('E_SNAPSHOT_PART', 'an interrupted snapshot is there', {
        place: { uri: part },
        hint: `go on with it: pinky-audit snapshot --resume --out ${out}; or delete it`,
      });
    }
    return new Journal(part, opened(part, 'wx'));
  }

  /**
   * Takes up an interrupted one.
   * @throws PinkyError E_SNAPSHOT_RESUME where there is none, or it is none of this version's
   */
  static resume(out: string): { readonly journal: Journal; readonly start: Start; readonly before: Before } {
    const part = Journal.partOf(out);
    const refuse = (message: string) =>
      new PinkyError('E_SNAPSHOT_RESUME', message, {
        place: { uri: part },
        hint: `begin anew: pinky-audit snapshot --out ${out}, with the scopes`,
      });
    if (!existsSync(part)) {
      const whole = existsSync(out) ? `; ${out} is whole` : '';
      throw refuse(`there is no interrupted snapshot to go on with${whole}`);
    }
    const file = opened(part, 'r+');
    const tasks = new Map<string, string | null>();
    const gaps: ManifestGap[] = [];
    let start: Start | undefined;
    let sound = 0;
    for (const { text, end } of linesOf(file)) {
      if (text.startsWith(START)) {
        const { version, ...rest } = JSON.parse(text.slice(START.length)) as Start & { version: number };
        if (version !== VERSION) throw refuse('it was written by another version');
        start = rest;
      } else if (text.startsWith(STEP)) {
        const step = JSON.parse(text.slice(STEP.length)) as Omit<Step, 'text'>;
        tasks.set(step.task, step.next);
        gaps.push(...(step.gaps ?? []));
      } else continue;
      sound = end;
    }
    if (!start) throw refuse('it does not say what it is of');
    ftruncateSync(file, sound);
    const lines = function* () {
      for (const { text } of linesOf(file)) if (!text.startsWith('#')) yield text;
    };
    return { journal: new Journal(part, file, sound), start, before: { tasks, gaps, lines } };
  }

  start(start: Start): void {
    this.#append(`${START}${JSON.stringify({ version: VERSION, ...start })}\n`);
  }

  /** Writes the records of a step, and that they are there. */
  step({ text, ...step }: Step): void {
    this.#append(`${text}${STEP}${JSON.stringify(step)}\n`);
  }

  /** Makes the snapshot of it: the records alone, packed where its name ends in `.gz`, there as a whole or not at all. */
  async finish(out: string): Promise<void> {
    closeSync(this.#file);
    const draft = `${out}.tmp`;
    const records = createReadStream(this.#part, { highWaterMark: CHUNK }).pipe(withoutComments());
    try {
      if (out.endsWith('.gz')) await pipeline(records, createGzip(), createWriteStream(draft));
      else await pipeline(records, createWriteStream(draft));
      renameSync(draft, out);
    } catch (cause) {
      rmSync(draft, { force: true });
      throw unwritable(out, cause);
    }
    rmSync(this.#part);
  }

  /** Gives up before anything was written. */
  discard(): void {
    closeSync(this.#file);
    rmSync(this.#part, { force: true });
  }

  #append(text: string): void {
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) {
        const wrote = writeSync(this.#file, bytes, done, bytes.length - done, this.#size);
        done += wrote;
        this.#size += wrote;
      }
    } catch (cause) {
      throw unwritable(this.#part, cause);
    }
  }
}

function opened(path: string, flags: string): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

const unwritable = (uri: string, cause: unknown) =>
  new PinkyError(
    'E_OUTPUT',
    `cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
    {
      place: { uri },
      cause,
    },
  );

/** Every line that ends, with the offset behind it. */
function* linesOf(file: number): Generator<{ readonly text: string; readonly end: number }> {
  let rest = Buffer.alloc(0);
  let from = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const got = readSync(file, chunk, 0, CHUNK, from + rest.length);
    if (got === 0) return;
    const view = Buffer.concat([rest, chunk.subarray(0, got)]);
    let start = 0;
    for (let end = view.indexOf(NEWLINE); end >= 0; end = view.indexOf(NEWLINE, start)) {
      yield { text: view.toString('utf8', start, end), end: from + end + 1 };
      start = end + 1;
    }
    rest = view.subarray(start);
    from += start;
  }
}

/** Leaves out the lines that begin with `#`. */
function withoutComments(): Transform {
  let begins = true;
  let comment = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; ) {
        if (begins) comment = chunk[at] === HASH;
        const newline = chunk.indexOf(NEWLINE, at);
        const end = newline < 0 ? chunk.length : newline + 1;
        if (!comment) this.push(chunk.subarray(at, end));
        begins = newline >= 0;
        at = end;
      }
      done();
    },
  });
}
