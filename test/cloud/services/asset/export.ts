import { ApiError } from '../../core/errors.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../../core/json.ts';
import type { Call, Handler } from '../../core/service.ts';
import { longrunning } from '../../core/views.ts';
import { inventoryAt, policyAsset, resourceAsset, standsIn, stub } from './inventory.ts';

interface Checks {
  readonly scopeOf: (call: Call, given: string, permission: string) => string;
  readonly typesIn: (asked: readonly string[]) => ReadonlySet<string>;
}

const CONTENTS = {
  CONTENT_TYPE_UNSPECIFIED: { permission: 'exportResource', asset: stub },
  RESOURCE: { permission: 'exportResource', asset: resourceAsset },
  IAM_POLICY: { permission: 'exportIamPolicy', asset: policyAsset },
};

/** Full name of an object, and the type under which the store keeps it; its bytes are base64 in `content`. */
const objectName = (bucket: string, object: string): string =>
  `//storage.googleapis.com/${bucket}/o/${object}`;

/**
 * Writes what a list would give to an object of a bucket, one record a line and in snake_case, as such exports are
 * (https://cloud.google.com/asset-inventory/docs/exporting-to-cloud-storage).
 */
export const exportAssets =
  ({ scopeOf, typesIn }: Checks): Handler =>
  (call) => {
    const { cloud } = call;
    const body = objectOf(call.body);
    const name = (textOf(body['contentType']) ?? 'CONTENT_TYPE_UNSPECIFIED') as keyof typeof CONTENTS;
    const { permission, asset } = CONTENTS[name] ?? CONTENTS.RESOURCE;
    const scope = scopeOf(call, call.vars['parent'] ?? '', `cloudasset.assets.${permission}`);
    const types = typesIn(listOf(body['assetTypes']).map(String));
    const outputConfig = objectOf(body['outputConfig']);
    const uri = textOf(objectOf(outputConfig['gcsDestination'])['uri']) ?? '';
    const [, bucket, object] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (bucket === undefined || object === undefined) {
      const message =
        'The destination is no object of a bucket: gs://bucket/object is what is understood here.';
      throw new ApiError(400, { status: 'INVALID_ARGUMENT', message });
    }
    const moment = cloud.clock.now();
    return longrunning(
      cloud.operations.start({
        kind: 'longrunning',
        target: `//cloudasset.googleapis.com/${scope}`,
        type: 'ExportAssets',
        member: call.principal.member,
        project: cloud.project(scope.split('/')[1] ?? '')?.id ?? '',
        fate: call.fate,
        metadata: () => ({
          '@type': 'type.googleapis.com/google.cloud.asset.v1.ExportAssetsRequest',
          parent: scope,
          outputConfig,
        }),
        effect: () => {
          const rows = inventoryAt(cloud, moment).rows.filter(
            (row) => types.has(row.resource.type) && standsIn(row, scope),
          );
          const lines = rows.flatMap((row) => snake(asset(row)) ?? []).map((one) => JSON.stringify(one));
          const text = lines.map((line) => `${line}\n`).join('');
          cloud.store.put({
            name: objectName(bucket, object),
            type: 'storage.googleapis.com/Object',
            project: '',
            data: { bucket, name: object, content: Buffer.from(text).toString('base64') },
          });
          return {
            '@type': 'type.googleapis.com/google.cloud.asset.v1.ExportAssetsResponse',
            readTime: cloud.clock.iso(moment),
            outputConfig,
          };
        },
      }),
    );
  };

/** The keys of the envelope in snake_case; the resource's own stay as they are. */
function snake(value: JsonObject | undefined): JsonObject | undefined {
  if (!value) return undefined;
  const { resource, ...rest } = value;
  return {
    ...keys(rest),
    ...(resource === undefined ? {} : { resource: keys(objectOf(resource)) }),
  };
}

const keys = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      inner,
    ]),
  );
