/** One command that a script runs. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Its failure does not end the script in failure. */
  readonly unchecked: boolean;
  /** It runs only where something before it failed. */
  readonly onFailure: boolean;
  /** Folder it runs in, relative to the script's; undefined where that cannot be told. */
  readonly folder: string | undefined;
  /** Where it begins and ends in the script: rows and columns from 0. */
  readonly from: { readonly row: number; readonly column: number };
  readonly to: { readonly row: number; readonly column: number };
}

/** How a script is run. */
export interface ShellOptions {
  /** `set -e` is on from the beginning. */
  readonly errexit?: boolean;
  readonly pipefail?: boolean;
  readonly variables?: ReadonlyMap<string, string | null>;
}

/** What a node's place among others means for its failure. */
export interface Context {
  /** Its status is that of the script. */
  readonly last: boolean;
  /** Its status is asked for by another command, so `set -e` does not end the script. */
  readonly tested: boolean;
  /** It runs where something failed. */
  readonly onFailure: boolean;
  /** Where it fails, the script is ended by hand: `|| exit 1`. */
  readonly forced?: boolean;
}

/** A script that was not understood as a whole. */
export class ShellError extends Error {}

/** What the words of a `set` turn on or off. */
export function switchesOf(words: readonly string[]): Pick<ShellOptions, 'errexit' | 'pipefail'> {
  const out: { errexit?: boolean; pipefail?: boolean } = {};
  for (const [i, word] of words.entries()) {
    if (!/^[-+][a-z]+$/i.test(word)) continue;
    const on = word.startsWith('-');
    const named = word.endsWith('o') ? words[i + 1] : undefined;
    if (word.includes('e') || named === 'errexit') out.errexit = on;
    if (named === 'pipefail') out.pipefail = on;
  }
  return out;
}
