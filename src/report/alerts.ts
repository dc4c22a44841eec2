import type { Severity } from '#policy';
import { blockOf, digest } from './fingerprint.ts';
import { isNew, newFirst } from './known.ts';
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
  /** Those that are new come before what the baseline or a waiver holds. */
  readonly instances: readonly Instance[];
  /**
   * Outlives moved lines, edited neighbours, more instances and reordered input; another where a resource or a path
   * is another. A number tells alerts of one policy in one file apart that nothing else does: `26727c573d157841:1`.
   */
  readonly fingerprint: string;
  /** Every finding of it is waived. */
  readonly waived: boolean;
  /** Nothing of it is new: every finding is in the baseline, or waived beside one that is. */
  readonly baselined: boolean;
}

/**
 * What fails, by the place where it is shown: worst first, then by policy and place.
 * @param waived lists what is waived as well
 */
export function alertsOf(report: Report, options: ReporterOptions, waived: boolean): Alert[] {
  const groups = new Map<string, Group>();
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
  return numbered([...groups.values()].sort(inOrder));
}

interface Group {
  readonly spot: Spot;
  readonly instances: [Instance, ...Instance[]];
}

const inOrder = (a: Group, b: Group): number =>
  bySeverity(a.instances[0].result.severity, b.instances[0].result.severity) ||
  byCodeUnit(a.instances[0].result.policy, b.instances[0].result.policy) ||
  byCodeUnit(a.spot.path, b.spot.path) ||
  a.spot.line - b.spot.line ||
  a.spot.column - b.spot.column ||
  a.spot.endColumn - b.spot.endColumn;

/** A block of Terraform is known by its address and path, whatever its instances are called in the cloud. */
const keyOf = ({ finding }: Instance): string => {
  const { source, path, actual, redacted } = finding;
  if (source.address === undefined) return finding.fingerprint;
  // A member of a list is known by what it is: the list has an order only in the file.
  const member = /\[\d+\]$/.test(path) && typeof actual === 'string' && !redacted ? `\0${actual}` : '';
  return `${blockOf(source.address)}\0${path.replace(/\[\d+\]/g, '[*]')}${member}`;
};

/** What the instances of an alert are known by; a finding alone by the name that the JSON report gives it. */
function keysOf(instances: readonly Instance[]): readonly string[] {
  if (instances.length === 1) return [keyOf(instances[0] as Instance)];
  return [...new Set(instances.map(keyOf))].sort(byCodeUnit);
}

/** An alert whose hash is made when it is asked for: of many thousands most are not shown. */
class LazyAlert implements Alert {
  readonly policy: string;
  readonly severity: Severity;
  readonly spot: Spot;
  readonly instances: readonly Instance[];
  readonly waived: boolean;
  readonly baselined: boolean;
  readonly #keys: readonly string[];
  readonly #nth: number;

  constructor({ spot, instances }: Group, keys: readonly string[], nth: number) {
    const { policy, severity } = instances[0].result;
    this.policy = policy;
    this.severity = severity;
    this.spot = spot;
    this.instances = newFirst(instances, ({ finding }) => isNew(finding));
    this.waived = instances.every(({ finding }) => finding.waiver !== undefined);
    this.baselined = !this.waived && !instances.some(({ finding }) => isNew(finding));
    this.#keys = keys;
    this.#nth = nth;
  }

  get fingerprint(): string {
    const [only = ''] = this.#keys;
    const isName = this.#keys.length === 1 && !only.includes('\0');
    return `${isName ? only : digest(this.policy, ...this.#keys)}:${this.#nth}`;
  }
}

function numbered(groups: readonly Group[]): Alert[] {
  const seen = new Map<string, number>();
  return groups.map((group) => {
    const keys = keysOf(group.instances);
    const key = [group.instances[0].result.policy, group.spot.path, ...keys].join('\0');
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return new LazyAlert(group, keys, nth);
  });
}
