import { badRequest } from '../core/details.ts';
import { ApiError } from '../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../core/json.ts';
import type { Call } from '../core/service.ts';
import type { Resource } from '../core/store.ts';
import { sameEtag } from '../core/tokens.ts';
import { immutableChanges, settable } from '../schema/behaviour.ts';
import { descriptionOf, type Message } from '../schema/index.ts';
import { type Mask, masked, maskOf } from '../schema/mask.ts';
import type { Kind } from './kind.ts';

/** The message of the resource in a request, where a description has it. */
const messageOf = (call: Call, { wrapped }: Kind): Message | undefined => {
  const body = descriptionOf(call.method)?.body;
  return wrapped === undefined ? body : body?.field(wrapped)?.message?.();
};

/** The resource of a request, without the fields that only replies have. */
export function given(call: Call, kind: Kind): JsonObject {
  const body = objectOf(call.body);
  const resource = kind.wrapped === undefined ? body : objectOf(body[kind.wrapped]);
  const message = messageOf(call, kind);
  return message ? settable(message, resource) : resource;
}

/** The mask of a request; it may stand in the body beside the resource. */
function maskGiven(call: Call, kind: Kind): Mask | undefined {
  const { wrapped } = kind;
  if (wrapped === undefined) return maskOf(call);
  const text = textOf(objectOf(call.body)['updateMask']);
  if (text === undefined) return undefined;
  const paths = text.split(',').map((path) => `${wrapped}.${path.trim()}`);
  const query = new URLSearchParams({ updateMask: paths.join(',') });
  return maskOf({ method: call.method, query })?.map(([, ...path]) => path);
}

/** What a request changes: the paths it names or, without mask, those the API documents. */
export function maskFor(call: Call, kind: Kind, resource: JsonObject, before: JsonObject): Mask {
  const message = messageOf(call, kind);
  const named = maskGiven(call, kind);
  if (!named && kind.unmasked === 'refused') {
    const description = 'The update mask is required and names at least one field.';
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message: description,
      details: [badRequest([{ field: 'update_mask', description }])],
    });
  }
  const keys = Object.keys(resource);
  const there = Object.keys(message ? settable(message, before) : before);
  const all =
    typeof kind.unmasked !== 'string'
      ? kind.unmasked
      : kind.unmasked === 'replaced'
        ? [...keys, ...there]
        : keys;
  const mask = named ?? [...new Set(all)].map((key) => [key]);
  return mask.filter(([key = '']) => {
    const field = message?.field(key);
    const left = field?.output || (field?.immutable && resource[key] === undefined);
    return (kind.naming !== undefined || key !== 'name') && key !== 'etag' && !left;
  });
}

/** The resource with what a request changes; 400 where that is set once and for all. */
export function changed(
  call: Call,
  kind: Kind,
  mask: Mask,
  resource: JsonObject,
  before: JsonObject,
): JsonObject {
  const message = messageOf(call, kind);
  const wanted = masked(before, resource, mask);
  const touched = [
    ...(message ? immutableChanges(message, before, masked({}, resource, mask)) : []),
    ...(kind.fixed ?? []).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(wanted[key])),
  ];
  if (touched.length > 0) {
    const fields = touched.map((field) => ({ field, description: `Field '${field}' is immutable.` }));
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message: fields.map(({ description }) => description).join('\n'),
      details: [badRequest(fields)],
    });
  }
  return wanted;
}

/** Refuses a write whose etag is not the present one; without one it is unconditional (https://google.aip.dev/154). */
export function holdEtag({ etag: rule }: Kind, { data }: Resource, etag: string | null | undefined): void {
  if (!rule || etag === undefined || etag === null || etag === '') return;
  if (!sameEtag(etag, textOf(data['etag']) ?? ''))
    throw new ApiError(rule.http, { status: rule.status, message: rule.message });
}
