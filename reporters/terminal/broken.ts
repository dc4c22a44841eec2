import {
  count,
  grouped,
  isNew,
  judgedIn,
  marksOf,
  newFirst,
  type PolicyRow,
  type RepairRow,
  type Report,
  type Result,
  reaches,
  SECTIONS,
  SEVERITIES,
  type Section,
  width,
} from '#report';
import { type Page, place, safe, shortName } from './page.ts';

const ASSETS_SHOWN = 10;
const FINDINGS_SHOWN = 5;

const IMPACT: Readonly<Record<RepairRow['impact'], string>> = {
  none: 'nothing restarts',
  'new-revision': 'makes a new revision',
  restart: 'restarts the resource',
  replace: 'replaces the resource',
  'cuts-clients': 'some callers that work now stop working',
};

/** The failures of one policy, those that are new first. */
interface Broken {
  readonly policy: PolicyRow;
  readonly results: readonly Result[];
  /** How many of them the baseline holds. */
  readonly known: number;
}

const hasNew = ({ results, known }: Broken): boolean => known < results.length;

/**
 * What fails, by section of the strategy: the section with the worst failure first, in it the worst policy. What the
 * baseline holds comes after what is new, in the same order.
 */
export function* broken(report: Report, page: Page): Generator<string> {
  const failures = report.results.filter(({ verdict }) => verdict === 'fail');
  const groups = grouped(failures, ({ policy }) => policy);
  const failing = report.policies.flatMap((policy): Broken[] => {
    const results = groups.get(policy.id);
    if (!results) return [];
    const known = results.filter(({ baselined }) => baselined).length;
    return [{ policy, results: newFirst(results, ({ baselined }) => !baselined), known }];
  });
  for (const section of sectionsOf(failing)) {
    const policies = newFirst(
      failing.filter(({ policy }) => policy.section === section),
      hasNew,
    );
    const all = report.policies.filter((policy) => policy.section === section).length;
    const of = `${policies.length} of ${all === 1 ? '1 policy' : `${all} policies`}`;
    yield page.heading(SECTIONS[section].toUpperCase(), `${sayFailures(policies)} in ${of}`);
    for (const one of policies) yield* brokenPolicy(one, report, page);
  }
}

/** `1 new failure and 26 in the baseline,`, `27 failures`: how many there are, before where they are. */
function sayFailures(policies: readonly Broken[]): string {
  const all = policies.reduce((sum, { results }) => sum + results.length, 0);
  const known = policies.reduce((sum, one) => sum + one.known, 0);
  if (known === 0) return count(all, 'failure');
  return known === all
    ? `${count(all, 'failure')} in the baseline`
    : `${count(all - known, 'new failure')} and ${known} in the baseline,`;
}

/** Sections by their worst failure that is new, then by their worst in the baseline, then in the strategy's order. */
function sectionsOf(failing: readonly Broken[]): Section[] {
  const worst = (section: Section) => {
    const own = failing.filter(({ policy }) => policy.section === section);
    const fresh = own.filter(hasNew);
    const level = SEVERITIES.findIndex((one) =>
      (fresh.length > 0 ? fresh : own).some(({ policy }) => reaches(policy.severity, one)),
    );
    return fresh.length > 0 ? level : SEVERITIES.length + level;
  };
  return (Object.keys(SECTIONS) as Section[])
    .filter((section) => failing.some(({ policy }) => policy.section === section))
    .sort((a, b) => worst(a) - worst(b));
}

function* brokenPolicy({ policy, results, known }: Broken, report: Report, page: Page): Generator<string> {
  const { chalk } = page;
  const [clause] = policy.strategy;
  yield `\n  ${page.severity(policy.severity)}  ${page.text(12, safe(policy.title), chalk.bold).slice(12)}`;
  yield page.text(12, `${safe(policy.id)}: ${sharesOf(policy, report)}`);
  if (clause) yield page.text(12, `Strategy ${safe(clause.line)} "${safe(clause.text)}"`, chalk.dim);
  const environments = Object.keys(report.summary.byEnvironment);
  const ordered = newFirst(
    environments.flatMap((name) => results.filter(({ environment }) => environment === name)),
    ({ baselined }) => !baselined,
  );
  const shown = page.verbose ? ordered : ordered.slice(0, ASSETS_SHOWN);
  for (const alike of alikes(shown, environments.length > 1, page)) yield* brokenAssets(alike, page);
  const rest = results.length - shown.length;
  if (rest > 0) {
    const old = Math.min(rest, known);
    const held = old === 0 ? '' : old === rest ? ' in the baseline' : `, ${old} of them in the baseline`;
    yield page.text(4, `and ${rest} more${held}: --verbose or --format json lists all`, chalk.dim);
  }
  yield '\n';
  const [first] = results;
  if (first?.repair) yield page.labelled(4, 'Repair', 8, sayRepair(first.repair), chalk.dim);
  for (const [i, command] of commands(policy, page).entries()) {
    yield page.labelled(4, i === 0 ? 'Next' : '', 8, command, chalk.cyan);
  }
}

/** `2 of 3 assets fail in production (1 of them in the baseline), 1 of 1 asset fails in staging`. */
function sharesOf(policy: PolicyRow, report: Report): string {
  return report.promises
    .filter((row) => row.policy === policy.id && row.counts.fail > 0)
    .map(({ counts, environment, baselined = 0 }) => {
      const all = judgedIn(counts);
      const held =
        baselined === 0
          ? ''
          : baselined < counts.fail
            ? ` (${baselined} of them in the baseline)`
            : ' (in the baseline)';
      return `${counts.fail} of ${count(all, 'asset')} ${counts.fail === 1 ? 'fails' : 'fail'} in ${safe(environment)}${held}`;
    })
    .join(', ');
}

/** Assets of which the same is to be said. */
interface Alike {
  readonly said: readonly string[];
  readonly results: Result[];
}

/**
 * Groups assets by what is wrong with them, so that a mistake made ten times is explained once; of `several`
 * environments, each by itself.
 */
function alikes(results: readonly Result[], several: boolean, page: Page): Alike[] {
  const groups = new Map<string, Alike>();
  for (const result of results) {
    const said = saidOf(result, several ? `${safe(result.environment)}: ` : '', page);
    const key = said.join('\n');
    const group = groups.get(key);
    if (group) group.results.push(result);
    else groups.set(key, { said, results: [result] });
  }
  return [...groups.values()];
}

/** What is to be said of an asset, a line each; `where` begins each thing that is wrong. */
function saidOf(result: Result, where: string, page: Page): string[] {
  const { findings, notes, reason, message } = result;
  const open = newFirst(
    findings.filter(({ waiver }) => !waiver),
    isNew,
  );
  const shown = page.verbose ? open : open.slice(0, FINDINGS_SHOWN);
  const lines = shown.map((finding) => {
    const holder = finding.asset ? `in ${shortName(finding.asset.name)}, ` : '';
    const marks = marksOf(finding, result).map((mark) => ` (${safe(mark)})`);
    return `${where}${holder}${safe(finding.message, 300)}${marks.join('')}`;
  });
  if (lines.length === 0) lines.push(where + safe(message, 300));
  if (open.length > shown.length) lines.push(`and ${open.length - shown.length} more`);
  if (findings.length > open.length)
    lines.push(`${count(findings.length - open.length, 'other finding')} waived`);
  for (const text of reason === undefined ? notes : [reason, ...notes]) lines.push(`note: ${safe(text)}`);
  return lines;
}

function* brokenAssets({ said, results }: Alike, page: Page): Generator<string> {
  yield '\n';
  for (const line of said) yield page.text(4, line, String, 2);
  for (const result of results) {
    const name = shortName(result.asset.name || (result.asset.address ?? ''));
    const at = `at ${placesOf(result)}`;
    if (8 + width(name) + 1 + width(at) <= page.columns) yield `      - ${name} ${page.chalk.dim(at)}\n`;
    else yield page.labelled(6, '-', 2, name) + page.text(8, at, page.chalk.dim, 2);
  }
}

/** Where the findings are; those on other assets may stand elsewhere than the result. */
function placesOf({ findings, origin }: Result): string {
  const places = [...new Set(findings.slice(0, FINDINGS_SHOWN).map(({ source }) => place(source)))];
  return places.length === 0 ? place(origin) : places.join(', ');
}

function sayRepair({ kind, impact, requires }: RepairRow): string {
  const how = { automatic: 'automatic', create: 'create what is missing', manual: 'by hand' }[kind];
  const effect = kind === 'manual' && impact === 'none' ? '' : `; ${IMPACT[impact]}`;
  return `${how}${effect}${requires === undefined ? '' : `; requires ${safe(requires)}`}`;
}

function commands({ id }: PolicyRow, page: Page): string[] {
  const out: string[] = [];
  if (page.commands.includes('policies')) out.push(`pinky-audit policies ${safe(id)}`);
  if (page.commands.includes('provision')) out.push(`pinky-audit provision plan --policy ${safe(id)}`);
  return out;
}
