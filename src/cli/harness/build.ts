import { type Asset, type IamPolicy, Unknown } from '#policy';
import type { AssetRecord } from './rows.ts';

const built = new WeakMap<AssetRecord, Asset>();

/** Whether an Unknown stands anywhere in a value. */
export function holdsUnknown(value: unknown): boolean {
  if (value instanceof Unknown) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnknown);
}

/** The asset of a record, as the snapshot reader makes it; the same record gives the same asset. */
export function assetOfRecord(record: AssetRecord): Asset {
  let asset = built.get(record);
  if (!asset) built.set(record, (asset = make(record)));
  return asset;
}

function make(record: AssetRecord): Asset {
  const project = /\/projects\/([^/]+)/.exec(record.name)?.[1];
  return {
    name: record.name,
    id: record.name,
    type: record.assetType,
    project,
    location: undefined,
    labels: {},
    data: record.resource.data,
    partial: holdsUnknown(record.resource.data),
    ancestors: record.ancestors ?? [],
    updateTime: record.updateTime,
    origin: { uri: 'fixtures' },
    isUnset: () => false,
    sourcePath: (path) => path,
  };
}

/** The IAM policy of a record; an Unknown where the row says it is not known. */
export const iamOfRecord = ({ iamPolicy }: AssetRecord): IamPolicy | Unknown => iamPolicy ?? { bindings: [] };
