import { Unknown } from '../../policy/unknown.ts';
import type { Json, Put, Row } from './table.ts';

/** Stands for a message or list of a revision that is not kept: there may be thousands of revisions, and few serve. */
export const NOT_KEPT = new Unknown('unmapped', 'this part of a revision is not kept', {
  needs: 'judge the Service, whose template holds it',
});

/** Messages of a revision that are kept, beside its scalars. */
const KEPT = new Set(['containers', 'scaling', 'vpcAccess', 'observed']);
/** Fields of a container that are kept. */
const KEPT_OF_CONTAINER = new Set(['name', 'image', 'resources', 'env']);

/** A row of a revision's Knative shape, or, where it leads to a part that is not kept, one that says so of the part. */
export function partRow(row: Row): Row {
  const [, field] = /^containers\[\*\]\.(\w+)/.exec(row.to) ?? [];
  if (field !== undefined) {
    if (KEPT_OF_CONTAINER.has(field)) return row;
    const from = row.from.replace(/^(spec\.containers\[\*\]\.\w+).*/, '$1');
    return from.startsWith('spec.') ? { from, to: `containers[*].${field}`, read: () => NOT_KEPT } : row;
  }
  const [part = '', inner] = row.to.split(/[.[]/);
  if (inner === undefined || KEPT.has(part)) return row;
  return { from: row.from.replace(/^(spec\.\w+).*/, '$1'), to: part, read: () => NOT_KEPT };
}

/** Takes out of a revision, in place, what is not kept. */
export function slim(revision: Json, put: Put): void {
  cut(revision, KEPT, put);
  const { containers } = revision;
  if (!Array.isArray(containers)) return;
  for (const container of containers as Json[]) {
    if (typeof container === 'object' && container !== null && !(container instanceof Unknown)) {
      cut(container, KEPT_OF_CONTAINER, put);
    }
  }
}

function cut(object: Json, kept: ReadonlySet<string>, put: Put): void {
  for (const key in object) {
    const value = object[key];
    if (typeof value === 'object' && !(value instanceof Unknown) && !kept.has(key))
      object[key] = put(NOT_KEPT);
  }
}
