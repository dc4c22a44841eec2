import { ApiError } from '../../core/errors.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../core/json.ts';
import { merged } from '../../core/merge.ts';
import { paged } from '../../core/pages.ts';
import type { Call, Handler } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf } from '../../core/tokens.ts';
import { instanceName, instanceOf, invalid, projectId, rootOf, TYPE } from './names.ts';
import { shown, start } from './operations.ts';
import { check, checkVersion, DEFAULTS } from './settings.ts';

/** Fields that the service sets; what a client sends for them is not taken (DatabaseInstance, output only). */
const OUTPUT = new Set([
  ...['kind', 'state', 'etag', 'selfLink', 'connectionName', 'ipAddresses', 'serverCaCert', 'instanceType'],
  ...[
    'currentDiskSize',
    'serviceAccountEmailAddress',
    'backendType',
    'databaseInstalledVersion',
    'createTime',
  ],
  ...['name', 'project', 'region', 'replicaNames', 'failoverReplica', 'rootPassword', 'settings'],
]);

const writable = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !OUTPUT.has(key)));

/** An instance as the version of the API that was asked links to it. */
const instance = (call: Call, { data, project }: Resource): JsonObject => ({
  ...data,
  selfLink: `${rootOf(call)}/projects/${project}/instances/${String(data['name'])}`,
});

const get: Handler = (call) => instance(call, instanceOf(call, 'cloudsql.instances.get'));

const list: Handler = (call) => {
  const project = projectId(call, 'cloudsql.instances.list');
  const all = call.cloud.store.list(TYPE, { project });
  const away = call.unreachable;
  const items = all
    .filter(({ data }) => !away.includes(textOf(data['region']) ?? ''))
    .map((one) => instance(call, one));
  const warnings: Json[] = away.map((region) => ({
    code: 'REGION_UNREACHABLE',
    region,
    message: `Failed to reach region ${region}. The instances in it are not in this list.`,
  }));
  return {
    kind: 'sql#instancesList',
    ...paged(call, 'items', items, { size: 500, most: 1000, parameter: 'maxResults' }),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
};

/** Writes an instance with the next settings version; every write has one, whatever it changes. */
function rewrite({ cloud }: Call, name: string, change: (data: JsonObject) => JsonObject): JsonObject {
  const before = cloud.store.get(name);
  if (!before) return {};
  const data = change(before.data);
  const settings = objectOf(data['settings']);
  const settingsVersion = String(Number(objectOf(before.data['settings'])['settingsVersion'] ?? 0) + 1);
  const etag = etagOf(name, settingsVersion);
  return cloud.store.patch(name, { data: { ...data, settings: { ...settings, settingsVersion }, etag } })
    .data;
}

/** Changes settings: merged into what is there (PATCH), or in place of it (PUT). */
const write =
  (needed: boolean): Handler =>
  (call) => {
    const before = instanceOf(call, 'cloudsql.instances.update');
    const body = objectOf(call.body);
    const current = objectOf(before.data['settings']);
    checkVersion(body['settings'], current, needed);
    const settings = needed
      ? merged(DEFAULTS, objectOf(body['settings']))
      : merged(current, objectOf(body['settings']));
    check(settings);
    const operation = start(call, before.name, 'UPDATE', () =>
      rewrite(call, before.name, (data) => ({ ...merged(data, writable(body)), settings })),
    );
    return shown(call, operation);
  };

const insert: Handler = (call) => {
  const project = projectId(call, 'cloudsql.instances.create');
  const body = objectOf(call.body);
  const short = textOf(body['name']) ?? '';
  const name = instanceName(project, short);
  if (call.cloud.store.get(name)) {
    throw new ApiError(409, {
      message:
        "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.",
      reason: 'instanceAlreadyExists',
    });
  }
  const settings = { ...merged(DEFAULTS, objectOf(body['settings'])), settingsVersion: '1' };
  check(settings);
  const region = textOf(body['region']) ?? 'us-central1';
  const master = textOf(body['masterInstanceName']);
  const number = call.cloud.project(project)?.number ?? '';
  const operation = start(call, name, master === undefined ? 'CREATE' : 'CREATE_REPLICA', () => {
    if (master !== undefined) {
      // A replica's coming and going is a change of its primary too (hashicorp/terraform-provider-google#25246).
      rewrite(call, instanceName(project, master.replace(/^.*:/, '')), (data) => ({
        ...data,
        replicaNames: [...listOf(data['replicaNames']), short],
      }));
    }
    return call.cloud.store.patch(name, { data: { state: 'RUNNABLE' } }).data;
  });
  call.cloud.store.put({
    name,
    type: TYPE,
    project,
    location: region,
    data: {
      databaseVersion: 'MYSQL_8_0',
      gceZone: `${region}-a`,
      ...writable(body),
      kind: 'sql#instance',
      name: short,
      project,
      region,
      state: 'PENDING_CREATE',
      backendType: 'SECOND_GEN',
      instanceType: master === undefined ? 'CLOUD_SQL_INSTANCE' : 'READ_REPLICA_INSTANCE',
      connectionName: `${project}:${region}:${short}`,
      createTime: call.cloud.clock.iso(),
      ipAddresses: [{ type: 'PRIMARY', ipAddress: '203.0.113.10' }],
      serviceAccountEmailAddress: `p${number}-${numericIdOf(name).slice(0, 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
      etag: etagOf(name, '1'),
      settings,
    },
  });
  return shown(call, operation);
};

const remove: Handler = (call) => {
  const { name, data, project } = instanceOf(call, 'cloudsql.instances.delete');
  if (objectOf(data['settings'])['deletionProtectionEnabled'] === true) {
    throw invalid(
      'The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.',
    );
  }
  const operation = start(call, name, 'DELETE', () => {
    for (const one of call.cloud.store.list('*', { project })) {
      if (one.name === name || one.name.startsWith(`${name}/`)) call.cloud.store.remove(one.name);
    }
    return null;
  });
  return shown(call, operation);
};

/** Work that leaves the settings as they are, but counts as a write of them. */
const work =
  (type: string, permission: string): Handler =>
  (call) => {
    const { name } = instanceOf(call, permission);
    return shown(
      call,
      start(call, name, type, () => rewrite(call, name, (data) => data)),
    );
  };

/** A moment up to which the instance can be recovered: a minute ago, where it keeps logs. */
const latestRecoveryTime: Handler = (call) => {
  const { data } = instanceOf(call, 'cloudsql.instances.get');
  const backup = objectOf(objectOf(data['settings'])['backupConfiguration']);
  if (backup['pointInTimeRecoveryEnabled'] !== true && backup['binaryLogEnabled'] !== true) {
    throw invalid('Invalid request: Point-in-time recovery is not enabled on this instance.');
  }
  const { clock } = call.cloud;
  return { kind: 'sql#getLatestRecoveryTime', latestRecoveryTime: clock.iso(clock.now() - 60_000) };
};

const connectSettings: Handler = (call) => {
  const { data } = instanceOf(call, 'cloudsql.instances.connect');
  const { ipAddresses = [], region = '', databaseVersion = '', backendType = 'SECOND_GEN' } = data;
  return { kind: 'sql#connectSettings', ipAddresses, region, databaseVersion, backendType };
};

/** By method, without the version. */
export const instances: Readonly<Record<string, Handler>> = {
  'SqlInstancesService.List': list,
  'SqlInstancesService.Get': get,
  'SqlInstancesService.Insert': insert,
  'SqlInstancesService.Patch': write(false),
  'SqlInstancesService.Update': write(true),
  'SqlInstancesService.Delete': remove,
  'SqlInstancesService.Restart': work('RESTART', 'cloudsql.instances.restart'),
  'SqlInstancesService.Failover': work('FAILOVER', 'cloudsql.instances.failover'),
  'SqlInstancesService.GetLatestRecoveryTime': latestRecoveryTime,
  'SqlConnectService.GetConnectSettings': connectSettings,
};
