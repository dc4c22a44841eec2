import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePolicy, register, Unknown } from '#policy';
import {
  hiddenFailures,
  narrow,
  type Report,
  type Reporter,
  type ReporterOptions,
  type Result,
  SECTIONS,
  SEVERITIES,
  VERDICTS,
  width,
} from '#report';
import { FORMATS, loadReporters } from '../reporters/index.ts';
import {
  auditOf,
  badSql,
  CLOCK,
  goodSql,
  iamPolicy,
  instance,
  publicIpPolicy,
  SQL,
  service,
  settingsOf,
  tierPolicy,
  worldOf,
} from './unit/audit/made.ts';

const throwing = register(
  'sql-throws',
  'monitoring',
  definePolicy({
    title: 'A policy that throws is an error',
    why: 'It would otherwise look like a kept promise.',
    severity: 'low',
    strategy: ['L136'],
    references: [{ framework: 'cis-gcp', version: '4.0', id: '6.7' }],
    on: SQL,
    environments: ['development'],
    judge: () => {
      throw new Error('the cause');
    },
  }),
);
const policies = [tierPolicy, publicIpPolicy, iamPolicy, throwing];

const hidden = new Unknown('redacted', 'the export withholds the tier', { needs: 'export as owner' });
const api = service('pinky-prod', 'api');
const stagingBad = Array.from({ length: 12 }, (_, i) => instance('pinky-stg', `db-${i}`, badSql));
const world = worldOf(
  [
    instance('pinky-prod', 'pinky-db', badSql, { location: 'us-central1' }),
    instance('pinky-prod', 'good', goodSql),
    instance('pinky-prod', 'waived', badSql),
    instance('pinky-prod', 'replica', { ...goodSql, instanceType: 'READ_REPLICA_INSTANCE' }),
    instance(
      'pinky-prod',
      'hidden',
      { ...goodSql, settings: { ...goodSql.settings, tier: hidden } },
      { partial: true },
    ),
    instance('pinky-dev', 'db', goodSql),
    instance('somewhere', 'db', goodSql),
    ...stagingBad,
    api,
  ],
  {
    iam: new Map([[api.name, { bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }] }]]),
    manifest: {
      types: [SQL],
      contents: ['iam'],
      gaps: [{ type: 'iam', project: 'pinky-stg', cause: 'permission denied' }],
    },
  },
);

/** A report that holds every verdict an audit of a snapshot can give, waivers in every state, errors and gaps. */
function canonical(): Report {
  const waiver = { reason: 'moves in March', owner: 'db-team', place: { uri: 'pinky.config.yaml', line: 4 } };
  const settings = settingsOf(
    policies,
    {},
    {
      waivers: [
        { ...waiver, policy: 'sql-tier', asset: '*/waived', until: '2026-03-31' },
        { ...waiver, policy: 'sql-no-public-ip', asset: '*/waived', path: 'settings.*', until: '2026-01-01' },
        { ...waiver, policy: 'sql-tier', asset: '*/gone', value: 'x', until: '2026-03-31' },
      ],
    },
  );
  return auditOf(world, policies, {
    settings,
    clock: CLOCK,
    sources: [{ kind: 'snapshot', uri: 'assets.ndjson', readTime: '2026-01-01T00:00:00Z', assets: 20 }],
    problems: [
      { code: 'E_RECORD_MALFORMED', message: 'no JSON', uri: 'assets.ndjson', line: 3, hint: 'repair it' },
    ],
    notices: [{ code: 'input-empty', message: 'the file is empty', uri: 'b.ndjson', line: 1 }],
    options: { all: true, clockGiven: true },
  });
}

/** One promise that a waiver covers, and one that is kept. */
function waivedOnly(): Report {
  const waiver = { policy: 'sql-tier', asset: '*', reason: 'r', owner: 'o', until: '2026-12-31' };
  const two = [tierPolicy, publicIpPolicy];
  const db = { ...goodSql, settings: { ...goodSql.settings, tier: 'db-f1-micro' } };
  return auditOf(worldOf([instance('pinky-prod', 'db', db)]), two, {
    settings: settingsOf(two, {}, { waivers: [waiver] }),
  });
}

const report = canonical();
const reporters = await loadReporters(FORMATS);
const chunks = (name: string, of: Report = report, options: ReporterOptions = {}) => [
  ...(reporters.get(name) as Reporter)(of, options),
];
const text = (...args: Parameters<typeof chunks>) => chunks(...args).join('');

it('the canonical report holds every verdict that a snapshot can give', () => {
  const seen = new Set(report.results.map(({ verdict }) => verdict));
  expect([...seen].sort()).toEqual(VERDICTS.filter((verdict) => verdict !== 'manual').toSorted());
  expect(report.waivers.map(({ state }) => state)).toEqual(['active', 'expired', 'unused']);
});

/** Every string of a report with `hostile` put before and after it, but those a reporter branches on. */
function infect(value: unknown, hostile: string): unknown {
  const fixed = new Set<unknown>([
    ...VERDICTS,
    ...SEVERITIES,
    ...Object.keys(SECTIONS),
    ...['automatic', 'create', 'manual', 'none', 'restart', 'cuts-clients'],
    ...['read', 'not-read', 'denied', 'active', 'expired', 'unused', '*', 'iam'],
  ]);
  if (typeof value === 'string') return fixed.has(value) ? value : `${hostile}${value}${hostile}`;
  if (Array.isArray(value)) return value.map((one) => infect(one, hostile));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const key = report.summary.byEnvironment[name] ? (infect(name, hostile) as string) : name;
      return [key, infect(inner, hostile)];
    }),
  );
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u001b[2J\u001b]0;title\u0007',
    '\u009b31m',
    '\r\n::error file=x::y',
    '\u202etxt.exe\u2066',
    '\u200b\ufeff\u2060',
    '<script>alert(1)</script>',
    '\ud800',
    '\t\v\f\b\0',
    'x'.repeat(10_000),
    '\u0301'.repeat(500),
  ),
);

describe.each(FORMATS)('%s', (name) => {
  it('gives the same bytes for the same report', () => {
    expect(text(name, canonical())).toBe(text(name));
  });

  it('lets no character through that acts on a terminal, whatever the evidence holds', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (bad, verbose) => {
        const out = text(name, infect(report, bad) as Report, { verbose });
        expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 40 },
    );
  });
});

describe('json', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../src/report/report.schema.json', import.meta.url), 'utf8'),
  );
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
  const valid = (one: unknown) => (validate(one) ? [] : validate.errors);

  it('is the report, and fits its schema', () => {
    const parsed = JSON.parse(text('json'));
    expect(parsed).toEqual(JSON.parse(JSON.stringify(report)));
    expect(valid(parsed)).toEqual([]);
  });

  it('fits its schema where only a part is shown', () => {
    expect(valid(JSON.parse(text('json', narrow(report, 'critical'))))).toEqual([]);
  });

  it('fits its schema where there is nothing', () => {
    expect(valid(JSON.parse(text('json', auditOf(worldOf([]), []))))).toEqual([]);
  });

  it('has a schema that leaves no object open and refuses what is not in it', () => {
    const open: string[] = [];
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { type, additionalProperties } = node as Record<string, unknown>;
      if (type === 'object' && additionalProperties === undefined) open.push(at);
      for (const [key, inner] of Object.entries(node)) walk(inner, `${at}/${key}`);
    };
    walk(schema, '');
    expect(open).toEqual([]);
    expect(valid({ ...report, more: 1 })).not.toEqual([]);
    expect(
      valid({ ...report, results: report.results.map((one) => ({ ...one, verdict: 'ok' })) }),
    ).not.toEqual([]);
  });

  it('has one result to a line', () => {
    const lines = text('json').split('\n');
    for (const result of report.results) {
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`^    \\{.*"fingerprint":"${result.fingerprint}"`)),
      );
    }
  });

  it('comes in chunks, however long', () => {
    const long = { ...report, results: Array.from({ length: 2_000 }, () => report.results[0]) } as Report;
    const parts = chunks('json', long);
    expect(parts.length).toBeGreaterThan(5);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(200_000);
  });
});

describe('terminal', () => {
  it.each([40, 60, 80, 120])('fits %i columns', (columns) => {
    for (const verbose of [false, true]) {
      const wide = text('terminal', report, { columns, verbose })
        .split('\n')
        .filter((line) => width(line) > columns);
      expect(wide).toEqual([]);
    }
  });

  it('reads without colour, and colour changes no word', () => {
    const plain = text('terminal');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of colour are what is taken away
    const bare = text('terminal', report, { color: 3 }).replace(/\u001b\[[\d;]*m/g, '');
    expect(bare).toBe(plain);
    for (const word of ['CRITICAL', 'MEDIUM', 'COULD NOT BE JUDGED', 'WAIVED', 'KEPT', 'ERRORS', 'SUMMARY']) {
      expect(plain).toContain(word);
    }
  });

  it('says what is wrong, what was wanted, the value seen, where, and the next command', () => {
    const out = text('terminal');
    expect(out).toContain('production: settings.tier is "db-f1-micro"; it must be "db-custom-4-8192"');
    expect(out).toContain('- projects/pinky-prod/instances/pinky-db at assets.ndjson:');
    expect(out).toContain(`at assets.ndjson:${api.origin.line}\n`);
    expect(out).toContain('Strategy L185 "Production: db-custom-4-8192 (4 vCPU, 8GB RAM)"');
    expect(out).toContain('pinky-audit policies sql-tier');
  });

  it('begins each thing that is wrong with its environment, where there are several', () => {
    const [failed] = report.results.filter(
      ({ verdict, findings }) => verdict === 'fail' && findings.length > 0,
    );
    const [finding] = (failed as Result).findings;
    const two = ['a is 1', 'b is 2'].map(
      (message) => ({ ...finding, message }) as Result['findings'][number],
    );
    const result = {
      ...(failed as Result),
      environment: 'production',
      findings: two,
      notes: [],
      reason: 'why',
    };
    const said = (byEnvironment: Report['summary']['byEnvironment']) => {
      const summary = { ...report.summary, byEnvironment };
      const out = text('terminal', { ...report, summary, results: [result] } as Report, { columns: 120 });
      return out.split('\n').filter((line) => /a is 1|b is 2|note: why/.test(line));
    };
    const [counts] = Object.values(report.summary.byEnvironment);
    const production = { production: counts } as never;
    expect(said(production)).toEqual(['    a is 1', '    b is 2', '    note: why']);
    expect(said({ ...(production as object), staging: counts } as never)).toEqual([
      '    production: a is 1',
      '    production: b is 2',
      '    note: why',
    ]);
  });

  it('suggests only commands that exist', () => {
    expect(text('terminal')).not.toContain('provision');
    expect(text('terminal', report, { commands: ['provision'] })).toContain(
      'pinky-audit provision plan --policy sql-tier',
    );
    expect(text('terminal', report, { commands: [] })).not.toContain('pinky-audit policies');
  });

  it('puts the section with the worst failure first', () => {
    const out = text('terminal');
    expect(out.indexOf('\nSECURITY')).toBeGreaterThan(0);
    expect(out.indexOf('\nSECURITY')).toBeLessThan(out.indexOf('\nSCALING'));
  });

  it('shows ten errors, and says where the others are', () => {
    const errors = Array.from({ length: 12 }, (_, i) => ({
      code: 'E_X',
      message: 'no JSON',
      uri: 'a',
      line: i + 1,
    }));
    const out = text('terminal', { ...report, errors });
    expect(out.match(/no JSON \[E_X\]/g)).toHaveLength(10);
    expect(out).toContain('and 2 more: --verbose or --format json lists all');
    expect(text('terminal', { ...report, errors }, { verbose: true })).toContain('a:12: no JSON');
  });

  it('tells every moment in one form', () => {
    const read = { kind: 'snapshot', uri: 'a.ndjson', readTime: '2026-01-15T06:00:00.123456789Z', assets: 1 };
    const out = text('terminal', { ...report, sources: [read] });
    expect(out).toContain('as of 2026-01-15T12:00:00Z\n');
    expect(out).toContain('a.ndjson: 1 asset, as of 2026-01-15T06:00:00Z\n');
  });

  it('says what the table counts, and what the last line counts', () => {
    const out = text('terminal');
    expect(out).toMatch(/\nSUMMARY {2}results: .*\n {2}results +critical .*\n/);
    expect(out).toContain('Promises: 5 broken');
  });

  it('says how many policies of a section fail', () => {
    expect(text('terminal')).toContain('\nSECURITY  15 failures in 2 of 2 policies\n');
    const whole = auditOf(worldOf([instance('pinky-prod', 'db', badSql)]), [publicIpPolicy, iamPolicy]);
    expect(text('terminal', whole)).toContain('\nSECURITY  1 failure in 1 of 2 policies\n');
  });

  it('shows ten assets of a policy, production first, and says where the others are', () => {
    const out = text('terminal');
    expect(out).toContain('and 3 more: --verbose or --format json lists all');
    expect(out.indexOf('pinky-prod/instances/pinky-db')).toBeLessThan(
      out.indexOf('pinky-stg/instances/db-0'),
    );
    expect(text('terminal', report, { verbose: true })).toContain('pinky-stg/instances/db-9');
  });

  it('groups what could not be judged by what would answer it', () => {
    const out = text('terminal');
    expect(out).toMatch(
      /the export withholds the tier\n {4}Open {4}sql-tier\n.*hidden\n {4}Answer {2}export as owner/,
    );
    expect(out).toMatch(/permission denied\n {4}Open {4}iam-no-public-members\n/);
  });

  it('names the environments of what could not be judged, and folds those of which nothing was seen', () => {
    expect(text('terminal')).toMatch(/\n {2}staging: permission denied\n/);
    const environments = ['production', 'staging', 'development'].map((name) => ({
      name,
      projects: [`shop-${name}`],
    }));
    const settings = settingsOf(policies, {}, { environments });
    const gaps = auditOf(worldOf([api], { types: ['iam'] }), [tierPolicy, publicIpPolicy], { settings });
    const out = text('terminal', gaps);
    expect(out).toMatch(
      /\n {2}production: Instance was not read in project pinky-prod\n {4}Open {4}sql-no-public-ip, sql-tier\n/,
    );
    expect(out).toContain(
      '\n  nothing of staging and development is in the evidence: 3 promises\n    Answer  give evidence of it as well',
    );
    expect(out).not.toContain('Instance was not read\n');
    expect(text('markdown', gaps)).toContain(
      'nothing of staging and development is in the evidence: 3 promises',
    );
  });

  it('says once what a plan leaves unread, of all types, and what that leaves open', () => {
    const evidence = { types: new Set<string>(), plan: { complete: false } };
    const planned = auditOf(worldOf([instance('pinky-prod', 'db', goodSql)], { evidence }), policies);
    expect(planned.ledger.map(({ type, state }) => `${type} ${state}`)).toEqual([
      'iam not-read',
      `${SQL} not-read`,
    ]);
    const rule = 'outside of the plan, which holds only what it manages';
    expect(text('terminal', planned, { columns: 120 })).toContain(
      `\n  read          Instance 1\n  not read      ${rule}: IAM content, Instance\n                leaves open: iam-no-public-members\n\n`,
    );
  });

  it.each<[string, Report, RegExp]>([
    [
      'broken promises by severity',
      {
        ...report,
        errors: [],
        summary: { ...report.summary, verdicts: { ...report.summary.verdicts, error: 0 } },
      },
      /\nBROKEN: 5 promises \(3 critical, 2 medium\); 2 kept, 1 could not be judged\.\n$/,
    ],
    ['errors before all', report, /\nERROR: not everything could be used or judged\./],
    [
      'that all is kept',
      auditOf(worldOf([instance('pinky-prod', 'db', goodSql)]), [tierPolicy]),
      /\nKEPT: 1 promise, all that apply\.\n$/,
    ],
    [
      'that old evidence proves nothing',
      auditOf(worldOf([instance('pinky-prod', 'db', goodSql)]), [tierPolicy], {
        sources: [{ kind: 'snapshot', uri: 'a.ndjson', readTime: '2026-01-01T00:00:00Z', assets: 1 }],
      }),
      /\nNOT PROVEN: the evidence is older than 7 days; 1 kept, none broken\.\n$/,
    ],
    ['what is waived apart from what is kept', waivedOnly(), /\nKEPT: 1 promise; 1 waived\.\n$/],
    [
      'that nothing could be judged, and what to supply',
      auditOf(worldOf([service('pinky-prod', 'a')]), [tierPolicy]),
      /\nNOTHING COULD BE JUDGED\. To get an answer:\n {2}- export sqladmin/,
    ],
  ])('ends by saying %s', (_, of, end) => {
    expect(text('terminal', of)).toMatch(end);
  });

  it('marks what is in the baseline, and where it holds', () => {
    const known = report.results.map((one) => ({
      ...one,
      presence: 'cloud' as const,
      findings: one.findings.map((finding) => ({ ...finding, baselined: true as const })),
    }));
    const out = text('terminal', { ...report, results: known }, { columns: 120 });
    expect(out).toMatch(
      /it must be "db-custom-4-8192"\s+\(in\s+the\s+baseline\)\s+\(in\s+the\s+cloud\s+only:\s+drift\)/,
    );
  });

  describe('of a run with a baseline', () => {
    const held = <T extends Report['results'][number]>(one: T): T => ({
      ...one,
      baselined: true,
      findings: one.findings.map((finding) => ({ ...finding, baselined: true as const })),
    });
    const names = Array.from({ length: 12 }, (_, i) => `old-${String(i).padStart(2, '0')}`);
    const whole = auditOf(worldOf([...names, 'users'].map((name) => instance('pinky-prod', name, badSql))), [
      tierPolicy,
      publicIpPolicy,
    ]);
    /** Everything is in the baseline but what a policy says of one database. */
    const oneNew = (policy: string): Report => ({
      ...whole,
      results: whole.results.map((one) =>
        one.policy === policy && one.asset.name.endsWith('/users') ? one : held(one),
      ),
      promises: whole.promises.map((one) =>
        one.verdict === 'fail'
          ? { ...one, baselined: one.counts.fail - (one.policy === policy ? 1 : 0) }
          : one,
      ),
    });

    it('shows what is new first: its section, its policy, its assets', () => {
      const out = text('terminal', oneNew('sql-tier'), { columns: 120 });
      const at = (said: string) => out.indexOf(said);
      const order = [
        'SCALING  1 new failure and 12 in the baseline, in 1 of 1 policy',
        'sql-tier: 13 of 13 assets fail in production (12 of them in the baseline)',
        'instances/users at',
        'instances/old-00 at',
        'and 3 more in the baseline: --verbose',
        'SECURITY  13 failures in the baseline in 1 of 1 policy',
        'sql-no-public-ip: 13 of 13 assets fail in production (in the baseline)',
      ];
      expect(order.map(at)).toEqual(order.map(at).toSorted((a, b) => a - b));
      expect(order.filter((said) => at(said) < 0)).toEqual([]);
    });

    it('shows what is new of an asset first', () => {
      const [one] = whole.results;
      const { findings } = one as Report['results'][number];
      const old = Array.from({ length: 6 }, (_, i) => ({
        ...findings[0],
        message: `old ${i}`,
        baselined: true,
      }));
      const results = [{ ...one, findings: [...old, { ...findings[0], message: 'fresh' }] }];
      expect(text('terminal', { ...whole, results } as Report)).toMatch(
        /\n {4}fresh\n {4}old 0 \(in the baseline\)/,
      );
    });

    it.each<[string, Report, RegExp]>([
      [
        'something new',
        oneNew('sql-tier'),
        /\nSUMMARY {2}results: new failures by severity, .*\n {2}results +critical +high +medium +low +baseline +unknown.*\n {2}production +0 +0 +1 +0 +25 +0 +0 +0\n\nBROKEN: 1 promise \(1 medium\); 0 kept, 1 in the baseline,/,
      ],
      [
        'nothing new',
        oneNew('none'),
        /\n {2}production +0 +0 +0 +0 +26 +0 +0 +0\n\nNOTHING NEW IS BROKEN: 2 promises in the baseline/,
      ],
      [
        'no baseline',
        whole,
        /\n {2}results +critical +high +medium +low +unknown.*\n {2}production +13 +0 +13 /,
      ],
    ])('counts apart what the baseline holds: %s', (_, of, said) => {
      const out = text('terminal', of);
      expect(out).toMatch(said);
      expect(Math.max(...out.split('\n').map(width))).toBeLessThanOrEqual(80);
    });
  });

  it('counts everything judged where --severity shows a part, and says how much is not shown', () => {
    const whole = auditOf(worldOf([instance('pinky-prod', 'db', badSql)]), [tierPolicy]);
    const shown = narrow(whole, 'critical');
    expect(hiddenFailures(shown)).toBe(1);
    const out = text('terminal', shown);
    expect(out).not.toContain('settings.tier is');
    expect(out).toMatch(/\n {2}production +0 +0 +1 +0 +0 +0 +0\n/);
    expect(out).toMatch(
      /\n1 failure below critical is not shown\.\nBROKEN: 1 promise \(1 medium\); 0 kept, 0 could not be judged\.\n$/,
    );
    const { results, summary, promises, shownFrom } = JSON.parse(text('json', shown));
    expect([results, summary, promises.length, shownFrom]).toEqual([[], whole.summary, 1, 'critical']);
    expect(text('terminal', narrow(whole, 'low'))).toBe(text('terminal', whole));
  });

  it('is quick on a report of a hundred thousand failures', () => {
    const many = { ...report, results: Array.from({ length: 100_000 }, () => report.results[0]) } as Report;
    const start = performance.now();
    text('terminal', many);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
