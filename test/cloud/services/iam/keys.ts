import { createPublicKey } from 'node:crypto';
import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf } from '../../core/json.ts';
import type { AccountKey } from '../../core/keys.ts';
import { lastOf } from '../../core/names.ts';
import { paged } from '../../core/pages.ts';
import type { Handler } from '../../core/service.ts';
import { found } from '../../crud/find.ts';
import type { Kind } from '../../crud/kind.ts';
import { keyFile } from '../../front/credentials.ts';
import { ACCOUNT, locate } from './accounts.ts';

/** Keys of service accounts. They are made and gone, enabled and disabled, never changed. */
export const KEY: Kind = {
  type: 'iam.googleapis.com/ServiceAccountKey',
  plural: 'keys',
  permission: 'iam.serviceAccountKeys',
  methods: {
    'iam.projects.serviceAccounts.keys.get': 'get',
    'iam.projects.serviceAccounts.keys.delete': 'delete',
  },
  locate,
  unmasked: 'refused',
  leaving: (call, { name, data }) => void call.cloud.auth.dropKey(emailIn(data), lastOf(name)),
  missing: (path) => `Service account key ${lastOf(path)} does not exist.`,
};

const emailIn = (data: JsonObject): string => String(data['name']).split('/')[3] ?? '';

/** A list is whole (ListServiceAccountKeysRequest has no page); `keyTypes` selects. */
const list: Handler = (call) => {
  const account = found(call, ACCOUNT, 'iam.serviceAccountKeys.list');
  const types = call.query.getAll('keyTypes');
  const keys = call.cloud.store
    .list(KEY.type)
    .filter(({ name }) => name.startsWith(`${account.name}/keys/`))
    .map(({ data }) => data)
    .filter(({ keyType }) => types.length === 0 || types.includes(String(keyType)));
  return paged(call, 'keys', keys, { size: 1000, most: 1000 });
};

/** The private key is in this reply alone (https://cloud.google.com/iam/docs/keys-create-delete). */
const create: Handler = (call) => {
  const account = found(call, ACCOUNT, 'iam.serviceAccountKeys.create');
  const { cloud } = call;
  const email = String(account.data['email']);
  const key = cloud.auth.addKey(email);
  const now = cloud.clock.iso();
  const data: JsonObject = {
    name: `${account.data['name']}/keys/${key.id}`,
    validAfterTime: now,
    validBeforeTime: '9999-12-31T23:59:59Z',
    keyAlgorithm: 'KEY_ALG_RSA_2048',
    keyOrigin: 'GOOGLE_PROVIDED',
    keyType: 'USER_MANAGED',
  };
  const { project } = account;
  cloud.store.put({ name: `${account.name}/keys/${key.id}`, type: KEY.type, project, data });
  const file = Buffer.from(`${JSON.stringify(keyFile(email, key), null, 2)}\n`).toString('base64');
  return { ...data, privateKeyType: 'TYPE_GOOGLE_CREDENTIALS_FILE', privateKeyData: file };
};

/** Keys that are disabled, for when they are enabled again. */
const aside = new WeakMap<object, Map<string, AccountKey>>();

const able =
  (verb: 'disable' | 'enable'): Handler =>
  (call) => {
    const { name, data } = found(call, KEY, `iam.serviceAccountKeys.${verb}`);
    const { auth, store } = call.cloud;
    const kept = aside.get(auth) ?? new Map<string, AccountKey>();
    aside.set(auth, kept);
    if (verb === 'disable') {
      const key = auth.dropKey(emailIn(data), lastOf(name));
      if (key) kept.set(name, key);
      store.patch(name, {
        data: { disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED' },
      });
      return {};
    }
    const key = kept.get(name);
    if (key) auth.restoreKey(emailIn(data), key);
    kept.delete(name);
    store.patch(name, { data: { disabled: undefined, disableReason: undefined } });
    return {};
  };

/** A certificate or a public key in PEM, as base64. */
const upload: Handler = (call) => {
  const account = found(call, ACCOUNT, 'iam.serviceAccountKeys.create');
  const pem = Buffer.from(String(objectOf(call.body)['publicKeyData'] ?? ''), 'base64').toString();
  try {
    createPublicKey(pem);
  } catch {
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message: 'The public key is neither a key nor a certificate.',
    });
  }
  const { store, clock } = call.cloud;
  const id = Buffer.from(pem).toString('hex').slice(-40);
  const data: JsonObject = {
    name: `${account.data['name']}/keys/${id}`,
    validAfterTime: clock.iso(),
    keyAlgorithm: 'KEY_ALG_RSA_2048',
    keyOrigin: 'USER_PROVIDED',
    keyType: 'USER_MANAGED',
  };
  return store.put({ name: `${account.name}/keys/${id}`, type: KEY.type, project: account.project, data })
    .data;
};

export const keyHandlers: Readonly<Record<string, Handler>> = {
  'iam.projects.serviceAccounts.keys.list': list,
  'iam.projects.serviceAccounts.keys.create': create,
  'iam.projects.serviceAccounts.keys.upload': upload,
  'iam.projects.serviceAccounts.keys.disable': able('disable'),
  'iam.projects.serviceAccounts.keys.enable': able('enable'),
};
