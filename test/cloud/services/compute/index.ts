import type { Handler, Service } from '../../core/service.ts';
import { COLLECTIONS } from './collections.ts';
import { operations } from './operations.ts';
import { places } from './places.ts';
import { aggregated, get, list } from './read.ts';
import { setters } from './setters.ts';
import { writes } from './write.ts';

const reads: Readonly<Record<string, Handler>> = Object.fromEntries(
  COLLECTIONS.flatMap((collection) =>
    Object.values(collection.classes).flatMap((name) => [
      [`${name}.Get`, get(collection)],
      [`${name}.List`, list(collection)],
      [`${name}.AggregatedList`, aggregated(collection)],
    ]),
  ),
);

/** Compute Engine: what load balancing and networks need of it, from one table. */
export default {
  host: 'compute.googleapis.com',
  handlers: Object.fromEntries(
    Object.entries({ ...reads, ...writes, ...setters, ...operations, ...places }).map(([method, handler]) => [
      `google.cloud.compute.v1.${method}`,
      handler,
    ]),
  ),
} satisfies Service;
