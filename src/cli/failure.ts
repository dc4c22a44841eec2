import { PinkyError } from '../errors.ts';
import { inert } from '../report/inert.ts';
import { about } from './package.ts';
import { colorLevel, emit } from './streams.ts';

/** A mistake in what the user gave, as it is printed. */
export interface Mistake {
  readonly code: string;
  readonly message: string;
  readonly uri?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly hint?: string | undefined;
}

/** The mistakes behind what was thrown; undefined where it is a defect of this program. */
function mistakesOf(error: unknown): readonly Mistake[] | undefined {
  if (error instanceof PinkyError)
    return [{ ...error.place, code: error.code, message: error.message, hint: error.hint }];
  if (!(error instanceof AggregateError)) return undefined;
  const all = error.errors.map(mistakesOf);
  return all.every((one) => one !== undefined) ? all.flat() : undefined;
}

/** Prints mistakes to standard error, each with its code, its place and the next move. */
export async function printMistakes(mistakes: readonly Mistake[], color?: boolean): Promise<void> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: colorLevel(process.stderr, color) });
  for (const { code, message, uri, line, column, hint } of mistakes) {
    const place = [uri, line, column].filter((part) => part !== undefined && part !== '').join(':');
    const at = place === '' ? '' : ` ${chalk.bold(inert(place))}`;
    const next = hint === undefined ? '' : `  ${chalk.dim('hint:')} ${inert(hint)}\n`;
    await emit(process.stderr, [`${chalk.red('error')} ${inert(code)}${at}: ${inert(message)}\n${next}`]);
  }
}

/** Tells what ended the run: the user's mistakes, or a defect with what is needed to report it. */
export async function report(error: unknown, argv: readonly string[]): Promise<void> {
  const color = argv.includes('--no-color') ? false : argv.includes('--color') ? true : undefined;
  const mistakes = mistakesOf(error);
  if (mistakes) return printMistakes(mistakes, color);
  const { homepage } = about();
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const shown = argv.includes('--verbose') ? stack.split('\n').map(inert).join('\n') : inert(String(error));
  const more = argv.includes('--verbose') ? '' : ' Run again with --verbose for the details to report.';
  await emit(process.stderr, [
    `error E_DEFECT: this is a mistake in pinky-audit, not in what you gave it.${more}\n${shown}\n`,
    `  hint: report it at ${homepage}/issues\n`,
  ]);
}
