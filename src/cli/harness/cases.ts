import type { Policy } from '#policy';
import { checkDrops } from './drops.ts';
import { checkMetadata, checkRowKinds } from './metadata.ts';
import { checkParams, checkReads, checkView } from './needed.ts';
import type { Proof } from './proof.ts';
import { checkRepair } from './repairs.ts';
import { checkSchema } from './schema.ts';
import { checkNothingSeen, checkNotRead, checkUnknowns } from './unknowns.ts';
import { checkRow } from './verdicts.ts';

/** One thing that must hold of a policy. `run` throws an Error that says what does not, and where. */
export interface Case {
  readonly policy: string;
  readonly name: string;
  readonly run: () => void;
}

/**
 * Every case of a policy: its rows, and what holds for all policies with nothing written.
 * @param others the policies that its repair must not break
 */
export function casesOf(proof: Proof, others: readonly Policy[]): readonly Case[] {
  const { policy, rows } = proof;
  const one = (name: string, run: () => void): Case => ({ policy: policy.id, name, run });
  const definite = rows.filter(({ expect }) => !['unknown', 'error'].includes(expect.verdict));
  return [
    ...rows.map((row) => one(`row: ${row.name}`, () => checkRow(proof, row))),
    one('its declaration is well-formed', () => checkMetadata(proof)),
    one('every path and literal exists in the API', () => checkSchema(proof)),
    one('there is a row of every kind', () => checkRowKinds(proof)),
    one('every read that it declares is needed', () => checkReads(proof)),
    one('every parameter that it declares is asked for', () => checkParams(proof)),
    one('every field of its view is judged', () => checkView(policy)),
    one('every part of it has a row that dies without it', () => checkDrops(proof)),
    one('nothing seen is unknown', () => checkNothingSeen(proof)),
    one('what was not read is not decided', () => checkNotRead(proof)),
    ...definite.map((row) => one(`every unknown, where ${row.name}`, () => checkUnknowns(proof, row))),
    ...rows
      .filter(({ expect }) => expect.verdict === 'fail')
      .map((row) => one(`the repair, where ${row.name}`, () => checkRepair(proof, row, others))),
  ];
}
