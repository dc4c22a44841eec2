import { badRequest } from '../core/details.ts';
import { ApiError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Method } from '../core/method.ts';
import { at, setAt } from '../core/paths.ts';
import { descriptionOf } from './index.ts';
import type { Message } from './types.ts';

/** Paths of a mask as keys of the JSON. */
export type Mask = readonly (readonly string[])[];

/**
 * The update mask of a request (https://google.aip.dev/134): parted by commas, repeated, or `paths` of the message; fields
 * in any spelling, given as keys of the JSON; the key of a map may stand in backticks. Undefined where there is none, or
 * where it is `*`: the whole resource. A path that the resource does not have is refused with 400.
 */
export function maskOf(call: { readonly method: Method; readonly query: URLSearchParams }): Mask | undefined {
  const names = ['updateMask', 'updateMask.paths', 'update_mask', 'update_mask.paths'];
  const paths = names.flatMap((name) => call.query.getAll(name)).flatMap((one) => one.split(','));
  const wanted = paths.map((path) => path.trim()).filter((path) => path !== '');
  if (wanted.length === 0 || wanted.includes('*')) return undefined;
  const message = descriptionOf(call.method)?.body;
  return wanted.map((path) => {
    const parts = partsOf(path);
    return message ? (keysOf(message, parts) ?? refuse(path, message)) : parts;
  });
}

/** The parts of a path; a part in backticks may hold dots (https://google.aip.dev/161). */
const partsOf = (path: string): readonly string[] =>
  (path.match(/`[^`]*`|[^.`]+/g) ?? []).map((part) => part.replaceAll('`', ''));

/** A path's keys; of a list only the whole can be named, of a map a key and what is under it. */
function keysOf(message: Message, [first = '', ...rest]: readonly string[]): readonly string[] | undefined {
  const field = message.field(first);
  if (!field) return undefined;
  if (rest.length === 0) return [field.name];
  if (field.list) return undefined;
  const inner = field.message?.();
  if (field.map) {
    const [key = '', ...below] = inner ? rest : [rest.join('.')];
    const under = inner && below.length > 0 ? keysOf(inner, below) : [];
    return under && [field.name, key, ...under];
  }
  const under = inner ? keysOf(inner, rest) : OPEN.has(field.kind) ? rest : undefined;
  return under && [field.name, ...under];
}

const OPEN: ReadonlySet<string> = new Set(['struct', 'value', 'any', 'json']);

function refuse(path: string, { name }: Message): never {
  const description = `Field mask path '${path}' is no field of ${name}.`;
  throw new ApiError(400, {
    status: 'INVALID_ARGUMENT',
    message: description,
    details: [badRequest([{ field: 'update_mask', description }])],
  });
}

/** The resource with the masked fields of the request: what is masked and absent is cleared (https://google.aip.dev/134). */
export function masked(before: JsonObject, given: JsonObject, mask: Mask): JsonObject {
  const after = structuredClone(before);
  for (const path of mask) setAt(after, path, structuredClone(at(given, path)));
  return after;
}
