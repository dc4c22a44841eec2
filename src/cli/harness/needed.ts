import { alternatives, attempt, type Policy, parsePath, type Want } from '#policy';
import { PolicyError } from '../../errors.ts';
import { register } from '../../policy/define.ts';
import type { Proof } from './proof.ts';
import { repairIn } from './repairs.ts';
import type { Row } from './rows.ts';
import type { Scene } from './scene.ts';
import { differences } from './verdicts.ts';

/** Whether a row is judged as it says and, where it fails, its repair asks for nothing that is not declared. */
function stands(policy: Policy, scene: Scene, row: Row): boolean {
  const judged = scene.judge(policy);
  if (differences(row, judged).length > 0) return false;
  if (judged.verdict !== 'fail') return true;
  try {
    repairIn(policy, scene);
  } catch (thrown) {
    return !(thrown instanceof PolicyError);
  }
  return true;
}

/** Every declared read is needed by some row or its repair: without it that row errs, or says something else. */
export function checkReads({ policy, rows, sceneOf }: Proof): void {
  const idle = (policy.reads ?? []).filter((what) => {
    const reads = policy.reads?.filter((one) => one !== what) ?? [];
    let blind: Policy;
    try {
      blind = register(policy.id, policy.section, { ...policy, reads });
    } catch (thrown) {
      if (thrown instanceof PolicyError) return false;
      throw thrown;
    }
    return rows.every((row) => stands(blind, sceneOf(row), row));
  });
  if (idle.length > 0) throw new Error(`no row needs what is declared in reads: ${idle.join(', ')}`);
}

/** Every declared parameter is asked for by some row, and every shared one that is asked for is declared. */
export function checkParams({ policy, rows, sceneOf }: Proof): void {
  const asked = new Set<string>();
  for (const row of rows) {
    const scene = sceneOf(row).asking((name) => asked.add(name));
    if (scene.judge(policy).verdict !== 'fail') continue;
    // A parameter may serve the repair alone; whether the repair can be made is another case.
    attempt(() => repairIn(policy, scene));
  }
  const idle = Object.keys(policy.params ?? {}).filter((name) => !asked.has(name));
  if (idle.length > 0) throw new Error(`no row asks for the parameter ${idle.join(', ')}`);
  const hidden = [...asked].filter((name) => !Object.hasOwn(policy.params ?? {}, name));
  if (hidden.length > 0)
    throw new Error(
      `its page does not explain ${hidden.join(', ')}: add ...shared('${hidden.join("', '")}') to params`,
    );
}

/** Every field of the view is judged by `want` or `when`. */
export function checkView(policy: Policy): void {
  if (policy.judge) return;
  const used = new Set(
    [policy.want, policy.when]
      .flatMap((want) => (want ? alternatives(want as Want) : []))
      .flatMap((map) => Object.keys(map).map((path) => parsePath(path)[0])),
  );
  const idle = Object.keys(policy.view ?? {}).filter((field) => !used.has(field));
  if (idle.length > 0) throw new Error(`neither want nor when judges the field ${idle.join(', ')}`);
}
