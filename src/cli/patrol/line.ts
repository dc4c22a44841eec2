import { conclude, inert, inertJson, type Report, safe } from '../../report/index.ts';

/**
 * What a round comes to: `broke` where something that held fails, `turned` where anything else became of a result, `assets`
 * where only assets changed, `unchanged`; `first` where there was nothing to compare with, `failed` where the round could
 * not be done as asked.
 */
export type RoundEvent = 'broke' | 'turned' | 'assets' | 'unchanged' | 'first' | 'failed';

/** More results than this are told by their number. */
const MOST = 20;

/** https://cloud.google.com/logging/docs/structured-logging: what Cloud Logging makes of a line of JSON on standard output. */
const SEVERITIES: Readonly<Record<RoundEvent, string>> = {
  broke: 'ERROR',
  turned: 'WARNING',
  assets: 'NOTICE',
  unchanged: 'INFO',
  first: 'NOTICE',
  failed: 'ERROR',
};

/** What a report of a round says happened. */
export function eventOf({ drift, errors, summary }: Report): RoundEvent {
  if (errors.length > 0 || summary.verdicts.error > 0 || !summary.judged) return 'failed';
  if (!drift) return 'first';
  const { broke, restored, ended, lost, regained } = drift.summary.results;
  if (broke > 0) return 'broke';
  if (restored + ended + lost + regained > 0) return 'turned';
  const { added, removed, changed } = drift.summary.assets;
  return added + removed + changed > 0 ? 'assets' : 'unchanged';
}

/** The one line that a round tells a log, which alerts are made of. */
export function roundLine(report: Report, files: Readonly<Record<string, string>>): string {
  const event = eventOf(report);
  const results = [...(report.drift ? report.results : []), ...(report.drift?.results ?? [])];
  return line(event, conclude(report).text, {
    ...files,
    ...(report.drift && {
      between: report.drift.between,
      counts: { ...report.drift.summary.results, still: report.drift.summary.still },
      assets: report.drift.summary.assets,
      results: results.slice(0, MOST).map(({ policy, severity, environment, asset, drift, message }) => ({
        turn: drift?.turn ?? 'error',
        policy,
        severity,
        environment,
        asset: safe(asset.name),
        message: safe(message),
      })),
    }),
  });
}

/** The line of a round that could not be done. */
export const failedLine = (message: string): string => line('failed', message, {});

const line = (event: RoundEvent, message: string, more: object): string =>
  `${inertJson(JSON.stringify({ severity: SEVERITIES[event], message: `pinky-audit: ${inert(message)}`, pinkyAudit: { event, ...more } }))}\n`;
