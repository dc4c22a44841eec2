import {
  assetName,
  baseName,
  code,
  count,
  type Finding,
  inView,
  isNew,
  judgedIn,
  knownFailures,
  marksOf,
  newFirst,
  type PolicyRow,
  plain,
  type Report,
  type ReporterOptions,
  type Result,
  safe,
  sayUnseen,
  span,
  spotOf,
  table,
  unjudged,
} from '#report';
import type { Comment } from './comment.ts';

const ROWS = 40;
const FINDINGS_SHOWN = 5;

/** Text of our own or of a policy, as Markdown and HTML show it. */
export const text = (value: string): string => plain(safe(value)).replaceAll('&', '&amp;');

/** The same where Markdown is not read: in what unfolds a part. */
const html = (value: string): string =>
  safe(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const named = (policy: PolicyRow | undefined, id: string, { page }: ReporterOptions): string =>
  policy && page ? `[${text(id)}](${page(policy)})` : text(id);

/** What was given and could not be used; policies that threw. */
export function mistakes({ errors, results }: Report, comment: Comment): void {
  const thrown = results.filter(({ verdict }) => verdict === 'error');
  if (errors.length + thrown.length === 0) return;
  comment.fold(`<b>${count(errors.length + thrown.length, 'error')}</b>: the run was not done as asked`, [
    ...errors.map(({ code: id, message, uri, line, hint }) => {
      const at = [baseName(uri), line].filter((part) => part !== undefined && part !== '').join(':');
      const where = at === '' ? '' : ` at ${span(safe(at))}`;
      return `- ${span(safe(id))}${where}: ${span(safe(message))}${hint ? ` ${span(safe(hint))}` : ''}`;
    }),
    ...thrown.map(
      ({ policy, asset, cause, message }) =>
        `- ${text(policy)} failed on ${span(assetName(asset))}: ${span(safe(cause ?? message))}`,
    ),
  ]);
}

/** One row for each promise that is broken in an environment by something new, worst first. */
export function overview(report: Report, options: ReporterOptions, comment: Comment): void {
  const { promises, policies } = inView(report);
  const rows = new Map(policies.map((policy) => [policy.id, policy]));
  const order = new Map(policies.map(({ id }, i) => [id, i]));
  const known = knownFailures(report);
  const failed = promises
    .filter(({ policy, environment, counts }) => counts.fail > known(policy, environment))
    .sort((a, b) => (order.get(a.policy) ?? 0) - (order.get(b.policy) ?? 0));
  if (failed.length === 0) return;
  const cells = failed.slice(0, ROWS).map(({ policy, environment, counts }) => {
    const row = rows.get(policy);
    const judged = judgedIn(counts);
    const old = known(policy, environment);
    return [
      row?.severity ?? '',
      `${named(row, policy, options)}: ${text(row?.title ?? '')}`,
      code(safe(environment)),
      old > 0
        ? `${counts.fail - old} new and ${old} in the baseline, of ${judged}`
        : `${counts.fail} of ${judged}`,
    ];
  });
  const rest = failed.length - cells.length;
  comment.add(table(['severity', 'promise', 'environment', 'broken by'], cells), cells.length);
  if (rest > 0) comment.add(`and ${count(rest, 'promise')} more`, rest);
}

/** What fails and is new to the baseline, a part for each policy. */
export function broken(report: Report, options: ReporterOptions, comment: Comment): void {
  for (const policy of report.policies) {
    const all = report.results.filter((result) => result.policy === policy.id && result.verdict === 'fail');
    const failing = all.filter(({ baselined }) => !baselined);
    if (failing.length === 0) continue;
    const what = failing.length < all.length ? 'new failure' : 'failure';
    const summary = `<b>${policy.severity}</b> ${html(policy.id)}: ${count(failing.length, what)}`;
    const lines = failing.map((result) => entryOf(result, options));
    comment.fold(summary, lines, text(policy.why));
  }
}

/** What fails and is accepted: by the baseline, by a waiver. */
export function known({ results }: Report, options: ReporterOptions, comment: Comment): void {
  const baselined = results.filter((one) => one.verdict === 'fail' && one.baselined);
  const waived = results.filter(({ verdict }) => verdict === 'waived');
  for (const [what, list] of [
    ['in the baseline', baselined],
    ['waived', waived],
  ] as const) {
    if (list.length === 0) continue;
    const lines = list.map((result) => `- ${text(result.policy)}, ${entryOf(result, options).slice(2)}`);
    comment.fold(`${count(list.length, 'failure')} ${what}`, lines);
  }
}

function entryOf(result: Result, options: ReporterOptions): string {
  const { asset, environment, findings, message } = result;
  const shown = newFirst(findings, isNew)
    .slice(0, FINDINGS_SHOWN)
    .map((finding) => {
      const marks = marksOf(finding, result).map((mark) => `, ${span(safe(mark))}`);
      const holder = finding.asset ? `in ${span(assetName(finding.asset))} ` : '';
      return `${holder}${span(safe(finding.message))}${placeOf(finding, options)}${marks.join('')}`;
    });
  const more = findings.length > shown.length ? [`and ${findings.length - shown.length} more`] : [];
  const said = [...(shown.length > 0 ? shown : [span(safe(message))]), ...more];
  return `- ${span(assetName(asset))} (${span(safe(environment))}): ${said.join('; ')}`;
}

function placeOf({ source }: Finding, options: ReporterOptions): string {
  const spot = spotOf(source, options);
  return spot ? ` at ${span(safe(`${spot.path}:${spot.line}`))}` : '';
}

/** What could not be judged, with what would answer it. */
export function open(report: Report, comment: Comment): void {
  const { open: rows, unseen } = unjudged({ ...report, ...inView(report) });
  if (rows.length + unseen.length === 0) return;
  const beyond = unseen.length > 0 ? `${sayUnseen(unseen)}: ${count(unseen.length, 'promise')}` : '';
  comment.fold(`${count(rows.length, 'promise')} could not be judged`, [
    ...rows.map(({ policy, environment, reason, needs }) => {
      const next = needs === undefined ? '' : `; to answer it: ${span(safe(needs))}`;
      return `- ${text(policy)} (${span(safe(environment))}): ${span(safe(reason))}${next}`;
    }),
    ...(beyond === '' ? [] : [`- ${text(beyond)}`]),
  ]);
}

/** What the verdict rests on. */
export function sources({ sources, tool, clock }: Report, comment: Comment): void {
  const list = sources.map(({ kind, uri, assets, readTime }) => {
    const read = readTime === undefined ? '' : `, as of ${text(readTime.slice(0, 19))}`;
    return `${text(kind)} ${code(safe(baseName(uri)))} (${count(assets, 'asset')}${read})`;
  });
  const at = clock === undefined ? '' : ` as of ${text(clock)}`;
  comment.add(`<sub>${text(tool.name)} ${text(tool.version)}${at}: ${list.join(', ')}</sub>`);
}
