import { reporters } from '../../reporters/index.ts';
import type { Severity } from '../policy/model.ts';
import { inert, narrow, type Report, type ReporterOptions } from '../report/index.ts';
import { COMMANDS } from './commands.ts';
import { printMistakes } from './failure.ts';
import type { Switches } from './options.ts';
import { type Output, WholeFile } from './output.ts';
import { colorLevel, columnsOf, emit, tell } from './streams.ts';

/** How a report is shown, and where. */
export interface Delivery extends Switches {
  readonly format: string;
  readonly severity?: Severity | undefined;
}

/** Opens the files of `--output`: one that cannot be written is known before the audit begins. */
export function openFiles(outputs: readonly Output[]): readonly { format: string; file: WholeFile }[] {
  const open: { format: string; file: WholeFile }[] = [];
  try {
    for (const { format, file } of outputs) open.push({ format, file: new WholeFile(file) });
    return open;
  } catch (error) {
    for (const { file } of open) file.discard();
    throw error;
  }
}

const chunks = (format: string, report: Report, options: ReporterOptions): Iterable<string> => {
  const reporter = reporters[format];
  if (!reporter) throw new RangeError(`no reporter is named ${format}`);
  return reporter(report, options);
};

/**
 * Writes the files, then standard output. What a machine format does not say to a person goes to standard error.
 */
export async function deliver(
  report: Report,
  delivery: Delivery,
  files: ReturnType<typeof openFiles>,
): Promise<void> {
  const { severity, format, verbose, quiet, color } = delivery;
  const shown = severity === undefined ? report : narrow(report, severity);
  const options: ReporterOptions = { commands: Object.keys(COMMANDS), verbose };
  for (const one of files) one.file.write(chunks(one.format, shown, options));
  const { stdout } = process;
  const here = {
    ...options,
    color: colorLevel(stdout, color),
    columns: columnsOf(stdout),
  };
  await emit(stdout, chunks(format, shown, here));
  if (format === 'terminal') return;
  await printMistakes(report.errors, color);
  if (quiet) return;
  for (const { message, uri, line } of report.notices) {
    const at = [uri, line].filter((part) => part !== undefined && part !== '').join(':');
    await tell(`notice ${at === '' ? '' : `${inert(at)}: `}${inert(message)}`);
  }
  await tell(summary(report));
}

/** Enough to say what to supply where nothing could be judged. */
const MOST_NEEDS = 3;

/** "12 fail, 3 unknown, 80 pass", leaving out what did not occur; where nothing was judged, what would change that. */
function summary({ summary: { verdicts, judged }, promises }: Report): string {
  const counts = Object.entries(verdicts).filter(([, count]) => count > 0);
  const said = counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  if (judged) return `pinky-audit: ${said}`;
  const needs = [...new Set(promises.flatMap(({ needs }) => needs ?? []))];
  const next = needs.slice(0, MOST_NEEDS).map((need) => `\n  ${inert(need)}`);
  const more = needs.length > MOST_NEEDS ? `\n  and ${needs.length - MOST_NEEDS} more, in the report` : '';
  return `pinky-audit: nothing could be judged${said && `: ${said}`}${next.join('')}${more}`;
}
