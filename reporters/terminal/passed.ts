import { count, grouped, type Report, type Result } from '#report';
import { type Page, safe, shortName } from './page.ts';

const ASSETS_SHOWN = 10;

/** Each asset that passes, and why others are not concerned: a report holds them where `--all` asked for them. */
export function* passed(report: Report, page: Page): Generator<string> {
  yield* listed(report, page, 'pass', 'PASSED', () => '');
  yield* listed(report, page, 'not-applicable', 'NOT CONCERNED', ({ reason }) => ` (${safe(reason ?? '')})`);
}

function* listed(
  { results, policies }: Report,
  page: Page,
  verdict: Result['verdict'],
  heading: string,
  beside: (result: Result) => string,
): Generator<string> {
  const all = results.filter((result) => result.verdict === verdict);
  if (all.length === 0) return;
  yield page.heading(heading, count(all.length, 'result'));
  const groups = grouped(all, ({ policy }) => policy);
  for (const { id } of policies) {
    const group = groups.get(id);
    if (!group) continue;
    yield page.text(2, safe(id), page.chalk.bold);
    const shown = page.verbose ? group : group.slice(0, ASSETS_SHOWN);
    for (const result of shown)
      yield page.text(
        4,
        `${shortName(result.asset.name || (result.asset.address ?? ''))}${beside(result)}`,
        String,
        2,
      );
    const more = group.length - shown.length;
    if (more > 0)
      yield page.text(4, `and ${more} more: --verbose, or the JSON report, lists each`, page.chalk.dim);
  }
}
