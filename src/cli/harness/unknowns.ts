import { type Judgement, type Policy, sayValue, Unknown } from '#policy';
import { notKnown, put, readAt } from './edit.ts';
import { possibleAt } from './possible.ts';
import type { Proof } from './proof.ts';
import type { AssetRecord, Row } from './rows.ts';
import type { Scene } from './scene.ts';
import { readsOf } from './trace.ts';
import { sayJudgement } from './verdicts.ts';

/** Verdicts that may stand for one another where a value is not known: a want may hold whether or not `when` does. */
const agrees = (claimed: Judgement['verdict'], found: Judgement['verdict']): boolean =>
  claimed === found || (claimed === 'pass' && found === 'not-applicable');

/**
 * Every leaf, parent, list and element that judging a row reads is made unknown in turn. A definite verdict is allowed
 * only where it is the verdict of every value that could stand there.
 */
export function checkUnknowns({ policy, sceneOf }: Proof, row: Row): void {
  const scene = sceneOf(row);
  const wrong: string[] = [];
  for (const { asset, path } of readsOf(policy, scene)) {
    const record = scene.records.get(asset) as AssetRecord;
    const of = asset === scene.subject ? '' : ` of ${asset}`;
    const without = judgeWith(policy, scene, record, path, notKnown(path));
    if (!without) continue;
    // Google's APIs leave out what has its default, so a policy must stand any value's absence.
    const gone = judgeWith(policy, scene, record, path, undefined);
    if (gone?.verdict === 'error') wrong.push(`${path}${of} absent gives ${sayJudgement(gone)}`);
    if (without.verdict === 'error') wrong.push(`${path}${of} unknown gives ${sayJudgement(without)}`);
    if (without.verdict === 'unknown' || without.verdict === 'error') continue;
    for (const possible of possibleAt(record.assetType, path, readAt(record, path))) {
      const known = judgeWith(policy, scene, record, path, possible);
      if (!known || agrees(without.verdict, known.verdict)) continue;
      const value = possible === undefined ? 'absent' : sayValue(possible);
      wrong.push(
        `with ${path}${of} unknown it is ${without.verdict}, with it ${value} it is ${sayJudgement(known)}`,
      );
      break;
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** The judgement with one value replaced; undefined where that value lies under one that is unknown already. */
function judgeWith(
  policy: Policy,
  scene: Scene,
  record: AssetRecord,
  path: string,
  value: unknown,
): Judgement | undefined {
  try {
    return scene.with(put(record, path, value)).judge(policy);
  } catch (thrown) {
    if (thrown instanceof Unknown) return undefined;
    throw thrown;
  }
}

/**
 * Everything the policy declares to read is taken out of the snapshot's coverage in turn: no definite verdict may
 * stand that does not stand both with what is there and with nothing there.
 */
export function checkNotRead({ policy, sceneOf, rows }: Proof): void {
  const wrong: string[] = [];
  for (const row of rows) {
    const scene = sceneOf(row);
    const present = scene.judge(policy).verdict;
    for (const what of policy.reads ?? []) {
      const blind = scene.notReading([what]).judge(policy);
      if (blind.verdict === 'unknown') continue;
      const none =
        what === 'iam'
          ? scene.mapped(({ iamPolicy: _, ...record }) => record)
          : scene.without(({ assetType, name }) => assetType === what && name !== scene.subject);
      for (const known of [present, none.judge(policy).verdict]) {
        if (agrees(blind.verdict, known) || present === 'unknown') continue;
        wrong.push(
          `row "${row.name}": ${what} not read gives ${sayJudgement(blind)}, but it may be ${known}`,
        );
        break;
      }
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** With none of the subject's data seen and nothing else read, no policy that reads anything passes or fails. */
export function checkNothingSeen({ policy, sceneOf, rows }: Proof): void {
  const row = rows.find(({ expect }) => expect.verdict === 'pass') ?? (rows[0] as Row);
  const scene = sceneOf(row).without(({ name }) => name !== sceneOf(row).subject);
  const subject = scene.records.get(scene.subject) as AssetRecord;
  const { name, assetType, ancestors = [] } = subject;
  // A record that carries no resource content, as an export of IAM policies has it.
  const blank = scene
    .with({ name, assetType, ancestors } as unknown as AssetRecord)
    .notReading(['iam', ...(policy.reads ?? [])]);
  const judged = blank.judge(policy);
  if (judged.verdict !== 'unknown') throw new Error(`expected unknown, got ${sayJudgement(judged)}`);
}
