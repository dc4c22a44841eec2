import { ApiError } from '../core/errors.ts';
import { type JsonObject, textOf } from '../core/json.ts';
import { lastOf, pathOf } from '../core/names.ts';
import type { Call, Handler, Service } from '../core/service.ts';
import { operationHandlers } from '../core/views.ts';
import { found } from '../crud/find.ts';
import { crudHandlers, methodsOf } from '../crud/index.ts';
import { type Kind, times, type Write } from '../crud/kind.ts';
import { stored } from '../crud/write.ts';

const CONFIG = 'google.logging.v2.ConfigServiceV2';

const short = (_: Call, path: string): string => decodeURIComponent(lastOf(path));

/** Who writes into a destination: nobody where it is a bucket of the same project (LogSink.writer_identity). */
function writerOf(call: Call, name: string, destination: string): JsonObject {
  const [kind = '', key = ''] = pathOf(name).split('/');
  const own = [call.cloud.project(key)?.id, key].some((id) =>
    destination.startsWith(`logging.googleapis.com/projects/${id}/locations/`),
  );
  if (kind === 'projects' && own) return {};
  const who = kind === 'projects' ? key : `${kind === 'folders' ? 'folder' : 'org'}-${key}`;
  return { writerIdentity: `serviceAccount:service-${who}@gcp-sa-logging.iam.gserviceaccount.com` };
}

/** Sinks, shown by their short names. */
const SINK: Kind = {
  type: 'logging.googleapis.com/LogSink',
  plural: 'sinks',
  permission: 'logging.sinks',
  methods: methodsOf([CONFIG], 'Sink'),
  idOf: (_, { name }) => textOf(name) ?? '',
  numbered: true,
  shown: short,
  // UpdateSinkRequest.update_mask
  unmasked: ['destination', 'filter', 'includeChildren'],
  fill(call, write) {
    const { writerIdentity: _, ...data } = write.data;
    return { ...data, ...writerOf(call, write.name, String(data['destination'])), ...times(call, write) };
  },
  missing: (path) => `Sink ${path} does not exist`,
  taken: (path) => `Sink ${path} already exists`,
};

/** Metrics of logs; a slash in a name is escaped where it stands in a path. */
const METRIC: Kind = {
  type: 'logging.googleapis.com/LogMetric',
  plural: 'metrics',
  permission: 'logging.logMetrics',
  methods: methodsOf(['google.logging.v2.MetricsServiceV2'], 'LogMetric'),
  idOf: (_, { name }) => encodeURIComponent(textOf(name) ?? ''),
  path: ({ vars }) =>
    (Object.values(vars)[0] ?? '').replace(/(?<=\/metrics\/).*/, (id) =>
      encodeURIComponent(decodeURIComponent(id)),
    ),
  numbered: true,
  shown: short,
  unmasked: 'replaced',
  fill(call, write) {
    const { name, path, data } = write;
    const type = `logging.googleapis.com/user/${path}`;
    const project = call.cloud.project(pathOf(name).split('/')[1] ?? '')?.id;
    const descriptor = {
      metricKind: 'DELTA',
      valueType: 'INT64',
      unit: '1',
      ...(data['metricDescriptor'] as JsonObject),
      name: `projects/${project}/metricDescriptors/${type}`,
      type,
    };
    return { ...data, metricDescriptor: descriptor, ...times(call, write) };
  },
  missing: (path) => `Metric ${path} does not exist.`,
  taken: (path) => `Metric ${path} already exists.`,
};

const refused = (message: string): ApiError => new ApiError(400, { status: 'FAILED_PRECONDITION', message });

/** A locked bucket keeps its retention and its lock (LogBucket.locked); analytics are never disabled again. */
function checkBucket(_: Call, { before, data, path }: Write): void {
  const was = before?.data ?? {};
  const days = Number(data['retentionDays'] ?? 30);
  if (days < 1 || days > 3650) {
    const message = `The retention of ${path} must be from 1 to 3650 days.`;
    throw new ApiError(400, { status: 'INVALID_ARGUMENT', message });
  }
  if (was['locked'] === true && (data['locked'] !== true || data['retentionDays'] !== was['retentionDays'])) {
    throw refused(`The bucket ${path} is locked: neither its retention nor its lock can be changed.`);
  }
  if (was['analyticsEnabled'] === true && data['analyticsEnabled'] !== true) {
    throw refused(`Log Analytics of the bucket ${path} cannot be disabled.`);
  }
}

/** Buckets of logs. */
const BUCKET: Kind = {
  type: 'logging.googleapis.com/LogBucket',
  plural: 'buckets',
  permission: 'logging.buckets',
  methods: {
    [`${CONFIG}.GetBucket`]: 'get',
    [`${CONFIG}.ListBuckets`]: 'list',
    [`${CONFIG}.CreateBucket`]: 'create',
    [`${CONFIG}.UpdateBucket`]: 'update',
  },
  id: 'bucketId',
  numbered: true,
  unmasked: 'refused',
  check: checkBucket,
  fill: (call, write) => ({
    retentionDays: 30,
    lifecycleState: 'ACTIVE',
    ...write.data,
    ...times(call, write),
  }),
  missing: (path) => `Bucket ${path} does not exist`,
  taken: (path) => `Bucket ${path} already exists`,
};

/** The same, where its operation is asked for. */
const ASYNC_BUCKET: Kind = {
  ...BUCKET,
  methods: { [`${CONFIG}.CreateBucketAsync`]: 'create', [`${CONFIG}.UpdateBucketAsync`]: 'update' },
  work: {
    verbs: ['create', 'update'],
    metadata: 'google.logging.v2.BucketMetadata',
    message: 'google.logging.v2.LogBucket',
  },
};

/** A bucket that is deleted can be had back for seven days (https://cloud.google.com/logging/docs/buckets). */
const deleted =
  (permission: string, lifecycleState: 'DELETE_REQUESTED' | 'ACTIVE'): Handler =>
  (call) => {
    const before = found(call, BUCKET, permission);
    const { name, data } = before;
    if (data['locked'] === true) throw refused(`The bucket ${data['name']} is locked.`);
    const write = { name, path: String(data['name']), before, mask: [] };
    stored(call, BUCKET, { ...write, data: { ...data, lifecycleState } });
    return {};
  };

/** Views of a bucket. */
const VIEW: Kind = {
  type: 'logging.googleapis.com/LogView',
  plural: 'views',
  permission: 'logging.views',
  methods: methodsOf([CONFIG], 'View'),
  id: 'viewId',
  numbered: true,
  unmasked: 'populated',
  fill: (call, write) => ({ ...write.data, ...times(call, write) }),
};

/** Cloud Logging v2, what is configured in it (https://cloud.google.com/logging/docs/reference/v2/rest). */
export default {
  host: 'logging.googleapis.com',
  handlers: {
    ...crudHandlers([SINK, METRIC, BUCKET, ASYNC_BUCKET, VIEW]),
    [`${CONFIG}.DeleteBucket`]: deleted('logging.buckets.delete', 'DELETE_REQUESTED'),
    [`${CONFIG}.UndeleteBucket`]: deleted('logging.buckets.undelete', 'ACTIVE'),
    ...operationHandlers,
  },
} satisfies Service;
