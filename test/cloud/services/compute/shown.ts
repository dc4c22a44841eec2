import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { lastOf, pathOf } from '../../core/names.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf } from '../../core/tokens.ts';
import type { Collection } from './collections.ts';
import { LINKS } from './names.ts';

/** A resource as a reply has it: with what the service sets, where what seeded it left that out. */
export function shown(collection: Collection, { name, data }: Resource): JsonObject {
  const path = pathOf(name);
  const [, project = '', kind = '', where = ''] = path.split('/');
  const place =
    kind === 'global'
      ? {}
      : { [kind === 'regions' ? 'region' : 'zone']: `${LINKS}projects/${project}/${kind}/${where}` };
  return {
    kind: collection.kind,
    id: numericIdOf(name),
    name: lastOf(name),
    selfLink: LINKS + path,
    ...place,
    ...data,
    ...(collection.fingerprint ? { fingerprint: data['fingerprint'] ?? etagOf(name, 'seed') } : {}),
    ...(data['labels'] === undefined ? {} : { labelFingerprint: labelFingerprint(name, data) }),
  };
}

/** The fingerprint of the labels, which changes with them alone. */
export const labelFingerprint = (name: string, data: JsonObject): string =>
  etagOf(name, JSON.stringify(data['labels'] ?? {}));

const LINK =
  /^(?:https:\/\/(?:www|compute)\.googleapis\.com\/compute\/[a-z0-9]+\/)?(projects\/[^/]+\/(?:global|regions|zones)\/.+)$/;

/** A request's resource with every reference as the full link that the service keeps. */
export function linked(value: Json): Json {
  if (typeof value === 'string') return value.replace(LINK, (_, path: string) => LINKS + path);
  if (Array.isArray(value)) return value.map(linked);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, linked(inner)]));
}
