import { describe, expect, it } from 'vitest';
import type { Finding, Report, ReporterOptions, Result, Severity } from '#report';
import { loadReporters } from '../../reporters/index.ts';
import { finding, reportOf, result } from '../unit/report/made.ts';

const github = (await loadReporters(['github'])).get('github');
const lines = (report: Report, options: ReporterOptions = {}): string[] =>
  [...(github?.(report, options) ?? [])].join('').trimEnd().split('\n');

/** Failures at lines of their own. */
const failures = (n: number, severity: Severity, policy = `p-${severity}`) =>
  Array.from({ length: n }, (_, i) =>
    result(
      policy,
      `db-${i}`,
      [finding('x', { source: { ...finding().source, line: i + 1, endLine: i + 1 } })],
      { severity },
    ),
  );
const kinds = (all: readonly string[]) => all.map((line) => /^::(\w+) /.exec(line)?.[1]);

describe('annotations', () => {
  it('stand at the line, and say what, where and how bad', () => {
    expect(lines(reportOf(failures(1, 'critical')))).toEqual([
      '::error file=infra/main.tf,line=1,endLine=1,col=5,endColumn=24,title=critical%3A p-critical::projects/pinky-prod/instances/db-0: x is true; it must be false. Environment: production.'.replace(
        'projects/pinky-prod/instances/db-0',
        'projects/pinky-prod/instances/db-0',
      ),
      '::notice title=pinky-audit::BROKEN: 1 promise (1 critical); 0 kept, 0 could not be judged.',
    ]);
  });

  it('have no place where the finding stands in no file of the repository', () => {
    const cloud = finding('x', {
      source: { uri: '/var/assets.ndjson', line: 3, path: 'x', quality: 'record' },
    });
    expect(lines(reportOf([result('a', 'db', [cloud])]))[0]).toMatch(/^::error title=critical%3A a::/);
  });

  it('are ten errors and ten warnings at most, worst first, the others counted', () => {
    const all = lines(
      reportOf([
        ...failures(9, 'low'),
        ...failures(8, 'medium'),
        ...failures(7, 'high'),
        ...failures(8, 'critical'),
      ]),
    );
    expect(kinds(all)).toEqual([...Array(10).fill('error'), ...Array(10).fill('warning'), 'notice']);
    expect(all.filter((line) => line.includes('p-critical'))).toHaveLength(8);
    expect(all.filter((line) => line.includes('p-medium'))).toHaveLength(8);
    expect(all.at(-1)).toContain('12 more annotations are not shown');
  });

  it('are notices for what is in the baseline, nine at most; what is waived is counted', () => {
    const waiver = { reason: 'r', owner: 'o', until: '2026-03-31' };
    const known = Array.from({ length: 12 }, (_, i) =>
      result(
        'a',
        `db-${i}`,
        [finding('x', { baselined: true, source: { ...finding().source, line: i + 1, endLine: i + 1 } })],
        { baselined: true },
      ),
    );
    const waived = result('b', 'db', [finding('y', { waiver })], { verdict: 'waived', waiver });
    const all = lines(reportOf([...known, waived]));
    expect(kinds(all)).toEqual(Array(10).fill('notice'));
    expect(all[0]).toContain('12 alerts in the baseline. 1 finding waived.');
    expect(all[1]).toContain('In the baseline.');
  });

  const waiver = { reason: 'moves', owner: 'o', until: '2026-03-31' };
  const instance = (key: string, more: Pick<Finding, 'baselined'> = {}) => {
    const source = { ...finding().source, address: `google_sql_database_instance.this["${key}"]` };
    return result('a', key, [finding('x', { ...more, source })], { baselined: more.baselined });
  };
  it.each<[string, Result[], string, string]>([
    [
      'instances of a block',
      [instance('orders', { baselined: true }), instance('users'), instance('carts')],
      'error',
      'google_sql_database_instance.this (3 instances): x is true; it must be false. New: google_sql_database_instance.this["users"], google_sql_database_instance.this["carts"]. In the baseline: google_sql_database_instance.this["orders"]. Environment: production.',
    ],
    [
      'resources',
      [
        result('a', 'old', [finding('x', { baselined: true })], { baselined: true }),
        result('a', 'new', [finding('x')]),
      ],
      'error',
      'New: projects/pinky-prod/instances/new. In the baseline: projects/pinky-prod/instances/old. Environment: production.',
    ],
    [
      'findings of one resource',
      [result('a', 'db', [finding('x', { baselined: true }), finding('y')])],
      'error',
      'db: y is true; it must be false. Also: x is true; it must be false. New: projects/pinky-prod/instances/db (y is true; it must be false). In the baseline: projects/pinky-prod/instances/db (x is true; it must be false). Environment: production.',
    ],
    [
      'instances in code and cloud',
      [
        result('a', 'old', [finding('x', { baselined: true, presence: 'both' })], { baselined: true }),
        result('a', 'new', [finding('x', { presence: 'code' })]),
      ],
      'error',
      'Environment: production. In code only: applying it breaks the promise (projects/pinky-prod/instances/new). In code and cloud (projects/pinky-prod/instances/old).',
    ],
    [
      'none new',
      [
        result('a', 'one', [finding('x', { baselined: true })], { baselined: true }),
        result('a', 'two', [finding('x', { baselined: true })], { baselined: true }),
      ],
      'notice',
      'Environment: production. In the baseline.',
    ],
    [
      'one waived',
      [
        result('a', 'old', [finding('x', { baselined: true })], { baselined: true }),
        result('a', 'two', [finding('x', { waiver })], { verdict: 'waived', waiver }),
      ],
      'notice',
      'projects/pinky-prod/instances/old: x is true; it must be false. Environment: production. In the baseline.',
    ],
  ])('of one place say which are new and which in the baseline: %s', (_, results, kind, said) => {
    const own = lines(reportOf(results)).filter((line) => line.includes('critical%3A a::'));
    expect(kinds(own)).toEqual([kind]);
    expect(own[0]).toContain(said);
  });

  it('are an error where nothing could be judged', () => {
    expect(lines(reportOf([result('a', 'db', [], { verdict: 'unknown', reason: 'not read' })]))).toEqual([
      '::error title=pinky-audit::NOTHING COULD BE JUDGED.',
    ]);
  });

  it('tell first what could not be used, and which policy threw', () => {
    const report = reportOf(
      [...failures(12, 'critical'), result('t', 'db', [], { verdict: 'error', cause: 'the cause' })],
      {
        errors: [{ code: 'E_X', message: 'no JSON', uri: 'a.ndjson', line: 3, hint: 'repair it' }],
      },
    );
    expect(lines(report).slice(0, 2)).toEqual([
      '::error file=a.ndjson,line=3,title=E_X::no JSON; repair it',
      '::error title=error%3A t::on //cloudsql.googleapis.com/projects/pinky-prod/instances/db: the cause',
    ]);
  });

  it.each([
    '::error::x',
    '\n::error file=x::y',
    '\r\n::stop-commands::t',
    '%0A::error::x',
    '##[error]x',
    'a:b,c%',
    '::set-output name=x::y',
  ])('make no command of %j', (bad) => {
    const evil = finding(`x${bad}`, {
      message: bad,
      source: { uri: `in${bad}/main.tf`, line: 2, path: bad, quality: 'attribute', address: bad },
    });
    const all = lines(
      reportOf([result(`p${bad}`, bad, [evil], { environment: bad })], {
        errors: [{ code: bad, message: bad, uri: bad, hint: bad }],
      }),
    );
    expect(kinds(all)).toEqual(['error', 'error', 'notice']);
    for (const line of all) {
      const [, properties = '', data = ''] = /^::\w+ ([^:]*)::(.*)$/.exec(line) ?? [];
      expect(
        properties
          .split(',')
          .every((one) => /^(file|line|endLine|col|endColumn|title)=[^:,\r\n]*$/.test(one)),
      ).toBe(true);
      expect(data).not.toMatch(/##\[|::[a-z]|%(?!25|0A|0D)/);
    }
  });
});
