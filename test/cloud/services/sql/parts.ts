import { ApiError } from '../../core/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf } from '../../core/tokens.ts';
import { instanceOf, notFound, rootOf } from './names.ts';
import { shown, start } from './operations.ts';

/** What stands in an instance and is made, changed and removed by operations of the instance. */
interface Part {
  readonly plural: string;
  readonly service: string;
  readonly kind: string;
  readonly listKind: string;
  /** Ending of an operation's type: `CREATE_DATABASE`. */
  readonly operation: string;
  /** What it has that a request does not say. */
  readonly defaults: (call: Call, name: string) => JsonObject;
  /** The variable of the path that names one, or the parameter of the query. */
  readonly key: string;
  /** Fields that are never shown. */
  readonly hidden?: readonly string[];
}

const DATABASES: Part = {
  plural: 'databases',
  service: 'SqlDatabasesService',
  kind: 'sql#database',
  listKind: 'sql#databasesList',
  operation: 'DATABASE',
  key: 'database',
  defaults: () => ({ charset: 'UTF8', collation: 'en_US.UTF8' }),
};

const USERS: Part = {
  plural: 'users',
  service: 'SqlUsersService',
  kind: 'sql#user',
  listKind: 'sql#usersList',
  operation: 'USER',
  key: 'name',
  defaults: () => ({}),
  hidden: ['password'],
};

const BACKUPS: Part = {
  plural: 'backupRuns',
  service: 'SqlBackupRunsService',
  kind: 'sql#backupRun',
  listKind: 'sql#backupRunsList',
  operation: 'VOLUME',
  key: 'id',
  defaults: (call, id) => {
    const now = call.cloud.clock.iso();
    const times = { enqueuedTime: now, startTime: now, endTime: now, windowStartTime: now };
    return { id, type: 'ON_DEMAND', status: 'SUCCESSFUL', backupKind: 'SNAPSHOT', location: 'us', ...times };
  },
};

function handlersOf(part: Part): Readonly<Record<string, Handler>> {
  const { plural, service, kind, listKind, operation, key, defaults, hidden = [] } = part;
  const permission = (action: string): string => `cloudsql.${plural}.${action}`;
  const nameIn = (instance: Resource, id: string): string => `${instance.name}/${plural}/${id}`;
  const idOf = (call: Call): string => call.vars[key] ?? call.query.get(key) ?? '';
  const named = (call: Call, action: string): { instance: Resource; one: Resource } => {
    const instance = instanceOf(call, permission(action));
    const one = call.cloud.store.get(nameIn(instance, idOf(call)));
    if (!one) throw notFound();
    return { instance, one };
  };
  const put = (call: Call, instance: Resource, id: string, data: JsonObject): JsonObject => {
    const name = nameIn(instance, id);
    const kept = Object.fromEntries(Object.entries(data).filter(([field]) => !hidden.includes(field)));
    const { project } = instance;
    const short = String(instance.data['name']);
    const link = `${rootOf(call)}/projects/${project}/instances/${short}/${plural}/${id}`;
    const etag = etagOf(name, call.cloud.store.history(name).length);
    return call.cloud.store.put({
      name,
      type: `sqladmin.googleapis.com/${operation === 'VOLUME' ? 'BackupRun' : kind.replace(/^sql#(.)/, (_, first: string) => first.toUpperCase())}`,
      project,
      location: instance.location,
      // A user has no link: https://cloud.google.com/sql/docs/mysql/admin-api/rest/v1/users
      data: {
        ...kept,
        kind,
        instance: short,
        project,
        etag,
        ...(kind === 'sql#user' ? {} : { selfLink: link }),
      },
    }).data;
  };

  const list: Handler = (call) => {
    const instance = instanceOf(call, permission('list'));
    const items = call.cloud.store
      .list('*', { project: instance.project })
      .filter(({ name }) => name.startsWith(`${instance.name}/${plural}/`))
      .map(({ data }) => data);
    return {
      kind: listKind,
      ...paged(call, 'items', items, { size: 100, most: 500, parameter: 'maxResults' }),
    };
  };
  const insert: Handler = (call) => {
    const instance = instanceOf(call, permission('create'));
    const body = objectOf(call.body);
    const id =
      key === 'id'
        ? numericIdOf(instance.name, call.cloud.clock.now()).slice(0, 13)
        : (textOf(body['name']) ?? '');
    if (call.cloud.store.get(nameIn(instance, id))) {
      throw new ApiError(409, { message: `The ${key} ${id} already exists.`, reason: 'alreadyExists' });
    }
    const type = operation === 'VOLUME' ? 'BACKUP_VOLUME' : `CREATE_${operation}`;
    return shown(
      call,
      start(call, instance.name, type, () => put(call, instance, id, { ...defaults(call, id), ...body })),
    );
  };
  const write =
    (whole: boolean): Handler =>
    (call) => {
      const { instance, one } = named(call, 'update');
      const body = objectOf(call.body);
      const data = whole
        ? { ...defaults(call, idOf(call)), name: one.data['name'] ?? '', ...body }
        : { ...one.data, ...body };
      return shown(
        call,
        start(call, instance.name, `UPDATE_${operation}`, () => put(call, instance, idOf(call), data)),
      );
    };
  const remove: Handler = (call) => {
    const { instance, one } = named(call, 'delete');
    return shown(
      call,
      start(call, instance.name, `DELETE_${operation}`, () => {
        call.cloud.store.remove(one.name);
        return null;
      }),
    );
  };
  return {
    [`${service}.List`]: list,
    [`${service}.Get`]: (call) => named(call, 'get').one.data,
    [`${service}.Insert`]: insert,
    [`${service}.Delete`]: remove,
    ...(operation === 'VOLUME'
      ? {}
      : { [`${service}.Update`]: write(true), [`${service}.Patch`]: write(false) }),
  };
}

/** Databases, users and backup runs, by method, without the version. */
export const parts: Readonly<Record<string, Handler>> = Object.assign(
  {},
  ...[DATABASES, USERS, BACKUPS].map(handlersOf),
);
