/** What an API answered in place of a result, whatever client it came through. */
export interface Answer {
  readonly message: string;
  /** A name of `google.rpc.Code`, an HTTP status, an OAuth error or a Node code; `UNKNOWN` where none tells. */
  readonly code: string;
  /** Of `google.rpc.ErrorInfo` and of the older `errors[]`. */
  readonly reasons: readonly string[];
  /** The metadata of `google.rpc.ErrorInfo`. */
  readonly info: Readonly<Record<string, string>>;
  /** Milliseconds the API asks to wait: `Retry-After`, or `google.rpc.RetryInfo`. */
  readonly retryAfter: number | undefined;
}

/** `google.rpc.Code` by number (https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto). */
const CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

type Loose = Readonly<Record<string, unknown>>;

const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
/** How gRPC tells that no token could be got for a call: the code is that of no answer, and words say why. */
const UNTOLD = /^Getting metadata from plugin failed with error: (.*)/s;
const TOKEN = /\b(?:invalid_grant|invalid_client|ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)\b/;

const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(loose) : []);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What stands between a client and an API answers with pages. */
const PAGE = /^\s*<(?:!doctype|html)\b/i;

function oneLine(message: string): string {
  const said = PAGE.test(message) ? sayPage(message) : message;
  return said.replace(/\s+/g, ' ').trim().slice(0, 600);
}

/** The title of a page, else its words. */
const sayPage = (page: string): string =>
  /<title>([^<]+)<\/title>/i.exec(page)?.[1] ?? page.replace(/<[^>]*>/g, ' ');

/** Reads an error of gax (gRPC), of gaxios (HTTP), or of the connection itself. */
export function answerOf(error: unknown, now: number): Answer {
  const thrown = loose(error);
  const response = loose(thrown['response']);
  return Object.keys(response).length > 0 ? overHttp(thrown, response, now) : overGrpc(thrown);
}

function overGrpc(thrown: Loose): Answer {
  const { code, details, message, reason } = thrown;
  const name = typeof code === 'number' ? CODES[code] : text(code);
  const cause = text(loose(thrown['cause'])['code']);
  const said = list(thrown['statusDetails']);
  const all = text(details) ?? text(message) ?? String(code);
  const untold = UNTOLD.exec(all);
  return {
    message: oneLine(untold?.[1] ?? all),
    code: (untold && TOKEN.exec(all)?.[0]) ?? name ?? cause ?? 'UNKNOWN',
    reasons: typeof reason === 'string' ? [reason] : [],
    info: texts(thrown['errorInfoMetadata']),
    retryAfter: said.map(({ retryDelay }) => delay(retryDelay)).find((ms) => ms !== undefined),
  };
}

function overHttp(thrown: Loose, response: Loose, now: number): Answer {
  const body = loose(parsed(response['data']));
  // Google's APIs wrap the error; OAuth names it; a registry lists them.
  const error = loose(body['error']);
  const oauth = text(body['error']);
  const listed = list(body['errors'])[0];
  const details = list(error['details']);
  const info = details.find((one) => String(one['@type']).endsWith('google.rpc.ErrorInfo'));
  const reasons = [info?.['reason'], ...list(error['errors']).map(({ reason }) => reason)];
  const status = response['status'] ?? thrown['status'];
  const said = text(error['message']) ?? text(body['error_description']) ?? text(listed?.['message']);
  return {
    message: oneLine(said ?? oauth ?? text(thrown['message']) ?? String(status)),
    code: text(error['status']) ?? oauth ?? (status === undefined ? 'UNKNOWN' : String(status)),
    reasons: reasons.filter((reason) => typeof reason === 'string'),
    info: texts(info?.['metadata']),
    retryAfter:
      retryAfter(response['headers'], now) ?? details.map((one) => delay(one['retryDelay'])).find(Boolean),
  };
}

/** Bodies come parsed, as text, or as bytes where bytes were asked for. */
function parsed(data: unknown): unknown {
  const body = data instanceof ArrayBuffer ? Buffer.from(data) : data;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return body;
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(loose(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A `google.protobuf.Duration`: `"3.5s"` in JSON, seconds and nanos in gRPC. */
function delay(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(value)?.[1];
    return seconds === undefined ? undefined : Number(seconds) * 1000;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { seconds, nanos } = value as Loose;
  const ms = Number(seconds ?? 0) * 1000 + Number(nanos ?? 0) / 1e6;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function retryAfter(headers: unknown, now: number): number | undefined {
  const given = headers instanceof Headers ? headers.get('retry-after') : loose(headers)['retry-after'];
  if (typeof given !== 'string') return undefined;
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - now;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
