import { describe, expect, it } from 'vitest';
import type { Report, ReporterOptions } from '#report';
import { narrow } from '#report';
import { loadReporters } from '../../reporters/index.ts';
import { finding, reportOf, result } from '../unit/report/made.ts';

const markdown = (await loadReporters(['markdown'])).get('markdown');
const write = (report: Report, options: ReporterOptions = {}) =>
  [...(markdown?.(report, options) ?? [])].join('');

const waiver = { reason: 'moves in March', owner: '@db-team', until: '2026-03-31' };
const report = reportOf([
  result('sql-tier', 'bad', [finding('x', { presence: 'cloud' })]),
  result('sql-tier', 'known', [finding('x', { baselined: true })], { baselined: true }),
  result('sql-tls', 'waived', [finding('x', { waiver })], { verdict: 'waived', waiver }),
  result('sql-ha', 'open', [], { verdict: 'unknown', reason: 'not read' }),
]);

describe('the comment', () => {
  it('says the verdict first, below a line that nobody sees and the next run finds', () => {
    const text = write(report, { target: 'infra/prod' });
    expect(text.split('\n').slice(0, 5)).toEqual([
      '<!-- pinky-audit: plan/infra/prod -->',
      '',
      '### pinky-audit',
      '',
      '**BROKEN: 1 promise (1 critical); 0 kept, 1 waived, 1 could not be judged.**',
    ]);
    expect(write(report, { category: 'a--b' })).toContain('<!-- pinky-audit: a-_b -->');
  });

  it('has a table of what is broken, with the page that explains it', () => {
    const text = write(report, { page: ({ id }) => `https://example.com/#${id}` });
    expect(text).toContain(
      '| critical | [sql-tier](https://example.com/#sql-tier): The promise of sql-tier is kept | `production` | 1 new and 1 in the baseline, of 2 |',
    );
    const fresh = reportOf([result('sql-tier', 'bad', [finding()])]);
    expect(write(fresh)).toContain('| `production` | 1 of 1 |');
  });

  it('has no row for a promise that fails by nothing new', () => {
    const known = reportOf([
      result('sql-tier', 'known', [finding('x', { baselined: true })], { baselined: true }),
    ]);
    expect(write(known)).not.toContain('| severity |');
    expect(write(known)).toContain('<summary>1 failure in the baseline</summary>');
  });

  it('shows what is new of an asset before what the baseline holds', () => {
    const old = Array.from({ length: 6 }, (_, i) => finding(`old${i}`, { baselined: true }));
    const text = write(reportOf([result('sql-tier', 'bad', [...old, finding('fresh')])]));
    expect(text).toContain('(`production`): `fresh is true; it must be false`');
  });

  it('unfolds to assets, places and marks', () => {
    const text = write(report);
    expect(text).toContain(
      '<details><summary><b>critical</b> sql-tier: 1 new failure</summary>\n\nIt would otherwise be broken.\n\n- `projects/pinky-prod/instances/bad` (`production`): `x is true; it must be false` at `infra/main.tf:12`, `in the cloud only: drift`\n\n</details>',
    );
    expect(text).toContain('<summary>1 failure in the baseline</summary>');
    expect(text).toContain('`waived until 2026-03-31 by @db-team: moves in March`');
    expect(text).toContain('- sql-ha (`production`): `not read`');
  });

  it('tells errors before all else, and what --severity hides', () => {
    const broken = {
      ...report,
      errors: [{ code: 'E_X', message: 'no JSON', uri: '/Users/ada/a.ndjson', line: 3 }],
    };
    const text = write(narrow(broken, 'critical'));
    expect(text).toMatch(
      /<b>1 error<\/b>: the run was not done as asked<\/summary>\n\n- `E_X` at `a\.ndjson:3`: `no JSON`/,
    );
    const low = reportOf([result('low', 'db', [finding()], { severity: 'low' })]);
    expect(write(narrow(low, 'high'))).toContain('1 failure below high not shown.');
  });

  it.each([
    '<script>alert(1)</script>',
    '--><img src=x>',
    '</details>',
    '| a | b |',
    '`` ` ``',
    '@org/team #123 https://evil.example',
    '[x](http://evil.example)',
    '![x](http://evil.example/a.png)',
    '\n# heading\n',
    '\u202e\u001b[2J',
    'x'.repeat(10_000),
  ])('shows %j as the text it is', (bad) => {
    const evil = result('p', bad, [finding(bad, { message: bad, waiver: undefined })], {
      environment: bad,
      message: bad,
    });
    const known = result(
      'q',
      bad,
      [finding(bad, { message: bad, waiver: { reason: bad, owner: bad, until: bad } })],
      { verdict: 'waived' },
    );
    const text = write(
      reportOf([evil, known], { errors: [{ code: bad, message: bad, uri: bad, hint: bad }] }),
    );
    // What stands in code, between backticks, is text; an HTML entity is, too.
    const rest = text.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '').replace(/\\[\\`*_<>[\]|]/g, '');
    const tags = rest.match(/<[^>]*>/g) ?? [];
    expect(
      tags.filter((tag) => !/^<(\/?(details|summary|b|sub)|!-- pinky-audit: [\w.\-/]+ --)>$/.test(tag)),
    ).toEqual([]);
    expect(rest).not.toMatch(/evil|@org|^# heading/m);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(text.length).toBeLessThanOrEqual(65_536);
  });

  it("of the size of a step's summary is less than 1 MiB, whatever its characters", () => {
    const wide = finding('x', { message: '本'.repeat(200) });
    const many = Array.from({ length: 10_000 }, (_, i) => result(`p-${i % 60}`, `本番-${i}`, [wide]));
    expect(Buffer.byteLength(write(reportOf(many), { limit: 300_000 }))).toBeLessThan(1 << 20);
  });

  it.each([65_536, 5_000, 300_000])('holds at most %i characters, and says what is left out', (limit) => {
    const many = Array.from({ length: 10_000 }, (_, i) => result(`p-${i % 60}`, `db-${i}`, [finding()]));
    const heard: string[] = [];
    const text = write(reportOf(many), { limit, told: (message) => heard.push(message) });
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(text.length).toBeGreaterThan(limit / 2);
    expect(text).toMatch(/\d+ entries left out: a comment has a limit\. The JSON report holds all\.\n$/);
    expect(heard).toEqual([expect.stringMatching(/^markdown: \d+ entries left out/)]);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});
