import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Cloud } from '../cloud.ts';
import { ApiError, CODES, statusOf } from '../core/errors.ts';
import { apiOf } from '../core/hosts.ts';
import { bodyText } from './http.ts';
import { type Incoming, type Outcome, serve } from './pipeline.ts';
import { decoded, encoded, statusBytes } from './protojson.ts';
import { handled } from './router.ts';
import { type Rpc, restOf, rpcOf } from './rpcs.ts';

/**
 * gRPC over HTTP/2 for calls with one request and one reply
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). The stream is in our hands, so that a fault can cut it
 * where it says, and a call that nothing handles is logged like any other.
 */
export async function answerGrpc(
  cloud: Cloud,
  stream: ServerHttp2Stream,
  from: IncomingHttpHeaders,
): Promise<void> {
  const frame = Buffer.concat(await stream.toArray());
  const host = (from[':authority'] ?? '').replace(/:\d+$/, '');
  const path = from[':path'] ?? '';
  const rpc = rpcOf(apiOf(host), path);
  const outcome = await serve(cloud, incomingOf(cloud, { host, path, frame, headers: headersOf(from) }, rpc));
  if (stream.destroyed) return;
  if (outcome.kind === 'reset') {
    stream.session?.destroy();
    return;
  }
  const failure = failureOf(outcome);
  if (failure || outcome.kind !== 'reply' || !rpc) fail(stream, failure ?? notImplemented());
  else reply(cloud, stream, rpc, outcome);
}

/** Bytes before a message: one that says it is not compressed, four of its length. */
const PREFIX = 5;

interface Asked {
  readonly host: string;
  readonly path: string;
  readonly frame: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

function incomingOf(cloud: Cloud, { host, path, frame, headers }: Asked, rpc: Rpc | undefined): Incoming {
  const common = { protocol: 'grpc', host, verb: 'POST', path, headers, raw: Buffer.alloc(0) } as const;
  const empty = { query: new URLSearchParams(), body: null };
  if (!rpc) return { ...common, ...empty, target: undefined };
  const compressed = frame[0] === 1;
  const message = compressed ? {} : decoded(rpc.request, frame.subarray(PREFIX));
  const { method, vars, query, body } = restOf(apiOf(host), rpc, message);
  const malformed = compressed ? { malformed: 'Compressed messages are not read here.' } : {};
  return { ...common, query, body, target: handled(cloud, method, vars), ...malformed };
}

function headersOf(from: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && !name.startsWith(':')) headers[name] = [value].flat().join(', ');
  }
  return headers;
}

/** The error behind an outcome; of a reply that a fault made up, what its HTTP status stands for. */
function failureOf(outcome: Outcome): ApiError | undefined {
  if (outcome.kind === 'error') return outcome.error;
  if (outcome.kind !== 'reply' || outcome.reply.status < 300) return undefined;
  const { status, body } = outcome.reply;
  return new ApiError(status, { status: statusOf(status), message: bodyText(body) });
}

const notImplemented = (): ApiError =>
  new ApiError(501, { status: 'UNIMPLEMENTED', message: 'Method not found.' });

function reply(
  cloud: Cloud,
  stream: ServerHttp2Stream,
  rpc: Rpc,
  outcome: Extract<Outcome, { kind: 'reply' }>,
): void {
  let message: Buffer;
  try {
    const { body } = outcome.reply;
    message = encoded(rpc.response, Buffer.isBuffer(body) ? null : body);
  } catch (error) {
    cloud.log.defects.push({ host: 'grpc', method: rpc.id, message: String(error) });
    fail(stream, new ApiError(500, { message: 'Internal error encountered.' }));
    return;
  }
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  if (outcome.cutAfter !== undefined) {
    const part = Buffer.concat([prefix, message]).subarray(0, outcome.cutAfter);
    stream.write(part, () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    return;
  }
  // Node's own listener, there for replies in the manner of HTTP/1, would send trailers of its own.
  stream.removeAllListeners('wantTrailers');
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([prefix, message]));
}

/** A reply of nothing but its status, with google.rpc.Status where the error has details. */
function fail(stream: ServerHttp2Stream, error: ApiError): void {
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(CODES[error.status][0]),
      'grpc-message': percentEncoded(error.message),
      ...(error.parts.details ? { 'grpc-status-details-bin': statusBytes(error).toString('base64') } : {}),
    },
    { endStream: true },
  );
}

/** As gRPC encodes a message in a header: what is not printable ASCII, and the percent sign, byte by byte. */
const percentEncoded = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x25
        ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');
