import { isObject, type Json, type JsonObject, listOf } from '../../core/json.ts';
import type { Call } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf } from '../../core/tokens.ts';
import type { Kind } from './kinds.ts';

/** Who changed it and when; a client's own are not taken. */
const RECORDS = ['creationRecord', 'mutationRecord', 'mutationRecords'];

/** What a request says of a resource, without what only the service says. */
export const given = (body: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => key !== 'name' && key !== 'etag' && !RECORDS.includes(key))
      .map(([key, value]) => [key, said(value)]),
  );

/** Without literals that stand for nothing said, which protobuf does not keep: `TYPE_UNSPECIFIED`. */
const said = (value: Json): Json =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, inner]) => !(typeof inner === 'string' && /^[A-Z_]+_UNSPECIFIED$/.test(inner)))
          .map(([key, inner]) => [key, said(inner)]),
      )
    : value;

/** The resource with what the service sets at a write: who made and who changed it, names of conditions, an etag. */
export function stamped(
  call: Call,
  kind: Kind,
  name: string,
  data: JsonObject,
  before: Resource | undefined,
): JsonObject {
  const mutateTime = call.cloud.clock.iso();
  const record = { mutateTime, mutatedBy: call.principal.member.replace(/^[^:]+:/, '') };
  const shown = String(data['name']);
  switch (kind.one) {
    case 'AlertPolicy':
      return {
        ...data,
        conditions: conditions(shown, data, call.cloud.store.history(name).length),
        creationRecord: before?.data['creationRecord'] ?? record,
        mutationRecord: record,
      };
    case 'NotificationChannel':
      return {
        ...data,
        creationRecord: before?.data['creationRecord'] ?? { mutateTime },
        mutationRecords: [...listOf(before?.data['mutationRecords']), { mutateTime }],
      };
    default:
      return kind.etag ? { ...data, etag: etagOf(name, call.cloud.store.history(name).length + 1) } : data;
  }
}

/** A condition keeps the name it was sent with; one without gets a name (AlertPolicy.Condition.name). */
const conditions = (policy: string, data: JsonObject, version: number): JsonObject[] =>
  listOf(data['conditions'])
    .filter(isObject)
    .map((one, index) => ({ name: `${policy}/conditions/${numericIdOf(policy, version, index)}`, ...one }));
