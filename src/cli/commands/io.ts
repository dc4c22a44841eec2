import { emit } from '../streams.ts';

/** What a command may do to the world around it: say something, and know where it stands. */
export interface Io {
  readonly cwd: string;
  /** Writes to stdout, as it is given. */
  out(text: string): void;
  /** Writes to stderr, as it is given. */
  err(text: string): void;
}

/** The process itself. */
export const streamIo = (): Io => ({
  cwd: process.cwd(),
  out: (text) => void emit(process.stdout, [text]),
  err: (text) => void emit(process.stderr, [text]),
});
