import ts from 'typescript';
import { declarationsOf, readType } from '../../tools/schemas/declarations.mjs';
import { enumOf } from './literals.ts';
import { messageOf, snake } from './message.ts';
import type { Field, Message, Shape } from './types.ts';

/**
 * The versions that no client's protos hold, by host: their messages come from the declarations of the `googleapis`
 * package, in the order in which their routes are looked at.
 */
export const DECLARED: Readonly<Record<string, readonly string[]>> = {
  'artifactregistry.googleapis.com': ['artifactregistry/v1', 'artifactregistry/v1beta2'],
  'cloudresourcemanager.googleapis.com': ['cloudresourcemanager/v1'],
  'cloudscheduler.googleapis.com': ['cloudscheduler/v1'],
  'iam.googleapis.com': ['iam/v1', 'iam/v2'],
  'monitoring.googleapis.com': ['monitoring/v1'],
  'redis.googleapis.com': ['redis/v1', 'redis/v1beta1'],
  'run.googleapis.com': ['run/v1'],
  'serviceusage.googleapis.com': ['serviceusage/v1beta1'],
  'storage.googleapis.com': ['storage/v1'],
};

const schemas = new Map<string, Message>();

/** The message of one `Schema$…` interface of an API (`storage/v1`). */
export function schema(api: string, name: string): Message {
  const key = `${api} ${name}`;
  let message = schemas.get(key);
  if (!message) {
    const members = declarationsOf(api).get(name);
    message = messageOf(name, () => fieldsIn(api, name, members ?? []));
    schemas.set(key, message);
  }
  return message;
}

/**
 * What an `@type` means on a host: `type.googleapis.com/google.iam.v2.Policy` is `Schema$GoogleIamV2Policy` of iam/v2, or
 * `Schema$Policy` there.
 */
export function declaredType(host: string, url: string): Shape | undefined {
  const parts = url.slice(url.lastIndexOf('/') + 1).split('.');
  const whole = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  for (const api of DECLARED[host] ?? []) {
    if (!parts.includes(api.slice(api.indexOf('/') + 1))) continue;
    const name = [whole, parts.at(-1) as string].find((one) => declarationsOf(api).has(one));
    if (name !== undefined) return { kind: 'message', message: () => schema(api, name) };
  }
  return undefined;
}

/** The fields of an interface; `owner` is its name, by which literals are listed. */
export const fieldsIn = (api: string, owner: string, members: readonly ts.TypeElement[]): Field[] =>
  members.filter(ts.isPropertySignature).map((member) => {
    const { text: name } = member.name as ts.Identifier;
    const said = saidOf(member);
    return {
      name,
      // Cloud Storage has no proto behind its JSON: its errors spell names as the JSON does.
      proto: api.startsWith('storage/') ? name : snake(name),
      // Cloud Run v1 has Kubernetes' comments: a namespace is "Required" there, and no template of a service has one.
      required: !api.startsWith('run/') && /^Required\b/.test(said),
      output: /^(?:\[?Output Only\b|@OutputOnly)/i.test(said),
      immutable: /^Immutable\b/.test(said),
      ...fieldShape(api, owner, name, member.type as ts.TypeNode),
    };
  });

/** The comment of a field, which begins as its behaviour says: "Output only. The time ...". */
const saidOf = (member: ts.PropertySignature): string => {
  const [comment] = ts.getJSDocCommentsAndTags(member);
  return (typeof comment?.comment === 'string' ? comment.comment : '').trimStart();
};

function fieldShape(
  api: string,
  owner: string,
  name: string,
  type: ts.TypeNode,
): Shape & { list: boolean; map: boolean } {
  const { list, map, ref } = readType(type);
  // Kubernetes' Status, which Cloud Run v1 has, tells its details in a message of their own.
  if (ref === undefined && isAny(owner, name)) return { ...anyOf(api), list: list !== undefined, map: false };
  const inner = list ?? map;
  return {
    ...shapeOf(api, `${owner}.${name}`, inner ?? type),
    list: list !== undefined,
    map: map !== undefined,
  };
}

/** Declared as maps of anything, as are structs: what a long-running operation and google.rpc.Status hold. */
const isAny = (owner: string, name: string): boolean =>
  /(?:^|[a-z\d])Operation$/.test(owner)
    ? name === 'metadata' || name === 'response'
    : /(?:^|[a-z\d])Status$/.test(owner) && name === 'details';

function anyOf(api: string): Shape {
  const host = Object.keys(DECLARED).find((one) => DECLARED[one]?.includes(api)) ?? '';
  return { kind: 'any', typed: (url) => declaredType(host, url) };
}

function shapeOf(api: string, path: string, type: ts.TypeNode): Shape {
  const { ref, members, scalar } = readType(type);
  if (ref !== undefined) return { kind: 'message', message: () => schema(api, ref) };
  if (members) {
    const message = messageOf(path, () => fieldsIn(api, path, members));
    return { kind: 'message', message: () => message };
  }
  const literals = scalar === 'string' ? enumOf(api, path) : undefined;
  if (literals) return { kind: 'enum', enum: literals };
  if (scalar === 'boolean') return { kind: 'bool' };
  return { kind: scalar === 'string' || scalar === 'number' ? scalar : 'json' };
}
