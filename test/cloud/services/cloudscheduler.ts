import { ApiError } from '../core/errors.ts';
import { type JsonObject, textOf } from '../core/json.ts';
import { lastOf } from '../core/names.ts';
import type { Handler, Service } from '../core/service.ts';
import { operationHandlers } from '../core/views.ts';
import { found } from '../crud/find.ts';
import { crudHandlers } from '../crud/index.ts';
import type { Kind } from '../crud/kind.ts';
import { locationHandlers } from '../crud/locations.ts';

const CALLS = 'cloudscheduler.projects.locations.jobs';

const JOB: Kind = {
  type: 'cloudscheduler.googleapis.com/Job',
  plural: 'jobs',
  permission: 'cloudscheduler.jobs',
  methods: {
    [`${CALLS}.get`]: 'get',
    [`${CALLS}.list`]: 'list',
    [`${CALLS}.create`]: 'create',
    [`${CALLS}.patch`]: 'update',
    [`${CALLS}.delete`]: 'delete',
  },
  page: { size: 500, most: 500 },
  idOf: (_, { name }) => lastOf(textOf(name) ?? ''),
  unmasked: 'populated',
  check(_, { data }) {
    const targets = ['httpTarget', 'pubsubTarget', 'appEngineHttpTarget'].filter(
      (key) => data[key] !== undefined,
    );
    if (targets.length === 1) return;
    throw new ApiError(400, { status: 'INVALID_ARGUMENT', message: 'Exactly one target is required.' });
  },
  fill: (call, { data }) => ({
    timeZone: 'Etc/UTC',
    attemptDeadline: '180s',
    state: 'ENABLED',
    retryConfig: RETRIES,
    ...data,
    userUpdateTime: call.cloud.clock.iso(),
  }),
  missing: () => 'Job not found.',
  taken: (path) => `Job ${path} already exists.`,
};

/** Defaults of https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#retryconfig. */
const RETRIES: JsonObject = {
  maxRetryDuration: '0s',
  minBackoffDuration: '5s',
  maxBackoffDuration: '3600s',
  maxDoublings: 5,
};

/** Only an enabled job can be paused, only a paused one resumed (projects.locations.jobs.pause, .resume). */
const become =
  (permission: string, from: string, state: string): Handler =>
  (call) => {
    const { name, data } = found(call, JOB, permission);
    if (data['state'] !== from) {
      throw new ApiError(400, { status: 'FAILED_PRECONDITION', message: `Job state must be ${from}.` });
    }
    return call.cloud.store.patch(name, { data: { state } }).data;
  };

const run: Handler = (call) => {
  const { name } = found(call, JOB, 'cloudscheduler.jobs.run');
  return call.cloud.store.patch(name, { data: { lastAttemptTime: call.cloud.clock.iso(), status: {} } }).data;
};

/** Cloud Scheduler v1 (https://cloud.google.com/scheduler/docs/reference/rest). */
export default {
  host: 'cloudscheduler.googleapis.com',
  handlers: {
    ...crudHandlers([JOB]),
    [`${CALLS}.pause`]: become('cloudscheduler.jobs.pause', 'ENABLED', 'PAUSED'),
    [`${CALLS}.resume`]: become('cloudscheduler.jobs.enable', 'PAUSED', 'ENABLED'),
    [`${CALLS}.run`]: run,
    ...locationHandlers('cloudscheduler'),
    ...operationHandlers,
  },
} satisfies Service;
