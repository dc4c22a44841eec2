import type { Finding, Quality, Result, SourcePlace } from './model.ts';
import { repositoryPath } from './path.ts';
import type { ReporterOptions } from './reporter.ts';

/** Where code review shows a finding: within one line of one file of the repository. */
export interface Spot {
  /** From the root of the repository, `/` between folders. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Exclusive, greater than `column`. */
  readonly endColumn: number;
  /** How near it is; `anchor` where it stands in no file of the repository and is shown at another. */
  readonly quality: Quality | 'anchor';
}

/** What an anchor is where nothing is known of the repository: the file that a configuration is expected in. */
const NO_ANCHOR = { path: 'pinky.config.yaml', line: 1 };

const natural = (n: number | undefined): number | undefined =>
  n !== undefined && Number.isInteger(n) && n > 0 ? n : undefined;

/**
 * Where a place is shown, undefined where it is not in the repository. Of a place of several lines it is the first:
 * code scanning shows an alert on a pull request only where every line of it is new. Where no end is known it is one
 * character wide.
 */
export function spotOf(
  { uri, line, column, endLine, endColumn, quality }: Omit<SourcePlace, 'path'>,
  { locate = repositoryPath }: ReporterOptions,
): Spot | undefined {
  const path = locate(uri);
  if (path === undefined) return undefined;
  const begin = natural(line) ?? 1;
  const from = natural(column) ?? 1;
  const to = endLine === line ? (natural(endColumn) ?? 0) : 0;
  return { path, line: begin, column: from, endColumn: to > from ? to : from + 1, quality };
}

/** The same for a finding that must be shown somewhere: at its anchor where it is not in the repository. */
export function spotOrAnchor(finding: Finding, result: Result, options: ReporterOptions): Spot {
  const spot = spotOf(finding.source, options);
  if (spot) return spot;
  const { path, line } = options.anchor?.(result) ?? NO_ANCHOR;
  return { path, line, column: 1, endColumn: 2, quality: 'anchor' };
}
