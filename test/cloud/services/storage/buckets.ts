import { ApiError } from '../../core/errors.ts';
import { policyOf, writePolicy } from '../../core/iam.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { merged } from '../../core/merge.ts';
import { paged } from '../../core/pages.ts';
import type { Policy } from '../../core/policy.ts';
import { type Call, type Handler, Reply } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, sameEtag } from '../../core/tokens.ts';
import { BUCKET, bucketName, bucketOf, checkConditions, LINKS, preconditionFailed } from './names.ts';

/** Fields that the service sets (https://cloud.google.com/storage/docs/json_api/v1/buckets#resource). */
const OUTPUT = [
  ...[
    'kind',
    'id',
    'name',
    'selfLink',
    'projectNumber',
    'metageneration',
    'generation',
    'etag',
    'timeCreated',
  ],
  ...['updated', 'location', 'locationType'],
];

/** Continents and pairs of regions are no region. */
const locationType = (location: string): string =>
  /^(US|EU|ASIA)$/.test(location)
    ? 'multi-region'
    : /^(NAM4|EUR4|ASIA1)$/.test(location)
      ? 'dual-region'
      : 'region';

/**
 * A bucket as a reply has it. `bucketPolicyOnly` is the older name of uniform bucket-level access, which gsutil still
 * uses; both are shown.
 */
function shown({ name, data, created }: Resource): JsonObject {
  const short = name.slice(bucketName('').length);
  const { uniformBucketLevelAccess: uniform = { enabled: false }, ...iam } = objectOf(
    data['iamConfiguration'],
  );
  return {
    kind: 'storage#bucket',
    id: short,
    name: short,
    selfLink: `${LINKS}/b/${short}`,
    timeCreated: created,
    updated: created,
    metageneration: '1',
    etag: etagOf(name, String(data['metageneration'] ?? 1)),
    ...data,
    iamConfiguration: {
      publicAccessPrevention: 'inherited',
      ...iam,
      bucketPolicyOnly: uniform,
      uniformBucketLevelAccess: uniform,
    },
  };
}

/** 90 days after it was enabled it cannot be disabled (https://cloud.google.com/storage/docs/uniform-bucket-level-access). */
const LOCKED_AFTER = 90 * 24 * 3600 * 1000;

/** What a request says, in the newer name, with the time from which uniform access stays. */
function written({ cloud }: Call, body: JsonObject, before: JsonObject): JsonObject {
  const given = Object.fromEntries(Object.entries(body).filter(([key]) => !OUTPUT.includes(key)));
  const iam = given['iamConfiguration'];
  if (!isObject(iam)) return given;
  const { bucketPolicyOnly: older, uniformBucketLevelAccess: newer, ...rest } = iam;
  const was = objectOf(objectOf(before['iamConfiguration'])['uniformBucketLevelAccess']);
  const { enabled } = objectOf(newer ?? older);
  if (enabled === undefined) return { ...given, iamConfiguration: rest };
  const lockedTime = was['lockedTime'] ?? cloud.clock.iso(cloud.clock.now() + LOCKED_AFTER);
  return {
    ...given,
    iamConfiguration: {
      ...rest,
      uniformBucketLevelAccess: enabled === true ? { enabled, lockedTime } : { enabled, lockedTime: null },
    },
  };
}

const get: Handler = (call) => {
  const bucket = bucketOf(call, 'storage.buckets.get');
  checkConditions(call, shown(bucket));
  return shown(bucket);
};

const list: Handler = (call) => {
  const key = call.query.get('project') ?? '';
  const project = call.cloud.project(key)?.id ?? key;
  call.require('storage.buckets.list', `projects/${project}`);
  const prefix = bucketName(call.query.get('prefix') ?? '');
  const items = call.cloud.store
    .list(BUCKET, { project })
    .filter(({ name }) => name.startsWith(prefix))
    .map(shown);
  return {
    kind: 'storage#buckets',
    ...paged(call, 'items', items, { size: 1000, most: 1000, parameter: 'maxResults' }),
  };
};

const insert: Handler = (call) => {
  const key = call.query.get('project') ?? '';
  const project = call.cloud.project(key);
  call.require('storage.buckets.create', `projects/${key}`);
  const body = objectOf(call.body);
  const name = bucketName(textOf(body['name']) ?? '');
  if (call.cloud.store.get(name)) {
    throw new ApiError(409, {
      status: 'ALREADY_EXISTS',
      message: 'Your previous request to create the named bucket succeeded and you already own it.',
      reason: 'conflict',
    });
  }
  const location = (textOf(body['location']) ?? 'US').toUpperCase();
  const now = call.cloud.clock.iso();
  const data = {
    location,
    locationType: locationType(location),
    projectNumber: project?.number ?? '',
    storageClass: 'STANDARD',
    softDeletePolicy: { retentionDurationSeconds: '604800', effectiveTime: now },
    ...merged({}, written(call, body, {})),
    timeCreated: now,
    updated: now,
    metageneration: '1',
  };
  return shown(
    call.cloud.store.put({
      name,
      type: BUCKET,
      project: project?.id ?? key,
      location: location.toLowerCase(),
      data,
    }),
  );
};

/** Changes a bucket: PATCH merges and null takes away, PUT replaces; each is one metageneration more. */
const write =
  (whole: boolean): Handler =>
  (call) => {
    const before = bucketOf(call, 'storage.buckets.update');
    checkConditions(call, shown(before));
    const given = written(call, objectOf(call.body), before.data);
    const kept = Object.fromEntries(
      OUTPUT.flatMap((key) => (before.data[key] === undefined ? [] : [[key, before.data[key]]])),
    );
    const data: JsonObject = {
      ...merged(whole ? (kept as JsonObject) : before.data, given),
      metageneration: String(Number(before.data['metageneration'] ?? 1) + 1),
      updated: call.cloud.clock.iso(),
    };
    if (isObject(data['labels']) && Object.keys(data['labels']).length === 0) delete data['labels'];
    return shown(call.cloud.store.put({ ...before, data }));
  };

const remove: Handler = (call) => {
  const { name, project } = bucketOf(call, 'storage.buckets.delete');
  if (call.cloud.store.list('*', { project }).some((one) => one.name.startsWith(`${name}/objects/`))) {
    throw new ApiError(409, { message: 'The bucket you tried to delete is not empty.', reason: 'conflict' });
  }
  call.cloud.store.remove(name);
  return new Reply(204, null);
};

const policyShown = (call: Call, policy: Policy): JsonObject => ({
  kind: 'storage#policy',
  resourceId: `projects/_/buckets/${call.vars['bucket']}`,
  ...(structuredClone(policy) as unknown as JsonObject),
});

const getPolicy: Handler = (call) =>
  policyShown(call, policyOf(bucketOf(call, 'storage.buckets.getIamPolicy')));

/** A policy that was changed meanwhile is a failed precondition here, which gsutil retries. */
const setPolicy: Handler = (call) => {
  const bucket = bucketOf(call, 'storage.buckets.setIamPolicy');
  const { etag, version, bindings } = objectOf(call.body) as unknown as Policy;
  if (etag !== undefined && !sameEtag(etag, policyOf(bucket).etag ?? '')) throw preconditionFailed();
  const given = {
    ...(version === undefined ? {} : { version }),
    ...(bindings === undefined ? {} : { bindings }),
  };
  return policyShown(call, writePolicy(call, bucket, given));
};

const testPermissions: Handler = (call) => {
  const { name } = bucketOf(call, 'storage.buckets.get');
  const held = call.query.getAll('permissions').filter((one) => call.may(one, name));
  return { kind: 'storage#testIamPermissionsResponse', ...(held.length > 0 ? { permissions: held } : {}) };
};

const storageLayout: Handler = (call) => {
  const { data } = bucketOf(call, 'storage.objects.list');
  const { location = 'US', locationType: type = 'multi-region' } = data;
  return { kind: 'storage#storageLayout', bucket: call.vars['bucket'] ?? '', location, locationType: type };
};

/** None has notifications. */
const notifications: Handler = (call) => {
  bucketOf(call, 'storage.buckets.get');
  return { kind: 'storage#notifications' };
};

export const buckets: Readonly<Record<string, Handler>> = {
  'storage.buckets.list': list,
  'storage.buckets.get': get,
  'storage.buckets.insert': insert,
  'storage.buckets.patch': write(false),
  'storage.buckets.update': write(true),
  'storage.buckets.delete': remove,
  'storage.buckets.getIamPolicy': getPolicy,
  'storage.buckets.setIamPolicy': setPolicy,
  'storage.buckets.testIamPermissions': testPermissions,
  'storage.buckets.getStorageLayout': storageLayout,
  'storage.notifications.list': notifications,
};
