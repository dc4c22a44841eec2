import { type Judgement, sayValue } from '#policy';
import type { Proof } from './proof.ts';
import type { Row } from './rows.ts';

/** A judgement in one short paragraph, for the message of a failing case. */
export function sayJudgement({ verdict, flaws, doubts, reason, cause, notes }: Judgement): string {
  const told = [
    ...flaws.map(({ path, actual, wanted, on }) => {
      const where = on ? `${on.name} ` : '';
      return `${where}${path} is ${sayValue(actual)}, wanted ${wanted}`;
    }),
    ...doubts.map(({ path, unknown }) => `${path}: ${unknown.reason}`),
    ...(reason === undefined ? [] : [reason]),
    ...notes.map((note) => `note: ${note}`),
    ...(cause === undefined ? [] : [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)]),
  ];
  return told.length === 0 ? verdict : `${verdict} (${told.join('; ')})`;
}

const sorted = (list: readonly string[]): string => JSON.stringify([...new Set(list)].sort());

/** What a row says must come out, compared with what does; the differences, none when it holds. */
export function differences(row: Row, judged: Judgement): readonly string[] {
  const { verdict, findings, reason, notes = [] } = row.expect;
  const out: string[] = [];
  if (judged.verdict !== verdict) out.push(`expected ${verdict}`);
  const paths = judged.flaws.map(({ path }) => path);
  if (findings && sorted(paths) !== sorted(findings)) {
    out.push(`expected findings at ${sorted(findings)}, found ${sorted(paths)}`);
  }
  const reasons = [judged.reason, ...judged.doubts.map(({ unknown }) => unknown.reason)];
  if (reason !== undefined && !reasons.some((one) => one?.includes(reason)))
    out.push(`expected a reason with "${reason}"`);
  for (const note of notes) {
    if (!judged.notes.some((one) => one.includes(note))) out.push(`expected a note with "${note}"`);
  }
  return out;
}

/** Each row is judged as it says. */
export function checkRow(proof: Proof, row: Row): void {
  const judged = proof.sceneOf(row).judge(proof.policy);
  const different = differences(row, judged);
  if (different.length > 0) throw new Error(`${different.join('; ')}; got ${sayJudgement(judged)}`);
}
