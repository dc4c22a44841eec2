import type { Policy } from '#policy';
import type { Bases } from './bases.ts';
import { type Row, readRows } from './rows.ts';
import { type Scene, sceneOf } from './scene.ts';

/** A policy with its rows and their scenes. */
export interface Proof {
  readonly policy: Policy;
  readonly rows: readonly Row[];
  /** The scene of a row; made once. */
  readonly sceneOf: (row: Row) => Scene;
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
