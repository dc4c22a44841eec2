import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { apiOfRoot, sourcesOf } from '../front/protos.ts';

/**
 * What `google.api.field_behavior` says of a field (https://google.aip.dev/203). The descriptions keep the last of several
 * only, as of `[IMMUTABLE, OPTIONAL]`; all of them stand in the .proto files beside.
 */
export function behavioursOf(field: protobuf.Field): ReadonlySet<string> {
  const kept: unknown = (field.options as Record<string, unknown> | undefined)?.[OPTION];
  if (typeof kept !== 'string') return NONE;
  const folder = field.parent ? space(field.parent) : '';
  // Four megabytes, in which no field has two marks.
  const all =
    folder === 'google/cloud/compute/v1' ? undefined : several(field.root, folder).get(keyOf(field));
  return all ?? new Set([kept]);
}

const OPTION = '(google.api.field_behavior)';

const NONE: ReadonlySet<string> = new Set();

/** The package of a message, and its field by the path of messages within that. */
const space = (object: protobuf.ReflectionObject): string =>
  object instanceof protobuf.Type && object.parent
    ? space(object.parent)
    : object.fullName.slice(1).replaceAll('.', '/');

const keyOf = (field: protobuf.Field): string =>
  plain(field.fullName.slice(space(field.parent as protobuf.Type).length + 2));

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

const known = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

/** The fields of a package that have several marks, by the path of messages and field in plain letters. */
function several(root: protobuf.Root, folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const api = apiOfRoot(root);
  const key = `${api} ${folder}`;
  let found = known.get(key);
  if (!found) {
    found = new Map(sourcesOf(api).flatMap((source) => [...marked(join(source, folder))]));
    known.set(key, found);
  }
  return found;
}

function* marked(folder: string): Generator<[string, ReadonlySet<string>]> {
  for (const text of textsIn(folder)) {
    const path: string[] = [];
    for (const [, message, opened, closed, name, options] of text
      .replace(/(?:^|\s)\/\/.*/g, '')
      .matchAll(STEP)) {
      if (message !== undefined || opened !== undefined) path.push(message ?? '');
      else if (closed !== undefined) path.pop();
      else {
        const marks = [...(options ?? '').matchAll(/field_behavior\)\s*=\s*(\w+)/g)].map(([, mark]) => mark);
        // A oneof is a block and no message.
        const place = [...path.filter((part) => part !== ''), name].join('.');
        if (marks.length > 1) yield [plain(place), new Set(marks as string[])];
      }
    }
  }
}

/** A message that opens, any other block that opens, one that closes, or a field with its options. */
const STEP = /\bmessage\s+(\w+)\s*\{|(\{)|(\})|(\w+)\s*=\s*\d+\s*\[([^;]*)\]\s*;/g;

function textsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.proto'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  } catch {
    return [];
  }
}
