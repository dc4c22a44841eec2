import { count, type PromiseRow, type Report, type Result, sayUnseen, unjudged } from '#report';
import { type Page, place, safe, shortName } from './page.ts';

const REASONS_SHOWN = 2;
const ASSETS_SHOWN = 5;
const GROUPS_SHOWN = 10;
const WAIVED_SHOWN = 10;
const ERRORS_SHOWN = 10;

/** What missing evidence leaves open. */
interface Group {
  /** Each with the environments that it is about. */
  readonly reasons: Map<string, Set<string>>;
  readonly needs: Set<string>;
  readonly results: Result[];
  /** Promises that no result stands for: their subjects were not seen. */
  readonly promises: PromiseRow[];
}

/** What could not be judged, by what would answer it; what leaves most open comes first. */
export function* open(report: Report, page: Page): Generator<string> {
  const groups = groupsOf(report);
  const { unseen } = unjudged(report);
  if (groups.length + unseen.length === 0) return;
  yield page.heading('COULD NOT BE JUDGED', 'unknown is never counted as kept');
  const shown = page.verbose ? groups : groups.slice(0, GROUPS_SHOWN);
  const environments = Object.keys(report.summary.byEnvironment);
  for (const group of shown) yield* opened(group, environments, page);
  const rest = groups.length - shown.length;
  if (rest > 0) yield page.text(2, `and ${rest} more: --verbose or --format json lists all`, page.chalk.dim);
  if (unseen.length === 0) return;
  yield `\n${page.text(2, `${sayUnseen(unseen)}: ${count(unseen.length, 'promise')}`, String, 2)}`;
  if (page.verbose) {
    const policies = new Set(unseen.map(({ policy }) => safe(policy)));
    yield page.labelled(4, 'Open', 8, [...policies].join(', '));
  }
  yield page.labelled(4, 'Answer', 8, ELSEWHERE, page.chalk.cyan);
}

const ELSEWHERE = 'give evidence of it as well, or judge one environment alone with --env NAME';

/** A sentence without the names in it, so that the same gap at many assets is one. */
const kindOf = (text: string): string =>
  text.replace(/\S*\/\S*\/\S*|(?<=\bproject )\S+/g, '*').replace(/\d+/g, '0');

function groupsOf(report: Report): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = (reason: string, { needs, environment }: Result | PromiseRow): Group => {
    const key = kindOf(needs ?? reason);
    let group = groups.get(key);
    if (!group) {
      group = { reasons: new Map(), needs: new Set(), results: [], promises: [] };
      groups.set(key, group);
    }
    group.reasons.set(reason, (group.reasons.get(reason) ?? new Set()).add(environment));
    if (needs !== undefined) group.needs.add(needs);
    return group;
  };
  for (const result of report.results) {
    if (result.verdict !== 'unknown' && result.verdict !== 'manual') continue;
    groupOf(result.reason ?? result.message, result).results.push(result);
  }
  for (const row of unjudged(report).open) {
    if (row.verdict === 'unknown' && row.counts.unknown === 0) groupOf(row.reason, row).promises.push(row);
  }
  return [...groups.values()].sort(
    (a, b) => b.results.length + b.promises.length - a.results.length - a.promises.length,
  );
}

function* opened(
  { needs, reasons, results, promises }: Group,
  environments: readonly string[],
  page: Page,
): Generator<string> {
  const { chalk } = page;
  const cap = page.verbose ? Number.POSITIVE_INFINITY : REASONS_SHOWN;
  yield '\n';
  for (const [reason, about] of [...reasons].slice(0, cap)) {
    const where = environments.length > 1 ? environments.filter((one) => about.has(one)).join(', ') : '';
    yield page.text(2, where === '' ? safe(reason) : `${safe(where)}: ${safe(reason)}`, String, 2);
  }
  if (reasons.size > cap) yield page.text(4, `and ${count(reasons.size - cap, 'reason')} like it`, chalk.dim);
  const counts = new Map<string, number>();
  for (const { policy } of [...results, ...promises]) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  const policies = [...counts].map(([policy, n]) => (n > 1 ? `${safe(policy)} (${n})` : safe(policy)));
  yield page.labelled(4, 'Open', 8, policies.join(', '));
  if (page.verbose || results.length <= ASSETS_SHOWN) {
    const names = new Set(results.map(({ asset }) => shortName(asset.name)));
    for (const name of names) yield page.text(12, name, chalk.dim, 2);
  }
  const answers = [...needs].slice(0, page.verbose ? cap : 1);
  for (const [i, need] of answers.entries()) {
    yield page.labelled(4, i === 0 ? 'Answer' : '', 8, safe(need), chalk.cyan);
  }
  const rest = needs.size - answers.length;
  if (rest > 0) yield page.text(12, `and ${rest} more like it`, chalk.dim);
}

/** What fails and is covered by a waiver. */
export function* waived({ results }: Report, page: Page): Generator<string> {
  const covered = results.filter(({ verdict }) => verdict === 'waived');
  if (covered.length === 0) return;
  yield page.heading('WAIVED', count(covered.length, 'failure'));
  const shown = page.verbose ? covered : covered.slice(0, WAIVED_SHOWN);
  for (const { policy, asset, waiver } of shown) {
    yield `\n${page.text(2, `${safe(policy)} on ${shortName(asset.name)}`, String, 2)}`;
    if (!waiver) continue;
    const { reason, owner, until } = waiver;
    yield page.text(4, `until ${safe(until)} by ${safe(owner)}: ${safe(reason)}`, page.chalk.dim, 2);
  }
  const rest = covered.length - shown.length;
  if (rest > 0) yield page.text(2, `and ${rest} more: --verbose or --format json lists all`, page.chalk.dim);
}

/** What given input could not be used, and policies that threw. */
export function* errors({ errors, results }: Report, page: Page): Generator<string> {
  const thrown = results.filter(({ verdict }) => verdict === 'error');
  if (errors.length + thrown.length === 0) return;
  yield page.heading('ERRORS', 'the run was not done as asked');
  const shown = page.verbose ? errors : errors.slice(0, ERRORS_SHOWN);
  for (const { code, message, hint, ...at } of shown) {
    yield `\n${page.text(2, `${place(at)}: ${safe(message)} [${safe(code)}]`, page.chalk.red, 2)}`;
    if (hint !== undefined) yield page.text(4, safe(hint), page.chalk.dim);
  }
  const rest = errors.length - shown.length;
  if (rest > 0) yield page.text(2, `and ${rest} more: --verbose or --format json lists all`, page.chalk.dim);
  const causes = new Map<string, Result[]>();
  for (const result of thrown) {
    const key = `${result.policy}: ${result.cause ?? result.message}`;
    causes.set(key, [...(causes.get(key) ?? []), result]);
  }
  for (const [cause, same] of causes) {
    yield `\n${page.text(2, `policy ${safe(cause)}`, page.chalk.red, 2)}`;
    const more = same.length > 1 ? ` and ${same.length - 1} more` : '';
    yield page.text(4, `on ${shortName((same[0] as Result).asset.name)}${more}`, page.chalk.dim, 2);
  }
}
