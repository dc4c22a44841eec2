import {
  assetName,
  code,
  count,
  type Drift,
  type Report,
  type ReporterOptions,
  type Result,
  safe,
  saySince,
  sayTurn,
  span,
  type Turn,
  table,
  type ValueDrift,
} from '#report';
import type { Comment } from './comment.ts';
import { named, text } from './parts.ts';

const ROWS = 40;
const VALUES_SHOWN = 10;

/** One row for each promise of which the two snapshots say different things, as a whole. */
export function turns(
  { policies }: Report,
  { promises }: Drift,
  options: ReporterOptions,
  comment: Comment,
): void {
  if (promises.length === 0) return;
  const rows = new Map(policies.map((policy) => [policy.id, policy]));
  const cells = promises.slice(0, ROWS).map(({ policy, environment, severity, turn, was, is }) => {
    const row = rows.get(policy);
    return [
      turn,
      severity,
      `${named(row, policy, options)}: ${text(row?.title ?? '')}`,
      code(safe(environment)),
      `${was} → ${is}`,
    ];
  });
  const rest = promises.length - cells.length;
  comment.add(table(['', 'severity', 'promise', 'environment', ''], cells), cells.length);
  if (rest > 0) comment.add(`and ${count(rest, 'promise')} more`, rest);
}

const SUMMARIES: Readonly<Record<Exclude<Turn, 'broke'>, string>> = {
  restored: 'restored',
  ended: 'gone, out of scope or waived',
  lost: 'out of sight: judged before, and not any more',
  regained: 'in sight again',
};

/** What was restored, ended, lost or regained, a part for each. */
export function turned({ results }: Drift, comment: Comment): void {
  for (const [turn, said] of Object.entries(SUMMARIES)) {
    const own = results.filter(({ drift }) => drift?.turn === turn);
    if (own.length === 0) continue;
    comment.fold(`${count(own.length, 'result')} ${said}`, own.map(entryOf));
  }
}

function entryOf({ policy, asset, environment, message, drift, reason }: Result): string {
  const was = drift?.turn === 'restored' || drift?.turn === 'ended' ? 'was: ' : '';
  const said = drift?.turn === 'lost' ? (reason ?? message) : `${was}${message}`;
  const turn = drift ? `${sayTurn(drift)}; ` : '';
  return `- ${text(policy)} on ${span(assetName(asset))} (${span(safe(environment))}): ${turn}${span(safe(said))}`;
}

/** Which assets changed, and how. */
export function assets({ assets }: Drift, comment: Comment): void {
  if (assets.length === 0) return;
  const lines = assets.map(({ change, asset, since, values }) => {
    const when = since.at === undefined ? '' : ` ${saySince(since)}`;
    const shown = values.slice(0, VALUES_SHOWN).map(sayValue);
    const more = values.length > shown.length ? [`and ${values.length - shown.length} more`] : [];
    const how = shown.length > 0 ? `: ${[...shown, ...more].join('; ')}` : '';
    return `- ${change}${text(when)} ${span(assetName(asset))}${how}`;
  });
  comment.fold(`${count(assets.length, 'asset')} changed`, lines);
}

const shown = (value: ValueDrift['old']): string => (value === null ? 'not set' : span(safe(String(value))));

const sayValue = ({ path, old, new: now, redacted }: ValueDrift): string =>
  `${span(safe(path))} ${redacted ? 'is another, which is not shown' : `${shown(old)} → ${shown(now)}`}`;
