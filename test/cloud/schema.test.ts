import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './core/json.ts';
import { route } from './front/routes.ts';
import { descriptionOf, violations } from './schema/index.ts';
import { defectsOf } from './schema/mutate.ts';
import { queryViolations } from './schema/query.ts';

const described = (host: string, verb: string, path: string) => {
  const target = route(host, verb, path);
  const description = target && descriptionOf(target.method);
  if (!description) throw new Error(`${verb} ${host}${path} is described nowhere`);
  return { id: target.method.id, ...description };
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
    expect(described(host, verb, path).id).toBe(id);
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
      { settings: { ipv4: true } },
      `Invalid JSON payload received. Unknown name "ipv4" at 'body.settings': Cannot find field.`,
    ),
    sql(
      'a literal that is not one',
      { settings: { availabilityType: 'EVERYWHERE' } },
      `Invalid value at 'body.settings.availabilityType' (type.googleapis.com/google.cloud.sql.v1beta4.SqlAvailabilityType), "EVERYWHERE"`,
    ),
    sql(
      'a text where a truth value belongs',
      { settings: { ipConfiguration: { ipv4Enabled: 'no' } } },
      `Invalid value at 'body.settings.ipConfiguration.ipv4Enabled' (TYPE_BOOL), "no"`,
    ),
    sql(
      'a list where one value belongs',
      { settings: { tier: ['db-f1-micro'] } },
      `Invalid JSON payload received. Unknown name "tier" at 'body.settings': Proto field is not repeating, cannot start list.`,
    ),
    sql('numbers in either spelling, names in snake case', {
      settings: { settings_version: 7, dataDiskSizeGb: '10' },
    }),
    run('a service with what it must have', { template: { containers: [{ image: 'i' }] } }),
    run('a service without template', {}, `Required field 'service.template' is not set.`),
    run(
      'a container without image, in its list',
      { template: { containers: [{ name: 'a' }] } },
      `Required field 'service.template.containers[0].image' is not set.`,
    ),
    run(
      'a duration in minutes',
      { template: { containers: [{ image: 'i' }], timeout: '5m' } },
      `Invalid value at 'service.template.timeout' (type.googleapis.com/google.protobuf.Duration), "5m"`,
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
    compute('names in the case of old APIs', { allowed: [{ IPProtocol: 'tcp', ports: ['443'] }] }),
    compute(
      'a literal hidden in a text',
      { direction: 'SIDEWAYS' },
      `Invalid value at 'direction' (type.googleapis.com/google.cloud.compute.v1.Firewall.Direction), "SIDEWAYS"`,
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
    const { body: message, root, given } = described(host, verb, path);
    if (!message) throw new Error('the method has no body');
    const found = violations(message, body, root, { required: verb === 'POST', given });
    expect(found.map(({ description }) => description)).toEqual(says);
  });
});

it.each([
  ['pageSize=5&pageToken=t&alt=json', []],
  ['options.requestedPolicyVersion=3', [`options.requestedPolicyVersion`]],
  ['pageSize=many', [`Invalid value at 'pageSize' (TYPE_INT32), "many"`]],
])('the query %s is held to the request', (query, says) => {
  const { query: fields = [] } = described('run.googleapis.com', 'GET', SERVICE);
  const found = queryViolations(new URLSearchParams(query), fields).map(({ description }) => description);
  expect(found).toHaveLength(says.length);
  for (const [index, text] of says.entries()) expect(found[index]).toContain(text);
});

/** A valid service, of parts that may or may not be there. */
const services = fc.record(
  {
    template: fc.record(
      {
        containers: fc.array(
          fc.record(
            {
              image: fc.string({ minLength: 1 }),
              env: fc.array(fc.record({ name: fc.string({ minLength: 1 }), value: fc.string() })),
              resources: fc.record({ limits: fc.dictionary(fc.string({ minLength: 1 }), fc.string()) }),
            },
            { requiredKeys: ['image'] },
          ),
          { minLength: 1, maxLength: 2 },
        ),
        scaling: fc.record({ minInstanceCount: fc.nat(100), maxInstanceCount: fc.nat(100) }),
        timeout: fc.nat(3600).map((seconds) => `${seconds}s`),
      },
      { requiredKeys: ['containers'] },
    ),
    ingress: fc.constantFrom('INGRESS_TRAFFIC_ALL', 'INGRESS_TRAFFIC_INTERNAL_ONLY'),
    labels: fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
  },
  { requiredKeys: ['template'] },
);

it('takes every service that is one, and refuses it with any single defect', () => {
  const { body: message, root, given } = described('run.googleapis.com', 'POST', SERVICE);
  if (!message) throw new Error('the method has no body');
  fc.assert(
    fc.property(services, fc.nat(), (service, which) => {
      const value = service as Json;
      const strictness = { required: true, given };
      expect(violations(message, value, root, strictness)).toEqual([]);
      const defects = defectsOf(message, value, { required: true, given: [] });
      const defect = defects[which % defects.length];
      if (!defect) throw new Error('a value without any place for a defect');
      expect(violations(message, defect.spoil(value), root, strictness), defect.at).not.toEqual([]);
    }),
  );
});
