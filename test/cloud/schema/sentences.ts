import type { Json } from '../core/json.ts';
import type { Field, Violation } from './types.ts';

/**
 * What Google's front says of JSON that is not the message. It is built of protobuf's own converter
 * (protocolbuffers/protobuf, util/internal/protostream_objectwriter.cc and proto_writer.cc), whose sentences these are;
 * paths are names of the proto, an entry of a map is `labels[0].value`. As seen of it: Cloud SQL's
 * `Invalid value at 'body.database_version' (type.googleapis.com/google.cloud.sql.v1beta4.SqlDatabaseVersion), "..."` and
 * `Invalid value at 'body.clone_context.point_in_time' (type.googleapis.com/google.protobuf.Timestamp), Field
 * 'pointInTime', Invalid time format: ...` (https://cloud.google.com/sql/docs/troubleshooting), Cloud Monitoring's
 * `Unknown name "documentation" at 'alert_policy.conditions[0]': Cannot find field.`
 */

/** A name that the message does not have, at the path of the message; in the spelling of the request. */
export const unknownName = (key: string, at: string): Violation => ({
  field: at,
  kind: 'unknown',
  description: named(key, at, 'Cannot find field.'),
});

/** A list where one value belongs. */
export const notRepeating = (key: string, at: string): Violation => ({
  field: at,
  kind: 'type',
  description: named(key, at, 'Proto field is not repeating, cannot start list.'),
});

/** A value of another type, or no literal of the enumeration; `type` in Google's words, `TYPE_BOOL`. */
export const wrongValue = (
  type: string,
  at: string,
  what: string,
  kind: Violation['kind'] = 'type',
): Violation => ({
  field: at,
  kind,
  description: `Invalid value${placed(at)} (${type}), ${what}`,
});

/** An object where a scalar belongs; told of the message around it. */
export const objectOnScalar = ({ proto }: Field, at: string): Violation =>
  wrongValue(proto, at, 'Starting an object on a scalar field');

/** A list where a map belongs; told of the message around it. */
export const listOnMap = (key: string, at: string): Violation =>
  wrongValue('Map', at, `Cannot bind a list to map for field '${key}'.`);

/** A second member of a oneof. */
export const oneofTaken = (oneof: string, key: string, at: string): Violation =>
  wrongValue('oneof', at, `oneof field '${oneof}' is already set. Cannot set '${key}'`, 'oneof');

/** An Any that has content and no type. */
export const anyWithoutType = (root: string, at: string): Violation =>
  wrongValue('Any', at, `Missing or invalid @type for any field in ${root}`);

/** A required field that is not there. Each service has its own sentence; this is Compute Engine's. */
export const notSpecified = (field: string): Violation => ({
  field,
  kind: 'required',
  description: `Required field '${field}' not specified`,
});

/** A query parameter that no field of the request has (oneuptime/oneuptime, refreshed tokens of Identity Toolkit). */
export const unknownParameter = (name: string): Violation => ({
  field: '',
  kind: 'unknown',
  description: `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`,
});

/** A value as errors quote it; long ones are cut. */
export const shown = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
};

const named = (key: string, at: string, what: string): string =>
  `Invalid JSON payload received. Unknown name "${key}"${placed(at)}: ${what}`;

const placed = (at: string): string => (at === '' ? '' : ` at '${at}'`);
