import { once } from 'node:events';
import { inertJson } from '../report/inert.ts';

type Stream = NodeJS.WriteStream;

/** Streams whose reader has gone away, as `| head` does: what is still written to them goes nowhere, quietly. */
const gone = new WeakSet<Stream>();

/**
 * Keeps a closed pipe from ending the run: files asked for with `--output` are still written. Any other failure, a full
 * disk behind `>`, is told, and `lost` is called: what was asked for is not there.
 */
export function guardStreams(lost: () => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const first = !gone.has(stream);
      gone.add(stream);
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || !first) return;
      lost();
      if (stream === process.stdout) {
        process.stderr.write(`error E_OUTPUT: standard output cannot be written (${error.code})\n`);
      }
    });
  }
}

/** What is undone before an interrupt ends the process: progress lines, half-written files. */
const undone = new Set<() => void>();

/** Ends the process on Ctrl-C, after undoing what was begun. */
export function onInterrupt(end: () => void): void {
  process.once('SIGINT', () => {
    for (const undo of undone) undo();
    end();
  });
}

/** Registers what must be undone when the run is interrupted; call the result when it no longer must. */
export function undoOnInterrupt(undo: () => void): () => void {
  undone.add(undo);
  return () => undone.delete(undo);
}

/** Writes text piece by piece, no faster than it is read. */
export async function emit(stream: Stream, chunks: Iterable<string>): Promise<void> {
  for (const chunk of chunks) {
    if (gone.has(stream)) return;
    if (stream.write(chunk)) continue;
    const waited = new AbortController();
    const heard = ['drain', 'close'].map((event) => once(stream, event, { signal: waited.signal }));
    await Promise.race(heard).catch(() => {});
    // Whichever did not come is no longer listened for.
    waited.abort();
    await Promise.allSettled(heard);
  }
}

/** Writes one line for a person to standard error. */
export const tell = (line: string): Promise<void> => emit(process.stderr, [`${line}\n`]);

/** Writes data to standard output as JSON that no character of can act on a terminal. */
export async function printJson(data: unknown): Promise<void> {
  // Line by line: the breaks between values are the only ones that are not data.
  await emit(
    process.stdout,
    JSON.stringify(data, null, 2)
      .split('\n')
      .map((line) => `${inertJson(line)}\n`),
  );
}

/**
 * How wide a stream is: what its terminal says, else COLUMNS (a terminal may report 0); undefined where neither tells,
 * and for what is no terminal.
 */
export function columnsOf(stream: Pick<Stream, 'isTTY' | 'columns'>): number | undefined {
  if (!stream.isTTY) return undefined;
  return stream.columns || Number(process.env['COLUMNS']) || undefined;
}

/** 0 none, 1 sixteen colours, 2 256, 3 all. */
export type ColorLevel = 0 | 1 | 2 | 3;

/**
 * Whether a stream gets colours: `--color` or `--no-color`, else FORCE_COLOR, else NO_COLOR (https://no-color.org),
 * else whether a terminal shows it.
 */
export function colorLevel(stream: Pick<Stream, 'isTTY'>, option: boolean | undefined): ColorLevel {
  const { FORCE_COLOR, NO_COLOR, TERM = '', COLORTERM = '' } = process.env;
  const able = /^(truecolor|24bit)$/.test(COLORTERM) ? 3 : /256/.test(TERM) ? 2 : 1;
  if (option !== undefined) return option ? able : 0;
  if (FORCE_COLOR !== undefined) {
    if (FORCE_COLOR === 'false') return 0;
    return /^[0-3]$/.test(FORCE_COLOR) ? (Number(FORCE_COLOR) as ColorLevel) : able;
  }
  if (NO_COLOR) return 0;
  return stream.isTTY && TERM !== 'dumb' ? able : 0;
}
