/** What a reporter builds on: the report's model, its order, and text made harmless and fitting. */
export { SECTIONS, SEVERITIES, type Section, type Severity, VERDICTS, type Verdict } from '#policy';
export { type Alert, alertsOf } from './alerts.ts';
export { categoryOf } from './category.ts';
export { type Conclusion, conclude } from './conclusion.ts';
export {
  type AssetDrift,
  type Drift,
  type PromiseDrift,
  type ResultDrift,
  type Sight,
  type Since,
  saySince,
  sayTurn,
  TURNS,
  type Turn,
  type UnreadDrift,
  type ValueDrift,
} from './drift.ts';
export { blockOf, digest, fingerprint, identityOf } from './fingerprint.ts';
export { grouped } from './grouped.ts';
export { inert, inertJson } from './inert.ts';
export { isNew, knownFailures, newFirst } from './known.ts';
export { clip, pad, width, wrap } from './layout.ts';
export { block, code, plain, span, table } from './markdown.ts';
export { marksOf } from './marks.ts';
export type * from './model.ts';
export { hiddenFailures, inView, narrow, withoutQuiet } from './narrow.ts';
export { byAsset, byCodeUnit, bySeverity, reaches, worse } from './order.ts';
export { fitting } from './packed.ts';
export { baseName, encodePath, repositoryPath } from './path.ts';
export type { Anchor, Reporter, ReporterOptions } from './reporter.ts';
export { mayBeSecret } from './secret.ts';
export { type Spot, spotOf, spotOrAnchor } from './spot.ts';
export { judgedIn, summarise, type Tally, tally, totalOf } from './tally.ts';
export { assetName, count, safe, sentencesOf } from './telling.ts';
export { sayUnseen, type Unjudged, unjudged } from './unjudged.ts';
