import type { IamPolicy } from '../policy/model.ts';
import type { Unknown } from '../policy/unknown.ts';
import { ancestorsOf } from './ancestry.ts';
import { readIam } from './iam.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { moment } from './moment.ts';
import { isObject, unpack } from './spelling.ts';
import { currentType } from './types/names.ts';

/** What one record of an inventory says, in one spelling. */
export interface RawRecord {
  readonly kind: 'record';
  readonly name: string;
  /** Asset type as today's inventory spells it. */
  readonly type: string;
  /** `resource.data`: undefined when the record has no resource content (IAM records, search results). */
  readonly data?: Record<string, unknown> | undefined;
  readonly version?: string | undefined;
  readonly discoveryName?: string | undefined;
  readonly iam?: IamPolicy | Unknown | undefined;
  readonly orgPolicies?: readonly unknown[] | undefined;
  /** Contents that are there but are not read, such as `accessPolicy`. */
  readonly ignored: readonly string[];
  readonly ancestors: readonly string[];
  /** RFC 3339. */
  readonly updateTime?: string | undefined;
  readonly location?: string | undefined;
  /** Full resource name of the parent: `//cloudresourcemanager.googleapis.com/projects/1`. */
  readonly parent?: string | undefined;
  /** A feed message that says the asset is gone. */
  readonly deleted?: true | undefined;
  /** The source put Unknowns into `data`. */
  readonly partial?: true | undefined;
}

/** A value that is no record; the reason is half a sentence. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly reason: string;
}

/** A snapshot's own manifest. */
export interface ManifestRecord {
  readonly kind: 'manifest';
  readonly manifest: Manifest;
}

type Loose = Record<string, unknown>;

const refuse = (reason: string): Refusal => ({ kind: 'refusal', reason });

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : isObject(value)
        ? 'an object'
        : `a ${typeof value}`;

/** The value of a key in camelCase or, else, snake_case; null counts as absent. */
const either = (record: Loose, camel: string, snake: string): unknown =>
  record[camel] ?? record[snake] ?? undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Contents of Cloud Asset Inventory that no policy reads. */
const IGNORED = [
  ['accessPolicy', 'access_policy'],
  ['accessLevel', 'access_level'],
  ['servicePerimeter', 'service_perimeter'],
  ['osInventory', 'os_inventory'],
  ['relatedAssets', 'related_assets'],
  ['relatedAsset', 'related_asset'],
] as const;

/**
 * Reads one parsed JSON value of an inventory: a record of `assets.list` or of an export in camelCase or snake_case, a
 * BigQuery row, a feed message or an entry of an asset's history, a search result (which has no resource content), or
 * a snapshot's manifest. `value` is taken over: its parts are used, not copied.
 */
export function readEnvelope(value: unknown): RawRecord | ManifestRecord | Refusal {
  if (!isObject(value)) return refuse(`a record is an object, this is ${kindOf(value)}`);
  if (Object.hasOwn(value, 'pinkyManifest')) {
    const manifest = readManifest(value['pinkyManifest']);
    return typeof manifest === 'string' ? refuse(manifest) : { kind: 'manifest', manifest };
  }
  const plain = plainRecord(value);
  if (plain) return plain;
  const message = value;
  const inner = value['asset'] ?? either(value, 'priorAsset', 'prior_asset');
  const wrapped = isObject(inner) && either(value, 'assetType', 'asset_type') === undefined;
  const record = wrapped ? (inner as Loose) : message;

  const name = record['name'];
  const type = either(record, 'assetType', 'asset_type');
  if (isObject(record['policy']) && typeof record['resource'] === 'string' && name === undefined) {
    return refuse('an IAM search result may hold only the bindings that were searched for');
  }
  if (typeof name !== 'string' || name === '') {
    return refuse(
      name === undefined ? 'the record has no name' : `name is ${kindOf(name)}, not a resource name`,
    );
  }
  if (typeof type !== 'string' || type === '') {
    return refuse(
      type === undefined ? 'the record has no assetType' : `assetType is ${kindOf(type)}, not a text`,
    );
  }
  const resource = resourceOf(record);
  if (typeof resource === 'string') return refuse(resource);
  const deleted = wrapped && message['deleted'] === true;
  const window = isObject(message['window']) ? message['window'] : {};
  const iam = either(record, 'iamPolicy', 'iam_policy');
  const orgPolicies = either(record, 'orgPolicy', 'org_policy');
  return {
    kind: 'record',
    name,
    type: currentType(type),
    data: deleted ? undefined : resource.data,
    version: resource.version,
    discoveryName: resource.discoveryName,
    iam: iam === undefined ? undefined : readIam(iam),
    orgPolicies: Array.isArray(orgPolicies) ? orgPolicies : undefined,
    ignored: ignoredIn(record),
    ancestors: ancestry(record),
    updateTime:
      moment(either(record, 'updateTime', 'update_time')) ??
      moment(either(window, 'startTime', 'start_time')),
    location: resource.location ?? textOf(record['location']),
    parent: resource.parent ?? textOf(either(record, 'parentFullResourceName', 'parent_full_resource_name')),
    deleted: deleted || undefined,
  };
}

const NOTHING: readonly string[] = Object.freeze([]);

/**
 * The record where it is spelled as today's exports spell all of them; undefined leaves it to the full reading, which
 * would say the same. One look at the keys that are there, in place of one for each of thirty that may be.
 */
function plainRecord(record: Loose): RawRecord | undefined {
  for (const key in record) {
    switch (key) {
      case 'name':
      case 'assetType':
      case 'resource':
      case 'iamPolicy':
      case 'ancestors':
      case 'updateTime':
        continue;
      default:
        return undefined;
    }
  }
  const { name, assetType, resource, iamPolicy, ancestors, updateTime } = record;
  if (typeof name !== 'string' || name === '' || typeof assetType !== 'string' || assetType === '')
    return undefined;
  const known = resource === undefined ? NO_RESOURCE : plainResource(resource);
  if (!known || iamPolicy === null) return undefined;
  return {
    kind: 'record',
    name,
    type: currentType(assetType),
    data: known.data,
    version: known.version,
    discoveryName: known.discoveryName,
    iam: iamPolicy === undefined ? undefined : readIam(iamPolicy),
    orgPolicies: undefined,
    ignored: NOTHING,
    ancestors: ancestorsOf(ancestors, undefined),
    updateTime: moment(updateTime),
    location: known.location,
    parent: known.parent,
    deleted: undefined,
  };
}

function ignoredIn(record: Loose): readonly string[] {
  let found: string[] | undefined;
  for (const [camel, snake] of IGNORED) {
    if ((record[camel] ?? record[snake] ?? undefined) === undefined) continue;
    (found ??= []).push(camel);
  }
  return found ?? NOTHING;
}

/** Search results name project, folders and organization one by one. */
function ancestry(record: Loose): readonly string[] {
  const { project, folders, organization } = record;
  const named = [project, ...(Array.isArray(folders) ? folders : []), organization];
  const list = record['ancestors'] ?? (typeof organization === 'string' ? named : undefined);
  return ancestorsOf(list, either(record, 'ancestryPath', 'ancestry_path'));
}

interface Resource {
  readonly data?: Loose | undefined;
  readonly version?: string | undefined;
  readonly discoveryName?: string | undefined;
  readonly parent?: string | undefined;
  readonly location?: string | undefined;
}

const NO_RESOURCE: Resource = {};

/** The resource where its keys are those of the JSON API and its data is an object; else undefined. */
function plainResource(resource: unknown): Resource | undefined {
  if (!isObject(resource)) return undefined;
  for (const key in resource) if (key === 'discovery_name') return undefined;
  const { data, version, discoveryName, parent, location } = resource;
  if (!isObject(data)) return undefined;
  let fields = false;
  for (const _ in data) {
    fields = true;
    break;
  }
  return {
    data: fields ? data : undefined,
    version: textOf(version),
    discoveryName: textOf(discoveryName),
    parent: textOf(parent),
    location: textOf(location),
  };
}

/** The resource of a record, or why it cannot be read. */
function resourceOf(record: Loose): Resource | string {
  const found = record['resource'] ?? versionOf(record);
  if (found === undefined) return {};
  const resource = unpack(found);
  if (!resource) return `resource is ${kindOf(found)}, not an object`;
  const raw = resource['data'] ?? undefined;
  const data = raw === undefined ? undefined : unpack(raw);
  if (raw !== undefined && !data) return `resource.data is ${kindOf(raw)}, not an object`;
  return {
    // Every resource has a field, a name at least: an empty object was stripped, and says nothing.
    data: data && Object.keys(data).length > 0 ? data : undefined,
    version: textOf(resource['version']),
    discoveryName: textOf(either(resource, 'discoveryName', 'discovery_name')),
    parent: textOf(resource['parent']),
    location: textOf(resource['location']),
  };
}

/** Resource content of a search result, which it only has when it was asked for. */
function versionOf(record: Loose): Loose | undefined {
  const versions = either(record, 'versionedResources', 'versioned_resources');
  const last = Array.isArray(versions) ? (versions.at(-1) as unknown) : undefined;
  return isObject(last) ? { version: last['version'], data: last['resource'] } : undefined;
}
