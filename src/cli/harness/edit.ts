import { applyChanges, type Change, joinPath, parsePath, Unknown, valueAt } from '#policy';
import { PinkyError } from '../../errors.ts';
import { revertChanges } from '../../policy/repair.ts';
import { checkPath } from '../../policy/schemas/walk.ts';
import type { AssetRecord, Edit } from './rows.ts';

/** A record's data and IAM policy under one root, so that one path names either. */
const rootOf = ({ resource, iamPolicy }: AssetRecord) => ({ ...resource.data, $iam: iamPolicy });

function withRoot(record: AssetRecord, { $iam, ...data }: Record<string, unknown>): AssetRecord {
  const { iamPolicy: _, ...rest } = record;
  const policy = $iam === undefined ? {} : { iamPolicy: $iam as NonNullable<AssetRecord['iamPolicy']> };
  return { ...rest, resource: { ...record.resource, data }, ...policy };
}

/** The value at a path of a record. */
export const readAt = (record: AssetRecord, path: string): unknown =>
  valueAt(rootOf(record), parsePath(path));

/** A copy of a record with changes made to its data, or under `$iam` to its IAM policy. */
export const changed = (
  record: AssetRecord,
  changes: readonly Pick<Change, 'path' | 'op' | 'to'>[],
): AssetRecord => withRoot(record, applyChanges(rootOf(record), changes));

/** A copy of a record with changes taken back. */
export const reverted = (record: AssetRecord, changes: readonly Change[]): AssetRecord =>
  withRoot(record, revertChanges(rootOf(record), changes));

/** A copy of a record with one value replaced; an undefined `to` removes it. */
export const put = (record: AssetRecord, path: string, to: unknown): AssetRecord => {
  // A list element cannot be absent; what stands in its place is null.
  const op = to === undefined && !/\[\d+\]$/.test(path) ? 'remove' : 'set';
  return changed(record, [{ path, op, to: to === undefined ? null : to }]);
};

/** The Unknown that stands where a row, or the harness, says that a value is not known. */
export const notKnown = (path: string): Unknown =>
  new Unknown('after-apply', `${path} is not known`, { needs: 'know it' });

/** The path of concrete segments: `a.b[0]["c.d"]`. */
export const pathOf = (segments: readonly string[]): string => segments.reduce(joinPath, '');

/**
 * A record as a row edits it.
 * @throws PinkyError E_FIXTURE for a path that the asset type does not have, and when `remove` names what is not there
 */
export function edited(record: AssetRecord, edit: Edit, where: string): AssetRecord {
  const { set = {}, remove = [], unknown = [], iam } = edit;
  for (const path of [...Object.keys(set), ...remove, ...unknown]) {
    const found = checkPath(record.assetType, parsePath(path));
    if (found.ok) continue;
    throw new PinkyError('E_FIXTURE', `${where}: ${record.assetType} has no ${path}`, {
      hint: `known there, nearest first: ${found.known.slice(0, 5).join(', ')}`,
    });
  }
  const out = iam ? { ...record, iamPolicy: { bindings: iam } } : record;
  for (const path of remove) {
    if (readAt(out, path) === undefined) {
      throw new PinkyError('E_FIXTURE', `${where} removes ${path} of ${record.name}, where nothing stands`);
    }
  }
  return changed(out, [
    ...Object.entries(set).map(([path, to]) => ({ path, op: 'set' as const, to })),
    ...remove.map((path) => ({ path, op: 'remove' as const })),
    ...unknown.map((path) => ({ path, op: 'set' as const, to: notKnown(path) })),
  ]);
}

/** A record under another full name; what its data says of its own name follows. */
export function renamed(record: AssetRecord, name: string): AssetRecord {
  const data = { ...record.resource.data };
  const [before, after] = [record.name, name].map((one) => one.replace(/^\/\/[^/]+\//, '')) as [
    string,
    string,
  ];
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  if (data['name'] === before) data['name'] = after;
  else if (data['name'] === last(before)) data['name'] = last(after);
  const link = data['selfLink'];
  if (typeof link === 'string' && link.endsWith(before))
    data['selfLink'] = link.slice(0, -before.length) + after;
  return { ...record, name, resource: { ...record.resource, data } };
}
