import type { JsonObject } from '../core/json.ts';
import { lastOf } from '../core/names.ts';
import { paged } from '../core/pages.ts';
import type { Call, Handler } from '../core/service.ts';
import { operationHandlers } from '../core/views.ts';

/** Where the stand-in has anything; the places of https://cloud.google.com/about/locations are many more. */
const PLACES = ['europe-west1', 'us-central1', 'us-east1'];

/** Locations of an API, and the operations of one, which only declarations describe: their methods are called alike. */
export const locationHandlers = (api: string): Record<string, Handler> => {
  const place = (call: Call, id: string): JsonObject => {
    const project = /projects\/[^/]+/.exec(call.vars['name'] ?? '')?.[0];
    return { name: `${project}/locations/${id}`, locationId: id };
  };
  return {
    [`${api}.projects.locations.list`]: (call) => {
      call.require(`${api}.locations.list`, call.vars['name'] ?? '');
      const places = PLACES.filter((id) => !call.unreachable.includes(id)).map((id) => place(call, id));
      return paged(call, 'locations', places, { size: 100, most: 1000 });
    },
    [`${api}.projects.locations.get`]: (call) => {
      call.require(`${api}.locations.get`, (call.vars['name'] ?? '').replace(/\/locations.*/, ''));
      return place(call, lastOf(call.vars['name'] ?? ''));
    },
    [`${api}.projects.locations.operations.list`]: OPERATIONS,
  };
};

const OPERATIONS = operationHandlers['google.longrunning.Operations.ListOperations'] as Handler;
