import { type Asset, type Change, type Policy, parsePath, type Repair, repairOf, Unknown } from '#policy';
import { sameValue } from '../../policy/repair.ts';
import { checkPath } from '../../policy/schemas/walk.ts';
import { assetOfRecord, iamOfRecord } from './build.ts';
import { changed, reverted } from './edit.ts';
import type { Proof } from './proof.ts';
import type { AssetRecord, Row } from './rows.ts';
import type { Scene } from './scene.ts';
import { sayJudgement } from './verdicts.ts';

const CLOSED = ['pass', 'not-applicable'];

/** The repair of the subject of a scene, for the flaws that are found now. Throws what `repairOf` throws. */
export function repairIn(policy: Policy, scene: Scene): Repair {
  const { flaws } = scene.judge(policy);
  return repairOf(policy, scene.asset(), flaws, scene.world, scene.lookup(policy), scene.setting.clock);
}

/** The scene with changes made to the assets they name. */
function applied(scene: Scene, changes: readonly Change[]): Scene {
  let out = scene;
  for (const name of new Set(changes.map(({ asset }) => asset.name))) {
    const own = changes.filter(({ asset }) => asset.name === name);
    out = out.with(changed(out.records.get(name) as AssetRecord, own));
  }
  return out;
}

/**
 * Repair closes its finding: applied, the policy no longer fails; asked again, nothing is left to do; no other policy
 * turns from keeping to failing; taken back, the assets are what they were. A repair by hand tells its steps.
 */
export function checkRepair({ policy, sceneOf }: Proof, row: Row, others: readonly Policy[]): void {
  const scene = sceneOf(row);
  let repair: Repair;
  try {
    repair = repairIn(policy, scene);
  } catch (thrown) {
    // A fail stands beside what is not known; what its repair needs may be among that.
    if (thrown instanceof Unknown && scene.judge(policy).doubts.length > 0) return;
    throw thrown instanceof Unknown
      ? new Error(`the repair needs what is not known: ${thrown.reason}`)
      : thrown;
  }
  if (repair.kind === 'manual') {
    if (!/\S.*\.$/s.test(repair.steps ?? '')) throw new Error('the steps are not sentences with a full stop');
  } else if (repair.kind === 'create') checkCreate(policy, scene, repair);
  else checkAutomatic(policy, scene, repair, others);
}

function checkAutomatic(policy: Policy, scene: Scene, repair: Repair, others: readonly Policy[]): void {
  const { changes } = repair;
  if (changes.length === 0) throw new Error('fails, but its repair changes nothing');
  for (const { asset, path } of changes) {
    const found = checkPath(asset.type, parsePath(path));
    if (!found.ok) throw new Error(`the repair changes ${path}, which ${asset.type} does not have`);
  }
  const after = applied(scene, changes);
  const judged = after.judge(policy);
  if (!CLOSED.includes(judged.verdict)) {
    const told = changes.map(({ path, op, to }) => `${op} ${path} ${JSON.stringify(to) ?? ''}`).join(', ');
    throw new Error(`repaired (${told}) it is ${sayJudgement(judged)}`);
  }
  const again = repairIn(policy, after);
  if (again.changes.length > 0) throw new Error(`repaired, it would still change ${again.changes[0]?.path}`);
  checkOthers(policy, scene, after, others);
  checkInverse(scene, after, changes);
}

function checkOthers(policy: Policy, before: Scene, after: Scene, others: readonly Policy[]): void {
  for (const other of others) {
    if (other.id === policy.id) continue;
    for (const name of after.records.keys()) {
      const now = after.judge(other, name);
      if (now.verdict !== 'fail' && now.verdict !== 'error') continue;
      const was = before.records.has(name) ? before.judge(other, name).verdict : 'not-applicable';
      if (CLOSED.includes(was))
        throw new Error(`the repair turns ${other.id} on ${name} to ${sayJudgement(now)}`);
    }
  }
}

function checkInverse(before: Scene, after: Scene, changes: readonly Change[]): void {
  for (const name of new Set(changes.map(({ asset }) => asset.name))) {
    const own = changes.filter(({ asset }) => asset.name === name);
    const [old, now] = [before, after].map(({ records }) => records.get(name) as AssetRecord) as [
      AssetRecord,
      AssetRecord,
    ];
    const was = seen(old);
    const is = seen(reverted(now, own));
    if (!sameValue(is, was)) {
      const told = own.map(({ path }) => path).join(', ');
      throw new Error(`taken back (${told}), ${name} is ${JSON.stringify(is)}, was ${JSON.stringify(was)}`);
    }
  }
}

/** A record as policies see it: canonical, with what absence means. */
const seen = (record: AssetRecord) => ({ data: assetOfRecord(record).data, iam: iamOfRecord(record) });

/** A resource that a repair creates, read back, makes the policy pass. */
function checkCreate(policy: Policy, scene: Scene, { create }: Repair): void {
  const { type, body } = create as NonNullable<Repair['create']>;
  const unknown = Object.keys(body).find((key) => !checkPath(type, [key]).ok);
  if (unknown !== undefined)
    throw new Error(`the body to create has "${unknown}", which ${type} does not have`);
  const record = recordOf(type, body as Record<string, unknown>, scene.asset());
  const judged = scene.with(record).judge(policy);
  if (!CLOSED.includes(judged.verdict)) throw new Error(`with what it creates it is ${sayJudgement(judged)}`);
}

function recordOf(type: string, body: Record<string, unknown>, beside: Asset): AssetRecord {
  const [host = '', kind = ''] = type.split('/');
  const collection = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}s`;
  const own = typeof body['name'] === 'string' && body['name'].includes('/') ? body['name'] : undefined;
  const name = `//${host}/${own ?? `projects/${beside.project}/${collection}/created`}`;
  return { name, assetType: type, resource: { data: body }, ancestors: beside.ancestors };
}
