import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Call, Handler } from '../../core/service.ts';
import { type Inventory, inventoryAt, policyAsset, type Row, resourceAsset } from './inventory.ts';

/** Permission by content (https://cloud.google.com/asset-inventory/docs/access-control). */
const PERMISSIONS: Readonly<Record<string, string>> = {
  RESOURCE: 'cloudasset.assets.exportResource',
  IAM_POLICY: 'cloudasset.assets.exportIamPolicy',
};

/** The states of assets in a window of time, each with the window in which it held. */
export const history =
  ({ scopeOf }: { scopeOf: (call: Call, given: string, permission: string) => string }): Handler =>
  (call) => {
    const content = call.query.get('contentType') ?? 'RESOURCE';
    scopeOf(call, call.vars['parent'] ?? '', PERMISSIONS[content] ?? 'cloudasset.assets.exportResource');
    const { cloud } = call;
    const from = Date.parse(call.query.get('readTimeWindow.startTime') ?? '');
    if (Number.isNaN(from)) {
      const message = 'A window of time begins somewhere: readTimeWindow.startTime is not set.';
      throw new ApiError(400, { status: 'INVALID_ARGUMENT', message });
    }
    const ending = call.query.get('readTimeWindow.endTime');
    const until = ending === null ? cloud.clock.now() : Date.parse(ending);
    const shown = content === 'IAM_POLICY' ? policyAsset : resourceAsset;
    const assets = call.query.getAll('assetNames').flatMap((name): JsonObject[] => {
      const versions = cloud.store.history(name);
      return versions.flatMap(({ at, resource }, index): JsonObject[] => {
        const end = versions[index + 1]?.at;
        if (at > until || (end !== undefined && end <= from)) return [];
        const row = rowOf(inventoryAt(cloud, cloud.clock.now()), name, resource);
        const asset = row && shown(row);
        if (resource !== undefined && asset === undefined) return [];
        const window = {
          startTime: cloud.clock.iso(at),
          ...(end === undefined ? {} : { endTime: cloud.clock.iso(end) }),
        };
        return [
          { window, ...(resource === undefined ? { deleted: true } : {}), ...(asset ? { asset } : {}) },
        ];
      });
    });
    return assets.length > 0 ? { assets } : {};
  };

/** An older version of a resource stands where the present one does. */
const rowOf = ({ row }: Inventory, name: string, resource: Row['resource'] | undefined): Row | undefined =>
  resource && { resource, ancestors: row(name)?.ancestors ?? [] };
