import { expect, it } from 'vitest';
import type { Report, ReporterOptions } from '#report';
import { loadReporters } from '../../reporters/index.ts';
import { finding, reportOf, result } from '../unit/report/made.ts';

const gitlab = (await loadReporters(['gitlab'])).get('gitlab');
interface Entry {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
}
const entries = (report: Report, options: ReporterOptions = {}): Entry[] =>
  JSON.parse([...(gitlab?.(report, options) ?? [])].join('')) as Entry[];

const waiver = { reason: 'moves', owner: 'db-team', until: '2026-03-31' };
const all = reportOf([
  ...(['critical', 'high', 'medium', 'low'] as const).map((severity) =>
    result(`p-${severity}`, 'db', [finding()], { severity }),
  ),
  result('waived', 'db', [finding('x', { waiver })], { verdict: 'waived', waiver }),
  result('known', 'db', [finding('x', { baselined: true, presence: 'cloud' })], { baselined: true }),
  result('cloud', 'db', [
    finding('x', { source: { uri: '/var/a.ndjson', line: 9, path: 'x', quality: 'record' } }),
  ]),
  result('twice', 'a', [finding('x')]),
  result('twice', 'b', [finding('x', { source: { ...finding().source, line: 99, endLine: 99 } })]),
]);

it.each([
  [
    'something new',
    {},
    'blocker',
    'New: projects/pinky-prod/instances/b. In the baseline: projects/pinky-prod/instances/a.',
  ],
  [
    'something waived',
    { waiver },
    'blocker',
    'In the baseline: projects/pinky-prod/instances/a. Environment: production. Waived until 2026-03-31 by db-team: moves (projects/pinky-prod/instances/b).',
  ],
])('says whose a mark is where the baseline holds one of a place, beside %s', (_, more, severity, said) => {
  const verdict = 'waiver' in more ? ('waived' as const) : ('fail' as const);
  const [entry, ...others] = entries(
    reportOf([
      result('p', 'a', [finding('x', { baselined: true })], { baselined: true }),
      result('p', 'b', [finding('x', more)], { verdict, ...more }),
    ]),
  );
  expect(others).toEqual([]);
  expect(entry?.severity).toBe(severity);
  expect(entry?.description).toContain(said);
});

it('is an empty list where nothing fails', () => {
  expect(entries(reportOf([result('a', 'db', [], { verdict: 'unknown' })]))).toEqual([]);
});

it('has the six fields of every entry, a relative path, a line from 1 on, and fingerprints of their own', () => {
  const list = entries(all, { anchor: () => ({ path: 'README.md', line: 2 }) });
  expect(list).toHaveLength(all.results.length);
  for (const entry of list) {
    expect(Object.keys(entry)).toEqual(['description', 'check_name', 'fingerprint', 'severity', 'location']);
    expect(entry.description).toMatch(/\.$/);
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(entry.severity);
    expect(entry.location.path).not.toMatch(/^(\.\/|\/|[a-z]+:)/);
    expect(entry.location.lines.begin).toBeGreaterThanOrEqual(1);
  }
  expect(new Set(list.map(({ fingerprint }) => fingerprint)).size).toBe(list.length);
});

it('grades by severity, and marks what is waived, known or drifted', () => {
  const by = Object.fromEntries(entries(all).map((entry) => [entry.check_name, entry]));
  expect(['p-critical', 'p-high', 'p-medium', 'p-low', 'waived'].map((id) => by[id]?.severity)).toEqual([
    'blocker',
    'critical',
    'major',
    'minor',
    'info',
  ]);
  expect(by['waived']?.description).toContain('Waived until 2026-03-31 by db-team: moves.');
  expect(by['known']?.description).toContain('In the baseline; in the cloud only: drift.');
  expect(by['cloud']?.location).toEqual({ path: 'pinky.config.yaml', lines: { begin: 1 } });
});
