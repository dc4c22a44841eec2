import { badRequest } from './details.ts';
import { ApiError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { Call } from './service.ts';

/** How many a page holds when the request does not say, and at most; and what the parameter is called. */
export interface PageRule {
  readonly size: number;
  readonly most: number;
  /** `pageSize`, or `maxResults` of the older APIs. */
  readonly parameter?: string;
}

/**
 * One page of a list under its field, with `nextPageToken` where there is more. A token holds for the same request only:
 * with other parameters it is refused with 400 (https://google.aip.dev/158). An empty list leaves the field out.
 */
export function paged(call: Call, field: string, all: readonly Json[], rule: PageRule): JsonObject {
  const { parameter = 'pageSize' } = rule;
  const asked = Number(call.query.get(parameter) ?? 0);
  const size = Math.min(asked > 0 ? asked : rule.size, rule.most);
  const from = startOf(call, parameter);
  const page = all.slice(from, from + size);
  const next = from + size < all.length ? tokenOf(call, parameter, from + size) : undefined;
  return {
    ...(page.length > 0 ? { [field]: [...page] } : {}),
    ...(next === undefined ? {} : { nextPageToken: next }),
  };
}

/** What of a request must stay the same from page to page. */
function signature(call: Call, parameter: string): string {
  const kept = [...call.query].filter(
    ([name]) => name !== 'pageToken' && name !== parameter && name !== 'alt',
  );
  return JSON.stringify([call.method.id, call.vars, kept.sort()]);
}

const tokenOf = (call: Call, parameter: string, from: number): string =>
  Buffer.from(JSON.stringify([from, signature(call, parameter)])).toString('base64url');

function startOf(call: Call, parameter: string): number {
  const token = call.query.get('pageToken');
  if (token === null || token === '') return 0;
  try {
    const [from, signed] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as [number, string];
    if (signed === signature(call, parameter)) return from;
  } catch {
    // Refused below, as a token of another request is.
  }
  const description = 'The page token is not valid for this request.';
  throw new ApiError(400, {
    status: 'INVALID_ARGUMENT',
    message: 'Request contains an invalid argument.',
    details: [badRequest([{ field: 'page_token', description }])],
  });
}
