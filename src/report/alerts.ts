import type { Severity } from '#policy';
import { blockOf, digest } from './fingerprint.ts';
import type { Finding, Report, Result } from './model.ts';
import { byCodeUnit, bySeverity } from './order.ts';
import type { ReporterOptions } from './reporter.ts';
import { type Spot, spotOrAnchor } from './spot.ts';

/** One finding of an alert, with the result it belongs to. */
interface Instance {
  readonly result: Result;
  readonly finding: Finding;
}

/** What one policy says at one place of the repository: one alert, however many instances a block has. */
export interface Alert {
  readonly policy: string;
  readonly severity: Severity;
  readonly spot: Spot;
  readonly instances: readonly Instance[];
  /**
   * Outlives moved lines, edited neighbours, more instances and reordered input; another where a resource or a path
   * is another. A number tells alerts of one policy in one file apart that nothing else does: `26727c573d157841:1`.
   */
  readonly fingerprint: string;
  /** Every finding of it is waived. */
  readonly waived: boolean;
  /** Every finding of it is in the baseline. */
  readonly baselined: boolean;
}

/**
 * What fails, by the place where it is shown: worst first, then by policy and place.
 * @param waived lists what is waived as well
 */
export function alertsOf(report: Report, options: ReporterOptions, waived: boolean): Alert[] {
  const groups = new Map<string, { spot: Spot; instances: [Instance, ...Instance[]] }>();
  for (const result of report.results) {
    if (result.verdict !== 'fail' && result.verdict !== 'waived') continue;
    for (const finding of result.findings) {
      if (finding.waiver && !waived) continue;
      const spot = spotOrAnchor(finding, result, options);
      const key = `${result.policy}\0${spot.path}\0${spot.line}\0${spot.column}\0${spot.endColumn}`;
      const group = groups.get(key);
      if (group) group.instances.push({ result, finding });
      else groups.set(key, { spot, instances: [{ result, finding }] });
    }
  }
  const alerts = [...groups.values()].map(({ spot, instances }): Alert => {
    const { policy, severity } = instances[0].result;
    return {
      policy,
      severity,
      spot,
      instances,
      fingerprint: fingerprintOf(policy, instances),
      waived: instances.every(({ finding }) => finding.waiver !== undefined),
      baselined: instances.every(({ finding }) => finding.baselined),
    };
  });
  return numbered(alerts.sort(inOrder));
}

const inOrder = (a: Alert, b: Alert): number =>
  bySeverity(a.severity, b.severity) ||
  byCodeUnit(a.policy, b.policy) ||
  byCodeUnit(a.spot.path, b.spot.path) ||
  a.spot.line - b.spot.line ||
  a.spot.column - b.spot.column ||
  a.spot.endColumn - b.spot.endColumn;

/** A block of Terraform is known by its address and path, whatever its instances are called in the cloud. */
const keyOf = ({ finding }: Instance): string => {
  const { address } = finding.source;
  const path = finding.path.replace(/\[\d+\]/g, '[*]');
  return address === undefined ? finding.fingerprint : `${blockOf(address)}\0${path}`;
};

function fingerprintOf(policy: string, instances: readonly Instance[]): string {
  const keys = [...new Set(instances.map(keyOf))].sort(byCodeUnit);
  const [only = ''] = keys;
  // A finding alone is known by the name that the JSON report gives it.
  return keys.length === 1 && !only.includes('\0') ? only : digest(policy, ...keys);
}

function numbered(alerts: readonly Alert[]): Alert[] {
  const seen = new Map<string, number>();
  return alerts.map((alert) => {
    const key = `${alert.policy}\0${alert.spot.path}\0${alert.fingerprint}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return { ...alert, fingerprint: `${alert.fingerprint}:${nth}` };
  });
}
