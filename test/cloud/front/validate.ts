import { isObject, type Json } from '../core/json.ts';
import type { Method } from '../core/method.ts';
import type { Reply } from '../core/service.ts';
import { canonical } from '../schema/canonical.ts';
import { descriptionOf, violations } from '../schema/index.ts';
import { queryViolations } from '../schema/query.ts';
import { strictnessOf } from '../schema/requests.ts';
import type { Incoming } from './pipeline.ts';

/** What the schema says against the query and the body of a request; of gRPC nothing, for its encoding has a schema. */
export function requestProblems(
  method: Method,
  { protocol, query, body }: Incoming,
): readonly { readonly field: string; readonly description: string }[] {
  const described = protocol === 'http' ? descriptionOf(method) : undefined;
  if (!described) return [];
  const found = [
    ...(described.query ? queryViolations(query, described.query, described.given) : []),
    ...(described.body
      ? violations(described.body, body, described.root, strictnessOf(method, described, query))
      : []),
  ];
  return found.map(({ field, description }) => ({ field, description }));
}

/** The body as Google's replies would spell it (`schema/canonical.ts`), so that a service need know one form. */
export function bodyFor(method: Method, body: Json): Json {
  const message = descriptionOf(method)?.body;
  return message ? canonical(message, body) : body;
}

/** What the schema says against a reply; of an error nothing. */
export function replyProblems(method: Method, { status, body }: Reply): readonly string[] {
  if (status >= 300 || status === 204 || Buffer.isBuffer(body)) return [];
  if (!isObject(body)) return ['it is no object'];
  const message = descriptionOf(method)?.reply;
  return message ? violations(message, body).map(({ description }) => description) : [];
}
