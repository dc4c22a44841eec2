import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromProto3JSON, toProto3JSON } from 'proto3-json-serializer';
import protobuf from 'protobufjs';
import type { ApiError } from '../core/errors.ts';
import { CODES } from '../core/errors.ts';
import { type Json, type JsonObject, objectOf } from '../core/json.ts';

/** A message's bytes as JSON in the protobuf mapping (https://protobuf.dev/programming-guides/json). */
export const decoded = (type: protobuf.Type, bytes: Uint8Array): JsonObject =>
  objectOf(toProto3JSON(type.decode(bytes)) as Json);

/** JSON as the bytes of a message. Fails where a value is not of its field's type; fields it does not know are lost. */
export const encoded = (type: protobuf.Type, json: Json): Buffer => {
  const message = fromProto3JSON(type, json as Parameters<typeof fromProto3JSON>[1]);
  return Buffer.from(type.encode(message ?? {}).finish());
};

let statusType: protobuf.Type | undefined;

/** google.rpc.Status with the details of google/rpc/error_details.proto, as google-gax reads it. */
function statusMessage(): protobuf.Type {
  if (statusType) return statusType;
  const file = join(import.meta.dirname, '../../../node_modules/google-gax/build/protos/status.json');
  const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
  return (statusType = root.lookupType('google.rpc.Status'));
}

/** The bytes of `grpc-status-details-bin` for an error. */
export const statusBytes = (error: ApiError): Buffer =>
  encoded(statusMessage(), {
    code: CODES[error.status][0],
    message: error.message,
    details: [...(error.parts.details ?? [])],
  });
