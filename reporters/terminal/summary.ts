import {
  byCodeUnit,
  clip,
  conclude,
  count,
  grouped,
  hiddenFailures,
  knownFailures,
  type LedgerRow,
  pad,
  type Report,
  SEVERITIES,
  type Verdict,
  width,
} from '#report';
import { type Page, place, safe } from './page.ts';

const POLICIES_SHOWN = 6;
const ANSWERS_SHOWN = 8;

/** The promises kept, and those that nothing was there to break, by environment. */
export function* promises(report: Report, page: Page): Generator<string> {
  const rows = (verdict: Verdict) => report.promises.filter((row) => row.verdict === verdict);
  const kept = rows('pass');
  if (kept.length > 0) {
    yield page.heading('KEPT', count(kept.length, 'promise'));
    for (const [environment, of] of grouped(kept, ({ environment }) => environment)) {
      yield page.labelled(2, safe(environment, 13), 14, of.map(({ policy }) => safe(policy)).join(', '));
    }
  }
  const idle = rows('not-applicable');
  if (idle.length === 0) return;
  yield page.heading('NOT APPLICABLE', count(idle.length, 'promise'));
  for (const [reason, of] of grouped(idle, (row) => row.reason)) {
    const ids = [...new Set(of.map(({ policy }) => safe(policy)))].join(', ');
    yield page.text(2, `${safe(reason)} — ${ids}`, page.chalk.dim, 2);
  }
}

/** Contents and types of our own whose names say little. */
const NAMES: Readonly<Record<string, string>> = {
  iam: 'IAM content',
  orgpolicy: 'organization policy content',
  'oci.image/Config': 'image configuration',
  'repo.cloudbuild/Config': 'Cloud Build configuration',
  'repo.github/Workflow': 'GitHub workflow',
};

const shortType = (type: string) => safe(NAMES[type] ?? type.slice(type.indexOf('/') + 1));

/** What was read and what was not, in short; the JSON report holds the whole ledger. */
export function* ledger(report: Report, page: Page): Generator<string> {
  const totals = new Map<string, number>();
  for (const { state, type, assets } of report.ledger) {
    if (state === 'read' || assets > 0) totals.set(type, (totals.get(type) ?? 0) + assets);
  }
  const unread = report.ledger.filter(({ state }) => state !== 'read');
  const gaps = grouped(unread, ({ state, reason, rule }) => `${state}\0${reason ?? rule}`);
  const named = [...totals]
    .map(([type, n]) => ({ name: shortType(type), n }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const read = named.flatMap(({ name, n }) => (n > 0 ? `${name} ${n}` : []));
  const none = named.flatMap(({ name, n }) => (n > 0 ? [] : name));
  yield page.heading('EVIDENCE');
  if (read.length > 0) yield page.labelled(2, 'read', 14, read.join(', '));
  if (none.length > 0) yield page.labelled(2, 'none', 14, none.join(', '));
  const projects = Math.max(...report.ledger.map((row) => row.projects));
  for (const rows of gaps.values()) yield* gapsAlike(rows, projects, page);
}

function* gapsAlike(rows: readonly LedgerRow[], projects: number, page: Page): Generator<string> {
  const { state, reason, rule } = rows[0] as LedgerRow;
  const types = [...new Set(rows.map(({ type }) => type))].map(
    (type) =>
      `${shortType(type)}${whereOf(
        rows.filter((row) => row.type === type),
        projects,
      )}`,
  );
  const why = safe(reason ?? rule);
  // What holds of many types is said first: beside what was read, a list alone would contradict it.
  const said = types.length > 1 ? `${why}: ${types.join(', ')}` : `${types[0]} (${why})`;
  yield page.labelled(2, state.replace('-', ' '), 14, said);
  const policies = [...new Set(rows.flatMap((row) => row.policies))].sort(byCodeUnit);
  if (policies.length === 0) return;
  const shown = page.verbose ? policies : policies.slice(0, POLICIES_SHOWN);
  const more = policies.length > shown.length ? ` and ${policies.length - shown.length} more` : '';
  yield page.text(16, `leaves open: ${shown.map((id) => safe(id)).join(', ')}${more}`, page.chalk.dim, 2);
}

/** ` in app-prod`, ` in 12 projects`; nothing where it holds for all of them. */
function whereOf(rows: readonly LedgerRow[], all: number): string {
  const [first] = rows;
  if (rows.length === 1 && first?.project !== '*') return ` in ${safe(first?.project ?? '')}`;
  const projects = rows.reduce((sum, row) => sum + row.projects, 0);
  return projects === all ? '' : ` in ${count(projects, 'project')}`;
}

/** What a person should know beside the findings. */
export function* notices({ notices }: Report, page: Page): Generator<string> {
  if (notices.length === 0) return;
  yield page.heading('NOTICES');
  for (const { message, uri, line } of notices) {
    const at = uri === undefined || uri === '' ? '' : `${place({ uri, line })}: `;
    yield page.text(2, `- ${at}${safe(message, 400)}`, page.chalk.yellow, 2);
  }
}

/** What stands between two columns of numbers. */
const GAP = 2;

/** Failures by environment and severity, what the baseline holds apart, with the other verdicts beside them. */
export function* table(report: Report, page: Page): Generator<string> {
  const levels = new Map(report.policies.map(({ id, severity }) => [id, severity]));
  const known = knownFailures(report);
  const isHeld = report.promises.some(({ baselined }) => baselined !== undefined);
  const heads = [...SEVERITIES, ...(isHeld ? ['baseline'] : []), 'unknown', 'waived', 'passed'];
  const rows = Object.entries(report.summary.byEnvironment).map(
    ([environment, counts]): [string, number[]] => {
      const here = report.promises.filter((row) => row.environment === environment);
      const bySeverity = SEVERITIES.map((level) =>
        here.reduce(
          (sum, { policy, counts }) =>
            sum + (levels.get(policy) === level ? counts.fail - known(policy, environment) : 0),
          0,
        ),
      );
      const held = here.reduce((sum, { policy }) => sum + known(policy, environment), 0);
      return [
        safe(environment),
        [
          ...bySeverity,
          ...(isHeld ? [held] : []),
          counts.unknown + counts.manual,
          counts.waived,
          counts.pass,
        ],
      ];
    },
  );
  if (rows.length > 1) {
    rows.push(['all', heads.map((_, i) => rows.reduce((sum, [, cells]) => sum + (cells[i] as number), 0))]);
  }
  yield page.heading(
    'SUMMARY',
    isHeld
      ? 'results: new failures by severity, then the others'
      : 'results: failing ones by severity, then the others',
  );
  const sizes = heads.map(
    (head, i) => GAP + Math.max(width(head), ...rows.map(([, cells]) => String(cells[i]).length)),
  );
  const size = Math.min(
    Math.max(8, ...rows.map(([name]) => width(name))),
    page.columns - 2 - sizes.reduce((sum, one) => sum + one, 0),
  );
  if (size < 8) {
    for (const [name, cells] of rows) {
      yield page.text(2, `${name}: ${cells.map((cell, i) => `${cell} ${heads[i]}`).join(', ')}`, String, 2);
    }
    return;
  }
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, i) => pad(String(cell), sizes[i] as number, 'start')).join('');
  yield `${page.chalk.dim(`  ${pad('results', size)}${line(heads)}`)}\n`;
  for (const [name, cells] of rows) yield `  ${pad(clip(name, size), size)}${line(cells)}\n`;
}

/** The last line: what the run comes to. */
export function* verdict(report: Report, page: Page): Generator<string> {
  const { chalk } = page;
  const { state, text } = conclude(report);
  yield '\n';
  const hidden = hiddenFailures(report);
  if (hidden > 0) {
    const are = hidden === 1 ? 'is' : 'are';
    yield page.text(0, `${count(hidden, 'failure')} below ${report.shownFrom} ${are} not shown.`);
  }
  const mild = state === 'open' || state === 'known';
  const style = state === 'kept' ? chalk.bold.green : mild ? chalk.bold.yellow : chalk.bold.red;
  yield page.text(0, state === 'nothing' ? `${text} To get an answer:` : text, style);
  if (state !== 'nothing') return;
  for (const need of answers(report)) yield page.text(2, `- ${safe(need)}`, String, 2);
}

/** What to supply where nothing could be judged. */
function answers({ promises, policies }: Report): string[] {
  const needs = [...new Set(promises.flatMap((row) => row.needs ?? []))].slice(0, ANSWERS_SHOWN);
  if (needs.length > 0) return needs;
  const judged = new Set(promises.map(({ environment }) => environment));
  const bound = policies.map(({ environments }) => environments ?? [...judged]);
  if (policies.length > 0 && bound.every((names) => !names.some((name) => judged.has(name)))) {
    const others = [...new Set(bound.flat())].sort();
    return [`choose another --env: what was selected holds in ${others.join(', ') || 'no environment'} only`];
  }
  const types = [...new Set(policies.flatMap((policy) => policy.types))].sort();
  return [`give a snapshot that holds any of ${types.slice(0, ANSWERS_SHOWN).join(', ')}`];
}
