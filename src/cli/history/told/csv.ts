import { inert } from '../../../report/index.ts';
import type { Trend } from '../trend.ts';
import { moment } from './say.ts';

/** The tables that CSV can hold, one at a time. */
export const TABLES = ['verdicts', 'findings'] as const;
export type Table = (typeof TABLES)[number];

type Cell = string | number | null | undefined;

/** A trend as CSV (RFC 4180): a row for each promise and run, or for each time that something failed. */
export function* trendCsv(trend: Trend, name: Table): Generator<string> {
  for (const row of name === 'verdicts' ? verdicts(trend) : findings(trend))
    yield `${row.map(field).join(',')}\r\n`;
}

function* verdicts({ runs, promises }: Trend): Generator<Cell[]> {
  yield ['time', 'run', 'scope', 'environment', 'policy', 'severity', 'verdict'];
  for (const [i, { time, run, scope }] of runs.entries())
    for (const { environment, policy, severity, verdicts } of promises)
      if (verdicts[i]) yield [moment(time), run, scope, environment, policy, severity, verdicts[i]];
}

function* findings({ findings }: Trend): Generator<Cell[]> {
  yield [
    ...['policy', 'severity', 'environment', 'asset', 'type', 'project', 'state'],
    ...['first', 'last', 'end', 'seconds', 'runs', 'fingerprint'],
  ];
  for (const one of findings)
    yield [
      ...[one.policy, one.severity, one.environment, one.asset, one.type, one.project, one.state],
      ...[moment(one.first), moment(one.last), one.end === undefined ? '' : moment(one.end)],
      one.end === undefined ? '' : Math.round((one.end - one.first) / 1000),
      ...[one.runs, one.fingerprint],
    ];
}

/** A spreadsheet takes what begins with these for a formula (OWASP, CSV injection); an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = inert(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
