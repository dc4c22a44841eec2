import { judgeOf } from '#policy';
import { byAsset, type ErrorRow, type PromiseRow, type Report, type Result, summarise } from '#report';
import type { Inventory } from '../inventory/world.ts';
import { Baseline, baselineNotices } from './baseline.ts';
import { Environments } from './environment.ts';
import { Gaps } from './gaps.ts';
import type { AuditInput } from './input.ts';
import { ledgerOf, unmappedRows } from './ledger.ts';
import { unmatchedNames } from './names.ts';
import { aged, noticesOf } from './notices.ts';
import { lookupIn, strategyOf } from './parameters.ts';
import { Cell, elsewhere } from './promise.ts';
import { Results } from './result.ts';
import { policyRow, type Selected, select } from './selection.ts';
import { Subjects } from './subjects.ts';
import { Waivers } from './waivers.ts';

/**
 * Judges a world by policies and settings. Pure: it reads nothing but its input and never throws for what a policy
 * does; equal input gives an equal report.
 */
export function audit(input: AuditInput): Report {
  const { world, settings, clock, options = {}, iamCounts = new Map<string, number>() } = input;
  const selected = select(input.policies, settings);
  const environments = new Environments(input);
  const counted = countByEnvironment(world, iamCounts, environments);
  const subjects = new Subjects(world, environments, counted.keys());
  const gaps = new Gaps(world, subjects);
  const waivers = new Waivers(settings.waivers, world, clock);
  const baseline = input.baseline && new Baseline(input.baseline, world, clock);
  const rows = new Results(world, waivers, clock, { baseline, locate: input.locate });

  const promises: PromiseRow[] = [];
  const results: Result[] = [];
  for (const one of selected) {
    const own: Result[] = [];
    const judgedIn = subjects.environmentsOf(one);
    for (const environment of judgedIn) {
      const cell = new Cell();
      judge(one, environment, cell, own);
      if (one.types === undefined) cell.counts.pass += counted.get(environment) ?? 0;
      promises.push(cell.promise(one, environment, gaps.of(one, environment, cell.size)));
    }
    if (judgedIn.length === 0) promises.push(...subjects.environments.map((name) => elsewhere(one, name)));
    for (const result of own.sort(byAsset)) results.push(result);
  }

  function judge(one: Selected, environment: string, cell: Cell, own: Result[]): void {
    const { policy } = one;
    const lookup = lookupIn(settings, policy, environment);
    const judgement = judgeOf(policy, world, lookup, clock);
    for (const asset of subjects.of(one, environment)) {
      const judged = judgement(asset);
      baseline?.note(policy.id, asset, judged);
      const quiet = judged.verdict === 'pass' || judged.verdict === 'not-applicable';
      if (judged.verdict !== 'pass') gaps.note(policy.id, judged.doubts);
      if (quiet && !options.all) {
        cell.add(judged.verdict, asset.name, judged.reason);
        continue;
      }
      const { from } = environments.of(asset);
      const result = rows.of(asset, judged, { one, environment, from, lookup });
      cell.add(result.verdict, asset.name, told(result), result.needs);
      if (result.baselined && result.verdict === 'fail') cell.baselined++;
      own.push(result);
    }
  }

  const policies = selected.map(policyRow);
  const sources = aged(input.sources, settings, clock);
  const unseen = subjects.environments.filter((name) => subjects.isEmpty(name) && !counted.has(name));
  const baselineRows = baseline?.rows(selected);
  const judged = new Set(policies.map(({ id }) => id));
  const waiverRows = waivers.rows(judged);
  return {
    schemaVersion: '1.0',
    tool: input.tool,
    ...(options.clockGiven && { clock: new Date(clock).toISOString() }),
    ...(options.selectedBy && { selectedBy: options.selectedBy }),
    sources,
    strategy: strategyOf(
      settings,
      selected.map(({ policy }) => policy),
      subjects.environments,
    ),
    summary: summarise(promises, policies),
    promises,
    ...(isPart(unseen, subjects.environments) && { unseen }),
    results,
    policies,
    waivers: waiverRows,
    ...(baselineRows && { baseline: baselineRows }),
    errors: (input.problems ?? []).map(errorRow),
    notices: [
      ...(input.notices ?? []),
      ...unmatchedNames(selected, settings, subjects),
      ...noticesOf(environments.assumed, sources, waiverRows, settings.snapshot.maxAgeDays, results),
      ...baselineNotices(baselineRows ?? [], judged),
    ],
    ledger: [...ledgerOf(world, selected, subjects, gaps, iamCounts), ...unmappedRows(input.unmapped)],
  };
}

/** Where nothing was seen anywhere, no environment stands out. */
const isPart = (some: readonly string[], all: readonly string[]): boolean =>
  some.length > 0 && some.length < all.length;

/** A reader's problem as the report's contract has it; the reader may know more. */
const errorRow = ({ code, message, uri, line, hint }: ErrorRow): ErrorRow => ({
  code,
  message,
  uri,
  ...(line !== undefined && { line }),
  ...(hint !== undefined && { hint }),
});

/** What a promise says of the first result of its verdict, where counts say it better: nothing. */
const told = ({ verdict, reason, cause }: Result): string | undefined =>
  verdict === 'error' ? cause : verdict === 'fail' || verdict === 'pass' ? undefined : reason;

/** Assets whose IAM policy the reader saw in bytes only, by environment. */
function countByEnvironment(
  world: Inventory,
  iamCounts: ReadonlyMap<string, number>,
  environments: Environments,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [token, count] of iamCounts) {
    const { environment } = environments.ofProject(token === '' ? undefined : world.projectId(token));
    counts.set(environment, (counts.get(environment) ?? 0) + count);
  }
  return counts;
}
