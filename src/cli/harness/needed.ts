import { alternatives, attempt, type Policy, parsePath, repairOf, type Want } from '#policy';
import { PolicyError } from '../../errors.ts';
import { register } from '../../policy/define.ts';
import type { Proof } from './proof.ts';
import { differences } from './verdicts.ts';

/** Every declared read is needed by some row: without it that row errs, or says something else. */
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
    return rows.every((row) => differences(row, sceneOf(row).judge(blind)).length === 0);
  });
  if (idle.length > 0) throw new Error(`no row needs what is declared in reads: ${idle.join(', ')}`);
}

/** Every declared parameter is asked for by some row. */
export function checkParams({ policy, rows, sceneOf }: Proof): void {
  const asked = new Set<string>();
  for (const row of rows) {
    const scene = sceneOf(row).asking((name) => asked.add(name));
    const { verdict, flaws } = scene.judge(policy);
    if (verdict !== 'fail') continue;
    // A parameter may serve the repair alone; whether the repair can be made is another case.
    attempt(() =>
      repairOf(policy, scene.asset(), flaws, scene.world, scene.lookup(policy), scene.setting.clock),
    );
  }
  const idle = Object.keys(policy.params ?? {}).filter((name) => !asked.has(name));
  if (idle.length > 0) throw new Error(`no row asks for the parameter ${idle.join(', ')}`);
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
