import { loadReporters } from '../../reporters/index.ts';
import type { Severity } from '../policy/model.ts';
import { conclude, inert, narrow, type Report, type ReporterOptions, withoutQuiet } from '../report/index.ts';
import { printMistakes } from './failure.ts';
import type { Switches } from './options.ts';
import { appendSummary, type Output, WholeFile } from './output.ts';
import { colorLevel, columnsOf, emit, tell } from './streams.ts';

/** A summary of a step holds 1 MiB (docs.github.com, workflow commands); a character has at most three bytes. */
const SUMMARY = 300_000;

const NOT_SARIF = 'code scanning takes only files whose name ends in .sarif';

/** How a report is shown, and where. */
export interface Delivery extends Switches {
  readonly format: string;
  readonly severity?: Severity | undefined;
  /** List pass and not-applicable as well. */
  readonly all?: true | undefined;
}

/** A file of `--output` that waits for its report. */
interface Opened {
  readonly format: string;
  readonly path: string;
  readonly file: WholeFile;
}

/** Opens the files of `--output`: one that cannot be written is known before the audit begins. */
export function openFiles(outputs: readonly Output[]): readonly Opened[] {
  const open: Opened[] = [];
  try {
    for (const { format, file } of outputs) open.push({ format, path: file, file: new WholeFile(file) });
    return open;
  } catch (error) {
    for (const { file } of open) file.discard();
    throw error;
  }
}

/**
 * Writes the files, then standard output. What a machine format does not say to a person goes to standard error.
 * @throws PinkyError E_OUTPUT
 */
export async function deliver(
  report: Report,
  delivery: Delivery,
  files: ReturnType<typeof openFiles>,
  reporting: ReporterOptions,
): Promise<void> {
  const { severity, format, quiet, color } = delivery;
  const summaryFile = format === 'github' ? process.env['GITHUB_STEP_SUMMARY'] : undefined;
  const reporters = await loadReporters([
    format,
    ...files.map((file) => file.format),
    ...(summaryFile ? ['markdown'] : []),
  ]);
  const said: string[] = [];
  const options: ReporterOptions = { ...reporting, told: (message) => said.push(message) };
  const whole = severity === undefined ? report : narrow(report, severity);
  const short = delivery.all ? whole : withoutQuiet(whole);
  const chunks = (name: string, more: ReporterOptions = {}): Iterable<string> => {
    const reporter = reporters.get(name);
    if (!reporter) throw new RangeError(`no reporter is named ${name}`);
    return reporter(listsAll(name) ? whole : short, { ...options, ...more });
  };
  for (const { format: name, file, path } of files) {
    file.write(chunks(name));
    if (name === 'sarif' && !path.endsWith('.sarif')) said.push(`${path}: ${NOT_SARIF}`);
  }
  const { stdout } = process;
  await emit(stdout, chunks(format, { color: colorLevel(stdout, color), columns: columnsOf(stdout) }));
  if (summaryFile) appendSummary(summaryFile, chunks('markdown', { limit: SUMMARY }));
  if (format !== 'terminal') await printMistakes(report.errors, color);
  if (quiet) return;
  for (const message of new Set(said)) await tell(`notice ${inert(message)}`);
  if (format !== 'terminal') await tellBeside(report);
}

/** What a person sees on a terminal and a machine format keeps to itself. */
async function tellBeside(report: Report): Promise<void> {
  for (const { message, uri, line } of report.notices) {
    const at = [uri, line].filter((part) => part !== undefined && part !== '').join(':');
    await tell(`notice ${at === '' ? '' : `${inert(at)}: `}${inert(message)}`);
  }
  await tell(report.drift ? `pinky-audit: ${conclude(report).text}` : summary(report));
}

/** Formats whose counts mean nothing without what passes. */
export const listsAll = (format: string): boolean => format === 'junit';

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
