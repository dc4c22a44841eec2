import { byAsset, type Finding, type Presence, type Report, type Result } from '#report';
import { isPlaceless } from '../inventory/coverage.ts';

/**
 * The report of code laid over the cloud, with each finding told as standing in both, in the cloud alone (drift, or
 * what applying the code repairs), or in the code alone (it will break on apply). Failures that only the cloud has are
 * added from its own report.
 *
 * @param planned the names of assets that the code manages
 */
export function compared(code: Report, cloud: Report, planned: ReadonlySet<string>): Report {
  const inCloud = new Set(
    cloud.results.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)),
  );
  const seen = new Set<string>();
  // What the code leaves open it does not repair.
  const keyOf = ({ policy, asset }: Result) => `${policy} ${asset.name}`;
  const open = new Set(code.results.filter(({ verdict }) => verdict === 'unknown').map(keyOf));
  const results = code.results.map((result): Result => {
    // What a repository or an image holds is neither in the cloud nor in the code that a plan was made from.
    if ((result.verdict !== 'fail' && result.verdict !== 'waived') || isPlaceless(result.asset.type))
      return result;
    const managed = result.asset.address !== undefined;
    const findings = result.findings.map((finding): Finding => {
      seen.add(finding.fingerprint);
      const ofCode = managed || finding.source.address !== undefined;
      return { ...finding, presence: !ofCode ? 'cloud' : inCloud.has(finding.fingerprint) ? 'both' : 'code' };
    });
    return { ...result, findings, presence: overall(findings) };
  });
  for (const result of cloud.results) {
    if (result.verdict !== 'fail' || !planned.has(result.asset.name) || open.has(keyOf(result))) continue;
    const findings = result.findings
      .filter(({ fingerprint }) => !seen.has(fingerprint))
      .map((finding): Finding => ({ ...finding, presence: 'cloud' }));
    if (findings.length > 0) {
      results.push({
        ...result,
        findings,
        presence: 'cloud',
        repairedByPlan: true,
        notes: [...result.notes, 'only what runs breaks this: applying the plan repairs it'],
      });
    }
  }
  const order = new Map(code.policies.map(({ id }, i) => [id, i]));
  const placeOf = ({ policy }: Result) => order.get(policy) ?? order.size;
  results.sort((a, b) => placeOf(a) - placeOf(b) || byAsset(a, b));
  return { ...code, results };
}

/** Where a result stands: in both where any of its findings does, or where they stand in different ones. */
function overall(findings: readonly Finding[]): Presence {
  const all = new Set(findings.map(({ presence }) => presence));
  return all.size === 1 ? ((findings[0] as Finding).presence as Presence) : 'both';
}
