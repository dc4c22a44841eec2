import { SEVERITIES, type Severity, VERDICTS, type Verdict } from '#policy';
import type { Result } from './model.ts';

/** Compares by UTF-16 code unit: the same on every machine, whatever its locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a severity is as bad as a level, or worse. */
export const reaches = (severity: Severity, level: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);

/** Compares severities, worst first. */
export const bySeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

/** The worse of two verdicts. */
export const worse = (a: Verdict, b: Verdict): Verdict =>
  VERDICTS.indexOf(a) <= VERDICTS.indexOf(b) ? a : b;

/** Compares the results of one policy: by asset name, then by place in the sources. */
export const byAsset = (a: Result, b: Result): number =>
  byCodeUnit(a.asset.name, b.asset.name) ||
  byCodeUnit(a.origin.uri, b.origin.uri) ||
  (a.origin.line ?? 0) - (b.origin.line ?? 0);
