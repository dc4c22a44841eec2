import { type Answer, answerOf } from './answer.ts';

/**
 * Why a call to a Google API did not give what was asked: who must do what about it differs by kind.
 * `unavailable` and `rate-limited` pass by themselves; the others do not.
 */
export type FailureKind =
  | 'denied'
  | 'api-disabled'
  | 'quota-project'
  | 'unauthenticated'
  | 'rate-limited'
  | 'unavailable'
  | 'not-found'
  | 'invalid'
  | 'failed';

/** A failed call, as every client tells it. */
export interface Failure {
  readonly kind: FailureKind;
  /** What the API or the network said, one line. */
  readonly message: string;
  /** Such as `PERMISSION_DENIED`, `503` or `ECONNRESET`. */
  readonly code: string;
  /** The IAM permission that was missing, where the API names it. */
  readonly permission?: string | undefined;
  /** The API, `sqladmin.googleapis.com`, where the answer names it. */
  readonly service?: string | undefined;
  /** The project the call was counted for, `projects/123`, where the answer names it. */
  readonly consumer?: string | undefined;
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/**
 * Projects of Google's own command line: a call counted for one of them was made with a person's credentials that name
 * no quota project. Source: https://cloud.google.com/docs/authentication/troubleshoot-adc, "user credentials not
 * working".
 */
const TOOL_PROJECTS = /^projects\/(764086051850|32555940559)$/;

/** `google.rpc.Code` names and HTTP statuses, as a kind. */
const BY_CODE: Readonly<Record<string, FailureKind>> = {
  PERMISSION_DENIED: 'denied',
  '403': 'denied',
  UNAUTHENTICATED: 'unauthenticated',
  '401': 'unauthenticated',
  RESOURCE_EXHAUSTED: 'rate-limited',
  '429': 'rate-limited',
  UNAVAILABLE: 'unavailable',
  DEADLINE_EXCEEDED: 'unavailable',
  INTERNAL: 'unavailable',
  ABORTED: 'unavailable',
  '408': 'unavailable',
  '500': 'unavailable',
  '502': 'unavailable',
  '503': 'unavailable',
  '504': 'unavailable',
  NOT_FOUND: 'not-found',
  '404': 'not-found',
  INVALID_ARGUMENT: 'invalid',
  FAILED_PRECONDITION: 'invalid',
  OUT_OF_RANGE: 'invalid',
  '400': 'invalid',
};

/** What a connection that breaks, or never comes about, is called by Node. */
const NETWORK =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_\w+|ERR_SSL_\w+|ERR_HTTP2_\w+|UND_ERR_\w+|ERR_SOCKET_\w+)$/;

/** Reasons of `google.rpc.ErrorInfo` and of the older `errors[]`, which say more than the code. */
const BY_REASON: Readonly<Record<string, FailureKind>> = {
  SERVICE_DISABLED: 'api-disabled',
  accessNotConfigured: 'api-disabled',
  USER_PROJECT_DENIED: 'quota-project',
  RATE_LIMIT_EXCEEDED: 'rate-limited',
  rateLimitExceeded: 'rate-limited',
  userRateLimitExceeded: 'rate-limited',
  quotaExceeded: 'rate-limited',
  IAM_PERMISSION_DENIED: 'denied',
};

const QUOTA_PROJECT = /requires? a quota project|set-quota-project/i;
const PERMISSION = /[Pp]ermission '?([a-z][\w-]*\.[\w.-]*\w)'? denied|permission: '?([a-z][\w-]*\.[\w.]*\w)/;

/** What a thrown value of gax, of gaxios or of the network says. `now` dates a `Retry-After` that is a moment. */
export function failureOf(error: unknown, now = Date.now()): Failure {
  const answer = answerOf(error, now);
  const { message, code, info, retryAfter } = answer;
  const found = PERMISSION.exec(message);
  return {
    kind: kindOf(answer),
    message,
    code,
    permission: info['permission'] ?? found?.[1] ?? found?.[2],
    service: info['service'],
    consumer: info['consumer'],
    retryAfter,
  };
}

function kindOf({ code, reasons, message, info }: Answer): FailureKind {
  const kind = reasons.map((reason) => BY_REASON[reason]).find(Boolean);
  // One reason for two things: the API is off in the project that is asked, or there is no project to count it for.
  if (kind === 'api-disabled' && (QUOTA_PROJECT.test(message) || TOOL_PROJECTS.test(info['consumer'] ?? '')))
    return 'quota-project';
  if (kind) return kind;
  if (QUOTA_PROJECT.test(message)) return 'quota-project';
  if (code === 'invalid_grant' || code === 'invalid_client') return 'unauthenticated';
  return BY_CODE[code] ?? (NETWORK.test(code) ? 'unavailable' : 'failed');
}
