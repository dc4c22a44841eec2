import type { protos } from '@google-cloud/asset';
import { type ProtoTimestamp, structText, timeText } from './struct.ts';

/** An asset as the client of Cloud Asset Inventory gives it. */
export type ProtoAsset = protos.google.cloud.asset.v1.IAsset;
type ProtoPolicy = protos.google.iam.v1.IPolicy;
type ProtoOrgPolicy = protos.google.cloud.orgpolicy.v1.IPolicy;
type Bytes = Uint8Array | string | null | undefined;

/** What protocol buffers leave unset comes as null or as a default, and is left out of JSON. */
function set<T extends object>(fields: T): Partial<T> {
  const kept = Object.entries(fields).filter(
    ([, value]) =>
      value !== undefined &&
      value !== null &&
      value !== '' &&
      value !== false &&
      value !== 0 &&
      !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Partial<T>;
}

const base64 = (bytes: Bytes): string =>
  typeof bytes === 'string' ? bytes : Buffer.from(bytes ?? []).toString('base64');

const time = (at: ProtoTimestamp | null | undefined): string => (at ? timeText(at) : '');

/** An IAM policy in the JSON of the API. */
export function policyJson({ version, bindings, auditConfigs, etag }: ProtoPolicy): object {
  return set({
    version,
    bindings: bindings?.map(({ role, members, condition }) =>
      set({
        role,
        members,
        condition:
          condition && set({ ...pick(condition, ['title', 'description', 'expression', 'location']) }),
      }),
    ),
    auditConfigs: auditConfigs?.map(({ service, auditLogConfigs }) =>
      set({
        service,
        auditLogConfigs: auditLogConfigs?.map(({ logType, exemptedMembers }) =>
          set({ logType, exemptedMembers }),
        ),
      }),
    ),
    etag: base64(etag as Bytes),
  });
}

/** An organization policy (v1) in the JSON of the API. */
function orgPolicyJson({ version, constraint, etag, updateTime, ...rule }: ProtoOrgPolicy): object {
  const { listPolicy, booleanPolicy, restoreDefault } = rule;
  return {
    ...set({ version, constraint, etag: base64(etag as Bytes), updateTime: time(updateTime) }),
    ...(listPolicy && {
      listPolicy: set({
        ...pick(listPolicy, ['allowedValues', 'deniedValues', 'suggestedValue', 'inheritFromParent']),
        allValues: listPolicy.allValues === 'ALL_VALUES_UNSPECIFIED' ? '' : listPolicy.allValues,
      }),
    }),
    ...(booleanPolicy && { booleanPolicy: set({ enforced: booleanPolicy.enforced }) }),
    ...(restoreDefault && { restoreDefault: {} }),
  };
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

/**
 * The asset as one line of an export, in the JSON of `assets.list`, which the snapshot reader reads: the keys in its
 * order, `resource.data` unwrapped, an IAM policy where there is one, even an empty one.
 */
export function recordLine(asset: ProtoAsset): string {
  const { resource, iamPolicy, orgPolicy, ancestors, updateTime } = asset;
  let line = `{"name":${JSON.stringify(asset.name)},"assetType":${JSON.stringify(asset.assetType)}`;
  if (resource) line += `,"resource":${resourceText(resource)}`;
  if (iamPolicy) line += `,"iamPolicy":${JSON.stringify(policyJson(iamPolicy))}`;
  if (orgPolicy && orgPolicy.length > 0)
    line += `,"orgPolicy":${JSON.stringify(orgPolicy.map(orgPolicyJson))}`;
  if (ancestors && ancestors.length > 0) line += `,"ancestors":${JSON.stringify(ancestors)}`;
  if (updateTime) line += `,"updateTime":${JSON.stringify(timeText(updateTime))}`;
  return `${line}}`;
}

function resourceText({ data, ...resource }: protos.google.cloud.asset.v1.IResource): string {
  const plain = set(
    pick(resource, ['version', 'discoveryDocumentUri', 'discoveryName', 'resourceUrl', 'parent', 'location']),
  );
  const text = JSON.stringify(plain);
  if (!data) return text;
  return `${text.slice(0, -1)}${text.length > 2 ? ',' : ''}"data":${structText(data)}}`;
}
