import protobuf from 'protobufjs';
import { apiOfRoot } from '../front/protos.ts';
import { declaredType } from './declarations.ts';
import { hiddenEnum } from './hidden.ts';
import { behavioursOf } from './marks.ts';
import { messageOf, snake } from './message.ts';
import type { Description, Enum, Field, Kind, Message, Shape } from './types.ts';
import { undescribed } from './undescribed.ts';

/** Types of google.protobuf that have a JSON form of their own. */
const WELL_KNOWN: Readonly<Record<string, Kind>> = {
  Timestamp: 'timestamp',
  Duration: 'duration',
  FieldMask: 'fieldmask',
  Struct: 'struct',
  Value: 'value',
  ListValue: 'listvalue',
  Any: 'any',
  BoolValue: 'bool',
  StringValue: 'string',
  BytesValue: 'bytes',
  Int32Value: 'int32',
  UInt32Value: 'uint32',
  Int64Value: 'int64',
  UInt64Value: 'uint64',
  FloatValue: 'float',
  DoubleValue: 'double',
};

const SCALARS: Readonly<Record<string, Kind>> = {
  sint32: 'int32',
  sfixed32: 'int32',
  fixed32: 'uint32',
  sint64: 'int64',
  sfixed64: 'int64',
  fixed64: 'uint64',
};

const messages = new WeakMap<protobuf.Type, Message>();
const enums = new WeakMap<protobuf.Enum, Enum>();

/** The message a protobuf type describes. */
function describedMessage(type: protobuf.Type): Message {
  let message = messages.get(type);
  if (!message) {
    const name = nameOf(type);
    message = messageOf(name, () => {
      const fields = type.fieldsArray.map(fieldOf);
      return [
        ...fields,
        ...undescribed(
          name,
          fields.map((field) => field.name),
        ),
      ];
    });
    messages.set(type, message);
  }
  return message;
}

/** What a method of the protos takes and gives; `body` is that of its HTTP rule, `inPath` the variables of its path. */
export function described(
  rpc: protobuf.Method,
  body: string | undefined,
  inPath: readonly string[],
): Description {
  rpc.resolve();
  const request = describedMessage(rpc.resolvedRequestType as protobuf.Type);
  const bodyField = body === undefined || body === '*' ? undefined : request.field(body);
  const sent = body === '*' ? request : bodyField?.message?.();
  return {
    body: sent && isCompute(rpc) ? besides(sent, request) : sent,
    query: body === '*' ? [] : request.fields.filter((field) => field !== bodyField),
    reply: describedMessage(rpc.resolvedResponseType as protobuf.Type),
    root: body === undefined || body === '*' ? '' : isCompute(rpc) ? 'resource' : body,
    given: [
      ...[...inPath, ...inOtherPaths(rpc)].map((path) => spelt(request, path.split('.'))),
      ...namedByService(request),
    ],
  };
}

/**
 * Variables of every path that a method has: Cloud Build marks project and id as required, which its older paths have,
 * and a request by the newer one names what it is about by `name`, as gcloud does.
 */
function inOtherPaths({ parsedOptions }: protobuf.Method): string[] {
  const rules = (parsedOptions as Record<string, unknown>[] | null)?.filter(
    (one) => '(google.api.http)' in one,
  );
  return [...JSON.stringify(rules ?? []).matchAll(/\{([\w.]+)(?:=[^}]*)?\}/g)].map(
    ([, name]) => name as string,
  );
}

/** A variable of the path as errors name the field it gives. */
function spelt(message: Message, [first = '', ...rest]: readonly string[]): string {
  const field = message.field(first);
  const name = field?.proto ?? first;
  return rest.length > 0 && field?.message ? `${name}.${spelt(field.message(), rest)}` : name;
}

/** A resource's name is made of its parent and of the id beside it (https://google.aip.dev/133). */
const namedByService = ({ fields }: Message): string[] =>
  fields.some(({ name }) => name === 'parent') && fields.some(({ name }) => /Id$/.test(name))
    ? fields.flatMap(({ proto, message }) => (message ? [`${proto}.name`] : []))
    : [];

/** Clients repeat names of path and query in the bodies they send to Compute Engine, which takes no notice. */
const besides = (sent: Message, request: Message): Message => ({
  ...sent,
  fields: sent.fields,
  field(key) {
    const beside = sent.field(key) ?? request.field(key);
    return beside && sent.field(key) === undefined ? { ...beside, required: false } : beside;
  },
});

/**
 * Compute Engine's errors call the body `resource` and spell names as its JSON does: "Required field
 * 'resource.fingerprint' not specified" (ansible-collections/google.cloud#342).
 */
const isCompute = ({ fullName }: protobuf.ReflectionObject): boolean =>
  fullName.startsWith('.google.cloud.compute.');

const nameOf = (object: protobuf.ReflectionObject): string => object.fullName.replace(/^\./, '');

function fieldOf(field: protobuf.Field): Field {
  field.resolve();
  const behaviour = behavioursOf(field);
  const members = field.partOf?.oneof ?? [];
  return {
    name: field.name,
    proto: field.parent && isCompute(field.parent) ? field.name : snake(field.name),
    list: field.repeated,
    map: field.map,
    required: behaviour.has('REQUIRED'),
    output: behaviour.has('OUTPUT_ONLY'),
    immutable: behaviour.has('IMMUTABLE'),
    oneof: members.length > 1 ? field.partOf?.name : undefined,
    ...shapeOf(field),
  };
}

function shapeOf(field: protobuf.Field): Shape {
  const type = field.resolvedType;
  if (type instanceof protobuf.Enum) return { kind: 'enum', enum: enumOf(type) };
  if (type instanceof protobuf.Type) {
    return typeShape(type);
  }
  const hidden = field.type === 'string' && isCompute(field) ? hiddenEnum(field) : undefined;
  if (hidden) return { kind: 'enum', enum: hidden };
  return { kind: SCALARS[field.type] ?? (field.type as Kind) };
}

function typeShape(type: protobuf.Type): Shape {
  const known = /^\.google\.protobuf\.(\w+)$/.exec(type.fullName)?.[1];
  const kind = known && WELL_KNOWN[known];
  if (kind === 'any') return { kind, typed: (url) => typed(type.root, url) };
  return kind ? { kind } : { kind: 'message', message: () => describedMessage(type) };
}

/** What the `@type` of an Any means, where the protos or the declarations of the API have it. */
function typed(root: protobuf.Root, url: string): Shape | undefined {
  const found = root.lookup(`.${url.slice(url.lastIndexOf('/') + 1)}`, [protobuf.Type]);
  return found instanceof protobuf.Type ? typeShape(found) : declaredType(apiOfRoot(root), url);
}

function enumOf(type: protobuf.Enum): Enum {
  let found = enums.get(type);
  if (!found) {
    found = { name: nameOf(type), literals: new Map(Object.entries(type.values)) };
    enums.set(type, found);
  }
  return found;
}
