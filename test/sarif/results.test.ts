import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Finding, LedgerRow, Report, ReporterOptions } from '#report';
import { narrow } from '#report';
import { cut } from '../../reporters/sarif/limits.ts';
import { finding, policyRow, reportOf, result } from '../unit/report/made.ts';
import { fails, OPTIONS, reports, sarifOf } from './documents.ts';
import { githubIngestLint } from './lint.ts';

const runOf = (report: Report, options: ReporterOptions = {}): Run => {
  const text = sarifOf(report, { ...OPTIONS, ...options });
  return (JSON.parse(text) as Log).runs[0] as Run;
};
const resultsOf = (report: Report, options?: ReporterOptions): Result[] =>
  runOf(report, options).results ?? [];
const hashOf = (report: Report, options?: ReporterOptions): string[] =>
  resultsOf(report, options).map((one) => one.partialFingerprints?.['primaryLocationLineHash'] ?? '');

/** A finding of a block of Terraform. */
const inBlock = (address: string, more: Partial<Finding['source']> = {}, path?: string): Finding => {
  const one = finding(path);
  return { ...one, source: { ...one.source, address, ...more } };
};
const block = (address: string, more: Partial<Finding['source']> = {}, path?: string) =>
  result('sql-no-public-ip', 'db', [inBlock(address, more, path)]);
const ADDRESS = 'module.a["x"].google_sql_database_instance.db[0]';

describe('a rule', () => {
  it('is there for each selected policy, sorted, whatever is found', () => {
    const policies = [policyRow('z', 'low'), policyRow('a'), policyRow('m', 'medium')];
    const empty = reportOf([], { policies });
    const full = reportOf([fails('z', 'db'), fails('a', 'db')], { policies });
    expect(runOf(empty).tool.driver.rules).toEqual(runOf(full).tool.driver.rules);
    expect(runOf(full).tool.driver.rules?.map(({ id }) => id)).toEqual(['a', 'm', 'z']);
    expect(runOf(narrow(full, 'critical')).tool.driver.rules).toEqual(runOf(full).tool.driver.rules);
  });

  it.each([
    ['critical', 'error', '9.5', 'error'],
    ['high', 'error', '8.0', 'error'],
    ['medium', 'warning', '5.5', 'warning'],
    ['low', 'note', '2.0', 'recommendation'],
  ] as const)('of severity %s has level %s', (severity, level, score, problem) => {
    const policies = [
      policyRow('secure', severity),
      policyRow('hardened', severity, {
        section: 'implementation',
        strategy: [{ line: 'L284', heading: 'Security Hardening', text: 'x' }],
      }),
      policyRow('scaled', severity, {
        section: 'scaling',
        strategy: [{ line: 'L177', heading: 'Auto-scaling', text: 'x' }],
      }),
    ];
    const rules = runOf(reportOf([], { policies })).tool.driver.rules ?? [];
    expect(rules.map(({ defaultConfiguration }) => defaultConfiguration?.level)).toEqual([
      level,
      level,
      level,
    ]);
    expect(rules.map(({ properties }) => properties?.['security-severity'])).toEqual([
      score,
      undefined,
      score,
    ]);
    expect(rules.map(({ properties }) => properties?.['problem.severity'])).toEqual([
      undefined,
      problem,
      undefined,
    ]);
  });

  it('has no name that says what its id says, and at most ten tags, security first', () => {
    const references = Array.from({ length: 20 }, (_, i) => ({ framework: 'cis-gcp', id: `6.${i}` }));
    const [rule] =
      runOf(reportOf([], { policies: [policyRow('tier', 'high', { references })] })).tool.driver.rules ?? [];
    expect(rule?.name).toBeUndefined();
    expect(rule?.properties?.tags).toHaveLength(10);
    expect(rule?.properties?.tags?.[0]).toBe('security');
  });
});

describe('a result', () => {
  it('is one for each policy and place, and names how many instances and the first of them', () => {
    const results = resultsOf(reports['instances'] as Report);
    expect(results).toHaveLength(1);
    expect(results[0]?.message.text).toMatch(
      /^module\.a\.google_sql_database_instance\.db \(50 instances\): settings\.\S+ is true; it must be false\. Instances: module\.a\["k0"\]\.\S+, .* and 45 more\. /,
    );
    expect(results[0]?.locations?.[0]?.logicalLocations).toHaveLength(10);
    expect(results[0]?.properties).toMatchObject({ findings: 50, locationQuality: 'attribute' });
  });

  it('stands within the first line of a place of several', () => {
    const [one] = resultsOf(reportOf([block(ADDRESS, { line: 3, column: 5, endLine: 9, endColumn: 4 })]));
    expect(one?.locations?.[0]?.physicalLocation?.region).toEqual({
      startLine: 3,
      startColumn: 5,
      endLine: 3,
      endColumn: 6,
    });
  });

  it('tells waived and unknown results of none: they are no alerts', () => {
    const quiet = reportOf([
      result('a', 'db', [], { verdict: 'unknown', reason: 'not read' }),
      result('b', 'db', [], { verdict: 'manual' }),
      result('c', 'db', [], { verdict: 'pass' }),
      result('d', 'db', [], { verdict: 'not-applicable' }),
      ...(reports['waived'] as Report).results,
    ]);
    expect(resultsOf(quiet)).toEqual([]);
    const said = runOf(quiet).invocations?.[0]?.toolExecutionNotifications?.map(
      ({ descriptor }) => descriptor?.id,
    );
    expect(said).toEqual(['not-judged', 'waived']);
  });

  it('keeps what is open of a failure that is waived in part', () => {
    const waiver = { reason: 'r', owner: 'o', until: '2026-03-31' };
    const two = result('a', 'db', [
      finding('x', { waiver }),
      finding('y', { source: { ...finding().source, line: 20, endLine: 20 } }),
    ]);
    expect(resultsOf(reportOf([two])).map(({ message }) => message.text)).toEqual([
      expect.stringContaining('y is true'),
    ]);
    const all = resultsOf(reportOf([two]), { includeSuppressed: true });
    expect(all.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'external', status: 'accepted', justification: 'waived until 2026-03-31 by o: r' }],
      undefined,
    ]);
  });

  it('says that it is in the baseline, and its state only where suppressed results are asked for', () => {
    const report = reportOf([
      result('a', 'db', [finding('x', { baselined: true })], { baselined: true }),
      result('b', 'db', [finding('x')]),
    ]);
    expect(resultsOf(report)[0]?.message.text).toContain('In the baseline.');
    expect(resultsOf(report).map(({ baselineState }) => baselineState)).toEqual([undefined, undefined]);
    expect(resultsOf(report, { includeSuppressed: true }).map(({ baselineState }) => baselineState)).toEqual([
      'unchanged',
      'new',
    ]);
  });

  it('is new as long as one of its instances is, and names that one first', () => {
    const old = result('a', 'old', [finding('x', { baselined: true })], { baselined: true });
    const waiver = { reason: 'r', owner: 'o', until: '2026-03-31' };
    const waived = result('a', 'two', [finding('x', { waiver })], { verdict: 'waived', waiver });
    const states = (...results: Report['results']) =>
      resultsOf(
        reportOf([...results, result('b', 'db', [finding('y', { baselined: true })], { baselined: true })]),
        {
          includeSuppressed: true,
        },
      )
        .filter(({ ruleId }) => ruleId === 'a')
        .map(({ baselineState, suppressions, properties }) => [
          baselineState,
          suppressions,
          properties?.['baselined'],
        ]);
    expect(states(old, result('a', 'new', [finding('x')]))).toEqual([['new', undefined, undefined]]);
    expect(states(old, waived)).toEqual([['unchanged', undefined, true]]);
    const [one] = resultsOf(reportOf([old, result('a', 'new', [finding('x')])]));
    expect(
      one?.locations?.[0]?.logicalLocations?.map(({ fullyQualifiedName }) => fullyQualifiedName),
    ).toEqual(['new', 'old'].map((name) => expect.stringMatching(new RegExp(`/${name}$`))));
    expect(one?.message.text).not.toMatch(/In the baseline\./);
  });

  it.each([
    ['both', 'In code and cloud.'],
    ['cloud', 'In the cloud only: drift.'],
    ['code', 'In code only: applying it breaks the promise.'],
  ] as const)('of %s says where it holds', (presence, said) => {
    const [one] = resultsOf(reportOf([result('a', 'db', [finding('x', { presence })])]));
    expect(one?.message.text).toContain(said);
    const [ofResult] = resultsOf(reportOf([result('a', 'db', [finding('x')], { presence })]));
    expect(ofResult?.message.text).toContain(said);
  });

  it('links related places of the repository, and tells the others', () => {
    const related = [
      { uri: 'infra/main.tf', line: 3, column: 1, message: 'the module is called here' },
      { uri: '/elsewhere/variables.tf', line: 4, message: 'the value comes from var.public' },
    ];
    const [one] = resultsOf(reportOf([block(ADDRESS, { related })]));
    expect(one?.message.text).toMatch(
      /See also: \[the module is called here\]\(1\)\. See also: the value comes from var\.public\.$/,
    );
    expect(one?.relatedLocations).toEqual([
      expect.objectContaining({ id: 1, message: { text: 'the module is called here' } }),
    ]);
  });

  it('makes no link of what the evidence says', () => {
    const [one] = resultsOf(reports['hostile'] as Report);
    expect([...(one?.message.text ?? '').matchAll(/\]\(([^)]*)\)/g)].map(([, to]) => to)).toEqual(['1']);
  });

  it.each(['/abs/main.tf', '../main.tf', 'git::https://x/y', 'https://x/y', '-', ''])(
    'of %j, which is in no repository, stands at the anchor',
    (uri) => {
      const report = reportOf([block(ADDRESS, { uri, line: 7 })]);
      const [one] = resultsOf(report, { anchor: () => ({ path: 'infra/pinky.config.yaml', line: 4 }) });
      expect(one?.locations?.[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: 'infra/pinky.config.yaml' },
        region: { startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 },
      });
      expect(one?.properties?.['locationQuality']).toBe('anchor');
      expect(githubIngestLint(sarifOf(report))).toEqual([]);
    },
  );

  it('encodes what a path holds, part by part', () => {
    const [one] = resultsOf(reportOf([block(ADDRESS, { uri: './in fra//ä:b?#%.tf' })]));
    expect(one?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      'in%20fra/%C3%A4%3Ab%3F%23%25.tf',
    );
  });

  it('never shows a value that is withheld', () => {
    const secret = finding('password', {
      redacted: true,
      actual: null,
      message: 'password is set to a value that is not shown; it must be unset',
    });
    expect(sarifOf(reportOf([result('a', 'db', [secret])]))).toContain('not shown');
  });
});

describe('a fingerprint', () => {
  const before = reportOf([block(ADDRESS)]);

  it.each<[string, Report]>([
    ['lines are added above', reportOf([block(ADDRESS, { line: 99, endLine: 99 })])],
    ['the line is indented', reportOf([block(ADDRESS, { column: 9, endColumn: 30 })])],
    [
      'instances are added',
      reportOf([block(ADDRESS), block(ADDRESS.replace('"x"', '"y"')), block(ADDRESS.replace('[0]', '[1]'))]),
    ],
    [
      'another value is seen',
      reportOf([result('sql-no-public-ip', 'db', [{ ...inBlock(ADDRESS), actual: 'x', message: 'other' }])]),
    ],
    [
      'the resource gets a name in the cloud',
      reportOf([result('sql-no-public-ip', 'another', [inBlock(ADDRESS)])]),
    ],
    ['an element is put before it', reportOf([block(ADDRESS)])],
  ])('stays where %s', (_, after) => {
    expect(hashOf(after)).toEqual(hashOf(before));
  });

  it('stays where elements of a list move', () => {
    const at = (i: number) => reportOf([block(ADDRESS, {}, `settings.flags[${i}].value`)]);
    expect(hashOf(at(3))).toEqual(hashOf(at(0)));
  });

  it('is that of a member of a list, wherever it stands and whoever stands beside it', () => {
    const grants = (...members: string[]) =>
      reportOf([
        result(
          'iam-no-public-members',
          'b',
          members.map((actual, i) => {
            const one = inBlock(
              ADDRESS,
              { line: 20 + i, endLine: 20 + i },
              `iamPolicy.bindings[0].members[${i}]`,
            );
            return { ...one, actual };
          }),
        ),
      ]);
    const both = hashOf(grants('allUsers', 'allAuthenticatedUsers'));
    expect(new Set(both).size).toBe(2);
    expect(hashOf(grants('allAuthenticatedUsers', 'allUsers'))).toEqual([...both].reverse());
    expect(hashOf(grants('allAuthenticatedUsers'))).toEqual([both[1]]);
  });

  it('stays where the input comes in another order, and paths in another form', () => {
    const other = result('sql-no-public-ip', 'z', [
      inBlock('google_sql_database_instance.z', { line: 40, endLine: 40 }),
    ]);
    const one = reportOf([block(ADDRESS), other]);
    const two = reportOf([other, block(ADDRESS, { uri: './infra/main.tf' })]);
    expect(sarifOf(two)).toBe(sarifOf(one));
  });

  it.each<[string, Report]>([
    ['the resource is renamed', reportOf([block(ADDRESS.replace('.db', '.data'))])],
    ['the module is another', reportOf([block(ADDRESS.replace('module.a', 'module.b'))])],
    ['the path is another', reportOf([block(ADDRESS, {}, 'settings.ipConfiguration.sslMode')])],
    [
      'another path breaks at the same header',
      reportOf([block(ADDRESS), block(ADDRESS, {}, 'settings.tier')]),
    ],
  ])('changes where %s', (_, after) => {
    expect(hashOf(after)).not.toEqual(hashOf(before));
  });

  it('of a cloud finding is that of the JSON report', () => {
    const cloud = finding('x', { source: { uri: 'assets.ndjson', line: 3, path: 'x', quality: 'record' } });
    expect(hashOf(reportOf([result('a', 'db', [cloud])]))).toEqual([`${cloud.fingerprint}:1`]);
  });

  it('is unique in a file where nothing else tells two alerts of a policy apart', () => {
    const twice = reportOf([block(ADDRESS), block(ADDRESS, { line: 20, endLine: 20 })]);
    const [first = '', second = ''] = hashOf(twice);
    expect([first.slice(0, 16), first.at(-1), second.at(-1)]).toEqual([second.slice(0, 16), '1', '2']);
  });
});

describe('the category', () => {
  const of = (report: Report, options?: ReporterOptions) => runOf(report, options).automationDetails?.id;
  const source = (...kinds: string[]) =>
    reportOf([], {
      policies: [policyRow('a')],
      sources: kinds.map((kind) => ({ kind, uri: 'x', assets: 1 })),
    });

  it('tells sources, targets and parts apart', () => {
    const narrowed = (...selectedBy: string[]) => of({ ...source('plan'), selectedBy });
    const all = [
      of(source('plan')),
      of(source('snapshot')),
      of(source('snapshot', 'plan', 'snapshot')),
      of(source('plan'), { target: 'infra/prod' }),
      of(source('plan'), { target: 'infra/staging' }),
      narrowed('sql-*'),
      narrowed('sql-?'),
      of(narrow(source('plan'), 'high')),
    ];
    expect(all.slice(0, 5)).toEqual([
      'pinky-audit/plan/',
      'pinky-audit/snapshot/',
      'pinky-audit/plan-snapshot/',
      'pinky-audit/plan/infra/prod/',
      'pinky-audit/plan/infra/staging/',
    ]);
    expect(new Set(all).size).toBe(all.length);
    for (const id of all) expect(id).toMatch(/^pinky-audit\/[\w.\-/]+\/$/);
    expect(narrowed('a', 'b')).toBe(narrowed('b', 'a', 'a'));
    expect(of(narrow(source('plan'), 'low'))).toBe(of(source('plan')));
  });

  it('tells what was read live apart by its scope', () => {
    const live = (...uris: string[]) =>
      of({ ...source(), sources: uris.map((uri) => ({ kind: 'live', uri, assets: 1 })) });
    expect(live('projects/shop-prod')).toBe('pinky-audit/live/projects/shop-prod/');
    expect(live('folders/1', 'projects/a')).toMatch(/^pinky-audit\/live\/scopes-[0-9a-f]{8}\/$/);
    expect(live('folders/1', 'projects/a')).toBe(live('projects/a', 'folders/1'));
  });

  it('tells the plans of one repository apart by their folders', () => {
    const folderOf = (uri: string) =>
      uri.startsWith('/') ? undefined : uri.split('/').slice(0, -1).join('/');
    const plans = (target: string | undefined, ...uris: string[]) => {
      const sources = uris.map((uri) => ({ kind: 'plan', uri, assets: 1 }));
      return of({ ...source(), sources }, { folderOf, target });
    };
    expect(plans(undefined, 'infra/prod/plan.json')).toBe('pinky-audit/plan/infra/prod/');
    expect(plans('infra/prod', 'infra/prod/plan.json')).toBe('pinky-audit/plan/infra/prod/');
    expect(plans('env-x', 'infra/prod/plan.json')).toBe('pinky-audit/plan/env-x/infra/prod/');
    expect(plans(undefined, 'plan.json')).toBe('pinky-audit/plan/');
    expect(plans(undefined, '/var/plan.json')).toBe('pinky-audit/plan/');
    const [two, other] = [plans(undefined, 'a/p', 'b/p'), plans(undefined, 'a/p', 'c/p')];
    expect([two, two === plans(undefined, 'b/p', 'a/p'), two === other]).toEqual([
      expect.stringMatching(/^pinky-audit\/plan\/plans-[\da-f]{8}\/$/),
      true,
      false,
    ]);
  });

  it('is what --sarif-category says, and holds nothing of a strange name', () => {
    expect(of({ ...source('plan'), selectedBy: ['x'] }, { category: 'mine/too' })).toBe(
      'pinky-audit/mine/too/',
    );
    expect(of(source('../ä b'), { target: '../..//\u202e/-' })).toMatch(/^pinky-audit\/[\w.\-/]+\/$/);
  });
});

describe('the invocation', () => {
  const denied: LedgerRow = {
    type: 'sqladmin.googleapis.com/Instance',
    project: 'p',
    projects: 1,
    state: 'denied',
    assets: 0,
    rule: 'the manifest says so',
    reason: 'permission denied',
    policies: ['sql-tier'],
  };
  const plain = reportOf([fails('a', 'db')]);
  const ok = (report: Report) => runOf(report).invocations?.[0]?.executionSuccessful;
  const said = (report: Report) =>
    runOf(report).invocations?.[0]?.toolExecutionNotifications?.map(
      ({ level, message }) => `${level}: ${message.text}`,
    ) ?? [];

  it.each<[string, Report, boolean]>([
    ['findings alone', plain, true],
    ['an input that could not be used', reports['failed'] as Report, false],
    [
      'a policy that threw',
      reportOf([result('a', 'db', [], { verdict: 'error', cause: 'the cause' }), fails('b', 'db')]),
      false,
    ],
    ['nothing that could be judged', reportOf([result('a', 'db', [], { verdict: 'unknown' })]), false],
    ['evidence denied that a policy needs', { ...plain, ledger: [denied] }, false],
    ['evidence denied that no policy needs', { ...plain, ledger: [{ ...denied, policies: [] }] }, true],
    ['evidence that was not read', { ...plain, ledger: [{ ...denied, state: 'not-read' }] }, true],
  ])('of %s', (_, report, expected) => {
    expect(ok(report)).toBe(expected);
    if (!expected) expect(said(report).some((line) => line.startsWith('error: '))).toBe(true);
  });

  it('tells what was denied, what was not read, and errors without the folder they were found in', () => {
    expect(said({ ...plain, ledger: [denied] })).toEqual([
      'error: sqladmin.googleapis.com/Instance in p was denied (permission denied), which leaves open: sql-tier.',
    ]);
    expect(said(reports['failed'] as Report)).toEqual(['error: assets.ndjson:3: no JSON; repair it.']);
    const told = { code: 'x', message: 'see /Users/ada/deep/a.ndjson:3', uri: '/Users/ada/deep/a.ndjson' };
    expect(said({ ...plain, notices: [told] })).toEqual(['note: see a.ndjson:3.']);
  });
});

describe('what code scanning would refuse', () => {
  it('is left out from the least severe on, and said', () => {
    const medium = (reports['many'] as Report).results;
    const worst = result('sql-no-public-ip', 'db', [finding()]);
    const heard: string[] = [];
    const results = resultsOf(reportOf([...medium, worst]), { told: (message) => heard.push(message) });
    expect([results.length, results[0]?.ruleId]).toEqual([5_000, 'sql-no-public-ip']);
    expect(heard).toEqual([
      expect.stringMatching(/^sarif: 2 of 5002 results are left out, the least severe: /),
    ]);
    const run = runOf(reportOf([...medium, worst]));
    expect(run.invocations?.[0]?.toolExecutionNotifications).toContainEqual(
      expect.objectContaining({ level: 'warning', descriptor: { id: 'results-cut' } }),
    );
  });

  it('is what no longer fits into 10 MB when packed', () => {
    const big = Array.from({ length: 12 }, () => randomBytes(750_000).toString('base64'));
    const { kept, said } = cut(big, (one) => one);
    expect(gzipSync(kept.join()).length).toBeLessThan(10_000_000);
    expect(gzipSync([...kept, big.at(-1)].join()).length).toBeGreaterThan(9_000_000);
    expect(said).toContain(`${12 - kept.length} of 12 results are left out`);
    expect(said).toContain('10 MB packed');
    expect(cut(['x'.repeat(1 << 24)], (one) => one)).toEqual({
      kept: ['x'.repeat(1 << 24)],
      said: undefined,
    });
  });
});
