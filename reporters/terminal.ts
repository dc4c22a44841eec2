import { count, type Drift, inView, type Report, type ReporterOptions } from '#report';
import { broken } from './terminal/broken.ts';
import { assets, turned, turns, unread } from './terminal/drift.ts';
import { errors, open, waived } from './terminal/open.ts';
import { Page, safe } from './terminal/page.ts';
import { passed } from './terminal/passed.ts';
import { ledger, notices, promises, table, verdict } from './terminal/summary.ts';

/**
 * The report for a person: failures by section of the strategy, worst first, then what is waived, what could not be
 * judged, what is kept, and last, where a terminal stands after printing, the summary and the verdict.
 */
export function* terminal(report: Report, options: ReporterOptions = {}): Generator<string> {
  const page = new Page(options);
  if (report.drift) {
    yield* compared(report, report.drift, page);
    return;
  }
  yield* sources(report, page);
  const shown = { ...report, ...inView(report) };
  for (const part of [broken, waived, open, promises, passed]) yield* part(shown, page);
  for (const part of [ledger, notices, errors, table, verdict]) yield* part(report, page);
}

/** Two snapshots: what broke as failures are told, then what else became of results, and the assets that changed. */
function* compared(report: Report, drift: Drift, page: Page): Generator<string> {
  yield* sources({ ...report, clock: undefined, sources: [...drift.old, ...report.sources] }, page);
  yield* broken(report, page);
  for (const part of [turned, turns, assets, unread]) yield* part(drift, page);
  for (const part of [notices, errors, verdict]) yield* part(report, page);
}

/** A moment to the second, however fine the source tells it. */
const moment = (time: string): string => safe(time.replace(/(?<=T\d\d:\d\d:\d\d)\.\d+/, ''));

function* sources({ tool, sources, policies, clock }: Report, page: Page): Generator<string> {
  const assets = sources.reduce((sum, one) => sum + one.assets, 0);
  const of = policies.length === 1 ? '1 policy' : `${policies.length} policies`;
  const at = clock === undefined ? '' : ` as of ${moment(clock)}`;
  yield page.text(
    0,
    `${safe(tool.name)} ${safe(tool.version)}: ${count(assets, 'asset')}, ${of}${at}`,
    page.chalk.bold,
  );
  for (const { kind, uri, readTime, assets, stale } of sources) {
    const read = readTime === undefined ? '' : `, as of ${moment(readTime)}${stale ? ' (old)' : ''}`;
    yield page.text(2, `${safe(kind)} ${safe(uri)}: ${count(assets, 'asset')}${read}`, page.chalk.dim, 2);
  }
}
