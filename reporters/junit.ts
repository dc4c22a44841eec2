import {
  assetName,
  conclude,
  count,
  grouped,
  inert,
  inView,
  marksOf,
  type Report,
  type ReporterOptions,
  type Result,
  safe,
  sayTurn,
  spotOf,
  totalOf,
} from '#report';

/**
 * GitLab refuses files of more than 30 MB, and those of more than 250,000 nodes, of which a case has up to ten:
 * docs.gitlab.com/ci/testing/unit_test_reports, and issue 507482 of gitlab-org/gitlab.
 */
const CASES = 25_000;
const BYTES = 28_000_000;
const NAME = 1_000;
const LINES = 20;

/** How a test case ended, why, and where that is. */
interface Case {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'failure' | 'error' | 'skipped' | 'pass';
  readonly severity: string;
  readonly message: string;
  readonly text: string;
  readonly place: Readonly<Record<string, string | number>>;
}

/** A case as it is written. */
interface Written extends Case {
  readonly element: string;
}

/** What must not be cut off comes first. */
const OUTCOMES: Readonly<Record<Case['outcome'], number>> = { error: 0, failure: 1, skipped: 2, pass: 3 };

/**
 * One test case for each asset that a policy judges, and one for each environment in which a policy could judge none for
 * want of evidence, in a suite for each policy. Skipped is what is waived, in the
 * baseline, or could not be judged, with the reason: `--strict` decides the exit code and changes no byte of a report.
 * What a policy does not concern is no case.
 */
export function* junit(report: Report, options: ReporterOptions = {}): Generator<string> {
  const given = [...report.results, ...(report.drift?.results ?? [])].flatMap((result) =>
    caseOf(result, options),
  );
  const all = written([...mistakesOf(report, options), ...given, ...openIn(report)]);
  const cases = fitting(all);
  const left = all.length - cases.length;
  if (left > 0) {
    const said = `${left} of ${count(all.length, 'test case')} are left out, those that pass first`;
    options.told?.(`junit: ${said}: GitLab refuses larger files`);
  }
  const suites = grouped(cases, ({ suite }) => suite);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: 'pinky-audit', ...totals(cases) })}>\n`;
  for (const [name, own] of suites) {
    yield `  <testsuite${attributes({ name, ...totals(own) })}>\n`;
    for (const { element } of own) yield `    ${element}\n`;
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

/** The cases as elements, each with a name of its own: of two of one name GitLab reads one. */
function written(cases: readonly Case[]): Written[] {
  const names = new Map<string, number>();
  return cases.map((one) => {
    const key = `${one.suite}\0${one.name}`;
    const nth = (names.get(key) ?? 0) + 1;
    names.set(key, nth);
    const name = nth === 1 ? one.name : `${one.name} (${nth})`;
    const head = `<testcase${attributes({ classname: one.suite, name, ...one.place })}`;
    if (one.outcome === 'pass') return { ...one, element: `${head}/>` };
    const type = one.outcome === 'skipped' ? {} : { type: one.severity };
    const why = `<${one.outcome}${attributes({ ...type, message: one.message })}>${escaped(one.text)}</${one.outcome}>`;
    return { ...one, element: `${head}>${why}</testcase>` };
  });
}

function fitting(all: readonly Written[]): readonly Written[] {
  let room = BYTES;
  for (const { element } of all) room -= Buffer.byteLength(element);
  if (all.length <= CASES && room >= 0) return all;
  const sorted = [...all].sort((a, b) => OUTCOMES[a.outcome] - OUTCOMES[b.outcome]).slice(0, CASES);
  room = BYTES;
  return sorted.filter(({ element }) => (room -= Buffer.byteLength(element)) >= 0);
}

const totals = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome === 'failure').length,
  errors: cases.filter(({ outcome }) => outcome === 'error').length,
  skipped: cases.filter(({ outcome }) => outcome === 'skipped').length,
});

function caseOf(result: Result, options: ReporterOptions): Case[] {
  const { policy, verdict, asset, message, findings, waiver, baselined, reason, needs, cause } = result;
  if (verdict === 'not-applicable') return [];
  const spot = spotOf(findings[0]?.source ?? { ...result.origin, quality: 'record' }, options);
  const base = {
    suite: policy,
    name: assetName(asset),
    severity: result.severity,
    place: spot ? { file: spot.path, line: spot.line } : {},
  };
  const lines = findings.slice(0, LINES).map((one) => [one.message, ...marksOf(one, result)].join(' · '));
  const more = findings.length > LINES ? [`and ${findings.length - LINES} more`] : [];
  const text = [...lines, ...more].join('\n');
  const marks = findings[0] ? marksOf(findings[0]) : [];
  // Whether it failed before nobody knows: it is no failure of the comparison.
  if (result.drift?.turn === 'regained' && verdict === 'fail')
    return [{ ...base, outcome: 'skipped', message: `${sayTurn(result.drift)}: ${message}`, text }];
  switch (verdict) {
    case 'pass':
      return [{ ...base, outcome: 'pass', message, text }];
    case 'error':
      return [{ ...base, outcome: 'error', message: cause ?? message, text }];
    case 'fail':
      return [
        {
          ...base,
          outcome: baselined ? 'skipped' : 'failure',
          message: baselined ? `in the baseline: ${message}` : message,
          text,
        },
      ];
    case 'waived':
      return [
        {
          ...base,
          outcome: 'skipped',
          message: waiver ? (marksOf({ waiver })[0] ?? message) : marks.join('; '),
          text,
        },
      ];
    default: {
      const said = `${verdict}: ${reason ?? message}${needs === undefined ? '' : `; ${needs}`}`;
      return [{ ...base, outcome: 'skipped', message: said, text }];
    }
  }
}

/** Policies that are open in an environment, though no asset there is told of: a type of evidence is missing. */
function openIn(report: Report): Case[] {
  const { promises } = inView(report);
  const lived = new Set(promises.filter(({ counts }) => totalOf(counts) > 0).map((one) => one.environment));
  return promises
    .filter(
      ({ verdict, counts, environment }) =>
        verdict === 'unknown' && counts.unknown === 0 && lived.has(environment),
    )
    .map(({ policy, environment, reason, needs }) => ({
      suite: policy,
      name: `evidence of ${environment}`,
      outcome: 'skipped',
      severity: '',
      message: `unknown: ${reason}${needs === undefined ? '' : `; ${needs}`}`,
      text: '',
      place: {},
    }));
}

/** What could not be used is a test that broke, and so is a run that proves nothing. */
function mistakesOf(report: Report, options: ReporterOptions): Case[] {
  const broke = { suite: 'input', outcome: 'error' as const };
  const given = report.errors.map(({ code, message, uri, line, hint = '' }): Case => {
    const spot = spotOf({ uri, line, quality: 'exact' }, options);
    const at = [uri, line].filter((part) => part !== undefined && part !== '').join(':');
    const place = spot ? { file: spot.path, line: spot.line } : {};
    return { ...broke, name: `${code} ${at}`, severity: code, message, text: hint, place };
  });
  const { state, text } = conclude(report);
  if (state !== 'nothing') return given;
  return [
    ...given,
    { ...broke, name: 'evidence', severity: 'nothing-judged', message: text, text: '', place: {} },
  ];
}

const attributes = (all: Readonly<Record<string, string | number>>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${escaped(safe(String(value), NAME))}"`)
    .join('');

/** Text as XML 1.0 may hold it, in an element or an attribute: what it may not hold at all is written out. */
const escaped = (text: string): string =>
  text
    .split('\n')
    .map(inert)
    .join('\n')
    .replace(/[\ufffe\uffff]/g, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
