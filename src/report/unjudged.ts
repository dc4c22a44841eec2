import { inert } from './inert.ts';
import type { PromiseRow, Report } from './model.ts';

/** Promises that could not be judged. */
export interface Unjudged {
  readonly open: readonly PromiseRow[];
  /** Those of environments of which the evidence holds nothing, apart: one thing answers them all. */
  readonly unseen: readonly PromiseRow[];
}

/** What of a report's promises is unknown or for a person to judge. */
export function unjudged({ promises, unseen = [] }: Pick<Report, 'promises' | 'unseen'>): Unjudged {
  const rows = promises.filter(({ verdict }) => verdict === 'unknown' || verdict === 'manual');
  const isUnseen = ({ environment }: PromiseRow) => unseen.includes(environment);
  return { open: rows.filter((row) => !isUnseen(row)), unseen: rows.filter(isUnseen) };
}

/** `nothing of staging and development is in the evidence`: half a sentence, inert. */
export function sayUnseen(rows: readonly PromiseRow[]): string {
  const names = [...new Set(rows.map(({ environment }) => inert(environment)))];
  const last = names.pop();
  return `nothing of ${names.length > 0 ? `${names.join(', ')} and ` : ''}${last} is in the evidence`;
}
