import { categoryOf, conclude, count, hiddenFailures, type Report, type ReporterOptions } from '#report';
import { Comment } from './markdown/comment.ts';
import { assets, turned, turns } from './markdown/drift.ts';
import { broken, known, mistakes, open, overview, sources } from './markdown/parts.ts';

/** A comment on GitHub holds 65,536 characters; what a bot puts around it has room, too. */
const LIMIT = 65_000;

/**
 * The report as a comment on a pull request: the verdict first, then a table of what is broken, then details to unfold.
 * Its first line, which nobody sees, names the audit, so that the next run finds the comment and replaces it.
 */
export function* markdown(report: Report, options: ReporterOptions = {}): Generator<string> {
  const comment = new Comment(options.limit ?? LIMIT);
  comment.add(`<!-- pinky-audit: ${categoryOf(report, options).replaceAll('--', '-_')} -->`);
  comment.add(`### pinky-audit\n\n**${conclude(report).text}**`);
  const hidden = hiddenFailures(report);
  if (hidden > 0) comment.add(`${count(hidden, 'failure')} below ${report.shownFrom} not shown.`);
  mistakes(report, comment);
  if (report.drift) {
    turns(report, report.drift, options, comment);
    broken(report, options, comment);
    known(report, options, comment);
    turned(report.drift, comment);
    assets(report.drift, comment);
    sources({ ...report, sources: [...report.drift.old, ...report.sources] }, comment);
  } else {
    overview(report, options, comment);
    broken(report, options, comment);
    known(report, options, comment);
    open(report, comment);
    sources(report, comment);
  }
  if (comment.left > 0) {
    const said = `${count(comment.left, 'entry')} left out`.replace('entrys', 'entries');
    options.told?.(`markdown: ${said}, for a comment has a limit; the JSON report holds all`);
    comment.end(`${said}: a comment has a limit. The JSON report holds all.`);
  }
  yield comment.text();
}
