import type { Cloud } from '../cloud.ts';
import { ApiError } from '../core/errors.ts';
import type { Fault } from '../core/faults.ts';
import { apiOf } from '../core/hosts.ts';
import type { Json } from '../core/json.ts';
import type { Entry } from '../core/log.ts';
import { granted } from '../core/permissions.ts';
import { faultError } from '../core/presets.ts';
import { ANONYMOUS, type Principal } from '../core/principal.ts';
import * as refusals from '../core/refusals.ts';
import { type Call, Reply } from '../core/service.ts';
import { checkConsumer } from './consumer.ts';
import type { Target } from './registry.ts';
import { bodyFor, replyProblems, requestProblems } from './validate.ts';

/** A request as either protocol brings it. */
export interface Incoming {
  readonly protocol: 'http' | 'grpc';
  readonly host: string;
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  /** The body as it came. */
  readonly raw: Buffer;
  /** Said of a body that is no JSON though it should be. */
  readonly malformed?: string | undefined;
  readonly target: Target | undefined;
}

/** What is to be sent: a reply, an error, Google's page for what is not there, or nothing but the end. */
export type Outcome = { readonly cutAfter?: number | undefined } & (
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'error'; readonly error: ApiError }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'reset' }
);

/** Takes a request through log, fault plan, authentication, consumer, schema and handler. */
export async function serve(cloud: Cloud, incoming: Incoming): Promise<Outcome> {
  const { host, verb, path, target, headers } = incoming;
  const entry: Entry = {
    time: cloud.clock.iso(),
    protocol: incoming.protocol,
    host,
    verb,
    path,
    query: incoming.query.toString(),
    headers,
    body: incoming.body,
    method: target?.method.id,
    handled: target?.handler !== undefined,
    principal: undefined,
    status: 0,
    fault: undefined,
    permissions: [],
  };
  cloud.log.requests.push(entry);
  const asked = { host: apiOf(host), verb, path, method: target?.method.id, headers };
  const fault = cloud.faults.befalling(asked);
  if (fault) entry.fault = JSON.stringify({ ...fault, path: fault.path?.toString() });
  const outcome = await outcomeOf(cloud, incoming, entry, fault).catch((thrown: unknown) =>
    failed(cloud, incoming, thrown),
  );
  entry.status =
    outcome.kind === 'reply'
      ? outcome.reply.status
      : outcome.kind === 'error'
        ? outcome.error.http
        : outcome.kind === 'nowhere'
          ? 404
          : 0;
  return fault?.resetAfterBytes === undefined ? outcome : { ...outcome, cutAfter: fault.resetAfterBytes };
}

async function outcomeOf(
  cloud: Cloud,
  incoming: Incoming,
  entry: Entry,
  fault: Fault | undefined,
): Promise<Outcome> {
  if (fault?.stall !== undefined) await stalled(cloud, fault.stall);
  if (fault?.reset) return { kind: 'reset' };
  if (fault?.status !== undefined) {
    return { kind: 'reply', reply: new Reply(fault.status, fault.body ?? null, fault.headers) };
  }
  const broken = fault && faultError(cloud, entry, fault);
  if (broken) return { kind: 'error', error: broken };
  const { target } = incoming;
  if (!target?.handler) return { kind: 'nowhere' };
  const principal = target.open ? ANONYMOUS : authenticate(cloud, incoming, target);
  entry.principal = principal.member;
  if (!target.open) checkConsumer(cloud, incoming, target, principal, entry);
  if (incoming.malformed !== undefined)
    throw refusals.schemaViolated([{ field: '', description: incoming.malformed }]);
  const problems = requestProblems(target.method, incoming);
  if (problems.length > 0) throw refusals.schemaViolated(problems);
  const given = await target.handler(callOf(cloud, incoming, target, principal, entry, fault));
  const reply = given instanceof Reply ? given : new Reply(200, given);
  for (const message of replyProblems(target.method, reply)) {
    throw new Error(`its reply is not what the schema says: ${message}`);
  }
  return { kind: 'reply', reply };
}

/** What a handler threw: the API's error, or a defect of the stand-in that is kept and answered as 500. */
function failed(cloud: Cloud, incoming: Incoming, thrown: unknown): Outcome {
  if (thrown instanceof ApiError) return { kind: 'error', error: thrown };
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  cloud.log.defects.push({
    host: incoming.host,
    method: incoming.target?.method.id ?? incoming.path,
    message,
  });
  return {
    kind: 'error',
    error: new ApiError(500, { message: 'Internal error encountered.', reason: 'backendError' }),
  };
}

function authenticate(cloud: Cloud, { headers }: Incoming, { method }: Target): Principal {
  const api = method.host;
  const verdict = cloud.auth.bearer(headers['authorization'], api);
  if ('principal' in verdict) return verdict.principal;
  throw verdict.refused === 'missing'
    ? refusals.credentialsMissing(api, method.id)
    : refusals.credentialsInvalid(api, method.id, verdict.refused === 'expired');
}

function callOf(
  cloud: Cloud,
  { host, headers, query, body, raw, path }: Incoming,
  { method, vars }: Target,
  principal: Principal,
  entry: Entry,
  fault: Fault | undefined,
): Call {
  const may = (permission: string, resource: string): boolean => {
    const yes = granted(cloud, principal.member, permission, resource);
    entry.permissions.push({ principal: principal.member, permission, resource, granted: yes });
    return yes;
  };
  const require = (permission: string, resource: string): void => {
    if (!may(permission, resource))
      throw refusals.denied(method.host, principal.member, permission, resource);
  };
  return {
    cloud,
    method,
    vars,
    query,
    body: bodyFor(method, body),
    raw,
    path,
    host,
    headers,
    principal,
    may,
    require,
    unreachable: fault?.unreachable ?? [],
    fate: fault?.operation,
  };
}

/** Waits for machine time, but no longer than the cloud is open. */
const stalled = (cloud: Cloud, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    cloud.closing.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
