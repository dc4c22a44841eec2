import type { PolicyRow, Report, Result } from './model.ts';

/** A line of a file of the repository at which something is shown that stands in none. */
export interface Anchor {
  /** From the root of the repository, `/` between folders. */
  readonly path: string;
  readonly line: number;
}

/** What a reporter is told beside the report. */
export interface ReporterOptions {
  /** Width of the output in columns; 80 where it is not known. For reporters that lay text out. */
  readonly columns?: number | undefined;
  /** 0 none, 1 sixteen colours, 2 256, 3 all; what chalk calls `level`. */
  readonly color?: 0 | 1 | 2 | 3 | undefined;
  /** Lists everything: no cap on assets, every promise, the whole ledger. */
  readonly verbose?: boolean | undefined;
  /** Commands that exist, of those a reporter may suggest: `policies`, `provision`. */
  readonly commands?: readonly string[] | undefined;
  /**
   * Where a file stands in the repository, from its root, `/` between folders; undefined for one that is not in it.
   * Left out, a relative path is taken to be one from the root.
   */
  readonly locate?: ((uri: string) => string | undefined) | undefined;
  /** The folder of the repository that a file stands in, committed or not; undefined for one that is elsewhere. */
  readonly folderOf?: ((uri: string) => string | undefined) | undefined;
  /** Where a result is shown that stands in no file of the repository; for formats that need a file. */
  readonly anchor?: ((result: Result) => Anchor) | undefined;
  /** The page that explains a policy, https. */
  readonly page?: ((policy: PolicyRow) => string) | undefined;
  /** Where the tool is at home, https. */
  readonly homepage?: string | undefined;
  /** What tells this audit from others of one repository, the same in every run: `infra/prod`. */
  readonly target?: string | undefined;
  /** `--sarif-category`: stands in place of the category that sources, target and selection give. */
  readonly category?: string | undefined;
  /** `--sarif-include-suppressed`: lists what is waived, marked as suppressed. */
  readonly includeSuppressed?: boolean | undefined;
  /** The most characters of a comment; for `markdown`. */
  readonly limit?: number | undefined;
  /** Takes what a person must be told beside the document: what a platform's limit cuts off. */
  readonly told?: ((message: string) => void) | undefined;
}

/**
 * Writes a report in one format. The text is the chunks joined; chunks, because the JSON of a million assets is
 * longer than a string may be. Pure: no output, no process, no clock.
 */
export type Reporter = (report: Report, options?: ReporterOptions) => Iterable<string>;
