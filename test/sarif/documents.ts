import type { Report, ReporterOptions } from '#report';
import { loadReporters } from '../../reporters/index.ts';
import { finding, policyRow, reportOf, result } from '../unit/report/made.ts';

const sarif = (await loadReporters(['sarif'])).get('sarif');

/** What the command line tells reporters, but for the files of a repository. */
export const OPTIONS: ReporterOptions = {
  homepage: 'https://example.com/pinky-audit',
  page: ({ id, section }) => `https://example.com/pinky-audit/policies/${section}#${id}`,
};

/** A report as SARIF. */
export const sarifOf = (report: Report, options: ReporterOptions = OPTIONS): string =>
  [...(sarif?.(report, options) ?? [])].join('');

const WAIVER = { reason: 'moves in March', owner: 'db-team', until: '2026-03-31' };
const HOSTILE = '\u001b[2J\u202e](http://evil.example) [x](1) <script> {0} % \\ \u{1f680} \ud800';

export const fails = (policy: string, name: string) => result(policy, name, [finding()]);

/** 50 instances of one block: `google_sql_database_instance.db["i"]`. */
const instances = Array.from({ length: 50 }, (_, i) => {
  const address = `module.a["k${i}"].google_sql_database_instance.db[${i}]`;
  const one = finding(undefined, { fingerprint: `${i}`.padStart(16, '0') });
  return result('sql-no-public-ip', `db-${i}`, [{ ...one, source: { ...one.source, address } }], {
    asset: {
      name: `//cloudsql.googleapis.com/projects/p/instances/db-${i}`,
      type: 'sqladmin.googleapis.com/Instance',
      address,
    },
  });
});

/** Every kind of document that must be taken. */
export const reports: Readonly<Record<string, Report>> = {
  none: reportOf([], {
    policies: [policyRow('a'), policyRow('b', 'low', { section: 'scaling', strategy: [] })],
  }),
  one: reportOf([fails('sql-no-public-ip', 'db')]),
  many: reportOf(
    Array.from({ length: 5_001 }, (_, i) => {
      const one = finding();
      return result(
        'sql-tier',
        `db-${i}`,
        [{ ...one, source: { ...one.source, line: i + 1, endLine: i + 1 } }],
        { severity: 'medium' },
      );
    }),
  ),
  failed: reportOf([fails('sql-no-public-ip', 'db')], {
    errors: [
      {
        code: 'E_RECORD_MALFORMED',
        message: 'no JSON',
        uri: '/var/x/assets.ndjson',
        line: 3,
        hint: 'repair it',
      },
    ],
  }),
  waived: reportOf([
    result('sql-no-public-ip', 'db', [finding(undefined, { waiver: WAIVER })], {
      verdict: 'waived',
      waiver: WAIVER,
    }),
  ]),
  instances: reportOf(instances),
  hostile: reportOf([
    result('sql-no-public-ip', `db${HOSTILE}`, [
      finding(`labels["${HOSTILE}"]`, {
        message: HOSTILE,
        source: {
          uri: 'infra/a b?#ä.tf',
          line: 3,
          path: HOSTILE,
          address: `x["${HOSTILE}"]`,
          quality: 'header',
          related: [{ uri: 'infra/c.tf', line: 4, message: `the value comes from ${HOSTILE}` }],
        },
      }),
    ]),
  ]),
  severities: reportOf([
    ...(['critical', 'high', 'medium', 'low'] as const).map((severity) =>
      result(`p-${severity}`, 'db', [finding()], { severity }),
    ),
  ]),
};

const of = (...names: string[]) => names.map((name) => reports[name] as Report);

/** All of a document's shapes in one. */
export const mixed: Report = reportOf(
  of('severities', 'instances', 'hostile', 'failed').flatMap(({ results }) => results),
  { errors: of('failed').flatMap(({ errors }) => errors) },
);
