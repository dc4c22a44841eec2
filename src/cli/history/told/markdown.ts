import { code, inert, plain, safe, table } from '../../../report/index.ts';
import type { Episode, Trend } from '../trend.ts';
import { DEFINITION, ends, moment, repairRows, sayTime, signs } from './say.ts';

const RUNS_SHOWN = 60;
const ROWS = 100;

const text = (value: string): string => plain(safe(value)).replaceAll('&', '&amp;');
const cell = (value: string): string => code(safe(value));

/** A trend as Markdown: verdicts, promises, findings, times to repair. */
export function* trendMarkdown(trend: Trend): Generator<string> {
  const { runs, findings } = trend;
  const last = runs.at(-1)?.time ?? 0;
  const span = runs[0] ? ` from ${moment(runs[0].time)} to ${moment(last)}` : '';
  yield `### pinky-audit: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}${span}\n\n`;
  const counts = trend.environments.map(({ environment, fail, unknown, waived, pass }) => [
    cell(environment),
    ...[fail, unknown, waived, pass].map(ends),
  ]);
  yield `${table(['environment', 'fail', 'unknown', 'waived', 'pass'], counts)}\n\n`;
  const broken = trend.promises.filter(({ verdicts }) => verdicts.some((one) => one === 'fail'));
  if (broken.length > 0) {
    yield 'Promises, a sign for each run: x broken, . kept, ? not judged, ~ waived, - not part of the run\n\n';
    const rows = broken.map(({ severity, policy, environment, verdicts }) => [
      severity,
      text(policy),
      cell(environment),
      code(inert(signs(verdicts.slice(-RUNS_SHOWN)))),
    ]);
    yield `${table(['severity', 'promise', 'environment', 'runs'], rows)}\n\n`;
  }
  yield* episodes(
    'Open',
    findings.filter(({ state }) => state === 'open'),
    last,
  );
  yield* episodes(
    'Resolved',
    findings.filter(({ state }) => state !== 'open'),
    last,
  );
  const times = repairRows(trend).map(([name, { repaired, mean, longest, open, oldest, ended }]) => [
    ...[name, String(repaired), mean === undefined ? '' : sayTime(mean)],
    ...[longest === undefined ? '' : sayTime(longest), String(open)],
    ...[oldest === undefined ? '' : sayTime(oldest), String(ended)],
  ]);
  yield `${table(['severity', 'repaired', 'mean', 'longest', 'open', 'oldest open', 'ended'], times)}\n\n${DEFINITION}\n`;
}

function* episodes(head: string, all: readonly Episode[], last: number): Generator<string> {
  if (all.length === 0) return;
  yield `**${head}: ${all.length}**\n\n`;
  const rows = all
    .slice(0, ROWS)
    .map(({ severity, policy, environment, asset, state, first, end }) => [
      ...[severity, text(policy), cell(environment), cell(asset), moment(first)],
      state === 'open'
        ? sayTime(last - first)
        : `${state} ${moment(end ?? last)} after ${sayTime((end ?? last) - first)}`,
    ]);
  yield `${table(['severity', 'policy', 'environment', 'asset', 'since', ''], rows)}\n\n`;
  if (all.length > rows.length) yield `and ${all.length - rows.length} more: the JSON form holds all\n\n`;
}
