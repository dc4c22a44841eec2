import type { Switches } from '../../options.ts';
import { Paper } from '../../paper.ts';
import type { Episode, Trend } from '../trend.ts';
import { bars, DEFINITION, day, ends, moment, repairRows, sayTime, signs } from './say.ts';

const FINDINGS_SHOWN = 20;
/** Kept for what stands before a row of runs. */
const LABEL = 44;
const FEWEST = 20;

/** Prints a trend for a person: readable at 80 columns and without colour. */
export function printTrend(trend: Trend, file: string, { verbose, ...switches }: Switches): Promise<void> {
  const paper = new Paper(switches);
  const { runs } = trend;
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return paper.text(`history ${file}: no run from then on`).print();
  paper.text(
    `history ${file}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'} from ${moment(first.time)} to ${moment(last.time)}`,
  );
  const room = Math.max(FEWEST, paper.columns - LABEL);
  const newest = <T>(list: readonly T[]): readonly T[] => list.slice(-room);
  const cut = runs.length > room ? `, the newest ${room}` : '';
  paper.heading(`VERDICTS  a bar for each run, oldest first${cut}`);
  paper.table(
    trend.environments.flatMap(({ environment, ...counts }) =>
      (['fail', 'unknown', 'waived', 'pass'] as const).flatMap((name) =>
        counts[name].some((one) => one) || name === 'fail'
          ? [[environment, name, ends(counts[name]), bars(newest(counts[name]))]]
          : [],
      ),
    ),
  );
  const told = trend.promises.filter(({ verdicts }) => verbose || verdicts.some((one) => one === 'fail'));
  if (told.length > 0) {
    paper.heading(`PROMISES  a sign for each run${cut}`);
    paper.text('x broken, . kept, ? not judged, ~ waived, - not part of the run', 2);
    paper.table(
      told.map(({ severity, policy, environment, verdicts }) => [
        severity,
        `${policy} (${environment})`,
        signs(newest(verdicts)),
      ]),
    );
  }
  const last_ = last.time;
  const open = trend.findings.filter(({ state }) => state === 'open');
  findings(paper, 'OPEN', open, verbose, (one) => `since ${day(one.first)}, ${sayTime(last_ - one.first)}`);
  const over = trend.findings.filter(({ state }) => state !== 'open');
  findings(paper, 'RESOLVED', over, verbose, (one) => {
    const end = one.end ?? last_;
    return `${one.state} ${day(end)} after ${sayTime(end - one.first)}`;
  });
  paper.heading('TIME TO REPAIR');
  paper.table([
    ['', 'repaired', 'mean', 'longest', 'open', 'oldest', 'ended'],
    ...repairRows(trend).map(([name, { repaired, mean, longest, open, oldest, ended }]) => [
      ...[name, String(repaired), mean === undefined ? '-' : sayTime(mean)],
      ...[longest === undefined ? '-' : sayTime(longest), String(open)],
      ...[oldest === undefined ? '-' : sayTime(oldest), String(ended)],
    ]),
  ]);
  return paper.text('').text(DEFINITION).print();
}

function findings(
  paper: Paper,
  head: string,
  all: readonly Episode[],
  verbose: true | undefined,
  say: (one: Episode) => string,
): void {
  if (all.length === 0) return;
  paper.heading(`${head}: ${all.length}`);
  const shown = verbose ? all : all.slice(0, FINDINGS_SHOWN);
  for (const one of shown) {
    paper.text(
      `${one.severity} ${one.policy} on ${one.asset.replace(/^\/\/[^/]+\//, '')} (${one.environment})`,
      2,
    );
    paper.text(say(one), 4);
  }
  if (all.length > shown.length)
    paper.text(`and ${all.length - shown.length} more: --verbose or --format json lists all`, 2);
}
