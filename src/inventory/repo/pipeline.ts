import { Unknown } from '../../policy/unknown.ts';
import { type ShellCommand, ShellError, type ShellOptions } from './command.ts';
import { expand } from './expand.ts';
import type { RepoFiles } from './files.ts';
import { commandsOf } from './shell.ts';
import { joinWords } from './words.ts';
import type { Span, YamlValue } from './yaml.ts';

/** One command of a step, as the type's schema has it. */
interface RunData {
  line: string;
  unchecked?: true;
  onFailure?: true;
}

/** What a step runs; an Unknown where that is not understood. */
export type Run = RunData[] | Unknown;

type Spot = ShellCommand['from'];

/** One step of a pipeline, as the type's schema has it. */
export interface StepData {
  id: string;
  after: string[];
  environment?: string;
  uses?: string;
  with?: Record<string, unknown>;
  optional?: boolean | Unknown;
  disabled?: true;
  onFailure?: true;
  run?: Run;
}

/** A pipeline while it is read: its steps, and where each of their paths stands. */
export class Pipeline {
  readonly files: RepoFiles;
  readonly path: string;
  readonly steps: StepData[] = [];
  readonly places = new Map<string, Span>();

  constructor(files: RepoFiles, path: string) {
    this.files = files;
    this.path = path;
  }

  /** Adds a step and gives the path its parts stand under. */
  add(step: StepData, span: Span): string {
    const path = `steps[${this.steps.length}]`;
    this.steps.push(step);
    this.places.set(path, span);
    return path;
  }

  /**
   * The commands of a script that is the text of a value; an Unknown where it is not understood.
   *
   * @param how how it is run; with `doubled`, two dollars in it are one, as in the arguments of Cloud Build
   */
  script(
    at: string,
    value: YamlValue,
    how: ShellOptions & { readonly folder?: string | undefined; readonly doubled?: boolean },
  ): Run {
    const text = value.text() ?? '';
    const read = how.doubled ? text.replaceAll('$$', '$') : text;
    const written = (spot: Spot): Spot => (read === text ? spot : undoubled(text, spot));
    return this.#commands(
      at,
      () => commandsOf(read, how),
      how.folder,
      (from, to) => value.spanIn(written(from), written(to)),
    );
  }

  /** The one command that a list of words is. */
  words(at: string, words: readonly string[], folder: string | undefined, span: Span): Run {
    const origin = { row: 0, column: 0 };
    const one = { words, unchecked: false, onFailure: false, folder: '.', from: origin, to: origin };
    return this.#commands(
      at,
      () => [one],
      folder,
      () => span,
    );
  }

  #commands(
    at: string,
    read: () => readonly ShellCommand[],
    folder: string | undefined,
    place: (from: Spot, to: Spot) => Span,
  ): Run {
    let all: readonly ShellCommand[];
    try {
      all = read().flatMap((one) => expand(one, folder, this.files));
    } catch (thrown) {
      if (!(thrown instanceof ShellError)) throw thrown;
      const needs = 'write the step as a plain shell script';
      return new Unknown('unrecognised', `${this.path}: a step ${thrown.message}`, { needs });
    }
    return all.map(({ words, unchecked, onFailure, from, to }, i) => {
      this.places.set(`${at}.run[${i}]`, place(from, to));
      return { line: joinWords(words), ...(unchecked && { unchecked }), ...(onFailure && { onFailure }) };
    });
  }
}

/** A spot of a text in which every two dollars became one, in the text as it was written. */
function undoubled(text: string, { row, column }: Spot): Spot {
  const line = text.split('\n')[row] ?? '';
  let at = 0;
  for (let left = column; left > 0; left--) at += line.startsWith('$$', at) ? 2 : 1;
  return { row, column: at };
}
