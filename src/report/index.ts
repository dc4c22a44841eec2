/** What a reporter builds on: the report's model, its order, and text made harmless and fitting. */
export { SECTIONS, SEVERITIES, type Section, type Severity, VERDICTS, type Verdict } from '#policy';
export { fingerprint, identityOf } from './fingerprint.ts';
export { inert, inertJson } from './inert.ts';
export { clip, pad, width, wrap } from './layout.ts';
export type * from './model.ts';
export { hiddenFailures, inView, narrow } from './narrow.ts';
export { byAsset, byCodeUnit, bySeverity, reaches, worse } from './order.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
export { summarise, type Tally, tally } from './tally.ts';
