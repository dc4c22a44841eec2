import { isObject } from '../core/json.ts';
import type { Method } from '../core/method.ts';
import type { Reply } from '../core/service.ts';
import type { Incoming } from './pipeline.ts';

/** What the schema says against the query and the body of a request. */
export const requestProblems = (
  _method: Method,
  _incoming: Incoming,
): readonly { readonly field: string; readonly description: string }[] => [];

/** What the schema says against a reply; of an error nothing. */
export const replyProblems = (_method: Method, reply: Reply): readonly string[] =>
  reply.status >= 300 || Buffer.isBuffer(reply.body) || isObject(reply.body) ? [] : ['it is no object'];
