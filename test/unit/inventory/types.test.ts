import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assetOf, makeAsset } from '../../../src/inventory/asset.ts';
import { readEnvelope } from '../../../src/inventory/envelope.ts';
import { compileFilling } from '../../../src/inventory/types/fill.ts';
import { knownTypes, tableOf } from '../../../src/inventory/types/index.ts';
import { currentType } from '../../../src/inventory/types/names.ts';
import { parsePath } from '../../../src/policy/path.ts';
import { schemaOf } from '../../../src/policy/schemas/index.ts';
import { checkPath } from '../../../src/policy/schemas/walk.ts';
import { Unknown } from '../../../src/policy/unknown.ts';

type Json = Record<string, unknown>;

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/inventory/${name}.json`, import.meta.url), 'utf8'));

/** Paths of all leaves (scalars, empty containers and Unknowns), indices as `[*]`. */
function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return [path];
  const entries = Object.entries(value);
  if (entries.length === 0) return [path];
  return entries.flatMap(([key, inner]) =>
    leaves(
      inner,
      Array.isArray(value)
        ? `${path}[*]`
        : `${path}${path ? '.' : ''}${/^[\w$-]+$/.test(key) ? key : `_${key.length}`}`,
    ),
  );
}

/** Sets a value at a path of plain names and indices, making objects on the way. */
function set(object: Json, path: string, value: unknown): void {
  const names = parsePath(path);
  let here = object;
  for (const name of names.slice(0, -1)) here = (here[name] ??= {}) as Json;
  here[names.at(-1) as string] = value;
}

const remarksOf = (record: unknown) => {
  const strays: string[] = [];
  const unlisted: string[] = [];
  const raw = readEnvelope(structuredClone(record));
  if (raw.kind !== 'record') throw new Error('not a record');
  const asset = makeAsset(
    raw,
    { uri: 'x' },
    { stray: (_, path) => strays.push(path), unlisted: (_, key) => unlisted.push(key) },
  );
  return { asset, strays, unlisted };
};

describe('tables', () => {
  it.each(knownTypes)(
    '%s fills only paths its schema has, and says where each default is documented',
    (type) => {
      const table = tableOf(type);
      expect(compileFilling(table as never).bits.size).toBeLessThanOrEqual(31);
      for (const path of [...Object.keys(table?.absence ?? {}), ...(table?.lists ?? [])]) {
        const checked = checkPath(type, parsePath(path.replaceAll('?', '')));
        expect(checked, path).toMatchObject({ ok: true });
      }
      for (const path of table?.lists ?? []) {
        const checked = checkPath(type, parsePath(path.replaceAll('?', '')));
        expect(checked.ok && checked.kind, path).toBe('list');
      }
      for (const { source } of Object.values(table?.absence ?? {})) expect(source).toMatch(/\w{3}/);
    },
  );

  it.each(knownTypes)('%s renames to names its schema has, from names it has not', (type) => {
    for (const [old, name] of Object.entries(tableOf(type)?.renames ?? {})) {
      const segments = parsePath(old);
      expect(checkPath(type, [...segments.slice(0, -1), name]).ok, `${old} -> ${name}`).toBe(true);
      expect(checkPath(type, segments).ok, old).toBe(false);
    }
  });

  it.each(knownTypes)('%s converts to paths its schema has', (type) => {
    for (const { rows, rests = [] } of tableOf(type)?.shapes ?? []) {
      for (const { to } of [...rows, ...rests]) {
        expect(checkPath(type, parsePath(to)), to).toMatchObject({ ok: true });
      }
    }
  });

  it('gives every type its own empty default, never one that can be changed', () => {
    const a = assetOf({
      name: '//x/a',
      assetType: 'compute.googleapis.com/Firewall',
      resource: { data: {} },
    });
    expect(() => (a.data['allowed'] as unknown[]).push(1)).toThrow(TypeError);
  });

  it('refuses a table whose absence does not fit one number', () => {
    const absence = Object.fromEntries(
      Array.from({ length: 32 }, (_, i) => [`f${i}`, { value: i, source: 'none' }]),
    );
    expect(() => compileFilling({ types: ['x'], absence })).toThrow(RangeError);
  });

  it.each([
    ['google.compute.Firewall', 'compute.googleapis.com/Firewall'],
    ['google.cloud.sql.Instance', 'sqladmin.googleapis.com/Instance'],
    ['google.cloud.resourcemanager.Project', 'cloudresourcemanager.googleapis.com/Project'],
    ['google.cloud.storage.Bucket', 'storage.googleapis.com/Bucket'],
    ['google.iam.ServiceAccount', 'iam.googleapis.com/ServiceAccount'],
    ['google.cloud.kms.CryptoKey', 'cloudkms.googleapis.com/CryptoKey'],
    ['logging.googleapis.com/Metric', 'logging.googleapis.com/LogMetric'],
    ['run.googleapis.com/Service', 'run.googleapis.com/Service'],
    ['constructor', 'constructor'],
  ])('reads the type %s as %s', (old, now) => expect(currentType(old)).toBe(now));
});

describe('Knative', () => {
  it.each(['knative-Service', 'knative-Revision'])(
    '%s has no leaf that is neither moved, observed nor dropped',
    (name) => {
      const { strays, unlisted } = remarksOf(fixture(name));
      expect(strays).toEqual([]);
      expect(unlisted).toEqual([]);
    },
  );

  it.each(['knative-Service', 'knative-Revision'])('%s converts to leaves the schema has', (name) => {
    const { asset } = remarksOf(fixture(name));
    const schema = schemaOf(asset.type);
    expect(schema).toBeDefined();
    const open = /^(template\.)?(labels|annotations)\.|\.limits\./;
    for (const path of leaves(asset.data)) {
      if (open.test(path)) continue;
      expect(checkPath(asset.type, parsePath(path)), path).toMatchObject({ ok: true });
    }
  });

  it('gives a service the canonical data its v2 form has', () => {
    const knative = assetOf(fixture('knative-Service'));
    const v2 = assetOf(fixture('v2-Service'));
    expect(knative.data).toEqual(v2.data);
    expect(knative.labels).toEqual(v2.labels);
    expect(knative.labels).toEqual({ env: 'production', team: 'promises' });
    expect(JSON.stringify(knative.data)).not.toMatch(/"info"|"debug"/);
  });

  it('keeps of a revision what serves, and says of the rest that it is not kept', () => {
    const { data } = assetOf(fixture('knative-Revision'));
    const unkept = { code: 'unmapped' };
    const image = 'us-central1-docker.pkg.dev/pinky-prod/apps/';
    expect(data).toEqual({
      name: 'projects/pinky-prod/locations/us-central1/revisions/pinky-api-00042-abc',
      service: 'projects/pinky-prod/locations/us-central1/services/pinky-api',
      uid: '6d1c6f0e-95f2-4b0c-8b62-1f7e6f1d9b55',
      generation: '1',
      observedGeneration: '1',
      createTime: '2026-01-10T09:00:00Z',
      creator: 'deployer@pinky-prod.iam.gserviceaccount.com',
      client: 'gcloud',
      logUri: 'https://console.cloud.google.com/logs/viewer?project=pinky-prod',
      scaling: { minInstanceCount: 2, maxInstanceCount: 80 },
      scalingStatus: expect.objectContaining(unkept),
      maxInstanceRequestConcurrency: 80,
      timeout: '300s',
      serviceAccount: 'pinky-api@pinky-prod.iam.gserviceaccount.com',
      containers: [
        {
          name: 'api',
          image: `${image}api:1.4.0`,
          resources: { limits: { cpu: '2', memory: '1Gi' }, cpuIdle: true, startupCpuBoost: true },
          ports: expect.objectContaining(unkept),
          env: [{ name: 'LOG_LEVEL', value: '(value not read)' }],
          volumeMounts: expect.objectContaining(unkept),
          startupProbe: expect.objectContaining(unkept),
        },
        {
          name: 'otel',
          image: `${image}otel:0.120.0`,
          env: [],
          resources: { cpuIdle: true, startupCpuBoost: true },
        },
      ],
      volumes: expect.objectContaining(unkept),
      vpcAccess: { egress: 'PRIVATE_RANGES_ONLY', networkInterfaces: [{ network: 'prod' }] },
      conditions: expect.objectContaining(unkept),
      annotations: expect.objectContaining(unkept),
      labels: expect.objectContaining(unkept),
      observed: {
        imageDigest: `${image}api@sha256:${'1'.repeat(64)}`,
        containers: [
          { name: 'api', imageDigest: `${image}api@sha256:${'1'.repeat(64)}` },
          { name: 'otel', imageDigest: `${image}otel@sha256:${'2'.repeat(64)}` },
        ],
      },
    });
  });

  it('names annotations of Cloud Run it does not know, and keeps them', () => {
    const record = fixture('knative-Service');
    set(record, 'resource.data.metadata.annotations["run.googleapis.com/brand-new"]', 'x');
    set(record, 'resource.data.spec.template.metadata.annotations["autoscaling.knative.dev/brand-new"]', 'y');
    set(record, 'resource.data.metadata.finaliser', 'z');
    const { asset, unlisted, strays } = remarksOf(record);
    expect(unlisted).toEqual(['run.googleapis.com/brand-new', 'autoscaling.knative.dev/brand-new']);
    expect(strays).toEqual(['metadata.finaliser']);
    expect(asset.data['annotations']).toHaveProperty(['run.googleapis.com/brand-new'], 'x');
    expect((asset.data['template'] as Json)['annotations']).toHaveProperty(
      ['autoscaling.knative.dev/brand-new'],
      'y',
    );
  });

  it.each([
    ['ingress', 'metadata.annotations["run.googleapis.com/ingress"]'],
    ['observed.ingress', 'metadata.annotations["run.googleapis.com/ingress-status"]'],
    ['scaling.minInstanceCount', 'metadata.annotations["run.googleapis.com/minScale"]'],
    ['scaling', 'metadata.annotations'],
    [
      'template.scaling.minInstanceCount',
      'spec.template.metadata.annotations["autoscaling.knative.dev/minScale"]',
    ],
    ['template.serviceAccount', 'spec.template.spec.serviceAccountName'],
    ['template.containers[1].resources.limits.cpu', 'spec.template.spec.containers[1].resources.limits.cpu'],
    [
      'template.containers[0].resources.cpuIdle',
      'spec.template.metadata.annotations["run.googleapis.com/cpu-throttling"]',
    ],
    [
      'template.containers[0].env[2].valueSource.secretKeyRef.secret',
      'spec.template.spec.containers[0].env[2].valueFrom.secretKeyRef.name',
    ],
    [
      'template.containers[0].env[2].valueSource',
      'spec.template.spec.containers[0].env[2].valueFrom.secretKeyRef',
    ],
    ['template.containers[0].env', 'spec.template.spec.containers[0].env'],
    ['template.containers', 'spec.template.spec.containers'],
    ['template.containers[0].args[1]', 'spec.template.spec.containers[0].args[1]'],
    [
      'template.vpcAccess.networkInterfaces[0].network',
      'spec.template.metadata.annotations["run.googleapis.com/network-interfaces"]',
    ],
    [
      'template.volumes[4].cloudSqlInstance.instances[0]',
      'spec.template.metadata.annotations["run.googleapis.com/cloudsql-instances"]',
    ],
    ['terminalCondition.state', 'status.conditions'],
    ['traffic[0].revision', 'spec.traffic[0].revisionName'],
    ['labels.env', 'metadata.labels.env'],
    ['annotations["a.b"]', 'metadata.annotations["a.b"]'],
    ['iapEnabled', 'metadata.annotations["run.googleapis.com/iap-enabled"]'],
    ['nothing.known', 'nothing.known'],
  ])('spells %s as the source does', (path, wanted) => {
    expect(assetOf(fixture('knative-Service')).sourcePath(path)).toBe(wanted);
    expect(assetOf(fixture('v2-Service')).sourcePath(path)).toBe(path);
  });

  const annotated = (place: string, key: string, value: unknown) => {
    const record = fixture('knative-Service');
    set(record, `resource.data.${place}.annotations["${key}"]`, value);
    return assetOf(record);
  };
  const template = 'spec.template.metadata';
  const run = 'run.googleapis.com/';

  it.each([
    ['metadata', `${run}ingress`, 'all', 'ingress', 'INGRESS_TRAFFIC_ALL'],
    ['metadata', `${run}ingress`, 'internal', 'ingress', 'INGRESS_TRAFFIC_INTERNAL_ONLY'],
    ['metadata', `${run}ingress`, 'none', 'ingress', 'INGRESS_TRAFFIC_NONE'],
    ['metadata', `${run}scalingMode`, 'manual', 'scaling.scalingMode', 'MANUAL'],
    [
      'metadata',
      `${run}binary-authorization`,
      'projects/p/platforms/run/policies/x',
      'binaryAuthorization.policy',
      'projects/p/platforms/run/policies/x',
    ],
    ['metadata', `${run}iap-enabled`, 'True', 'iapEnabled', true],
    [template, `${run}vpc-access-egress`, 'all', 'template.vpcAccess.egress', 'ALL_TRAFFIC'],
    [
      template,
      `${run}network-interfaces`,
      '[{"tags":"a, b"}]',
      'template.vpcAccess.networkInterfaces',
      [{ tags: ['a', 'b'] }],
    ],
    [template, 'autoscaling.knative.dev/minScale', 3, 'template.scaling.minInstanceCount', 3],
  ])('reads %s %s %j', (place, key, value, path, wanted) => {
    expect(annotated(place, key, value).data).toHaveProperty(path, wanted);
  });

  it.each([
    ['metadata', `${run}ingress`, 'everywhere', 'ingress', '"everywhere" is not an ingress setting'],
    ['metadata', `${run}minScale`, 'two', 'scaling.minInstanceCount', '"two" is not a whole number'],
    ['metadata', `${run}iap-enabled`, 'yes', 'iapEnabled', '"yes" is not true or false'],
    ['metadata', `${run}custom-audiences`, '{', 'customAudiences', '"{" is not JSON text of a list'],
    [
      template,
      `${run}network-interfaces`,
      'prod',
      'template.vpcAccess.networkInterfaces',
      '"prod" is not JSON text of a list',
    ],
    [
      template,
      `${run}scaling-cpu-target`,
      'high',
      'template.scaling.cpuUtilization',
      '"high" is not a number',
    ],
  ])('makes only the path of %s %s %j unknown', (place, key, value, path, reason) => {
    const asset = annotated(place, key, value);
    expect(asset.partial).toBe(true);
    expect(asset.data).toHaveProperty(path, expect.objectContaining({ code: 'unconvertible', reason }));
    expect(asset.data).toHaveProperty(
      'template.serviceAccount',
      'pinky-api@pinky-prod.iam.gserviceaccount.com',
    );
  });

  it.each([
    ['metadata.annotations', ['ingress', 'scaling.minInstanceCount', 'iapEnabled', 'annotations']],
    [
      `${template}.annotations`,
      [
        'template.scaling.minInstanceCount',
        'template.vpcAccess.networkInterfaces',
        'template.volumes.4',
        'template.containers.0.resources.cpuIdle',
        'template.containers.0.env.1.valueSource.secretKeyRef.secret',
      ],
    ],
    ['spec.template.spec.containers', ['template.containers']],
    ['spec.template.spec.containers[0].env', ['template.containers.0.env']],
    [
      'spec.template.spec.containers[0]',
      ['template.containers.0.image', 'template.containers.0.env', 'template.containers.0.resources.limits'],
    ],
    [
      'spec.template',
      ['template.serviceAccount', 'template.containers', 'template.scaling.maxInstanceCount'],
    ],
    ['status.conditions', ['terminalCondition', 'conditions']],
    ['status', ['trafficStatuses', 'uri', 'terminalCondition']],
  ])('makes all that is read from an unknown %s unknown', (source, paths) => {
    const record = fixture('knative-Service');
    const hidden = new Unknown('after-apply', 'known after apply');
    set(record, `resource.data.${source}`, hidden);
    const asset = assetOf(record);
    expect(asset.partial).toBe(true);
    for (const path of paths) expect(asset.data, path).toHaveProperty(path, hidden);
  });

  it('reads a map of a wrong kind as unknown, not as empty', () => {
    const record = fixture('knative-Service');
    set(record, 'resource.data.metadata.annotations', 'x');
    set(record, 'resource.data.spec.template.spec.containers', { api: {} });
    const { data } = assetOf(record);
    expect(data['ingress']).toMatchObject({ code: 'unconvertible' });
    expect((data['template'] as Json)['containers']).toMatchObject({ code: 'unconvertible' });
  });

  it('reads what a bare service leaves out', () => {
    const record = {
      name: '//run.googleapis.com/projects/p/locations/l/services/s',
      assetType: 'run.googleapis.com/Service',
      resource: {
        data: {
          apiVersion: 'serving.knative.dev/v1',
          kind: 'Service',
          spec: { template: { spec: { containers: [{ image: 'i' }] } } },
        },
      },
    };
    expect(assetOf(record).data).toEqual({
      name: 'projects/p/locations/l/services/s',
      ingress: 'INGRESS_TRAFFIC_ALL',
      defaultUriDisabled: false,
      invokerIamDisabled: false,
      iapEnabled: false,
      scaling: { minInstanceCount: 0, scalingMode: 'AUTOMATIC' },
      template: {
        containers: [{ image: 'i', env: [], resources: { cpuIdle: true } }],
        healthCheckDisabled: false,
        maxInstanceRequestConcurrency: 80,
        scaling: { minInstanceCount: 0 },
        volumes: [],
      },
      traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
      trafficStatuses: [],
    });
  });
});

describe('what absence means', () => {
  const of = (type: string, data: Json) =>
    assetOf({ name: '//x/projects/p/things/t', assetType: type, resource: { data: { etag: 'e', ...data } } });
  const service = (template: Json) => of('run.googleapis.com/Service', { template });
  const SQL = 'sqladmin.googleapis.com/Instance';
  const sql = (settings: Json) => of(SQL, { settings });
  const retained = 'settings.backupConfiguration.backupRetentionSettings.retainedBackups';
  const concurrency = 'template.maxInstanceRequestConcurrency';

  it.each([
    [service({ containers: [{ resources: { limits: { cpu: '500m' } } }] }), concurrency, 1],
    [service({ containers: [{ resources: { limits: { cpu: '0.5' } } }, {}] }), concurrency, 80],
    [service({ containers: [{}] }), concurrency, 80],
    [service({ maxInstanceRequestConcurrency: 0, containers: [{}] }), concurrency, 80],
    [service({ vpcAccess: { connector: 'c' } }), 'template.vpcAccess.egress', 'PRIVATE_RANGES_ONLY'],
    [service({}), 'template.vpcAccess', undefined],
    [service({}), 'template.containers', expect.objectContaining({ code: 'missing' })],
    [service({ containers: [] }), 'template.containers', expect.objectContaining({ code: 'missing' })],
    [of('run.googleapis.com/Revision', {}), 'containers', expect.objectContaining({ code: 'missing' })],
    [service({}), 'template.serviceAccount', undefined],
    [service({}), 'template.scaling.maxInstanceCount', undefined],
    [sql({}), retained, 7],
    [sql({ edition: 'ENTERPRISE_PLUS' }), retained, 15],
    [sql({ edition: 'NEXT' }), retained, expect.objectContaining({ code: 'unrecognised' })],
    [sql({}), 'settings.backupConfiguration.transactionLogRetentionDays', 7],
    [sql({ edition: 'ENTERPRISE_PLUS' }), 'settings.backupConfiguration.transactionLogRetentionDays', 14],
    [of(SQL, { masterInstanceName: '' }), 'instanceType', 'CLOUD_SQL_INSTANCE'],
    [of(SQL, { masterInstanceName: '' }), 'masterInstanceName', undefined],
    [of(SQL, { masterInstanceName: 'db' }), 'instanceType', 'READ_REPLICA_INSTANCE'],
    [sql({}), 'settings.ipConfiguration.ipv4Enabled', undefined],
    [sql({}), 'settings.backupConfiguration.location', undefined],
    [sql({}), 'settings.ipConfiguration.authorizedNetworks', []],
    [of('monitoring.googleapis.com/AlertPolicy', {}), 'enabled', true],
    [
      of('monitoring.googleapis.com/AlertPolicy', {
        conditions: [{ conditionThreshold: {} }, { conditionAbsent: {} }],
      }),
      'conditions.0.conditionThreshold.thresholdValue',
      0,
    ],
    [
      of('monitoring.googleapis.com/AlertPolicy', { conditions: [{ conditionAbsent: {} }] }),
      'conditions.0.conditionThreshold',
      undefined,
    ],
    [
      of('compute.googleapis.com/SecurityPolicy', { rules: [{ action: 'allow' }] }),
      'rules.0',
      { action: 'allow', preview: false, priority: 0 },
    ],
    [of('compute.googleapis.com/UrlMap', {}), 'defaultUrlRedirect', undefined],
    [
      of('compute.googleapis.com/UrlMap', { defaultUrlRedirect: { httpsRedirect: true } }),
      'defaultUrlRedirect.redirectResponseCode',
      'MOVED_PERMANENTLY_DEFAULT',
    ],
    [of('compute.googleapis.com/TargetHttpsProxy', {}), 'sslPolicy', undefined],
    [of('oci.image/Config', {}), 'config.User', ''],
  ])('%# %o: %s', (asset, path, wanted) => {
    if (wanted === undefined) expect(asset.data).not.toHaveProperty(path);
    else expect(asset.data).toHaveProperty(path, wanted);
  });

  it('does not fill below an unknown', () => {
    const hidden = new Unknown('after-apply', 'x');
    expect(sql({ backupConfiguration: hidden }).data['settings']).toHaveProperty(
      'backupConfiguration',
      hidden,
    );
    expect(service({ containers: [hidden] }).data['template']).toHaveProperty('containers.0', hidden);
    const edition = sql({ edition: hidden });
    expect(edition.data).toHaveProperty(retained, hidden);
    expect(edition.partial).toBe(true);
  });

  it('tells what nothing set from what is set to the default', () => {
    const asset = sql({ availabilityType: 'ZONAL' });
    expect(asset.isUnset('settings.availabilityType')).toBe(false);
    expect(asset.isUnset('settings.deletionProtectionEnabled')).toBe(true);
    expect(asset.isUnset('settings.tier')).toBe(false);
    const rules = (previews: Json[]) => of('compute.googleapis.com/SecurityPolicy', { rules: previews });
    expect(rules([{}, {}]).isUnset('rules[1].preview')).toBe(true);
    expect(rules([{}, { preview: false }]).isUnset('rules[1].preview')).toBe(false);
  });
});
