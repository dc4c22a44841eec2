import type { Location, ReportingDescriptor, Result, Suppression } from 'sarif';
import {
  type Alert,
  alertsOf,
  type Drift,
  inert,
  marksOf,
  type Report,
  type ReporterOptions,
  safe,
  sentencesOf,
} from '#report';
import { LEVELS } from './levels.ts';
import { locationOf, unlinked } from './location.ts';
import { relatedOf } from './related.ts';

/** Of many instances this many are named one by one; the JSON report holds all. */
const NAMED = 10;

/** One result for each alert, worst first, told when it is asked for: one that is not kept need not be. */
export function resultsOf(
  report: Report,
  options: ReporterOptions,
  rules: readonly ReportingDescriptor[],
): (() => Result)[] {
  if (report.drift) return comparedOf(report, report.drift, options, rules);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const suppressed = options.includeSuppressed ?? false;
  const alerts = alertsOf(report, options, suppressed);
  const compared = suppressed && alerts.some(({ baselined }) => baselined);
  return alerts.map((alert) => () => ({
    ...resultOf(alert, index.get(alert.policy), options),
    ...(suppressed && alert.waived && { suppressions: suppressionsOf(alert) }),
    ...(compared && { baselineState: alert.baselined ? ('unchanged' as const) : ('new' as const) }),
  }));
}

/**
 * What fails in the newer of two snapshots, each with the state that SARIF gives it against a baseline: new, unchanged, or
 * updated where more is wrong at a place than was. What is absent, that is restored, is listed only where suppressed
 * results are asked for: code scanning reads no state, and would open an alert for each.
 */
function comparedOf(
  report: Report,
  drift: Drift,
  options: ReporterOptions,
  rules: readonly ReportingDescriptor[],
): (() => Result)[] {
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const suppressed = options.includeSuppressed ?? false;
  const told = (results: Report['results'], state: (alert: Alert) => Result['baselineState']) =>
    alertsOf({ ...report, results }, options, suppressed).map(
      (alert) => (): Result => ({
        ...resultOf(alert, index.get(alert.policy), options),
        ...(suppressed && alert.waived && { suppressions: suppressionsOf(alert) }),
        baselineState: state(alert),
      }),
    );
  const failing = drift.results.filter(({ verdict }) => verdict === 'fail');
  const over = drift.results.filter(
    ({ drift: own }) => suppressed && (own?.turn === 'restored' || own?.turn === 'ended'),
  );
  return [
    ...told([...report.results, ...failing, ...drift.still], stateOf),
    ...told(
      over.map((one) => ({ ...one, verdict: 'fail' })),
      () => 'absent',
    ),
  ];
}

function stateOf({ instances }: Alert): Result['baselineState'] {
  const changed = instances.filter(({ result }) => result.drift);
  if (changed.length === 0) return 'unchanged';
  const fresh = changed.every(({ result }) => result.drift?.was !== 'fail');
  return fresh && changed.length === instances.length ? 'new' : 'updated';
}

function resultOf(alert: Alert, ruleIndex: number | undefined, options: ReporterOptions): Result {
  const related = relatedOf(alert, options);
  return {
    ruleId: alert.policy,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[alert.severity],
    message: { text: textOf([...sentencesOf(alert).map(unlinked), ...related.sentences]) },
    locations: [{ ...locationOf(alert.spot), logicalLocations: logicalOf(alert) }],
    ...(related.locations.length > 0 && { relatedLocations: related.locations }),
    partialFingerprints: { primaryLocationLineHash: alert.fingerprint },
    properties: propertiesOf(alert),
  };
}

const textOf = (sentences: readonly string[]): string => sentences.map((one) => `${one}.`).join(' ');

/** The resources as the cloud and Terraform call them: nothing of them may stand in a uri. */
function logicalOf({ instances }: Alert): Location['logicalLocations'] {
  const names = instances.map(({ result, finding }) => {
    const { name, address } = result.asset;
    return safe(name || (finding.source.address ?? address ?? ''), 1_000);
  });
  return [...new Set(names)]
    .slice(0, NAMED)
    .map((fullyQualifiedName) => ({ fullyQualifiedName, kind: 'resource' }));
}

function suppressionsOf({ instances }: Alert): Suppression[] {
  const said = new Set(instances.flatMap(({ finding }) => marksOf(finding)[0] ?? []));
  return [...said].map((justification) => ({
    kind: 'external',
    status: 'accepted',
    justification: inert(justification),
  }));
}

/** What the JSON report says of the findings, for whoever reads the file by program; what there is nothing of is left out. */
function propertiesOf({ instances, spot, severity, baselined }: Alert): Result['properties'] {
  const each = (of: (one: Alert['instances'][number]) => string | undefined): string[] =>
    [...new Set(instances.map(of))].flatMap((one) => (one ? safe(one, 1_000) : [])).slice(0, NAMED);
  const lists = {
    environments: each(({ result }) => result.environment),
    assetTypes: each(({ result }) => result.asset.type),
    addresses: each(({ result, finding }) => finding.source.address ?? result.asset.address),
    paths: each(({ finding }) => finding.path),
    presence: each(({ result, finding }) => finding.presence ?? result.presence),
  };
  return {
    severity,
    locationQuality: spot.quality,
    findings: instances.length,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(baselined && { baselined }),
  };
}
