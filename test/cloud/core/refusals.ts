import { badRequest, errorInfo, help, localizedMessage, quotaFailure, retryInfo } from './details.ts';
import { ApiError } from './errors.ts';
import { titleOf } from './hosts.ts';
import type { JsonObject } from './json.ts';
import { lastOf, pathOf } from './names.ts';

/** What a front refuses before a service is asked, in the words that Google's front uses. */

const SIGN_IN = 'See https://developers.google.com/identity/sign-in/web/devconsole-project.';

/** 401 of a request without credentials. */
export const credentialsMissing = (api: string, method: string): ApiError =>
  unauthenticated(
    `Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. ${SIGN_IN}`,
    'CREDENTIALS_MISSING',
    api,
    method,
  );

/** 401 of a token that is unknown, wrongly signed, for another audience, or (expired) too old. */
export const credentialsInvalid = (api: string, method: string, expired: boolean): ApiError =>
  unauthenticated(
    `Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. ${SIGN_IN}`,
    expired ? 'ACCESS_TOKEN_EXPIRED' : 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
    api,
    method,
  );

/** Reasons are those of google/api/error_reason.proto. */
const unauthenticated = (message: string, reason: string, service: string, method: string): ApiError =>
  new ApiError(401, {
    status: 'UNAUTHENTICATED',
    message,
    domain: 'global',
    reason: 'authError',
    location: 'Authorization',
    details: [errorInfo(reason, 'googleapis.com', { service, method })],
    headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
  });

/** 403 where the API is not enabled in the project that is billed (body: google-gemini/gemini-cli#1343). */
export function apiDisabled(api: string, projectNumber: string): ApiError {
  const title = titleOf(api);
  const url = `https://console.developers.google.com/apis/api/${api}/overview?project=${projectNumber}`;
  const message = `${title} has not been used in project ${projectNumber} before or it is disabled. Enable it by visiting ${url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  return notConfigured(message, url, [
    errorInfo('SERVICE_DISABLED', 'googleapis.com', {
      service: api,
      consumer: `projects/${projectNumber}`,
      containerInfo: projectNumber,
      serviceTitle: title,
      activationUrl: url,
    }),
    localizedMessage(message),
    help('Google developers console API activation', url),
  ]);
}

/** The project of the client behind `gcloud auth application-default login`, named as consumer where no other is. */
const DEFAULT_CLIENT = '764086051850';

/** 403 of a person's credentials without a quota project; the reason is that of a disabled API, the cause is not. */
export const quotaProjectMissing = (api: string): ApiError =>
  notConfigured(
    `Your application is authenticating by using local Application Default Credentials. The ${api} API requires a quota project, which is not set by default. To learn how to set your quota project, see https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds .`,
    'https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds',
    [
      errorInfo('SERVICE_DISABLED', 'googleapis.com', {
        service: api,
        consumer: `projects/${DEFAULT_CLIENT}`,
      }),
    ],
  );

const notConfigured = (message: string, extendedHelp: string, details: readonly JsonObject[]): ApiError =>
  new ApiError(403, {
    status: 'PERMISSION_DENIED',
    message,
    errors: [{ message, domain: 'usageLimits', reason: 'accessNotConfigured', extendedHelp }],
    details,
  });

/** 403 where the caller may not bill the project that `x-goog-user-project` names. */
export const quotaProjectDenied = (api: string, project: string): ApiError =>
  new ApiError(403, {
    status: 'PERMISSION_DENIED',
    message: `Caller does not have required permission to use project ${project}. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, by visiting https://console.developers.google.com/iam-admin/iam/project?project=${project} and then retry. Propagation of the new permission may take a few minutes.`,
    reason: 'forbidden',
    details: [
      errorInfo('USER_PROJECT_DENIED', 'googleapis.com', {
        service: api,
        consumer: `projects/${project}`,
        containerInfo: project,
      }),
      help(
        'Google developer console IAM admin',
        `https://console.developers.google.com/iam-admin/iam/project?project=${project}`,
      ),
    ],
  });

/**
 * 403 of a caller without the permission, as each host says it: Resource Manager names neither (as recorded), Cloud SQL
 * in its old words, Cloud Storage names the account, the others the permission and the resource.
 */
export function denied(api: string, member: string, permission: string, resource: string): ApiError {
  const path = pathOf(resource);
  const info = errorInfo('IAM_PERMISSION_DENIED', DENIES_IN[api] ?? 'iam.googleapis.com', {
    permission,
    resource: path,
  });
  if (api === 'cloudresourcemanager.googleapis.com') {
    return new ApiError(403, { status: 'PERMISSION_DENIED', message: 'The caller does not have permission' });
  }
  if (api === 'sqladmin.googleapis.com') {
    return new ApiError(403, {
      message: 'The client is not authorized to make this request.',
      reason: 'notAuthorized',
    });
  }
  if (api === 'storage.googleapis.com') {
    const [kind, name] = path.startsWith('projects/')
      ? ['Google Cloud project', '']
      : ['Google Cloud Storage bucket', ` ${lastOf(path)}`];
    return new ApiError(403, {
      message: `${member.replace(/^[^:]+:/, '')} does not have ${permission} access to the ${kind}${name}. Permission '${permission}' denied on resource (or it may not exist).`,
      reason: 'forbidden',
    });
  }
  if (api === 'compute.googleapis.com') {
    return new ApiError(403, {
      message: `Required '${permission}' permission for '${path}'`,
      reason: 'forbidden',
    });
  }
  if (api === 'cloudasset.googleapis.com') {
    return new ApiError(403, {
      status: 'PERMISSION_DENIED',
      message: 'Request denied by Cloud IAM.',
      details: [info],
    });
  }
  return new ApiError(403, {
    status: 'PERMISSION_DENIED',
    message: `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
    details: [info],
  });
}

/** Services that sign the detail with their own name; the others leave it to `iam.googleapis.com`. */
const DENIES_IN: Readonly<Record<string, string>> = {
  'cloudasset.googleapis.com': 'cloudasset.googleapis.com',
  'run.googleapis.com': 'run.googleapis.com',
  'secretmanager.googleapis.com': 'iam.googleapis.com',
};

/** 400 of a request that the API's schema refuses: a line for each violation. */
export const schemaViolated = (violations: readonly { field: string; description: string }[]): ApiError =>
  new ApiError(400, {
    status: 'INVALID_ARGUMENT',
    message: violations.map(({ description }) => description).join('\n'),
    reason: 'badRequest',
    details: [badRequest(violations)],
  });

/**
 * Too many requests: 429 with the quota in words, or Compute Engine's 403 rateLimitExceeded
 * (hashicorp/terraform-provider-google#8360).
 */
export function rateLimited(
  api: string,
  after: { header?: number | undefined; info?: number | undefined },
): ApiError {
  const headers = retryHeaders(after.header);
  const delay = after.info === undefined ? [] : [retryInfo(after.info)];
  if (api === 'compute.googleapis.com') {
    const message =
      "Quota exceeded for quota group 'ReadGroup' and limit 'Read requests per 100 seconds' of service 'compute.googleapis.com' for consumer 'project_number:1'.";
    return new ApiError(403, {
      message,
      domain: 'usageLimits',
      reason: 'rateLimitExceeded',
      headers,
      details: delay,
    });
  }
  const message = `Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '${api}' for consumer 'project_number:1'.`;
  return new ApiError(429, {
    status: 'RESOURCE_EXHAUSTED',
    message,
    domain: 'global',
    reason: 'rateLimitExceeded',
    headers,
    details: [
      errorInfo('RATE_LIMIT_EXCEEDED', 'googleapis.com', {
        service: api,
        quota_limit: 'RequestsPerMinutePerProject',
      }),
      quotaFailure('project_number:1', message),
      ...delay,
    ],
  });
}

/** 503 of a service that is away for a while. */
export const unavailable = (after: { header?: number | undefined; info?: number | undefined }): ApiError =>
  new ApiError(503, {
    status: 'UNAVAILABLE',
    message: 'The service is currently unavailable.',
    reason: 'backendError',
    headers: retryHeaders(after.header),
    ...(after.info === undefined ? {} : { details: [retryInfo(after.info)] }),
  });

const retryHeaders = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };
