import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Cloud } from '../cloud.ts';
import { bodyOf } from '../core/errors.ts';
import { apiOf, styleOf } from '../core/hosts.ts';
import type { Json } from '../core/json.ts';
import { project } from './fields.ts';
import { notFoundPage } from './nowhere.ts';
import { type Incoming, type Outcome, serve } from './pipeline.ts';
import { targetOf } from './router.ts';

/** Headers that Google's front puts on every reply, as recorded. */
const FRONT = {
  vary: 'Origin, X-Origin, Referer',
  server: 'ESF',
  'x-xss-protection': '0',
  'x-frame-options': 'SAMEORIGIN',
  'x-content-type-options': 'nosniff',
};

/** A request and where its reply goes, of either version of HTTP. */
type Asked = IncomingMessage | Http2ServerRequest;
type Answer = ServerResponse | Http2ServerResponse;

/** Answers one HTTP request that is no gRPC call. */
export async function answer(cloud: Cloud, request: Asked, response: Answer): Promise<void> {
  const raw = Buffer.concat(await request.toArray());
  const incoming = incomingOf(cloud, request, raw);
  const outcome = await serve(cloud, incoming);
  if (outcome.kind === 'reset') {
    request.socket.destroy();
    return;
  }
  send(incoming, outcome, response);
}

/** The host a request is for: what it names, also in absolute form; what is asked directly is the metadata server. */
function locate(request: Asked): URL {
  const { url = '/', headers } = request;
  const host = headers[':authority'] ?? headers.host ?? 'localhost';
  const named = new URL(/^https?:/i.test(url) ? url : `https://${host}${url}`);
  if (/^(127\.0\.0\.1|localhost|169\.254\.169\.254)$/.test(named.hostname))
    named.hostname = 'metadata.google.internal';
  return named;
}

function incomingOf(cloud: Cloud, request: Asked, raw: Buffer): Incoming {
  const url = locate(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(':')) headers[name] = [value].flat().join(', ');
  }
  const path = readable(url.pathname);
  const verb = request.method ?? 'GET';
  const { host, target } = targetOf(cloud, url.hostname, verb, path);
  const json = raw.length > 0 && /\bjson\b/.test(headers['content-type'] ?? 'application/json');
  return {
    protocol: 'http',
    host,
    verb,
    path,
    query: url.searchParams,
    headers,
    raw,
    target,
    ...(json ? parsed(raw) : { body: null }),
  };
}

/** A path with what clients needlessly escape read; a slash inside a name stays `%2F`, so that it does not part it. */
function readable(path: string): string {
  try {
    return decodeURI(path).replace(/%3a/gi, ':').replace(/%40/g, '@');
  } catch {
    return path;
  }
}

function parsed(raw: Buffer): { body: Json; malformed?: string } {
  try {
    return { body: JSON.parse(raw.toString('utf8')) as Json };
  } catch {
    return {
      body: null,
      malformed: `Invalid JSON payload received. Parsing terminated before end of input.\n${raw.toString('utf8').slice(0, 40)}\n^`,
    };
  }
}

function send(incoming: Incoming, outcome: Exclude<Outcome, { kind: 'reset' }>, response: Answer): void {
  const { status, headers, body } = rendered(incoming, outcome);
  response.writeHead(status, { ...FRONT, ...headers, 'content-length': body.length });
  if (outcome.cutAfter === undefined) {
    if (incoming.verb === 'HEAD') response.end();
    else response.end(body);
    return;
  }
  const part = body.subarray(0, outcome.cutAfter);
  if ('stream' in response)
    response.stream.write(part, () => response.stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  else response.write(part, () => response.destroy());
}

interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

function rendered(incoming: Incoming, outcome: Exclude<Outcome, { kind: 'reset' }>): Rendered {
  if (outcome.kind === 'nowhere') {
    return {
      status: 404,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      body: Buffer.from(notFoundPage(incoming.path)),
    };
  }
  if (outcome.kind === 'error') {
    const { error } = outcome;
    const body = bodyOf(error, styleOf(apiOf(incoming.host)));
    return { status: error.http, headers: { ...JSON_TYPE, ...error.parts.headers }, body: encoded(body) };
  }
  const { status, headers, body } = outcome.reply;
  if (Buffer.isBuffer(body)) return { status, headers, body };
  if (body === null && status !== 200) return { status, headers, body: Buffer.alloc(0) };
  const mask = incoming.query.get('fields') ?? incoming.query.get('$fields');
  return {
    status,
    headers: { ...JSON_TYPE, ...headers },
    body: encoded(mask && status < 300 ? project(body, mask) : body),
  };
}

/** A body as it is sent: text as it is, anything else as JSON. */
export const bodyText = (value: Json | Buffer): string =>
  typeof value === 'string' || Buffer.isBuffer(value)
    ? value.toString()
    : `${JSON.stringify(value, null, 2)}\n`;

const encoded = (value: Json): Buffer => Buffer.from(bodyText(value));
