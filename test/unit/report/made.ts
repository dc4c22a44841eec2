import type { Finding, LedgerRow, PolicyRow, Report, Result, Severity } from '#report';
import { fingerprint, summarise, tally } from '#report';

const SQL = 'sqladmin.googleapis.com/Instance';

/** What a report says of a policy. */
export const policyRow = (
  id: string,
  severity: Severity = 'critical',
  more: Partial<PolicyRow> = {},
): PolicyRow => ({
  id,
  title: `The promise of ${id} is kept`,
  why: 'It would otherwise be broken.',
  severity,
  section: 'security',
  strategy: [{ line: 'L120', heading: 'Database Security', text: 'Private IP only' }],
  references: [{ framework: 'cis-gcp', version: '4.0', id: '6.6' }],
  types: [SQL],
  ...more,
});

/** A finding on an attribute of Terraform source. */
export function finding(path = 'settings.ipConfiguration.ipv4Enabled', more: Partial<Finding> = {}): Finding {
  const { source, ...rest } = more;
  return {
    path,
    actual: true,
    wanted: 'false',
    message: `${path} is true; it must be false`,
    fingerprint: fingerprint('p', 'db', path),
    ...rest,
    source: {
      uri: 'infra/main.tf',
      line: 12,
      column: 5,
      endLine: 12,
      endColumn: 24,
      path,
      quality: 'attribute',
      ...source,
    },
  };
}

/** A result of a policy on an asset, a failure unless `more` says so. */
export function result(
  policy: string,
  name: string,
  findings: readonly Finding[],
  more: Partial<Result> = {},
): Result {
  return {
    policy,
    verdict: 'fail',
    severity: 'critical',
    environment: 'production',
    environmentFrom: 'project-name',
    asset: {
      name: `//cloudsql.googleapis.com/projects/pinky-prod/instances/${name}`,
      type: SQL,
      project: 'pinky-prod',
    },
    message: findings[0]?.message ?? 'it could not be judged',
    notes: [],
    origin: { uri: 'assets.ndjson', line: 3 },
    findings,
    fingerprint: fingerprint(policy, name),
    ...more,
  };
}

/** A report that holds these results and counts them. */
export function reportOf(
  results: readonly Result[],
  more: Partial<Report> & {
    readonly policies?: readonly PolicyRow[];
    readonly ledger?: readonly LedgerRow[];
  } = {},
): Report {
  const severities = new Map(results.map(({ policy, severity }) => [policy, severity]));
  const policies = more.policies ?? [...severities].map(([id, severity]) => policyRow(id, severity));
  const promises = policies.map((policy) => {
    const own = results.filter((one) => one.policy === policy.id);
    const counts = tally();
    for (const { verdict } of own) counts[verdict]++;
    if (own.length === 0) counts.pass = 1;
    const baselined = own.filter((one) => one.verdict === 'fail' && one.baselined).length;
    return {
      policy: policy.id,
      clause: policy.strategy[0] as PolicyRow['strategy'][number],
      environment: 'production',
      verdict: own[0]?.verdict ?? ('pass' as const),
      counts,
      ...(baselined > 0 && { baselined }),
      reason: own[0]?.reason ?? 'counted',
    };
  });
  return {
    schemaVersion: '1.0',
    tool: { name: 'pinky-audit', version: '0.1.0' },
    sources: [{ kind: 'plan', uri: 'plan.json', assets: results.length }],
    strategy: {},
    summary: summarise(promises, policies),
    promises,
    results,
    policies,
    waivers: [],
    errors: [],
    notices: [],
    ledger: [],
    ...more,
  };
}
