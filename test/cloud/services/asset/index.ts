import { badRequest } from '../../core/details.ts';
import { ApiError } from '../../core/errors.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { paged } from '../../core/pages.ts';
import { at } from '../../core/paths.ts';
import { denied } from '../../core/refusals.ts';
import type { Call, Handler, Service } from '../../core/service.ts';
import { operationHandlers } from '../../core/views.ts';
import { exportAssets } from './export.ts';
import { history } from './history.ts';
import {
  type Inventory,
  inventoryAt,
  policyAsset,
  type Row,
  resourceAsset,
  standsIn,
  stub,
} from './inventory.ts';
import { orgPolicyAsset } from './orgpolicy.ts';
import { query } from './query.ts';
import { typesOf } from './types.ts';

/** Cloud Asset API v1 (https://cloud.google.com/asset-inventory/docs/reference/rest), always read from the store. */

const API = 'cloudasset.googleapis.com';
const RPC = 'google.cloud.asset.v1.AssetService';

/** How long the inventory can look back (https://cloud.google.com/asset-inventory/docs/overview). */
const KEPT = 35 * 24 * 3600 * 1000;

interface Content {
  /** https://cloud.google.com/asset-inventory/docs/access-control */
  readonly permission: string;
  readonly asset: (row: Row, inventory: Inventory) => JsonObject | undefined;
}

const CONTENTS: Readonly<Record<string, Content>> = {
  CONTENT_TYPE_UNSPECIFIED: { permission: 'listResource', asset: stub },
  RESOURCE: { permission: 'listResource', asset: resourceAsset },
  IAM_POLICY: { permission: 'listIamPolicy', asset: policyAsset },
  ORG_POLICY: { permission: 'listOrgPolicy', asset: orgPolicyAsset },
  ACCESS_POLICY: { permission: 'listAccessPolicy', asset: () => undefined },
};

const invalid = (field: string, description: string): ApiError =>
  new ApiError(400, {
    status: 'INVALID_ARGUMENT',
    message: 'Request contains an invalid argument.',
    details: [badRequest([{ field, description }])],
  });

/** The scope of a request as the store's containers are called: `projects/123`; 403 where it may not be seen. */
function scopeOf(call: Call, given: string, permission: string): string {
  call.require(permission, given);
  const container = call.cloud.container(given);
  if (!container) throw denied(API, call.principal.member, permission, given);
  return textOf(container.data['name']) ?? given;
}

function contentOf(name: string): Content {
  const content = CONTENTS[name];
  if (!content) throw invalid('content_type', `${name} is not among what is kept here.`);
  return content;
}

function typesIn(asked: readonly string[]): ReadonlySet<string> {
  const types = typesOf(asked);
  if (!types) throw invalid('asset_types', 'An asset type is not supported.');
  return types;
}

/** The moment that is asked for; the present where none is. */
function momentOf(call: Call): number {
  const now = call.cloud.clock.now();
  const given = call.query.get('readTime');
  if (given === null || given === '') return now;
  const moment = Date.parse(given);
  if (moment > now) throw invalid('read_time', 'The read time lies in the future.');
  if (moment < now - KEPT)
    throw invalid('read_time', 'The read time is earlier than the inventory looks back.');
  return moment;
}

const list: Handler = (call) => {
  const content = contentOf(call.query.get('contentType') ?? 'CONTENT_TYPE_UNSPECIFIED');
  const scope = scopeOf(call, call.vars['parent'] ?? '', `cloudasset.assets.${content.permission}`);
  const types = typesIn(call.query.getAll('assetTypes'));
  const moment = momentOf(call);
  const inventory = inventoryAt(call.cloud, moment);
  const rows = inventory.rows.filter((row) => types.has(row.resource.type) && standsIn(row, scope));
  const assets: Json[] = rows.flatMap((row) => content.asset(row, inventory) ?? []);
  return {
    readTime: call.cloud.clock.iso(moment),
    ...paged(call, 'assets', assets, { size: 100, most: 1000 }),
  };
};

interface Search {
  readonly rows: readonly Row[];
  /** Parts of the query, all of which must fit. */
  readonly parts: readonly string[];
}

function searched(call: Call, permission: string): Search {
  const scope = scopeOf(call, call.vars['scope'] ?? '', permission);
  const types = typesIn(call.query.getAll('assetTypes'));
  const inventory = inventoryAt(call.cloud, call.cloud.clock.now());
  const rows = inventory.rows.filter((row) => types.has(row.resource.type) && standsIn(row, scope));
  const parts = (call.query.get('query') ?? '').split(/\s+/);
  return { rows, parts: parts.filter((part) => part !== '' && part !== 'AND') };
}

/** `key:value` looks into a field, a bare word into all (https://cloud.google.com/asset-inventory/docs/query-syntax). */
const matching = (found: readonly JsonObject[], parts: readonly string[]): JsonObject[] =>
  found.filter((one) =>
    parts.every((part) => {
      const [, key = '', word = part] = /^([\w.]+)[:=](.*)$/.exec(part) ?? [];
      const looked = key === '' ? one : at(one, key.split('.'));
      return JSON.stringify(looked ?? null)
        .toLowerCase()
        .includes(word.replace(/["*]/g, '').toLowerCase());
    }),
  );

function placed({ resource, ancestors }: Row): JsonObject {
  const project = ancestors.find((one) => one.startsWith('projects/'));
  const folders = ancestors.filter((one) => one.startsWith('folders/'));
  const organization = ancestors.find((one) => one.startsWith('organizations/'));
  return {
    assetType: resource.type,
    ...(project === undefined ? {} : { project }),
    ...(folders.length === 0 ? {} : { folders }),
    ...(organization === undefined ? {} : { organization }),
  };
}

const searchResources: Handler = (call) => {
  const { rows, parts } = searched(call, 'cloudasset.assets.searchAllResources');
  const found = rows.map((row): JsonObject => {
    const { name, data, location, created, updated } = row.resource;
    const labels = objectOf(data['labels'] ?? objectOf(data['settings'])['userLabels']);
    return {
      name,
      ...placed(row),
      displayName: textOf(data['displayName']) ?? name.slice(name.lastIndexOf('/') + 1),
      location: location ?? 'global',
      createTime: created,
      updateTime: updated,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
    };
  });
  return paged(call, 'results', matching(found, parts), { size: 100, most: 500 });
};

const searchPolicies: Handler = (call) => {
  const { rows, parts } = searched(call, 'cloudasset.assets.searchAllIamPolicies');
  const found = rows.flatMap((row): JsonObject[] => {
    const policy = policyAsset(row)?.['iamPolicy'];
    return policy === undefined ? [] : [{ resource: row.resource.name, ...placed(row), policy }];
  });
  return paged(call, 'results', matching(found, parts), { size: 100, most: 500 });
};

export default {
  host: API,
  handlers: {
    [`${RPC}.ListAssets`]: list,
    [`${RPC}.SearchAllResources`]: searchResources,
    [`${RPC}.SearchAllIamPolicies`]: searchPolicies,
    [`${RPC}.ExportAssets`]: exportAssets({ scopeOf, typesIn }),
    [`${RPC}.BatchGetAssetsHistory`]: history({ scopeOf }),
    [`${RPC}.QueryAssets`]: query({ scopeOf }),
    ...operationHandlers,
  },
} satisfies Service;
