import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../../../src/inventory/envelope.ts';
import { headOf, Once } from '../../../../src/inventory/live/lines.ts';
import { recordLine } from '../../../../src/inventory/live/record.ts';

/** A message with the defaults that gRPC clients fill in. */
const UNSET = {
  resource: null,
  iamPolicy: null,
  orgPolicy: [],
  ancestors: [],
  updateTime: null,
  accessPolicy: null,
};
const asset = (more: object) =>
  ({
    ...UNSET,
    name: '//x.googleapis.com/projects/p/things/1',
    assetType: 'x.googleapis.com/Thing',
    ...more,
  }) as never;
const json = (more: object) => JSON.parse(recordLine(asset(more)));

describe('a record', () => {
  test('has nothing that is not set', () => {
    expect(json({})).toEqual({
      name: '//x.googleapis.com/projects/p/things/1',
      assetType: 'x.googleapis.com/Thing',
    });
  });

  test('has its resource, ancestors and time', () => {
    const resource = {
      version: 'v1',
      discoveryDocumentUri: '',
      discoveryName: 'Thing',
      resourceUrl: '',
      parent: '//cloudresourcemanager.googleapis.com/projects/1',
      data: { fields: { a: { stringValue: 'b' } } },
      location: 'us',
    };
    expect(
      json({ resource, ancestors: ['projects/1'], updateTime: { seconds: '1768456800', nanos: 0 } }),
    ).toMatchObject({
      resource: {
        version: 'v1',
        discoveryName: 'Thing',
        parent: '//cloudresourcemanager.googleapis.com/projects/1',
        location: 'us',
        data: { a: 'b' },
      },
      ancestors: ['projects/1'],
      updateTime: '2026-01-15T06:00:00Z',
    });
  });

  test('has its IAM policy as the API writes it', () => {
    const iamPolicy = {
      version: 3,
      bindings: [
        { role: 'roles/viewer', members: ['user:a@example.com'], condition: null },
        {
          role: 'roles/editor',
          members: ['user:b@example.com'],
          condition: { expression: 'true', title: 't', description: '', location: '' },
        },
      ],
      auditConfigs: [
        { service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ', exemptedMembers: [] }] },
      ],
      etag: Buffer.from('abc'),
    };
    expect(json({ iamPolicy }).iamPolicy).toEqual({
      version: 3,
      bindings: [
        { role: 'roles/viewer', members: ['user:a@example.com'] },
        {
          role: 'roles/editor',
          members: ['user:b@example.com'],
          condition: { expression: 'true', title: 't' },
        },
      ],
      auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }],
      etag: 'YWJj',
    });
  });

  test('with an empty IAM policy says that it has one', () => {
    const raw = readEnvelope(
      json({ iamPolicy: { version: 0, bindings: [], auditConfigs: [], etag: Buffer.alloc(0) } }),
    );
    expect(raw).toMatchObject({ kind: 'record', iam: { bindings: [] } });
  });

  test('has its organization policies', () => {
    const orgPolicy = [
      {
        version: 0,
        constraint: 'constraints/compute.requireOsLogin',
        etag: Buffer.alloc(0),
        updateTime: { seconds: '1768456800', nanos: 0 },
        booleanPolicy: { enforced: true },
        listPolicy: null,
        restoreDefault: null,
      },
      {
        constraint: 'constraints/gcp.resourceLocations',
        listPolicy: {
          allowedValues: ['in:us'],
          deniedValues: [],
          allValues: 'ALL_VALUES_UNSPECIFIED',
          inheritFromParent: false,
        },
      },
    ];
    expect(json({ orgPolicy }).orgPolicy).toEqual([
      {
        constraint: 'constraints/compute.requireOsLogin',
        updateTime: '2026-01-15T06:00:00Z',
        booleanPolicy: { enforced: true },
      },
      { constraint: 'constraints/gcp.resourceLocations', listPolicy: { allowedValues: ['in:us'] } },
    ]);
  });

  test('is known by its beginning', () => {
    const name = '//x.googleapis.com/things/"quoted\\"';
    const line = recordLine(asset({ name, iamPolicy: { bindings: [] } }));
    expect(headOf(line)).toEqual({
      key: `iamPolicy ${JSON.stringify(name)}`,
      type: 'x.googleapis.com/Thing',
      resource: false,
    });
    expect(headOf('{"pinkyManifest":{}}')).toBeUndefined();
  });

  test('is the same again only with the same name and content', () => {
    const once = new Once();
    const head = (more: object) => headOf(recordLine(asset(more))) as NonNullable<ReturnType<typeof headOf>>;
    const [resource, policy] = [head({ resource: { version: 'v1' } }), head({ iamPolicy: { bindings: [] } })];
    expect([resource, policy, resource, policy].map((one) => once.first(one))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
