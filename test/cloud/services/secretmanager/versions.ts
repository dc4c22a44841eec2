import { crc32cBytes } from '../../core/crc32c.ts';
import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import type { Call, Handler } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf } from '../../core/tokens.ts';
import { holdEtag } from '../../crud/change.ts';
import { found, notFound, pathOfCall, withNumber } from '../../crud/find.ts';
import type { Kind } from '../../crud/kind.ts';
import { SECRET, SERVICES, STALE } from './secrets.ts';

/** What a version holds, apart from the version, which anybody may list. */
const PAYLOAD = 'secretmanager.googleapis.com/Payload';

/** Versions of a secret; they are added, and only their state changes. */
export const VERSION: Kind = {
  type: 'secretmanager.googleapis.com/SecretVersion',
  plural: 'versions',
  permission: 'secretmanager.versions',
  methods: Object.fromEntries(
    SERVICES.flatMap((service) => [
      [`${service}.GetSecretVersion`, 'get'],
      [`${service}.ListSecretVersions`, 'list'],
    ]),
  ),
  page: { size: 100, most: 25_000 },
  numbered: true,
  shown: withNumber,
  // `latest` and the aliases of the secret stand for a number.
  locate(call, path) {
    const name = `//secretmanager.googleapis.com/${withNumber(call, path)}`;
    const [, secret, id = ''] = /^(.*)\/versions\/([^/]+)$/.exec(name) ?? [];
    if (secret === undefined || /^\d+$/.test(id)) return name;
    const alias = objectOf(call.cloud.store.get(secret)?.data['versionAliases'])[id];
    const number = id === 'latest' ? numbersOf(call, secret).at(-1) : alias;
    return `${secret}/versions/${number ?? id}`;
  },
  unmasked: 'refused',
  etag: STALE,
  missing: (path) => `Secret Version [${path}] not found.`,
};

const versionsOf = ({ cloud }: Call, secret: string): Resource[] =>
  cloud.store.list(VERSION.type).filter(({ name }) => name.startsWith(`${secret}/versions/`));

const numbersOf = (call: Call, secret: string): number[] =>
  versionsOf(call, secret)
    .map(({ name }) => Number(lastOf(name)))
    .sort((a, b) => a - b);

/** How a secret is replicated, as its versions tell it. */
function replicationStatus(secret: JsonObject): JsonObject {
  const { userManaged, automatic } = objectOf(secret['replication']);
  return userManaged === undefined
    ? {
        automatic:
          objectOf(automatic)['customerManagedEncryption'] === undefined
            ? {}
            : { customerManagedEncryption: {} },
      }
    : {
        userManaged: {
          replicas: (objectOf(userManaged)['replicas'] as JsonObject[]).map(({ location }) => ({
            location: location ?? '',
          })),
        },
      };
}

const bytesOf = (payload: JsonObject): Buffer => Buffer.from(textOf(payload['data']) ?? '', 'base64');

const checksum = (content: Buffer): string => String(crc32cBytes(content).readUInt32BE());

const add: Handler = (call) => {
  const secret = found(call, SECRET, 'secretmanager.versions.add');
  const payload = objectOf(objectOf(call.body)['payload']);
  const said = payload['dataCrc32c'];
  if (said !== undefined && said !== checksum(bytesOf(payload))) {
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message: 'The checksum does not fit the payload.',
    });
  }
  const { store, clock } = call.cloud;
  const number = (numbersOf(call, secret.name).at(-1) ?? 0) + 1;
  const name = `${secret.name}/versions/${number}`;
  const data: JsonObject = {
    name: `${secret.data['name']}/versions/${number}`,
    createTime: clock.iso(),
    state: 'ENABLED',
    replicationStatus: replicationStatus(secret.data),
    etag: etagOf(name, 1),
    ...(said === undefined ? {} : { clientSpecifiedPayloadChecksum: true }),
  };
  store.put({ name: `${name}/payload`, type: PAYLOAD, project: secret.project, data: payload });
  return store.put({ name, type: VERSION.type, project: secret.project, data }).data;
};

/** https://cloud.google.com/secret-manager/docs/access-secret-version */
const access: Handler = (call) => {
  const path = pathOfCall(call, VERSION);
  if (path.endsWith('/versions/latest')) {
    const secret = path.replace(/\/versions\/latest$/, '');
    call.require('secretmanager.versions.access', `//secretmanager.googleapis.com/${withNumber(call, path)}`);
    if (!versionsOf(call, `//secretmanager.googleapis.com/${withNumber(call, secret)}`).length) {
      const message = `Secret [${withNumber(call, secret)}] not found or has no versions.`;
      throw new ApiError(404, { message });
    }
  }
  const { name, data } = found(call, VERSION, 'secretmanager.versions.access');
  if (data['state'] !== 'ENABLED') {
    const message = `Secret Version [${data['name']}] is in ${data['state']} state.`;
    throw new ApiError(400, { status: 'FAILED_PRECONDITION', message });
  }
  const payload = call.cloud.store.get(`${name}/payload`)?.data;
  if (!payload) throw notFound(call, VERSION, path);
  return {
    name: data['name'] ?? '',
    payload: { data: payload['data'] ?? '', dataCrc32c: checksum(bytesOf(payload)) },
  };
};

/** A version that is destroyed stays so; where the secret keeps destroyed ones for a while it is disabled until then. */
const become =
  (permission: string, state: 'ENABLED' | 'DISABLED' | 'DESTROYED'): Handler =>
  (call) => {
    const before = found(call, VERSION, permission);
    const { store, clock } = call.cloud;
    const { name } = before;
    holdEtag(VERSION, before, textOf(objectOf(call.body)['etag']));
    if (before.data['state'] === 'DESTROYED' && state !== 'DESTROYED') {
      const message = `Secret Version [${before.data['name']}] is in DESTROYED state.`;
      throw new ApiError(400, { status: 'FAILED_PRECONDITION', message });
    }
    const secret = store.get(name.replace(/\/versions\/[^/]+$/, ''));
    const delay = Number(textOf(secret?.data['versionDestroyTtl'])?.slice(0, -1) ?? 0) * 1000;
    const { scheduledDestroyTime: _, ...data } = before.data;
    const etag = etagOf(name, before.version + 1);
    if (state !== 'DESTROYED') return store.put({ ...before, data: { ...data, state, etag } }).data;
    if (delay > 0) {
      const scheduled = { state: 'DISABLED', scheduledDestroyTime: clock.iso(clock.now() + delay) };
      return store.put({ ...before, data: { ...data, ...scheduled, etag } }).data;
    }
    store.remove(`${name}/payload`);
    return store.put({ ...before, data: { ...data, state, destroyTime: clock.iso(), etag } }).data;
  };

export const versionHandlers: Readonly<Record<string, Handler>> = Object.fromEntries(
  SERVICES.flatMap((service) => [
    [`${service}.AddSecretVersion`, add],
    [`${service}.AccessSecretVersion`, access],
    [`${service}.EnableSecretVersion`, become('secretmanager.versions.enable', 'ENABLED')],
    [`${service}.DisableSecretVersion`, become('secretmanager.versions.disable', 'DISABLED')],
    [`${service}.DestroySecretVersion`, become('secretmanager.versions.destroy', 'DESTROYED')],
  ]),
);
