import type { Finding, Report, Result } from '../report/index.ts';
import type { Opened } from './opened.ts';

/**
 * The report with its findings of plans at the lines of Terraform source that they are about. A file that cannot be read
 * costs nearness and is told as a notice; it never fails the run.
 * @param opened the sources of plans, by the names of the plans
 */
export function placed(report: Report, opened: ReadonlyMap<string, Opened>): Report {
  // Asking a result for its findings makes them, and most are never shown.
  if (opened.size === 0) return report;
  const isPlaced = ({ source }: Finding) => source.quality === 'plan' && opened.has(source.uri);
  const concerned = (result: Result) => opened.has(result.origin.uri) || result.findings.some(isPlaced);
  if (!report.results.some(concerned)) return report;
  const results = report.results.map((result) => {
    if (!concerned(result)) return result;
    const { address } = result.asset;
    const head = address === undefined ? undefined : opened.get(result.origin.uri)?.locate(address, '');
    const { uri, line, column } = head ?? result.origin;
    const origin = { uri, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    const findings = result.findings.map((finding) => {
      const { source } = finding;
      const { address = '', path } = source;
      const place = isPlaced(finding) ? opened.get(source.uri)?.locate(address, path) : undefined;
      return place ? { ...finding, source: { ...place, path, address: source.address } } : finding;
    });
    return new PlacedResult(result, origin, findings) as unknown as Result;
  });
  const notices = [...opened.values()].flatMap((one) => one.notices());
  return { ...report, results, notices: [...report.notices, ...notices] };
}

/** A result at another place; what is made when it is first read stays so. */
class PlacedResult {
  readonly #of: Result;

  constructor(result: Result, origin: Result['origin'], findings: Result['findings']) {
    this.#of = result;
    const copy = this as Record<string, unknown>;
    for (const name of Object.keys(result)) {
      if (name === 'message' || name === 'fingerprint' || name === 'repair')
        Object.defineProperty(this, name, PlacedResult.#LAZY[name]);
      else if (name === 'origin') copy[name] = origin;
      else if (name === 'findings') copy[name] = findings;
      else copy[name] = result[name as keyof Result];
    }
  }

  /** One getter for all results: copies that each bring their own are slow to make and to read. */
  static #lazy(name: 'message' | 'fingerprint' | 'repair'): PropertyDescriptor & ThisType<PlacedResult> {
    return {
      enumerable: true,
      get() {
        return this.#of[name];
      },
    };
  }

  static readonly #LAZY = {
    message: PlacedResult.#lazy('message'),
    fingerprint: PlacedResult.#lazy('fingerprint'),
    repair: PlacedResult.#lazy('repair'),
  };
}
