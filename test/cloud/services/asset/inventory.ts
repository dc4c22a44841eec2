import type { Cloud } from '../../cloud.ts';
import { type JsonObject, textOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import type { Reader, Resource } from '../../core/store.ts';
import { projectV1 } from '../resourcemanager/containers.ts';
import { knativeOf } from '../run/knative.ts';
import { lagOf } from './lag.ts';
import { isInventoried } from './types.ts';

/** A resource of the inventory with where it stands: `projects/1`, `folders/2`, `organizations/3`, nearest first. */
export interface Row {
  readonly resource: Resource;
  readonly ancestors: readonly string[];
}

/** What the inventory knows at a moment, by name. */
export interface Inventory {
  readonly rows: readonly Row[];
  readonly row: (name: string) => Row | undefined;
}

interface Kept {
  readonly moment: number;
  readonly revision: number;
  readonly inventory: Inventory;
}

const kept = new WeakMap<Cloud, Kept[]>();

/** How many states are kept for the pages that follow. */
const KEEP = 4;

/** The inventory as of a moment (milliseconds), never later than its lag allows. Always derived from the store. */
export function inventoryAt(cloud: Cloud, asked: number): Inventory {
  const moment = Math.min(asked, cloud.clock.now() - lagOf(cloud));
  const { revision } = cloud.store;
  const known = kept.get(cloud) ?? [];
  const found = known.find((one) => one.moment === moment && one.revision === revision);
  if (found) return found.inventory;
  const inventory = derive(cloud.store.at(moment));
  kept.set(cloud, [{ moment, revision, inventory }, ...known].slice(0, KEEP));
  return inventory;
}

function derive(reader: Reader): Inventory {
  const all = reader.list('*');
  const containers = new Map<string, Resource>();
  for (const one of all) {
    if (!/^cloudresourcemanager\.googleapis\.com\//.test(one.type)) continue;
    containers.set(one.name.slice(one.name.indexOf('/', 2) + 1), one);
    if (one.project !== '') containers.set(`projects/${one.project}`, one);
  }
  const rows: Row[] = all
    .filter(({ type }) => isInventoried(type))
    .map((resource) => ({ resource, ancestors: ancestorsOf(resource, containers) }));
  const byName = new Map(rows.map((row) => [row.resource.name, row]));
  return { rows, row: (name) => byName.get(name) };
}

function ancestorsOf(resource: Resource, containers: ReadonlyMap<string, Resource>): string[] {
  const ancestors: string[] = [];
  const own = resource.name.slice(resource.name.indexOf('/', 2) + 1);
  const start = containers.has(own)
    ? own
    : resource.project === ''
      ? undefined
      : `projects/${resource.project}`;
  for (let path = start; path !== undefined; ) {
    const one = containers.get(path);
    if (!one) break;
    ancestors.push(textOf(one.data['name']) ?? path);
    path = textOf(one.data['parent']);
  }
  return ancestors;
}

/** The version of the API whose JSON the inventory holds, where it is not v1. */
const VERSIONS: Readonly<Record<string, string>> = {
  'sqladmin.googleapis.com': 'v1beta4',
  'monitoring.googleapis.com': 'v3',
  'logging.googleapis.com': 'v2',
};

/** A row as an Asset with its resource. */
export function resourceAsset({ resource, ancestors }: Row): JsonObject {
  const [api = '', kind = ''] = resource.type.split('/');
  const version = VERSIONS[api] ?? 'v1';
  const parent = ancestors[lastOf(resource.name) === lastOf(ancestors[0] ?? '') ? 1 : 0];
  return {
    ...stub({ resource, ancestors }),
    resource: {
      version,
      discoveryDocumentUri: `https://${api}/$discovery/rest?version=${version}`,
      discoveryName: DISCOVERY_NAMES[resource.type] ?? kind,
      ...(parent === undefined ? {} : { parent: `//cloudresourcemanager.googleapis.com/${parent}` }),
      data: dataOf(resource, ancestors[0]),
      location: resource.location ?? 'global',
    },
  };
}

/** What the discovery document calls a type that the inventory calls otherwise. */
const DISCOVERY_NAMES: Readonly<Record<string, string>> = {
  'sqladmin.googleapis.com/Instance': 'DatabaseInstance',
  'compute.googleapis.com/GlobalForwardingRule': 'ForwardingRule',
  'compute.googleapis.com/GlobalAddress': 'Address',
  'compute.googleapis.com/RegionBackendService': 'BackendService',
};

/** The inventory exports Cloud Run in Knative's form and projects in the form of Resource Manager v1. */
function dataOf(resource: Resource, project: string | undefined): JsonObject {
  if (/^run\.googleapis\.com\/(?:Service|Revision|Job)$/.test(resource.type))
    return knativeOf(resource, lastOf(project ?? resource.project));
  if (resource.type === 'cloudresourcemanager.googleapis.com/Project') return projectV1(resource);
  return resource.data;
}

/** A row as an Asset with what is granted on it; undefined where nothing is. */
export function policyAsset(row: Row): JsonObject | undefined {
  const { iam } = row.resource;
  if (!iam?.bindings?.length && !iam?.auditConfigs?.length) return undefined;
  return { ...stub(row), iamPolicy: iam as unknown as JsonObject };
}

/** Name, type and place alone: what a list without a content type holds. */
export const stub = ({ resource, ancestors }: Row): JsonObject => ({
  name: resource.name,
  assetType: resource.type,
  ancestors: [...ancestors],
  updateTime: resource.updated,
});

/** Whether a row stands in a scope, by the names of either. */
export const standsIn = ({ ancestors }: Row, scope: string): boolean => ancestors.includes(scope);
