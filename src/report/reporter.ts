import type { Report } from './model.ts';

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
}

/**
 * Writes a report in one format. The text is the chunks joined; chunks, because the JSON of a million assets is
 * longer than a string may be. Pure: no output, no process, no clock.
 */
export type Reporter = (report: Report, options?: ReporterOptions) => Iterable<string>;
