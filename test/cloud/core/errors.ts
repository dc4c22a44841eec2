import type { Json, JsonObject } from './json.ts';

/**
 * google.rpc.Code by name, with the HTTP status each is sent as
 * (https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto).
 */
export const CODES = {
  OK: [0, 200],
  CANCELLED: [1, 499],
  UNKNOWN: [2, 500],
  INVALID_ARGUMENT: [3, 400],
  DEADLINE_EXCEEDED: [4, 504],
  NOT_FOUND: [5, 404],
  ALREADY_EXISTS: [6, 409],
  PERMISSION_DENIED: [7, 403],
  RESOURCE_EXHAUSTED: [8, 429],
  FAILED_PRECONDITION: [9, 400],
  ABORTED: [10, 409],
  OUT_OF_RANGE: [11, 400],
  UNIMPLEMENTED: [12, 501],
  INTERNAL: [13, 500],
  UNAVAILABLE: [14, 503],
  DATA_LOSS: [15, 500],
  UNAUTHENTICATED: [16, 401],
} as const satisfies Record<string, readonly [number, number]>;

/** The name of a google.rpc.Code. */
export type Status = keyof typeof CODES;

/** The code an HTTP status stands for where a service names none; 412 is a failed precondition, 5xx internal. */
export const statusOf = (http: number): Status =>
  http === 412
    ? 'FAILED_PRECONDITION'
    : http === 409
      ? 'ABORTED'
      : ((Object.keys(CODES) as Status[]).find((name) => CODES[name][1] === http && name !== 'UNKNOWN') ??
        (http >= 500 ? 'INTERNAL' : 'FAILED_PRECONDITION'));

/** One entry of the older `errors` list of an error body. */
export interface LegacyError {
  readonly message: string;
  readonly domain: string;
  readonly reason: string;
  readonly location?: string;
  readonly locationType?: string;
  readonly extendedHelp?: string;
}

/** What of an error is not plain from its HTTP status. */
export interface ErrorParts {
  readonly message: string;
  readonly status?: Status;
  /** Reason of the legacy entry: `staleData`, `notFound`. */
  readonly reason?: string;
  /** Domain of the legacy entry; `global` by default. */
  readonly domain?: string;
  /** google.rpc details, each with its `@type`. */
  readonly details?: readonly JsonObject[];
  /** The whole legacy list, where one entry made of message and reason is not it. */
  readonly errors?: readonly LegacyError[];
  /** What the failing request or header was called: `If-Match`, with `locationType`. */
  readonly location?: string;
  readonly locationType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a service answers in place of a reply. Rendered in the style of the host, or as a gRPC status. */
export class ApiError extends Error {
  readonly http: number;
  readonly status: Status;
  readonly parts: ErrorParts;

  constructor(http: number, parts: ErrorParts) {
    super(parts.message);
    this.name = 'ApiError';
    this.http = http;
    this.status = parts.status ?? statusOf(http);
    this.parts = parts;
  }
}

/**
 * How a host writes an error body. `rpc`: code, message, status, details; `legacy`: code, message and the `errors` list,
 * without status (Cloud SQL, as recorded); `both` (Compute Engine, Cloud Storage, IAM, as recorded).
 */
export type ErrorStyle = 'rpc' | 'legacy' | 'both';

/** The JSON body of an error. */
export function bodyOf(error: ApiError, style: ErrorStyle): JsonObject {
  const { message, reason, domain = 'global', details, location, locationType } = error.parts;
  const entry = { message, domain, reason: reason ?? REASONS[error.status] ?? 'backendError' };
  const where = location === undefined ? {} : { location, locationType: locationType ?? 'header' };
  const errors = error.parts.errors ?? [{ ...entry, ...where }];
  const body: JsonObject = { code: error.http, message };
  if (style !== 'rpc') body['errors'] = errors as unknown as Json;
  if (style !== 'legacy' || details) body['status'] = error.status;
  if (details) body['details'] = [...details];
  return { error: body };
}

/** Reasons of the legacy list where a service names none (https://cloud.google.com/storage/docs/json_api/v1/status-codes). */
const REASONS: Partial<Record<Status, string>> = {
  INVALID_ARGUMENT: 'invalid',
  FAILED_PRECONDITION: 'failedPrecondition',
  NOT_FOUND: 'notFound',
  ALREADY_EXISTS: 'alreadyExists',
  ABORTED: 'aborted',
  PERMISSION_DENIED: 'forbidden',
  UNAUTHENTICATED: 'authError',
  RESOURCE_EXHAUSTED: 'rateLimitExceeded',
};
