import { ApiError } from '../../core/errors.ts';
import { objectOf, textOf } from '../../core/json.ts';
import type { Call, Handler } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf } from '../../core/tokens.ts';
import { found, withId } from '../../crud/find.ts';
import type { Kind } from '../../crud/kind.ts';

const TYPE = 'iam.googleapis.com/ServiceAccount';

/** The account behind an address or a unique id. */
const accountBy = ({ cloud }: Call, key: string): Resource | undefined =>
  cloud.store.list(TYPE).find(({ data }) => data['email'] === key || data['uniqueId'] === key);

/** The unique id of an account that is to be: one that had the same address before had another. */
function uniqueId({ cloud }: Call, project: string, email: string): string {
  for (let time = 0; ; time += 1) {
    const id = `1${numericIdOf('account', email, time).padStart(20, '0')}`;
    if (cloud.store.history(`//iam.googleapis.com/projects/${project}/serviceAccounts/${id}`).length === 0)
      return id;
  }
}

/**
 * Full name of an account or a key: the inventory names accounts by their unique id, requests by either, and `-` stands
 * for whichever project it is.
 */
export function locate(call: Call, path: string): string {
  const [, key = '-', account, below = ''] =
    /^projects\/([^/]+)\/serviceAccounts\/([^/]+)(.*)$/.exec(path) ?? [];
  if (account === undefined) return `//iam.googleapis.com/${withId(call, path)}`;
  const known = accountBy(call, account);
  if (known) return known.name + below;
  const project = key === '-' ? (/@([^.]+)/.exec(account)?.[1] ?? key) : (call.cloud.project(key)?.id ?? key);
  return `//iam.googleapis.com/projects/${project}/serviceAccounts/${uniqueId(call, project, account)}${below}`;
}

export const ACCOUNT: Kind = {
  type: TYPE,
  plural: 'serviceAccounts',
  field: 'accounts',
  permission: 'iam.serviceAccounts',
  methods: {
    'iam.projects.serviceAccounts.get': 'get',
    'iam.projects.serviceAccounts.list': 'list',
    'iam.projects.serviceAccounts.create': 'create',
    'iam.projects.serviceAccounts.patch': 'update',
    'iam.projects.serviceAccounts.delete': 'delete',
    'iam.projects.serviceAccounts.getIamPolicy': 'getIamPolicy',
    'iam.projects.serviceAccounts.setIamPolicy': 'setIamPolicy',
    'iam.projects.serviceAccounts.testIamPermissions': 'testIamPermissions',
  },
  page: { size: 20, most: 100 },
  wrapped: 'serviceAccount',
  idOf: (call, body, parent) =>
    `${textOf(body['accountId'])}@${call.cloud.project(parent.split('/')[1] ?? '')?.id}.iam.gserviceaccount.com`,
  locate,
  shown(call, path) {
    const data = call.cloud.store.get(locate(call, path))?.data;
    return textOf(data?.['name']) ?? withId(call, path);
  },
  unmasked: ['displayName'],
  check(call, { before }) {
    const id = textOf(objectOf(call.body)['accountId']);
    if (before || /^[a-z][a-z\d-]{4,28}[a-z\d]$/.test(id ?? '')) return;
    const message = `Account ID '${id}' does not have a length between 6 and 30, or has other characters than small letters, digits and hyphens.`;
    throw new ApiError(400, { status: 'INVALID_ARGUMENT', message });
  },
  fill(call, { name, path, data }) {
    const id = name.slice(name.lastIndexOf('/') + 1);
    const email = path.slice(path.lastIndexOf('/') + 1);
    return {
      ...data,
      projectId: name.split('/')[4] ?? '',
      uniqueId: id,
      email,
      oauth2ClientId: id,
      etag: etagOf(name, call.cloud.store.history(name).length + 1),
    };
  },
  leaving: (call, { data }) => call.cloud.auth.disable(String(data['email'])),
  missing: () => 'Unknown service account',
  taken: (path) =>
    `Service account ${path.slice(path.lastIndexOf('/') + 1)} already exists within project ${path.split('/')[1]}.`,
};

/** PUT has the account itself as its body. */
export const WHOLE_ACCOUNT: Kind = (({ wrapped: _, ...rest }) => ({
  ...rest,
  methods: { 'iam.projects.serviceAccounts.update': 'update' as const },
}))(ACCOUNT);

/** A disabled account can do nothing, whatever it holds (https://cloud.google.com/iam/docs/service-accounts-disable-enable). */
const able =
  (verb: 'disable' | 'enable'): Handler =>
  (call) => {
    const { name, data } = found(call, ACCOUNT, `iam.serviceAccounts.${verb}`);
    call.cloud.store.patch(name, { data: { disabled: verb === 'disable' ? true : undefined } });
    call.cloud.auth[verb](String(data['email']));
    return {};
  };

export const accountHandlers: Readonly<Record<string, Handler>> = {
  'iam.projects.serviceAccounts.disable': able('disable'),
  'iam.projects.serviceAccounts.enable': able('enable'),
};
