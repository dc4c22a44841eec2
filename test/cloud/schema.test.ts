import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './core/json.ts';
import { schemaViolated } from './core/refusals.ts';
import { operationRoute } from './front/mixin.ts';
import { route } from './front/routes.ts';
import { immutableChanges, settable } from './schema/behaviour.ts';
import { canonical } from './schema/canonical.ts';
import { descriptionOf, violations } from './schema/index.ts';
import { masked, maskOf } from './schema/mask.ts';
import { mutationsOf } from './schema/mutate.ts';
import { queryViolations } from './schema/query.ts';
import { strictnessOf } from './schema/requests.ts';
import { random, sampleOf } from './schema/sample.ts';

const described = (host: string, verb: string, path: string) => {
  const target = route(host, verb, path) ?? operationRoute(host, verb, path);
  const description = target && descriptionOf(target.method);
  if (!description) throw new Error(`${verb} ${host}${path} is described nowhere`);
  return { method: target.method, ...description };
};

const SERVICE = '/v2/projects/p/locations/europe-west1/services';
const SQL = '/sql/v1beta4/projects/p/instances/db';

describe('every API is found by host, verb and path', () => {
  it.each([
    ['sqladmin.googleapis.com', 'PATCH', SQL, 'google.cloud.sql.v1beta4.SqlInstancesService.Patch'],
    [
      'sqladmin.googleapis.com',
      'GET',
      '/v1/projects/p/instances/db',
      'google.cloud.sql.v1.SqlInstancesService.Get',
    ],
    ['run.googleapis.com', 'POST', SERVICE, 'google.cloud.run.v2.Services.CreateService'],
    [
      'run.googleapis.com',
      'GET',
      '/apis/serving.knative.dev/v1/namespaces/p/services/web',
      'run.namespaces.services.get',
    ],
    [
      'compute.googleapis.com',
      'POST',
      '/compute/v1/projects/p/global/securityPolicies/armor/patchRule',
      'google.cloud.compute.v1.SecurityPolicies.PatchRule',
    ],
    [
      'monitoring.googleapis.com',
      'GET',
      '/v1/projects/p/dashboards',
      'google.monitoring.dashboard.v1.DashboardsService.ListDashboards',
    ],
    ['storage.googleapis.com', 'PATCH', '/storage/v1/b/bucket', 'storage.buckets.patch'],
    ['cloudresourcemanager.googleapis.com', 'GET', '/v1/projects/p', 'cloudresourcemanager.projects.get'],
    [
      'iam.googleapis.com',
      'POST',
      '/v1/projects/p/serviceAccounts/a@p.iam.gserviceaccount.com/keys',
      'iam.projects.serviceAccounts.keys.create',
    ],
    [
      'cloudscheduler.googleapis.com',
      'GET',
      '/v1/projects/p/locations/l/jobs',
      'cloudscheduler.projects.locations.jobs.list',
    ],
    [
      'redis.googleapis.com',
      'GET',
      '/v1/projects/p/locations/l/clusters',
      'google.cloud.redis.cluster.v1.CloudRedisCluster.ListClusters',
    ],
  ])('%s %s %s', (host, verb, path, id) => {
    expect(described(host, verb, path).method.id).toBe(id);
  });
});

interface Case {
  readonly name: string;
  readonly host: string;
  readonly verb: string;
  readonly path: string;
  readonly body: Json;
  readonly says: readonly string[];
}

const run = (name: string, body: Json, ...says: string[]): Case => ({
  name,
  host: 'run.googleapis.com',
  verb: 'POST',
  path: SERVICE,
  body,
  says,
});
const sql = (name: string, body: Json, ...says: string[]): Case => ({
  name,
  host: 'sqladmin.googleapis.com',
  verb: 'PATCH',
  path: SQL,
  body,
  says,
});
const compute = (name: string, body: Json, ...says: string[]): Case => ({
  name,
  host: 'compute.googleapis.com',
  verb: 'PATCH',
  path: '/compute/v1/projects/p/global/firewalls/f',
  body,
  says,
});

describe('a body is held to its message', () => {
  it.each<Case>([
    sql('what the API describes is taken', {
      settings: { settingsVersion: '7', ipConfiguration: { ipv4Enabled: false } },
    }),
    sql(
      'a field that is not there',
      { settings: { ipConfiguration: { ipv4: true } } },
      `Invalid JSON payload received. Unknown name "ipv4" at 'body.settings.ip_configuration': Cannot find field.`,
    ),
    sql(
      'a type where none belongs',
      { '@type': 'type.googleapis.com/google.cloud.sql.v1beta4.DatabaseInstance' },
      `Invalid JSON payload received. Unknown name "@type" at 'body': Cannot find field.`,
    ),
    sql(
      'a literal that is not one',
      { databaseVersion: 'POSTGRES_POSTGRES_16' },
      `Invalid value at 'body.database_version' (type.googleapis.com/google.cloud.sql.v1beta4.SqlDatabaseVersion), "POSTGRES_POSTGRES_16"`,
    ),
    sql(
      'a number that no literal has',
      { databaseVersion: 99999 },
      `Invalid value at 'body.database_version' (type.googleapis.com/google.cloud.sql.v1beta4.SqlDatabaseVersion), 99999`,
    ),
    sql(
      'a text where a truth value belongs',
      { settings: { ipConfiguration: { ipv4Enabled: 'no' } } },
      `Invalid value at 'body.settings.ip_configuration.ipv4_enabled' (TYPE_BOOL), "no"`,
    ),
    sql(
      'a list where one value belongs',
      { settings: { tier: ['db-f1-micro'] } },
      `Invalid JSON payload received. Unknown name "tier" at 'body.settings': Proto field is not repeating, cannot start list.`,
    ),
    sql(
      'one value where a list belongs',
      { settings: { databaseFlags: 'x' } },
      `Invalid value at 'body.settings.database_flags' (type.googleapis.com/google.cloud.sql.v1beta4.DatabaseFlags), "x"`,
    ),
    sql(
      'an object where a scalar belongs',
      { settings: { tier: { name: 'db-f1-micro' } } },
      `Invalid value at 'body.settings' (tier), Starting an object on a scalar field`,
    ),
    sql(
      'a scalar where a message belongs',
      { settings: 7 },
      `Invalid value at 'body.settings' (type.googleapis.com/google.cloud.sql.v1beta4.Settings), 7`,
    ),
    sql(
      'a list where a map belongs',
      { settings: { userLabels: [] } },
      `Invalid value at 'body.settings' (Map), Cannot bind a list to map for field 'userLabels'.`,
    ),
    sql(
      'a scalar where a map belongs',
      { settings: { userLabels: 'x' } },
      `Invalid value at 'body.settings.user_labels' (type.googleapis.com/google.cloud.sql.v1beta4.Settings.UserLabelsEntry), "x"`,
    ),
    sql(
      'a value of a map, by its place in it',
      { settings: { userLabels: { a: 'x', b: 1 } } },
      `Invalid value at 'body.settings.user_labels[1].value' (TYPE_STRING), 1`,
    ),
    sql(
      'a number beyond 32 bits',
      {
        settings: {
          ipConfiguration: { pscConfig: { pscEnabled: true } },
          backupConfiguration: { transactionLogRetentionDays: 3e9 },
        },
      },
      `Invalid value at 'body.settings.backup_configuration.transaction_log_retention_days' (TYPE_INT32), 3000000000`,
    ),
    sql(
      'a time without a zone',
      { createTime: '2026-01-01T00:00:00' },
      `Invalid value at 'body.create_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'createTime', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.`,
    ),
    sql(
      'a day that no month has',
      { createTime: '2026-02-30T00:00:00Z' },
      `Invalid value at 'body.create_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'createTime', Invalid time format: Failed to parse input`,
    ),
    sql(
      'a time in seconds',
      { createTime: 1777227316.5 },
      `Invalid value at 'body.create_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'createTime', Invalid data type for timestamp, value is 1777227316.5`,
    ),
    sql('null stands for absence', { settings: null, name: null }),
    sql('a time with a zone and nanoseconds', { createTime: '2026-02-28T00:00:00.123456789+01:00' }),
    sql('numbers in either spelling, names in snake case, literals by number', {
      settings: { settings_version: 7, dataDiskSizeGb: '10', availability_type: 1 },
    }),
    run('a service with what it must have', { template: { containers: [{ image: 'i' }] } }),
    run('a service without template', {}, `Required field 'service.template' not specified`),
    run(
      'a container without image, in its list',
      { template: { containers: [{ name: 'a' }] } },
      `Required field 'service.template.containers[0].image' not specified`,
    ),
    run(
      'a duration in minutes',
      { template: { containers: [{ image: 'i' }], timeout: '5m' } },
      `Invalid value at 'service.template.timeout' (type.googleapis.com/google.protobuf.Duration), Field 'timeout', Illegal duration format; duration must end with 's'`,
    ),
    run(
      'two members of one oneof',
      {
        template: {
          containers: [{ image: 'i', env: [{ name: 'A', value: 'x', valueSource: {} }] }],
        },
      },
      `Invalid value at 'service.template.containers[0].env[0]' (oneof), oneof field 'values' is already set. Cannot set 'valueSource'`,
    ),
    run(
      'every defect, in the order of the body',
      { template: { containers: [{ image: 'i', ports: [{ port: 1 }] }] }, ingress: 'OPEN', extra: 1 },
      `Invalid JSON payload received. Unknown name "port" at 'service.template.containers[0].ports[0]': Cannot find field.`,
      `Invalid value at 'service.ingress' (type.googleapis.com/google.cloud.run.v2.IngressTraffic), "OPEN"`,
      `Invalid JSON payload received. Unknown name "extra" at 'service': Cannot find field.`,
    ),
    {
      name: 'bytes that are not base64',
      host: 'secretmanager.googleapis.com',
      verb: 'POST',
      path: '/v1/projects/p/secrets/s:addVersion',
      body: { payload: { data: 'abcde' } },
      says: [`Invalid value at 'payload.data' (TYPE_BYTES), Base64 decoding failed for "abcde"`],
    },
    {
      name: 'a body whose name has two words',
      host: 'monitoring.googleapis.com',
      verb: 'PATCH',
      path: '/v3/projects/p/alertPolicies/1',
      body: { conditions: [{ documentation: {} }] },
      says: [
        `Invalid JSON payload received. Unknown name "documentation" at 'alert_policy.conditions[0]': Cannot find field.`,
      ],
    },
    compute('names in the case of old APIs', { allowed: [{ IPProtocol: 'tcp', ports: ['443'] }] }),
    compute(
      'a literal hidden in a text',
      { direction: 'SIDEWAYS' },
      `Invalid value at 'resource.direction' (type.googleapis.com/google.cloud.compute.v1.Firewall.Direction), "SIDEWAYS"`,
    ),
    {
      name: 'a declared literal',
      host: 'storage.googleapis.com',
      verb: 'PATCH',
      path: '/storage/v1/b/b',
      body: { iamConfiguration: { publicAccessPrevention: 'perhaps' } },
      says: [
        `Invalid value at 'iamConfiguration.publicAccessPrevention' (type.googleapis.com/Bucket.iamConfiguration.publicAccessPrevention), "perhaps"`,
      ],
    },
  ])('$name', ({ host, verb, path, body, says }) => {
    const description = described(host, verb, path);
    const { body: message, root } = description;
    if (!message) throw new Error('the method has no body');
    const found = violations(
      message,
      body,
      root,
      strictnessOf(description.method, description, new URLSearchParams()),
    );
    expect(found.map(({ description }) => description)).toEqual(says);
  });

  it('names the field of every defect, of the body itself none', () => {
    const { body: message, root } = described('run.googleapis.com', 'PATCH', `${SERVICE}/web`);
    const found = message ? violations(message, { extra: 1, labels: { a: 1 } }, root) : [];
    expect(found.map(({ field }) => field)).toEqual(['service', 'service.labels[0].value']);
    const whole = described('secretmanager.googleapis.com', 'POST', '/v1/projects/p/secrets/s:addVersion');
    const [first] = whole.body ? violations(whole.body, { extra: 1 }, whole.root) : [];
    expect(first).toMatchObject({
      field: '',
      description: expect.stringContaining('"extra": Cannot find field.'),
    });
    expect(schemaViolated([{ field: '', description: 'd' }]).parts.details?.[0]).toEqual({
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: [{ description: 'd' }],
    });
  });
});

describe('an operation is held to what its Any says it is', () => {
  const OPERATION = '/v2/projects/p/locations/l/operations/o';
  const TYPE = 'type.googleapis.com/google.cloud.run.v2.Service';
  it.each<[string, Json, ...string[]]>([
    ['a known type', { '@type': TYPE, name: 'n', ingress: 'INGRESS_TRAFFIC_ALL' }],
    ['an unknown type', { '@type': 'type.googleapis.com/a.B', c: 1 }],
    ['a type with its own form', { '@type': 'type.googleapis.com/google.protobuf.Duration', value: '1s' }],
    ['nothing', {}],
    ['an Empty', { '@type': 'type.googleapis.com/google.protobuf.Empty' }],
    ['an Empty with its value', { '@type': 'type.googleapis.com/google.protobuf.Empty', value: {} }],
    [
      'no type',
      { name: 'n' },
      `Invalid value at 'response' (Any), Missing or invalid @type for any field in google.longrunning.Operation`,
    ],
    [
      'a field that the type lacks',
      { '@type': TYPE, colour: 1 },
      `Invalid JSON payload received. Unknown name "colour" at 'response': Cannot find field.`,
    ],
    [
      'a value of the wrong type',
      { '@type': TYPE, labels: { a: 1 } },
      `Invalid value at 'response.labels[0].value' (TYPE_STRING), 1`,
    ],
    [
      'a wrong value of a type with its own form',
      { '@type': 'type.googleapis.com/google.protobuf.Duration', value: '1m' },
      `Invalid value at 'response' (type.googleapis.com/google.protobuf.Duration), Field 'value', Illegal duration format; duration must end with 's'`,
    ],
  ])('%s', (_, response, ...says) => {
    const { reply } = described('run.googleapis.com', 'GET', OPERATION);
    const found = reply ? violations(reply, { name: 'o', done: true, response }) : [];
    expect(found.map(({ description }) => description)).toEqual(says);
  });
});

it.each([
  ['pageSize=5&pageToken=t&alt=json', []],
  ['page_size=5&$alt=json%3Benum-encoding=int&$prettyPrint=0', []],
  [
    'options.requestedPolicyVersion=3',
    [
      `Invalid JSON payload received. Unknown name "options.requestedPolicyVersion": Cannot bind query parameter. Field 'options.requestedPolicyVersion' could not be found in request message.`,
    ],
  ],
  ['pageSize=many', [`Invalid value at 'page_size' (TYPE_INT32), "many"`]],
])('the query %s is held to the request', (query, says) => {
  const { query: fields = [], given } = described('run.googleapis.com', 'GET', SERVICE);
  const found = queryViolations(new URLSearchParams(query), fields, given).map(
    ({ description }) => description,
  );
  expect(found).toEqual(says);
});

it('a parameter whose name has a dot is found as declared', () => {
  const path = `${SERVICE.replace('/v2/', '/v1/')}/s:getIamPolicy`;
  const { query: fields = [], given } = described('run.googleapis.com', 'GET', path);
  const found = (query: string) => queryViolations(new URLSearchParams(query), fields, given);
  expect(found('options.requestedPolicyVersion=3')).toEqual([]);
  expect(found('options.requestedVersion=3')).toHaveLength(1);
});

it.each([
  ['run.googleapis.com', 'POST', SERVICE],
  ['sqladmin.googleapis.com', 'POST', '/sql/v1beta4/projects/p/instances'],
  ['monitoring.googleapis.com', 'POST', '/v3/projects/p/alertPolicies'],
  ['secretmanager.googleapis.com', 'POST', '/v1/projects/p/secrets'],
  ['compute.googleapis.com', 'POST', '/compute/v1/projects/p/global/backendServices'],
  ['storage.googleapis.com', 'POST', '/storage/v1/b'],
])('of %s %s %s every body that is one is taken, and none with any single defect', (host, verb, path) => {
  const description = described(host, verb, path);
  const { body: message, root } = description;
  if (!message) throw new Error('the method has no body');
  const strictness = strictnessOf(description.method, description, new URLSearchParams());
  fc.assert(
    fc.property(fc.integer(), fc.nat(), (seed, which) => {
      const value = sampleOf(message, random(seed));
      expect(violations(message, value, root, strictness)).toEqual([]);
      const defects = [...mutationsOf(message, value, strictness, root)].filter(({ excuse }) => !excuse);
      const defect = defects[which % defects.length];
      if (!defect) throw new Error('a value without any place for a defect');
      expect(violations(message, defect.spoil(value), root, strictness), defect.at).not.toEqual([]);
      const plain = canonical(message, value);
      expect(violations(message, plain, root, strictness)).toEqual([]);
      expect(canonical(message, plain)).toEqual(plain);
    }),
  );
});

it('a body is handed on as replies would spell it', () => {
  const { body } = described('sqladmin.googleapis.com', 'PATCH', SQL);
  const sent = {
    settings: { settings_version: 7, availability_type: 1, ip_configuration: { ipv4_enabled: 'true' } },
    extra: 1,
  };
  expect(body && canonical(body, sent)).toEqual({
    settings: {
      settingsVersion: '7',
      availabilityType: 'ZONAL',
      ipConfiguration: { ipv4Enabled: true },
    },
    extra: 1,
  });
});

describe('an update mask', () => {
  const policy = described('monitoring.googleapis.com', 'PATCH', '/v3/projects/p/alertPolicies/1').method;
  const asked = (query: string) => maskOf({ method: policy, query: new URLSearchParams(query) });

  it.each<[string, readonly (readonly string[])[] | undefined]>([
    ['', undefined],
    ['updateMask=*', undefined],
    ['updateMask=display_name,enabled', [['displayName'], ['enabled']]],
    [
      'updateMask=displayName&updateMask=documentation.mime_type',
      [['displayName'], ['documentation', 'mimeType']],
    ],
    ['update_mask=userLabels.my_team', [['userLabels', 'my_team']]],
    ['updateMask=user_labels.`a.b`', [['userLabels', 'a.b']]],
    ['updateMask.paths=conditions', [['conditions']]],
  ])('%s', (query, paths) => {
    expect(asked(query)).toEqual(paths);
  });

  it.each(['updateMask=colour', 'updateMask=conditions.name', 'updateMask=enabled.value'])(
    '%s names nothing that a policy has',
    (query) => {
      expect(() => asked(query)).toThrow(
        /Field mask path '.*' is no field of google.monitoring.v3.AlertPolicy/,
      );
    },
  );

  it('sets what it names and clears what it names and the request leaves out, and no more', () => {
    const before = {
      displayName: 'a',
      enabled: true,
      userLabels: { x: '1', y: '2' },
      documentation: { content: 'c' },
    };
    const mask = asked('updateMask=display_name,enabled,user_labels.x,documentation.mime_type') ?? [];
    const given = {
      displayName: 'b',
      userLabels: { x: '3', y: '4' },
      documentation: { mimeType: 'text/markdown' },
    };
    expect(masked(before, given, mask)).toEqual({
      displayName: 'b',
      userLabels: { x: '3', y: '2' },
      documentation: { content: 'c', mimeType: 'text/markdown' },
    });
  });
});

it('what only replies have is not set, what is set once is told when it changes', () => {
  const { body: service } = described('run.googleapis.com', 'PATCH', `${SERVICE}/web`);
  if (!service) throw new Error('the method has no body');
  const sent = {
    uid: 'u',
    reconciling: true,
    labels: { a: 'b' },
    template: { containers: [{ image: 'i', buildInfo: {} }] },
  };
  expect(settable(service, sent)).toEqual({ labels: { a: 'b' }, template: { containers: [{ image: 'i' }] } });
  const { body: secret } = described('secretmanager.googleapis.com', 'PATCH', '/v1/projects/p/secrets/s');
  if (!secret) throw new Error('the method has no body');
  const before = { replication: { automatic: {} }, labels: {} };
  expect(immutableChanges(secret, before, { labels: { a: 'b' } })).toEqual([]);
  expect(immutableChanges(secret, before, { replication: { automatic: {} } })).toEqual([]);
  expect(immutableChanges(secret, before, { replication: { userManaged: { replicas: [] } } })).toEqual([
    'replication',
  ]);
});
