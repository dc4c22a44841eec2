import type { Policy } from '#policy';
import type { Bases } from './bases.ts';
import { type Row, readRows } from './rows.ts';
import { type Scene, sceneOf } from './scene.ts';
import { checkRow } from './verdicts.ts';

export { Bases } from './bases.ts';
export { findPolicies, isSection, type PolicyFiles } from './find.ts';

/** A policy with its rows and their scenes. */
export interface Proof {
  readonly policy: Policy;
  readonly rows: readonly Row[];
  /** The scene of a row; made once. */
  readonly sceneOf: (row: Row) => Scene;
}

/** One thing that must hold of a policy. `run` throws an Error that says what does not, and where. */
export interface Case {
  readonly policy: string;
  readonly name: string;
  readonly run: () => void;
}

/** Brings a policy together with the rows of its fixture file. @throws PinkyError E_FIXTURE */
export function proofOf(policy: Policy, rowsFile: string, bases: Bases): Proof {
  const rows = readRows(rowsFile);
  const scenes = new Map<Row, Scene>();
  return {
    policy,
    rows,
    sceneOf: (row) => {
      let scene = scenes.get(row);
      if (!scene) scenes.set(row, (scene = sceneOf(policy, row, bases)));
      return scene;
    },
  };
}

/** Every case of a policy: its rows, and what holds for all policies with nothing written. */
export function casesOf(proof: Proof): readonly Case[] {
  const one = (name: string, run: () => void): Case => ({ policy: proof.policy.id, name, run });
  return [...proof.rows.map((row) => one(`row: ${row.name}`, () => checkRow(proof, row)))];
}
