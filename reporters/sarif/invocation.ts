import type { Invocation, Notification } from 'sarif';
import {
  baseName,
  count,
  inert,
  type LedgerRow,
  type Report,
  type ReporterOptions,
  repositoryPath,
  safe,
  sayTurn,
  spotOf,
} from '#report';
import { locationOf, unlinked } from './location.ts';

/** Notifications are for a person to read: of more than this of one kind the rest is counted. */
const MOST = 50;
const POLICIES_SHOWN = 10;
const PATHS = 100;

/**
 * How the run went. It failed where something given could not be used, a policy threw, nothing could be judged, or
 * evidence that a policy needs was denied: code scanning then leaves its alerts as they are, and takes what is missing
 * for unknown, not for fixed.
 */
export function invocation(report: Report, options: ReporterOptions, cut: string | undefined): Invocation {
  const { errors, summary, ledger } = report;
  const denied = ledger.filter((row) => row.state === 'denied' && row.policies.length > 0);
  const nothing = !(report.drift?.summary.comparable ?? summary.judged);
  const failed = errors.length > 0 || summary.verdicts.error > 0 || nothing || denied.length > 0;
  const notifications = withoutPaths(report, options, [
    ...capped(errorsOf(report, options)),
    ...capped(thrownOf(report)),
    ...capped(denied.map((row) => gapOf(row, 'error'))),
    ...(!nothing ? [] : [notification('nothing-judged', 'error', 'Nothing could be judged')]),
    ...(cut === undefined ? [] : [notification('results-cut', 'warning', cut)]),
    ...capped(openOf(report)),
    ...waivedOf(report, options),
    ...capped(turnedOf(report)),
    ...capped(report.notices.map(({ code, message }) => notification(code, 'note', message))),
  ]);
  return {
    executionSuccessful: !failed,
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  };
}

const notification = (id: string, level: Notification['level'], text: string): Notification => ({
  level: level as NonNullable<Notification['level']>,
  descriptor: { id: inert(id) },
  message: { text: `${unlinked(safe(text, 1_000)).replace(/[.\s]+$/, '')}.` },
});

/** A message may name a file as it was given; where its folder is not in the repository, only the file is told. */
function withoutPaths(
  { sources: own, errors, notices, drift }: Report,
  { locate = repositoryPath }: ReporterOptions,
  notifications: readonly Notification[],
): Notification[] {
  const sources = [...(drift?.old ?? []), ...own];
  const given = [...sources, ...errors, ...notices].flatMap(({ uri }) =>
    uri?.includes('/') ? safe(uri, 1_000) : [],
  );
  const paths = [...new Set(given)].sort((a, b) => b.length - a.length).slice(0, PATHS);
  return notifications.map((one) => ({
    ...one,
    message: {
      text: paths.reduce(
        (text, uri) => text.replaceAll(uri, locate(uri) ?? baseName(uri)),
        one.message.text ?? '',
      ),
    },
  }));
}

function capped(all: readonly Notification[]): Notification[] {
  const [first] = all;
  const rest = all.length - MOST;
  if (rest <= 0 || !first) return [...all];
  return [
    ...all.slice(0, MOST),
    notification('more', first.level, `And ${rest} more like it, in the JSON report`),
  ];
}

const errorsOf = ({ errors }: Report, options: ReporterOptions): Notification[] =>
  errors.map(({ code, message, uri, line, hint }) => {
    const spot = spotOf({ uri, line, quality: 'exact' }, options);
    const at = [baseName(uri), line].filter((part) => part !== undefined && part !== '').join(':');
    const next = hint === undefined ? '' : `; ${hint}`;
    return {
      ...notification(code, 'error', `${at}: ${message}${next}`),
      ...(spot && { locations: [locationOf(spot)] }),
    };
  });

const thrownOf = ({ results }: Report): Notification[] =>
  results
    .filter(({ verdict }) => verdict === 'error')
    .map(({ policy, cause, message, asset }) => ({
      ...notification(
        'policy-error',
        'error',
        `The policy ${policy} failed on ${asset.name}: ${cause ?? message}`,
      ),
      associatedRule: { id: policy },
    }));

function gapOf(
  { type, project, state, reason, rule, policies }: LedgerRow,
  level: Notification['level'],
): Notification {
  const where = project === '*' ? '' : ` in ${project}`;
  const more = policies.length > POLICIES_SHOWN ? ` and ${policies.length - POLICIES_SHOWN} more` : '';
  const open = `${policies.slice(0, POLICIES_SHOWN).join(', ')}${more}`;
  const text = `${type}${where} was ${state === 'denied' ? 'denied' : 'not read'} (${reason ?? rule}), which leaves open: ${open}`;
  return notification(state === 'denied' ? 'evidence-denied' : 'evidence-not-read', level, text);
}

/** What could not be judged, and what of the evidence is missing: told here, for it is no alert. */
function openOf({ summary, ledger }: Report): Notification[] {
  const open = summary.verdicts.unknown + summary.verdicts.manual;
  const text = `${count(open, 'result')} could not be judged; no alert stands for them: the other reports list each with what would answer it`;
  const gaps = ledger.filter(
    ({ state, policies }) => state !== 'read' && state !== 'denied' && policies.length > 0,
  );
  return [
    ...(open > 0 ? [notification('not-judged', 'note', text)] : []),
    ...gaps.map((row) => gapOf(row, 'note')),
  ];
}

/** What became of results that are no alert: restored, out of sight. */
const turnedOf = ({ drift }: Report): Notification[] =>
  (drift?.results ?? []).flatMap(({ policy, asset, drift: own }) =>
    own && own.is !== 'fail'
      ? [
          {
            ...notification(`drift-${own.turn}`, 'note', `${policy} on ${asset.name}: ${sayTurn(own)}`),
            associatedRule: { id: policy },
          },
        ]
      : [],
  );

function waivedOf({ results }: Report, { includeSuppressed }: ReporterOptions): Notification[] {
  const findings = results.flatMap((result) => result.findings).filter(({ waiver }) => waiver).length;
  if (includeSuppressed || findings === 0) return [];
  const text = `${count(findings, 'waived finding')} left out, for code scanning would open an alert for each: --sarif-include-suppressed lists them`;
  return [notification('waived', 'note', text)];
}
