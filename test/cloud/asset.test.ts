import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { type Cloud, startCloud } from './cloud.ts';
import type { Seed } from './core/seed.ts';
import { setLag } from './services/asset/lag.ts';

const OWNER = 'serviceAccount:owner@shop-prod.iam.gserviceaccount.com';
const BUCKET = '//storage.googleapis.com/shop-assets';
const SEED: Seed = {
  organization: { id: '300', domain: 'example.com', bindings: [{ role: 'roles/owner', members: [OWNER] }] },
  folders: [{ id: '40', displayName: 'production', parent: 'organizations/300' }],
  projects: [
    { id: 'shop-prod', number: '101', parent: 'folders/40', labels: { env: 'production' } },
    { id: 'shop-dev', number: '102', parent: 'organizations/300' },
  ],
  resources: [
    {
      name: BUCKET,
      type: 'storage.googleapis.com/Bucket',
      project: 'shop-prod',
      location: 'europe-west1',
      data: { kind: 'storage#bucket', name: 'shop-assets', projectNumber: '101', labels: { team: 'web' } },
      iam: {
        version: 1,
        etag: 'AAAAAAAAAAE=',
        bindings: [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }],
      },
    },
    {
      name: '//run.googleapis.com/projects/shop-prod/locations/europe-west1/services/web',
      type: 'run.googleapis.com/Service',
      data: {
        name: 'projects/shop-prod/locations/europe-west1/services/web',
        template: { scaling: { minInstanceCount: 2 }, containers: [{ image: 'i' }] },
      },
    },
    {
      name: '//orgpolicy.googleapis.com/projects/101/policies/sql.restrictPublicIp',
      type: 'orgpolicy.googleapis.com/Policy',
      project: 'shop-prod',
      data: {
        name: 'projects/101/policies/sql.restrictPublicIp',
        spec: { rules: [{ enforce: true }] },
      },
    },
  ],
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: SEED });
});
afterAll(() => cloud?.close());
beforeEach(() => {
  setLag(cloud, 0);
});

const listed = `const assets = await api('cloudasset', 'v1');
const list = async (parent, contentType, more = {}) => (await assets.assets.list({ parent, contentType, ...more })).data;`;

describe('Cloud Asset Inventory', () => {
  test('lists what stands in a scope, each content by itself', async () => {
    const said = await calls(
      cloud,
      `${listed}
      said.folder = await list('folders/40', 'RESOURCE', { assetTypes: ['run.googleapis.com/Service', 'storage.*'] });
      said.iam = await list('projects/shop-prod', 'IAM_POLICY');
      said.dev = await list('projects/102', 'RESOURCE', { assetTypes: ['storage.googleapis.com/Bucket'] });
      said.org = await list('organizations/300', 'ORG_POLICY');`,
    );
    const [service, bucket] = said.folder.assets;
    expect(said.folder.assets).toHaveLength(2);
    expect(bucket).toMatchObject({
      name: BUCKET,
      assetType: 'storage.googleapis.com/Bucket',
      ancestors: ['projects/101', 'folders/40', 'organizations/300'],
      resource: {
        location: 'europe-west1',
        parent: '//cloudresourcemanager.googleapis.com/projects/101',
        data: { name: 'shop-assets' },
      },
    });
    expect(service.resource.data).toMatchObject({
      apiVersion: 'serving.knative.dev/v1',
      metadata: { name: 'web', namespace: '101' },
      spec: { template: { metadata: { annotations: { 'autoscaling.knative.dev/minScale': '2' } } } },
    });
    expect(said.iam.assets).toEqual([
      expect.objectContaining({ name: BUCKET, iamPolicy: expect.objectContaining({ version: 1 }) }),
    ]);
    expect(said.dev.assets).toBeUndefined();
    expect(said.dev.readTime).toBe(cloud.clock.iso());
    expect(said.org.assets).toEqual([
      expect.objectContaining({
        name: '//cloudresourcemanager.googleapis.com/projects/101',
        orgPolicy: [
          expect.objectContaining({
            constraint: 'constraints/sql.restrictPublicIp',
            booleanPolicy: { enforced: true },
          }),
        ],
      }),
    ]);
  });

  test('pages follow one another; a token of another request is refused', async () => {
    const said = await calls(
      cloud,
      `${listed}
      const first = await list('organizations/300', 'RESOURCE', { pageSize: 5 });
      const names = first.assets.map(({ name }) => name);
      for (let token = first.nextPageToken; token; ) {
        const page = await list('organizations/300', 'RESOURCE', { pageSize: 5, pageToken: token });
        names.push(...page.assets.map(({ name }) => name));
        token = page.nextPageToken;
      }
      said.names = names;
      said.all = (await list('organizations/300', 'RESOURCE', { pageSize: 1000 })).assets.map(({ name }) => name);
      said.foreign = await attempt(assets.assets.list({ parent: 'projects/shop-prod', contentType: 'RESOURCE', pageToken: first.nextPageToken }));
      said.mistyped = await attempt(assets.assets.list({ parent: 'projects/shop-prod', assetTypes: ['sqladmin.googleapis.com/User'] }));`,
    );
    expect(said.names).toEqual(said.all);
    expect(new Set(said.names).size).toBe(said.names.length);
    expect(said.foreign).toMatchObject({ status: 400, error: { status: 'INVALID_ARGUMENT' } });
    expect(said.mistyped).toMatchObject({ status: 400, error: { status: 'INVALID_ARGUMENT' } });
  });

  test('lags behind the APIs, and remembers', async () => {
    const before = cloud.clock.iso();
    cloud.clock.advance(60_000);
    cloud.store.patch(BUCKET, { data: { storageClass: 'NEARLINE' } });
    const source = `${listed}
      const shown = async (more) => (await list('projects/shop-prod', 'RESOURCE', { assetTypes: ['storage.googleapis.com/Bucket'], ...more })).assets[0].resource.data.storageClass ?? 'none';
      said.now = await shown({});
      said.before = await shown({ readTime: '${before}' });
      said.history = (await assets.v1.batchGetAssetsHistory({ parent: 'projects/shop-prod', contentType: 'RESOURCE', assetNames: ['${BUCKET}'], 'readTimeWindow.startTime': '${before}' })).data.assets;`;
    setLag(cloud, 30_000);
    expect((await calls(cloud, source)).now).toBe('none');
    setLag(cloud, 0);
    const said = await calls(cloud, source);
    expect(said).toMatchObject({ now: 'NEARLINE', before: 'none' });
    expect(said.history).toHaveLength(2);
    expect(said.history[0].window.endTime).toBe(said.history[1].window.startTime);
  });

  test('is searched, queried and exported', async () => {
    const said = await calls(
      cloud,
      `const { v1 } = await api('cloudasset', 'v1');
      said.resources = (await v1.searchAllResources({ scope: 'organizations/300', query: 'labels.team:web' })).data.results;
      said.policies = (await v1.searchAllIamPolicies({ scope: 'folders/40', query: 'policy:allUsers' })).data.results;
      said.query = (await v1.queryAssets({ parent: 'projects/shop-prod', requestBody: { statement: 'SELECT name FROM STANDARD_METADATA LIMIT 2' } })).data;
      said.export = (await v1.exportAssets({ parent: 'projects/shop-prod', requestBody: { contentType: 'RESOURCE', assetTypes: ['storage.googleapis.com/Bucket'], outputConfig: { gcsDestination: { uri: 'gs://shop-assets/export.json' } } } })).data;`,
    );
    expect(said.resources).toEqual([
      expect.objectContaining({ name: BUCKET, project: 'projects/101', folders: ['folders/40'] }),
    ]);
    expect(said.policies).toEqual([expect.objectContaining({ resource: BUCKET })]);
    expect(said.query.queryResult.rows).toHaveLength(2);
    cloud.clock.advance(120_000);
    cloud.operations.poll('longrunning', said.export.name);
    const written = cloud.store.get('//storage.googleapis.com/shop-assets/o/export.json');
    const text = Buffer.from(String(written?.data['content']), 'base64').toString();
    expect(JSON.parse(text)).toMatchObject({ asset_type: 'storage.googleapis.com/Bucket', name: BUCKET });
  });

  test('says no in the words of IAM', async () => {
    const credentials = {
      type: 'service_account',
      email: 'nobody@shop-dev.iam.gserviceaccount.com',
    } as const;
    const said = await calls(
      cloud,
      `const assets = await api('cloudasset', 'v1');
      said.denied = await attempt(assets.assets.list({ parent: 'projects/shop-prod', contentType: 'RESOURCE' }));`,
      { credentials },
    );
    expect(said.denied).toMatchObject({
      status: 403,
      error: { message: 'Request denied by Cloud IAM.', details: [{ reason: 'IAM_PERMISSION_DENIED' }] },
    });
  });
});

describe('Resource Manager', () => {
  test('finds containers by id, number and query, in both versions', async () => {
    const said = await calls(
      cloud,
      `const v3 = await api('cloudresourcemanager', 'v3');
      const v1 = await api('cloudresourcemanager', 'v1');
      said.byId = (await v3.projects.get({ name: 'projects/shop-prod' })).data;
      said.byNumber = (await v3.projects.get({ name: 'projects/101' })).data;
      said.found = (await v3.projects.search({ query: 'labels.env:prod*' })).data.projects;
      said.folders = (await v3.folders.list({ parent: 'organizations/300' })).data.folders;
      said.organization = (await v3.organizations.get({ name: 'organizations/300' })).data;
      said.old = (await v1.projects.get({ projectId: 'shop-prod' })).data;
      said.list = (await v1.projects.list({ filter: 'parent.id:40' })).data.projects;
      said.ancestry = (await v1.projects.getAncestry({ projectId: 'shop-prod', requestBody: {} })).data.ancestor;
      said.unknown = await attempt(v3.projects.get({ name: 'projects/nowhere' }));`,
    );
    expect(said.byId).toEqual(said.byNumber);
    expect(said.byId).toMatchObject({ name: 'projects/101', projectId: 'shop-prod', parent: 'folders/40' });
    expect(said.found).toEqual([said.byId]);
    expect(said.folders).toEqual([expect.objectContaining({ name: 'folders/40' })]);
    expect(said.organization.displayName).toBe('example.com');
    expect(said.old).toMatchObject({ projectNumber: '101', parent: { type: 'folder', id: '40' } });
    expect(said.list).toEqual([said.old]);
    expect(said.ancestry.map(({ resourceId }: { resourceId: object }) => resourceId)).toEqual([
      { type: 'project', id: 'shop-prod' },
      { type: 'folder', id: '40' },
      { type: 'organization', id: '300' },
    ]);
    expect(said.unknown).toMatchObject({
      status: 403,
      error: { message: 'The caller does not have permission' },
    });
  });

  test('a policy is changed by who read it last', async () => {
    const said = await calls(
      cloud,
      `const v1 = await api('cloudresourcemanager', 'v1');
      const v3 = await api('cloudresourcemanager', 'v3');
      const before = (await v1.projects.getIamPolicy({ resource: 'shop-dev', requestBody: { options: { requestedPolicyVersion: 3 } } })).data;
      const bindings = [{ role: 'roles/viewer', members: ['user:a@example.com'] }];
      said.set = (await v3.projects.setIamPolicy({ resource: 'projects/shop-dev', requestBody: { policy: { ...before, bindings } } })).data;
      said.stale = await attempt(v1.projects.setIamPolicy({ resource: 'shop-dev', requestBody: { policy: { ...before, bindings: [] } } }));
      const condition = { title: 'soon', expression: 'request.time < timestamp("2030-01-01T00:00:00Z")' };
      said.old = await attempt(v1.projects.setIamPolicy({ resource: 'shop-dev', requestBody: { policy: { etag: said.set.etag, bindings: [{ ...bindings[0], condition }] } } }));
      said.held = (await v3.projects.testIamPermissions({ resource: 'projects/shop-dev', requestBody: { permissions: ['run.services.get'] } })).data;`,
    );
    expect(said.set.bindings).toEqual([{ role: 'roles/viewer', members: ['user:a@example.com'] }]);
    expect(said.stale).toMatchObject({ status: 409, error: { status: 'ABORTED' } });
    expect(said.old).toMatchObject({ status: 400 });
    expect(said.held).toEqual({ permissions: ['run.services.get'] });
  });
});

describe('gRPC', () => {
  test('gives the same state, in the messages of the clients', async () => {
    const said = await calls(
      cloud,
      `import { AssetServiceClient } from '@google-cloud/asset';
      import { FoldersClient, ProjectsClient } from '@google-cloud/resource-manager';
      const assets = new AssetServiceClient();
      const request = { parent: 'folders/40', contentType: 'RESOURCE', assetTypes: ['storage.googleapis.com/Bucket'] };
      const [, , page] = await assets.listAssets(request, { autoPaginate: false });
      said.readTime = Number(page.readTime.seconds);
      said.bucket = page.assets[0].resource.data.fields.name;
      const [policies] = await assets.listAssets({ ...request, contentType: 'IAM_POLICY' });
      said.members = policies[0].iamPolicy.bindings[0].members;
      const [project] = await new ProjectsClient().getProject({ name: 'projects/shop-prod' });
      said.project = project;
      const [policy] = await new FoldersClient().getIamPolicy({ resource: 'folders/40' });
      said.policy = Buffer.from(policy.etag).toString('base64');
      const denied = await assets.listAssets({ ...request, assetTypes: ['no.such/Type'] }).catch((error) => error);
      said.refused = { code: denied.code, violations: denied.statusDetails?.[0]?.fieldViolations };`,
    );
    expect(said.readTime).toBe(Math.floor(cloud.clock.now() / 1000));
    expect(said.bucket).toMatchObject({ stringValue: 'shop-assets' });
    expect(said.members).toEqual(['allUsers']);
    expect(said.project).toMatchObject({
      projectId: 'shop-prod',
      parent: 'folders/40',
      labels: { env: 'production' },
    });
    expect(said.policy).toBe(cloud.store.get('//cloudresourcemanager.googleapis.com/folders/40')?.iam?.etag);
    expect(said.refused).toMatchObject({ code: 3, violations: [{ field: 'asset_types' }] });
  });

  test('says why it refuses in the details of the status', async () => {
    const credentials = {
      type: 'service_account',
      email: 'nobody@shop-dev.iam.gserviceaccount.com',
    } as const;
    const said = await calls(
      cloud,
      `import { AssetServiceClient } from '@google-cloud/asset';
      const error = await new AssetServiceClient().listAssets({ parent: 'projects/shop-prod' }).catch((one) => one);
      said.error = { code: error.code, reason: error.reason, metadata: error.errorInfoMetadata };`,
      { credentials },
    );
    expect(said.error).toMatchObject({
      code: 7,
      reason: 'IAM_PERMISSION_DENIED',
      metadata: { permission: 'cloudasset.assets.listResource' },
    });
  });
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
