import { describe, expect, it } from 'vitest';
import { type RawRecord, readEnvelope } from '../../../src/inventory/envelope.ts';

const NAME = '//compute.googleapis.com/projects/p/global/firewalls/f';
const TYPE = 'compute.googleapis.com/Firewall';
const DATA = { name: 'f', priority: 1000 };

const record = (value: unknown): RawRecord => {
  const read = readEnvelope(value);
  if (read.kind !== 'record') throw new Error(`not a record: ${JSON.stringify(read)}`);
  return read;
};

describe('readEnvelope', () => {
  const ancestors = ['projects/1', 'folders/2', 'organizations/3'];
  const parent = '//cloudresourcemanager.googleapis.com/projects/1';
  const updateTime = '2026-01-10T09:06:00.5Z';
  const camel = {
    name: NAME,
    assetType: TYPE,
    resource: { version: 'v1', discoveryName: 'Firewall', parent, data: DATA, location: 'global' },
    ancestors,
    updateTime,
  };
  const snake = {
    name: NAME,
    asset_type: TYPE,
    resource: { version: 'v1', discovery_name: 'Firewall', parent, data: DATA, location: 'global' },
    ancestors,
    update_time: updateTime,
  };

  it.each<[string, unknown]>([
    ['a record of assets.list', camel],
    ['a record of an export', snake],
    [
      'a BigQuery row',
      {
        ...snake,
        resource: { ...snake.resource, data: JSON.stringify(DATA) },
        iam_policy: null,
        org_policy: [],
        ancestors: [...ancestors, 'organizations/3'],
        update_time: '2026-01-10 09:06:00.5 UTC',
      },
    ],
    ['a resource kept as JSON text', { ...camel, resource: JSON.stringify(camel.resource) }],
    [
      'a feed message',
      {
        asset: camel,
        priorAsset: { ...camel, resource: { data: {} } },
        window: { startTime: '2026-01-01T00:00:00Z' },
      },
    ],
    [
      'a feed message with the time outside',
      { asset: { ...snake, update_time: undefined }, window: { start_time: updateTime } },
    ],
    [
      'an older export',
      { ...snake, ancestors: undefined, ancestry_path: 'organizations/3/folders/2/projects/1' },
    ],
    [
      'a converted plan',
      { ...snake, ancestors: undefined, ancestryPath: 'organization/3/folder/2/project/1' },
    ],
    ['a 2018 export', { ...snake, asset_type: 'google.compute.Firewall' }],
  ])('reads %s', (_, value) => {
    expect(record(structuredClone(value))).toEqual({
      kind: 'record',
      name: NAME,
      type: TYPE,
      data: DATA,
      version: 'v1',
      discoveryName: 'Firewall',
      ignored: [],
      ancestors,
      updateTime,
      location: 'global',
      parent,
      ...(/BigQuery/.test(_) && { orgPolicies: [] }),
    });
  });

  it('tells a deleted asset, whose last content stands in priorAsset', () => {
    const gone = { priorAsset: camel, deleted: true, window: { startTime: updateTime } };
    expect(record(gone)).toMatchObject({ name: NAME, type: TYPE, deleted: true, data: undefined });
    expect(record({ asset: { name: NAME, assetType: TYPE }, deleted: true })).toMatchObject({
      deleted: true,
    });
    expect(record({ ...camel, deleted: true }).deleted).toBeUndefined();
  });

  it('takes an object without a field for no resource content', () => {
    expect(record({ ...camel, resource: { version: 'v1', data: {} } }).data).toBeUndefined();
    expect(record({ ...camel, resource: { version: 'v1', data: '{}' } }).data).toBeUndefined();
  });

  it('leaves the resource of a search result unread', () => {
    const result = {
      name: NAME,
      assetType: TYPE,
      project: 'projects/1',
      folders: ['folders/2'],
      organization: 'organizations/3',
      location: 'global',
      parentFullResourceName: parent,
      displayName: 'f',
    };
    expect(record(result)).toMatchObject({ data: undefined, ancestors, location: 'global', parent });
    const full = { ...result, versionedResources: [{ version: 'v1', resource: DATA }] };
    expect(record(full)).toMatchObject({ data: DATA, version: 'v1' });
  });

  it.each([
    ['2026-01-10T09:06:00Z', '2026-01-10T09:06:00Z'],
    ['2026-01-10T09:06:00+02:00', '2026-01-10T09:06:00+02:00'],
    [{ seconds: 1539891911, nanos: 215000000 }, '2018-10-18T19:45:11.215000000Z'],
    [{ seconds: '1539891911' }, '2018-10-18T19:45:11Z'],
    ['2018-10-18 19:45:11 UTC', '2018-10-18T19:45:11Z'],
    ['2018-10-18 19:45:11.25+00', '2018-10-18T19:45:11.25Z'],
    ['yesterday', undefined],
    ['2018-99-18T19:45:11Z', undefined],
    [{}, undefined],
    [7, undefined],
  ])('reads the time %j as %s', (time, wanted) => {
    expect(record({ ...camel, updateTime: time }).updateTime).toBe(wanted);
  });

  it('reads an IAM policy in either spelling', () => {
    const policy = {
      name: NAME,
      asset_type: TYPE,
      iam_policy: {
        version: 3,
        etag: 'x',
        bindings: [
          { role: 'roles/viewer' },
          { role: 'roles/editor', members: ['user:a@b'], condition: { expression: null, title: null } },
          {
            role: 'roles/owner',
            members: [],
            condition: { title: 't', expression: 'true', description: null },
          },
        ],
        audit_configs: [
          { service: 'allServices', audit_log_configs: [{ log_type: 1, exempted_members: ['user:a@b'] }] },
        ],
      },
    };
    expect(record(policy)).toMatchObject({ data: undefined });
    expect(record(policy).iam).toEqual({
      version: 3,
      etag: 'x',
      bindings: [
        { role: 'roles/viewer', members: [] },
        { role: 'roles/editor', members: ['user:a@b'] },
        { role: 'roles/owner', members: [], condition: { title: 't', expression: 'true' } },
      ],
      auditConfigs: [
        {
          service: 'allServices',
          auditLogConfigs: [{ logType: 'ADMIN_READ', exemptedMembers: ['user:a@b'] }],
        },
      ],
    });
    expect(record({ ...camel, iamPolicy: {} }).iam).toEqual({ bindings: [] });
  });

  it.each<[unknown, string | undefined]>([
    [[], undefined],
    ['roles/owner', undefined],
    [{ bindings: {} }, undefined],
    [{ bindings: ['x'] }, 'bindings.0'],
    [{ bindings: [{ role: 'r', members: 'allUsers' }] }, 'bindings.0.members'],
    [{ bindings: [{ role: 'r', members: ['user:a@b', {}] }] }, 'bindings.0.members.1'],
    [{ bindings: [{ role: {} }] }, 'bindings.0.role'],
  ])('keeps what is wrong in the IAM policy %j unknown at its place', (iamPolicy, path) => {
    const { iam } = record({ ...camel, iamPolicy });
    const unknown = expect.objectContaining({ code: 'unconvertible' });
    if (path === undefined) expect(iam).toEqual(unknown);
    else expect(iam).toHaveProperty(path, unknown);
  });

  it('keeps org policies, and says which contents it does not read', () => {
    const value = {
      name: NAME,
      asset_type: TYPE,
      org_policy: [{ constraint: 'c' }],
      access_policy: {},
      service_perimeter: {},
      os_inventory: {},
    };
    expect(record(value)).toMatchObject({
      orgPolicies: [{ constraint: 'c' }],
      ignored: ['accessPolicy', 'servicePerimeter', 'osInventory'],
    });
  });

  it.each<[unknown, RegExp]>([
    [null, /this is null/],
    [[camel], /this is a list/],
    ['x', /this is a string/],
    [{}, /has no name/],
    [{ name: 7, assetType: TYPE }, /name is a number/],
    [{ name: '', assetType: TYPE }, /name is a string/],
    [{ name: NAME }, /no assetType/],
    [{ name: NAME, assetType: ['x'] }, /assetType is a list/],
    [{ ...camel, resource: 'gone' }, /resource is a string, not an object/],
    [{ ...camel, resource: [] }, /resource is a list/],
    [{ ...camel, resource: { data: '{"cut' } }, /resource.data is a string/],
    [{ ...camel, resource: { data: 3 } }, /resource.data is a number/],
    [{ resource: NAME, assetType: TYPE, policy: { bindings: [] } }, /only the bindings that were searched/],
    [{ asset: 'x' }, /has no name/],
  ])('refuses %j', (value, reason) => {
    expect(readEnvelope(value)).toEqual({ kind: 'refusal', reason: expect.stringMatching(reason) });
  });

  it('takes a manifest for what it is', () => {
    const says = {
      scope: 'organizations/1',
      readTime: '2026-01-10T09:00:00Z',
      types: [TYPE],
      contents: ['resource', 'iam'],
      gaps: [{ type: TYPE, project: 'p', cause: 'permission denied' }],
    };
    expect(readEnvelope({ pinkyManifest: says })).toEqual({ kind: 'manifest', manifest: says });
    expect(readEnvelope({ pinkyManifest: { scope: 'projects/p' } })).toMatchObject({
      manifest: { types: [], contents: ['resource'], gaps: [] },
    });
  });

  it.each<[unknown, RegExp]>([
    [7, /not an object/],
    [{}, /no scope/],
    [{ scope: 's', readTime: 'x' }, /readTime/],
    [{ scope: 's', types: 'x' }, /types/],
    [{ scope: 's', contents: [1] }, /contents/],
    [{ scope: 's', gaps: {} }, /gaps of the manifest is not a list/],
    [{ scope: 's', gaps: [{ type: 't' }] }, /lacks its type or cause/],
    [{ scope: 's', gaps: [null] }, /lacks its type or cause/],
    [{ scope: 's', gaps: [{ type: 't', cause: 'c', project: 4 }] }, /project of a gap/],
  ])('refuses the manifest %j', (pinkyManifest, reason) => {
    expect(readEnvelope({ pinkyManifest })).toEqual({
      kind: 'refusal',
      reason: expect.stringMatching(reason),
    });
  });

  it('is not touched by keys that name prototypes', () => {
    const text = `{"__proto__":{"name":"x","assetType":"y"},"constructor":{},"name":${JSON.stringify(NAME)},"assetType":"constructor","resource":{"__proto__":{"data":{"a":1}},"data":{"__proto__":{"polluted":true}}},"iamPolicy":{"__proto__":{"bindings":[]},"bindings":[{"role":"r","__proto__":{"members":["allUsers"]}}]}}`;
    const read = record(JSON.parse(text));
    expect(read.type).toBe('constructor');
    expect(read.iam).toMatchObject({ bindings: [{ role: 'r', members: [] }] });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
