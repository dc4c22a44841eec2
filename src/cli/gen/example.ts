import { attempt, type Flaw, type Repair, repairOf, sayPath, sayValue, Unknown } from '#policy';
import { sayFlaw } from '../../audit/sentence.ts';
import type { Proof } from '../harness/index.ts';

/** What the policy says of its first row that fails, and how that would be repaired. */
export interface Example {
  readonly row: string;
  readonly asset: string;
  readonly flaws: readonly string[];
  readonly flaw: Flaw | undefined;
  readonly repair: Repair | undefined;
}

/** The first row that fails, judged; undefined where none does. */
export function exampleOf({ policy, rows, sceneOf }: Proof): Example | undefined {
  const row = rows.find(({ expect }) => expect.verdict === 'fail');
  if (!row) return undefined;
  const scene = sceneOf(row);
  const { flaws } = scene.judge(policy);
  const repair = attempt(() =>
    repairOf(policy, scene.asset(), flaws, scene.world, scene.lookup(policy), scene.setting.clock),
  );
  return {
    row: row.name,
    asset: scene.subject,
    flaws: flaws.map((flaw) => `${flaw.on ? `${flaw.on.name}: ` : ''}${sayFlaw(flaw, false)}`),
    flaw: flaws[0],
    repair: repair instanceof Unknown ? undefined : repair,
  };
}

/** A repair's changes as sentences. */
export const sayChanges = ({ changes }: Repair): readonly string[] =>
  changes.map(({ path, op, from, to }) =>
    op === 'remove'
      ? `remove ${sayPath(path)} (${sayValue(from)})`
      : `set ${sayPath(path)} to ${JSON.stringify(to) ?? 'nothing'} (it is ${sayValue(from)})`,
  );
