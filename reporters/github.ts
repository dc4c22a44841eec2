import {
  type Alert,
  alertsOf,
  conclude,
  count,
  type Report,
  type ReporterOptions,
  type Result,
  type Severity,
  safe,
  sentencesOf,
  spotOf,
} from '#report';

/** Of each kind GitHub shows this many annotations of one step: docs.github.com, workflow commands, limits. */
const MOST = 10;

type Kind = 'error' | 'warning' | 'notice';

/** One annotation: where it stands, if it does, and what it says. */
interface Note {
  readonly kind: Kind;
  readonly title: string;
  readonly text: string;
  readonly place?: Readonly<Record<string, string | number>> | undefined;
}

const KINDS: Readonly<Record<Severity, Kind>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
};

/**
 * The failures as commands of a GitHub workflow, which annotate the lines of a pull request: at most ten errors and ten
 * warnings, worst first, and what they leave out in a notice. What is already in the baseline is no error.
 */
export function* github(report: Report, options: ReporterOptions = {}): Generator<string> {
  const alerts = alertsOf(report, options, false);
  const fresh = alerts.filter(({ baselined }) => !baselined);
  const notes = [
    ...mistakesOf(report, options),
    ...fresh.map((alert) => noteOf(alert, KINDS[alert.severity], options)),
  ];
  const errors = notes.filter(({ kind }) => kind === 'error');
  const warnings = notes.filter(({ kind }) => kind === 'warning');
  const known = alerts.filter(({ baselined }) => baselined);
  // Seen to fail for the first time: nobody knows whether it broke.
  const seen = (report.drift?.results ?? []).filter(({ verdict }) => verdict === 'fail');
  const beside = [...known, ...alertsOf({ ...report, results: seen }, options, false)];
  const rest = [errors, warnings].reduce((sum, list) => sum + Math.max(0, list.length - MOST), 0);
  for (const note of [...errors.slice(0, MOST), ...warnings.slice(0, MOST)]) yield command(note);
  // A run that proves nothing is not done as asked.
  const kind = conclude(report).state === 'nothing' ? 'error' : 'notice';
  yield command({ kind, title: 'pinky-audit', text: lastWord(report, rest, known.length) });
  for (const alert of beside.slice(0, MOST - 1)) yield command(noteOf(alert, 'notice', options));
}

function noteOf(alert: Alert, kind: Kind, options: ReporterOptions): Note {
  const { policy, severity, spot, instances } = alert;
  const source = instances[0]?.finding.source;
  // An anchor is no place where a change of this pull request could be made.
  const isPlace = source && spot.quality !== 'anchor' && spotOf(source, options);
  return {
    kind,
    title: `${severity}: ${policy}`,
    text: sentencesOf(alert)
      .map((one) => `${one}.`)
      .join(' '),
    ...(isPlace && {
      place: {
        file: spot.path,
        line: spot.line,
        endLine: spot.line,
        ...(source.column !== undefined && { col: spot.column, endColumn: spot.endColumn }),
      },
    }),
  };
}

/** What could not be used or judged comes before all findings: the run is not done as asked. */
function mistakesOf({ errors, results }: Report, options: ReporterOptions): Note[] {
  const given = errors.map(({ code, message, uri, line, hint }): Note => {
    const spot = spotOf({ uri, line, quality: 'exact' }, options);
    const text = hint === undefined ? message : `${message}; ${hint}`;
    return { kind: 'error', title: code, text, place: spot && { file: spot.path, line: spot.line } };
  });
  const thrown = results
    .filter(({ verdict }) => verdict === 'error')
    .map(
      ({ policy, cause, message, asset }: Result): Note => ({
        kind: 'error',
        title: `error: ${policy}`,
        text: `on ${asset.name}: ${cause ?? message}`,
      }),
    );
  return [...given, ...thrown];
}

function lastWord(report: Report, rest: number, known: number): string {
  const waived = report.results.flatMap(({ findings }) => findings).filter(({ waiver }) => waiver).length;
  const parts = [
    ...(rest > 0
      ? [`${rest} more annotations are not shown: GitHub takes ${MOST} errors and ${MOST} warnings of a step`]
      : []),
    ...(known > 0 ? [`${count(known, 'alert')} in the baseline`] : []),
    ...(waived > 0 ? [`${count(waived, 'finding')} waived`] : []),
  ];
  return [conclude(report).text, ...parts.map((part) => `${part}.`)].join(' ');
}

/** A command on a line of its own; what the evidence says can neither end it nor begin another. */
function command({ kind, title, text, place = {} }: Note): string {
  const properties = Object.entries({ ...place, title }).map(
    ([name, value]) => `${name}=${property(String(value))}`,
  );
  return `::${kind} ${properties.join(',')}::${data(safe(text, 2_000))}\n`;
}

/** The escapes of actions/toolkit, packages/core/src/command.ts. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string =>
  data(safe(text, 1_000)).replaceAll(':', '%3A').replaceAll(',', '%2C');
