import { type Asset, attempt, Unknown } from '#policy';
import { type AssetDrift, type AssetRow, byCodeUnit, type Since, type ValueDrift } from '#report';
import type { Judged } from './judged.ts';
import { readTimeOf } from './moments.ts';
import { Outlook } from './sight.ts';
import { differences } from './values.ts';

/** Whether a type's assets are compared. */
export type Compares = (type: string) => boolean;

/**
 * The assets of the compared types that are new, gone, or configured in another way, by type and name. What one of the
 * snapshots did not read is neither.
 * @param iam compare what is granted on them as well
 */
export function changedAssets(
  old: Judged,
  now: Judged,
  compares: Compares,
  iam: boolean,
  between: Since,
): AssetDrift[] {
  const floor = readTimeOf(old.report);
  const sides = { old: new Outlook(old.world, now.world), now: new Outlook(now.world, old.world) };
  const before = byId(old, compares);
  const found: AssetDrift[] = [];
  for (const asset of now.world.assets) {
    if (!compares(asset.type)) continue;
    const other = before.get(keyOf(asset));
    before.delete(keyOf(asset));
    if (other) {
      const own = attempt(() => contents(other, asset));
      const granted = iam ? grants(old, now, other, asset) : [];
      const values = [...(own instanceof Unknown ? [] : own), ...granted];
      if (values.length === 0) continue;
      const times = [
        ...(values.length > granted.length ? [asset.updateTime] : []),
        ...(granted.length > 0 ? [now.iamTimes.get(asset.name)] : []),
      ];
      found.push({ change: 'changed', asset: rowOf(asset), since: since(times, between, floor), values });
    } else if (isResource(asset) && sides.old.of(rowOf(asset)) === 'absent') {
      found.push({
        change: 'added',
        asset: rowOf(asset),
        since: since([asset.updateTime], between, floor),
        values: [],
      });
    }
  }
  for (const asset of before.values()) {
    if (!isResource(asset) || sides.now.of(rowOf(asset)) !== 'absent') continue;
    found.push({ change: 'removed', asset: rowOf(asset), since: between, values: [] });
  }
  return found.sort(
    (a, b) => byCodeUnit(a.asset.type, b.asset.type) || byCodeUnit(a.asset.name, b.asset.name),
  );
}

const keyOf = ({ type, id }: Asset): string => `${type} ${id}`;

function byId({ world }: Judged, compares: Compares): Map<string, Asset> {
  return new Map(world.assets.filter(({ type }) => compares(type)).map((asset) => [keyOf(asset), asset]));
}

/** An asset known only by a record of its IAM policy says nothing of whether the resource is new. */
const isResource = ({ data }: Asset): boolean => !((data as unknown) instanceof Unknown);

const contents = (old: Asset, now: Asset): ValueDrift[] => differences(now.type, old.data, now.data);

/** What is granted on it; nothing where either snapshot does not say. */
function grants(old: Judged, now: Judged, before: Asset, after: Asset): ValueDrift[] {
  const [one, other] = [attempt(() => old.world.iam(before)), attempt(() => now.world.iam(after))];
  if (one instanceof Unknown || other instanceof Unknown) return [];
  return differences('$iam', one, other, '$iam');
}

/** The newest of the times, where it lies after the first snapshot: one before it tells of another change. */
function since(times: readonly (string | undefined)[], between: Since, floor: string | undefined): Since {
  const after = floor === undefined ? Number.NEGATIVE_INFINITY : Date.parse(floor);
  let at: string | undefined;
  for (const time of times) {
    if (time === undefined || !(Date.parse(time) > after)) continue;
    if (at === undefined || Date.parse(time) > Date.parse(at)) at = time;
  }
  return { ...(at !== undefined && { at }), ...between };
}

function rowOf({ name, type, project, location }: Asset): AssetRow {
  const where = attempt(() => location);
  return {
    name,
    type,
    ...(project !== undefined && { project }),
    ...(typeof where === 'string' && { location: where }),
  };
}
