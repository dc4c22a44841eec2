import { type Asset, holdsUnknown, type IamPolicy, Unknown } from '#policy';
import { assetOf } from '../../inventory/asset.ts';
import { readIam } from '../../inventory/iam.ts';
import type { AssetRecord } from './rows.ts';

const built = new WeakMap<AssetRecord, Asset>();

/** The asset of a record, as the snapshot reader makes it; the same record gives the same asset. */
export function assetOfRecord(record: AssetRecord): Asset {
  let asset = built.get(record);
  if (!asset) {
    const { iamPolicy: _, ...resource } = record;
    built.set(record, (asset = assetOf(resource, { uri: 'fixtures' })));
  }
  return asset;
}

/** The IAM policy of a record, none where it has none; an Unknown, or with Unknowns in it, as the row says. */
export function iamOfRecord({ iamPolicy }: AssetRecord): IamPolicy | Unknown {
  if (iamPolicy === undefined) return { bindings: [] };
  return iamPolicy instanceof Unknown || holdsUnknown(iamPolicy) ? iamPolicy : readIam(iamPolicy);
}
