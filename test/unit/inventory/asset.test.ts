import { describe, expect, it } from 'vitest';
import { assetOf } from '../../../src/inventory/asset.ts';
import type { Asset } from '../../../src/policy/model.ts';
import { Unknown } from '../../../src/policy/unknown.ts';

type Json = Record<string, unknown>;

const asset = (assetType: string, name: string, data: Json, more: Json = {}, resource: Json = {}): Asset =>
  assetOf({ name, assetType, resource: { data, ...resource }, ...more });
const compute = (kind: string, data: Json) =>
  asset(`compute.googleapis.com/${kind}`, `//compute.googleapis.com/projects/p/global/x/${kind}`, data);
const sql = (data: Json) =>
  asset('sqladmin.googleapis.com/Instance', '//cloudsql.googleapis.com/projects/p/instances/db', data);

describe('makeAsset', () => {
  it.each([80, 80.0, '80', '80.0'])('reads the number %j as 80', (seen) => {
    const service = asset(
      'run.googleapis.com/Service',
      '//run.googleapis.com/projects/p/locations/l/services/s',
      {
        template: { maxInstanceRequestConcurrency: seen, containers: [{}] },
      },
    );
    expect(service.data).toHaveProperty('template.maxInstanceRequestConcurrency', 80);
    expect(service.partial).toBe(false);
  });

  it.each([
    [2, '2'],
    ['2', '2'],
    [2.0, '2'],
  ])('reads the 64-bit number %j as %j', (seen, wanted) => {
    expect(sql({ settings: { dataDiskSizeGb: seen } }).data).toHaveProperty(
      'settings.dataDiskSizeGb',
      wanted,
    );
  });

  it('makes a value that does not convert unknown where it stands, and nothing else', () => {
    const { data, partial } = sql({
      state: 'RUNNABLE',
      settings: { backupConfiguration: { enabled: 'sure', startTime: '02:00' } },
    });
    expect(partial).toBe(true);
    expect(data).toHaveProperty('settings.backupConfiguration.enabled', expect.any(Unknown));
    expect(data).toHaveProperty(
      'settings.backupConfiguration.enabled',
      expect.objectContaining({ code: 'unconvertible', reason: '"sure" is not true or false' }),
    );
    expect(data).toHaveProperty('settings.backupConfiguration.startTime', '02:00');
  });

  it('gives v1beta4 and v1 of Cloud SQL the same data', () => {
    const data = { settings: { tier: 'db-custom-4-8192' } };
    const versions = ['v1beta4', 'v1'].map((version) =>
      asset(
        'sqladmin.googleapis.com/Instance',
        '//sqladmin.googleapis.com/projects/p/instances/db',
        data,
        {},
        { version },
      ),
    );
    expect(versions[0]?.data).toEqual(versions[1]?.data);
  });

  it('renames what old exports spell in the singular', () => {
    const old = {
      direction: 'INGRESS',
      sourceRange: ['0.0.0.0/0'],
      allowed: [{ ipProtocol: 'tcp', port: ['22'] }],
    };
    const now = {
      direction: 'INGRESS',
      sourceRanges: ['0.0.0.0/0'],
      allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
    };
    const [before, after] = [compute('Firewall', old), compute('Firewall', now)];
    expect(before.data).toEqual(after.data);
    expect(before.sourcePath('allowed[0].ports[0]')).toBe('allowed[0].port[0]');
    expect(before.sourcePath('sourceRanges')).toBe('sourceRange');
    expect(before.sourcePath('disabled')).toBe('disabled');
    expect(after.sourcePath('allowed[0].ports[0]')).toBe('allowed[0].ports[0]');
  });

  it('holds to the new spelling where an export has both', () => {
    const both = compute('Firewall', {
      sourceRange: ['1.1.1.1'],
      sourceRanges: ['0.0.0.0/0'],
      allowed: [{ ipProtocol: 'udp', IPProtocol: 'tcp' }],
    });
    expect(both.data).toMatchObject({ sourceRanges: ['0.0.0.0/0'], allowed: [{ IPProtocol: 'tcp' }] });
    expect(both.data).not.toHaveProperty('sourceRange');
    expect(both.sourcePath('sourceRanges')).toBe('sourceRanges');
  });

  it('renames below what it renamed', () => {
    const policy = compute('SecurityPolicy', {
      rule: [{ priority: 1, match: { config: { srcIpRange: ['*'] } } }],
    });
    expect(policy.data).toMatchObject({ rules: [{ match: { config: { srcIpRanges: ['*'] } } }] });
    expect(policy.sourcePath('rules[0].match.config.srcIpRanges')).toBe('rule[0].match.config.srcIpRange');
    expect(compute('ForwardingRule', { ipAddress: '1.2.3.4', ipProtocol: 'TCP' }).data).toMatchObject({
      IPAddress: '1.2.3.4',
      IPProtocol: 'TCP',
    });
  });

  it('keeps an asset of a type without a table as it is', () => {
    const data = { nothing: null, deep: { a: [1, '2'] } };
    const made = asset('example.googleapis.com/Thing', '//example.googleapis.com/projects/p/things/t', data);
    expect(made.data).toEqual(data);
    expect(made).toMatchObject({ partial: false, project: 'p' });
    expect(made.isUnset('nothing')).toBe(false);
  });

  it('coerces a type that has a schema but no table', () => {
    const made = asset(
      'secretmanager.googleapis.com/SecretVersion',
      '//secretmanager.googleapis.com/projects/1/secrets/s/versions/1',
      { state: 1 },
    );
    expect(made.data['state']).toBe('ENABLED');
  });

  it('has unknown data where the resource was not exported', () => {
    const bare = assetOf({
      name: '//storage.googleapis.com/b',
      assetType: 'storage.googleapis.com/Bucket',
      iamPolicy: { bindings: [] },
    });
    expect(bare.data).toBeInstanceOf(Unknown);
    expect(bare.data).toMatchObject({
      code: 'not-read',
      needs: 'export storage.googleapis.com/Bucket with resource content',
    });
    expect(bare.partial).toBe(true);
    expect(bare.isUnset('versioning.enabled')).toBe(false);
  });

  it('is partial where the record holds an Unknown', () => {
    const hidden = new Unknown('after-apply', 'known after apply');
    const made = sql({ settings: { tier: hidden } });
    expect(made.partial).toBe(true);
    expect(made.data).toHaveProperty('settings.tier', hidden);
    expect(hidden).toEqual(new Unknown('after-apply', 'known after apply'));
  });

  it('shares no default that an asset could change for another', () => {
    const [one, two] = [sql({ kind: 'k' }), sql({ kind: 'k' })] as [Asset, Asset];
    (one.data['settings'] as Json)['tier'] = 'changed';
    expect(two.data['settings']).not.toHaveProperty('tier');
    const services = [1, 2].map(() =>
      asset('run.googleapis.com/Service', '//run.googleapis.com/projects/p/locations/l/services/s', {
        uid: 'u',
      }),
    );
    ((services[0] as Asset).data['traffic'] as Json[]).push({});
    expect(services[1]?.data['traffic']).toHaveLength(1);
  });

  it('refuses what is no record', () => {
    expect(() => assetOf({ name: 'x' })).toThrow('the record has no assetType');
    expect(() => assetOf({ pinkyManifest: { scope: 'projects/p' } })).toThrow(TypeError);
  });

  it('reads a project of Resource Manager v3 as the inventory has it', () => {
    const v3 = asset(
      'cloudresourcemanager.googleapis.com/Project',
      '//cloudresourcemanager.googleapis.com/projects/7',
      {
        name: 'projects/7',
        projectId: 'p-7',
        displayName: 'Seven',
        state: 'ACTIVE',
        parent: 'folders/3',
        labels: { env: 'dev' },
        etag: 'x',
      },
    );
    expect(v3).toMatchObject({ project: 'p-7', labels: { env: 'dev' } });
    expect(v3.data).toEqual({
      name: 'Seven',
      projectId: 'p-7',
      projectNumber: '7',
      lifecycleState: 'ACTIVE',
      parent: { type: 'folder', id: '3' },
      labels: { env: 'dev' },
    });
    expect(v3.sourcePath('parent.id')).toBe('parent');
  });

  it.each<[string, string, Json, Json, Json, string | undefined]>([
    [
      'its name',
      '//run.googleapis.com/projects/p/locations/l/services/s',
      {},
      { ancestors: ['projects/1'] },
      {},
      'p',
    ],
    [
      'the id in its own record',
      '//cloudresourcemanager.googleapis.com/projects/1',
      { projectId: 'p' },
      {},
      {},
      'p',
    ],
    ['the number in its own record', '//cloudresourcemanager.googleapis.com/projects/1', {}, {}, {}, '1'],
    [
      'its ancestors',
      '//storage.googleapis.com/b',
      {},
      { ancestors: ['projects/1', 'organizations/2'] },
      {},
      '1',
    ],
    [
      'its parent',
      '//storage.googleapis.com/b',
      {},
      {},
      { parent: '//cloudresourcemanager.googleapis.com/projects/1' },
      '1',
    ],
    ['its project number', '//storage.googleapis.com/b', { projectNumber: 1 }, {}, {}, '1'],
    [
      'ancestors, behind projects/_',
      '//storage.googleapis.com/projects/_/buckets/b',
      {},
      { ancestors: ['projects/1'] },
      {},
      '1',
    ],
    [
      'nothing',
      '//cloudresourcemanager.googleapis.com/folders/1',
      {},
      { ancestors: ['folders/1', 'organizations/2'] },
      {},
      undefined,
    ],
  ])('knows its project by %s', (_, name, data, more, resource, project) => {
    expect(asset('storage.googleapis.com/Bucket', name, data, more, resource).project).toBe(project);
  });

  it.each<[string, Json, Json, string | undefined]>([
    [
      '//run.googleapis.com/projects/p/locations/europe-west1/services/s',
      {},
      { location: 'us-central1' },
      'us-central1',
    ],
    ['//storage.googleapis.com/b', { location: 'EU' }, {}, 'EU'],
    ['//cloudsql.googleapis.com/projects/p/instances/i', { region: 'us-east1' }, {}, 'us-east1'],
    [
      '//x/y',
      { zone: 'https://www.googleapis.com/compute/v1/projects/p/zones/us-east1-b' },
      {},
      'us-east1-b',
    ],
    ['//run.googleapis.com/projects/p/locations/europe-west1/services/s', {}, {}, 'europe-west1'],
    ['//compute.googleapis.com/projects/p/regions/us-east1/forwardingRules/f', {}, {}, 'us-east1'],
    ['//compute.googleapis.com/projects/p/global/firewalls/f', {}, {}, 'global'],
    ['//storage.googleapis.com/b', {}, {}, undefined],
  ])('%s %j %j is in %s', (name, data, resource, location) => {
    expect(asset('example.googleapis.com/Thing', name, data, {}, resource).location).toBe(location);
  });

  it.each<[string, Json, Json]>([
    ['storage.googleapis.com/Bucket', { labels: { env: 'prod' } }, { env: 'prod' }],
    ['sqladmin.googleapis.com/Instance', { settings: { userLabels: { env: 'prod' } } }, { env: 'prod' }],
    ['monitoring.googleapis.com/AlertPolicy', { userLabels: { env: 'prod' } }, { env: 'prod' }],
    ['monitoring.googleapis.com/NotificationChannel', { labels: { email_address: 'a@b' } }, {}],
    ['container.googleapis.com/Cluster', { resourceLabels: { env: 'prod' } }, { env: 'prod' }],
    ['storage.googleapis.com/Bucket', { labels: new Unknown('after-apply', 'x') }, {}],
    ['storage.googleapis.com/Bucket', {}, {}],
  ])('%s has the labels of %j', (type, data, labels) => {
    expect(asset(type, '//x/y', data).labels).toEqual(labels);
  });
});
