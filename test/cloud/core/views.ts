import { ApiError, CODES, type Status } from './errors.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectOf, textOf } from './json.ts';
import type { Operation } from './operations.ts';
import type { Call, Handler } from './service.ts';

/** An operation as google.longrunning.Operation. */
export function longrunning(operation: Operation): JsonObject {
  const { name, status, error, result, work } = operation;
  const shown: JsonObject = { name };
  if (work.metadata) shown['metadata'] = work.metadata(operation);
  if (status !== 'DONE') return shown;
  shown['done'] = true;
  if (error) shown['error'] = { code: codeOf(error.code), message: error.message };
  else if (isObject(result)) shown['response'] = result;
  return shown;
}

const codeOf = (name: string): number => (name in CODES ? CODES[name as Status][0] : CODES.INTERNAL[0]);

/** The operation that a call names: in its path or, of an rpc that has no path, in its message. */
export const operationOf = ({ vars, body }: Call): string =>
  vars['name'] ?? textOf(objectOf(body)['name']) ?? '';

/** Handlers of google.longrunning that every API with such operations has; asking for one moves it on. */
export const operationHandlers: Readonly<Record<string, Handler>> = {
  'google.longrunning.Operations.GetOperation': (call: Call) => {
    const found = call.cloud.operations.poll('longrunning', operationOf(call));
    if (!found) throw new ApiError(404, { message: 'Requested entity was not found.' });
    return longrunning(found);
  },
  'google.longrunning.Operations.ListOperations': (call: Call) => {
    const parent = `${operationOf(call)}/`;
    const found = call.cloud.operations.list('longrunning').filter(({ name }) => name.startsWith(parent));
    return { operations: found.map(longrunning) };
  },
};
