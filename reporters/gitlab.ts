import {
  type Alert,
  alertsOf,
  digest,
  inertJson,
  type Report,
  type ReporterOptions,
  type Severity,
  sentencesOf,
} from '#report';

/** docs.gitlab.com/ci/testing/code_quality, Code Quality report format; `info` is for what is waived. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
};

/** The failures as GitLab's code quality report: a list with one entry for each place. */
export function* gitlab(report: Report, options: ReporterOptions = {}): Generator<string> {
  yield '[';
  let before = '\n';
  for (const alert of alertsOf(report, options, true)) {
    yield `${before}${inertJson(JSON.stringify(entryOf(alert)))}`;
    before = ',\n';
  }
  yield before === '\n' ? ']\n' : '\n]\n';
}

function entryOf(alert: Alert) {
  const { policy, severity, spot, fingerprint, waived } = alert;
  return {
    description: sentencesOf(alert)
      .map((one) => `${one}.`)
      .join(' '),
    check_name: policy,
    // GitLab takes two entries of one fingerprint for one; ours is unique within a policy and a file.
    fingerprint: digest(policy, spot.path, fingerprint),
    severity: waived ? 'info' : SEVERITIES[severity],
    location: { path: spot.path, lines: { begin: spot.line } },
  };
}
