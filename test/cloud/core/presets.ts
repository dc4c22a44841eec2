import type { Cloud } from '../cloud.ts';
import { ApiError } from './errors.ts';
import type { Fault } from './faults.ts';
import { apiOf } from './hosts.ts';
import type { Entry } from './log.ts';
import { projectOf } from './names.ts';
import * as refusals from './refusals.ts';

/** What a fault names: the error a service would send, whatever the state. */
type Preset = (of: { cloud: Cloud; api: string; entry: Entry; fault: Fault }) => ApiError;

const PRESETS: Readonly<Record<string, Preset>> = {
  'api-disabled': ({ cloud, api, entry }) => {
    const project = projectOf(entry.path) ?? '0';
    return refusals.apiDisabled(api, cloud.project(project)?.number ?? project);
  },
  denied: ({ api, entry }) =>
    refusals.denied(
      api,
      'user:you@example.com',
      `${api.split('.')[0]}.unknown`,
      entry.path.replace(/^\/v\w+\//, ''),
    ),
  'quota-project': ({ api }) => refusals.quotaProjectMissing(api),
  'quota-project-denied': ({ api, entry }) =>
    refusals.quotaProjectDenied(api, entry.headers['x-goog-user-project'] ?? 'unknown'),
  unauthenticated: ({ api, entry }) => refusals.credentialsInvalid(api, entry.method ?? '', true),
  'rate-limited': ({ api, fault }) =>
    refusals.rateLimited(api, { header: fault.retryAfter, info: fault.retryInfo }),
  unavailable: ({ fault }) => refusals.unavailable({ header: fault.retryAfter, info: fault.retryInfo }),
  internal: () => new ApiError(500, { message: 'Internal error encountered.', reason: 'backendError' }),
  deadline: () => new ApiError(504, { message: 'Deadline expired before operation could complete.' }),
  'not-found': () => new ApiError(404, { message: 'Requested entity was not found.' }),
  conflict: () =>
    new ApiError(409, {
      status: 'ABORTED',
      message:
        'There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.',
    }),
  // Cloud Monitoring writes the configuration of a whole project: another edit, of whatever, is in the way
  // (GoogleCloudPlatform/cloud-foundation-toolkit#787).
  'concurrent-edits': () =>
    new ApiError(409, {
      status: 'ABORTED',
      message: 'Too many concurrent edits to the project configuration. Please try again.',
    }),
  'operation-in-progress': () =>
    new ApiError(409, {
      message:
        'Operation failed because another operation was already in progress. Try your request after the current operation is complete.',
      reason: 'operationInProgress',
    }),
  stale: ({ api }) => staleOf(api),
};

/** Fails on a name that no preset has, with those there are. */
export function checkPreset(name: string | undefined): void {
  if (name === undefined || name in PRESETS) return;
  throw new Error(`No fault preset "${name}"; there are ${Object.keys(PRESETS).join(', ')}.`);
}

/** A failed precondition as each API says it. */
function staleOf(api: string): ApiError {
  if (api === 'sqladmin.googleapis.com') {
    return new ApiError(412, {
      message: 'Condition does not match.',
      reason: 'staleData',
      location: 'If-Match',
    });
  }
  if (api === 'compute.googleapis.com') {
    return new ApiError(412, {
      message: 'Invalid fingerprint.',
      reason: 'conditionNotMet',
      location: 'If-Match',
    });
  }
  if (api === 'storage.googleapis.com') {
    return new ApiError(412, {
      message: 'At least one of the pre-conditions you specified did not hold.',
      reason: 'conditionNotMet',
      location: 'If-Match',
    });
  }
  return new ApiError(409, {
    status: 'ABORTED',
    message: 'The etag provided does not match the current etag.',
  });
}

/** The error a fault sends; undefined where it sends none. */
export const faultError = (cloud: Cloud, entry: Entry, fault: Fault): ApiError | undefined =>
  PRESETS[fault.preset ?? '']?.({ cloud, api: apiOf(entry.host), entry, fault });
