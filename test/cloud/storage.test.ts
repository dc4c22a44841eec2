import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { DEPLOYMENT, PROJECT } from './clients/deployment.ts';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

test('a bucket is patched in its metageneration, null takes away, the older name of uniform access is the same', async () => {
  const said = await calls(
    cloud,
    `const { buckets } = await api('storage', 'v1');
const bucket = 'pinky-static';
const patch = (ifMetagenerationMatch, requestBody) => attempt(buckets.patch({ bucket, ifMetagenerationMatch, requestBody }));
said.before = (await buckets.get({ bucket })).data;
said.first = await patch('1', { labels: { a: '1', b: '2' }, iamConfiguration: { bucketPolicyOnly: { enabled: true } } });
said.stale = await patch('1', { labels: { a: '3' } });
said.second = await patch('2', { labels: { a: null } });
said.whole = await attempt(buckets.update({ bucket, requestBody: { versioning: { enabled: true } } }));
said.missing = await attempt(buckets.get({ bucket: 'none' }));
said.policy = (await buckets.getIamPolicy({ bucket })).data;
said.set = await attempt(buckets.setIamPolicy({ bucket, requestBody: { etag: said.policy.etag, bindings: [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }] } }));
said.again = await attempt(buckets.setIamPolicy({ bucket, requestBody: { etag: said.policy.etag, bindings: [] } }));
said.made = (await buckets.insert({ project: '${PROJECT}', requestBody: { name: 'made', location: 'eu' } })).data;`,
  );
  expect(said.first.data).toMatchObject({
    metageneration: '2',
    labels: { a: '1', b: '2' },
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'inherited' },
  });
  expect(said.first.data.iamConfiguration.bucketPolicyOnly).toEqual(
    said.first.data.iamConfiguration.uniformBucketLevelAccess,
  );
  expect(said.first.data.etag).not.toBe(said.before.etag);
  expect(said.stale).toMatchObject({
    status: 412,
    error: {
      message: 'At least one of the pre-conditions you specified did not hold.',
      errors: [{ reason: 'conditionNotMet' }],
    },
  });
  expect(said.second.data).toMatchObject({ metageneration: '3', labels: { b: '2' } });
  expect(said.second.data.labels).toEqual({ b: '2' });
  expect(said.whole.data).toMatchObject({ versioning: { enabled: true }, location: 'US-CENTRAL1' });
  expect(said.whole.data.labels).toBeUndefined();
  expect(said.missing).toMatchObject({
    status: 404,
    error: { message: 'The specified bucket does not exist.' },
  });
  expect(said.set.data.bindings).toEqual([{ role: 'roles/storage.objectViewer', members: ['allUsers'] }]);
  expect(said.again.status).toBe(412);
  expect(said.made).toMatchObject({ location: 'EU', locationType: 'multi-region', metageneration: '1' });
});

test('an object is written where its generation is the one named, and read back byte by byte', async () => {
  const said = await calls(
    cloud,
    `import { Readable } from 'node:stream';
const { objects } = await api('storage', 'v1');
const bucket = 'pinky-static';
const bytes = Buffer.from([0, 13, 10, 45, 45, 255]);
const put = (ifGenerationMatch) =>
  attempt(objects.insert({ bucket, ifGenerationMatch, requestBody: { name: 'state/default.tflock' }, media: { mimeType: 'application/octet-stream', body: Readable.from([bytes]) } }));
said.first = await put('0');
said.second = await put('0');
said.listed = (await objects.list({ bucket, delimiter: '/' })).data;
const media = await objects.get({ bucket, object: 'state/default.tflock', alt: 'media' }, { responseType: 'arraybuffer' });
said.same = Buffer.from(media.data).equals(bytes);
said.stale = await attempt(objects.delete({ bucket, object: 'state/default.tflock', ifGenerationMatch: '1' }));
said.removed = (await objects.delete({ bucket, object: 'state/default.tflock', ifGenerationMatch: said.first.data.generation })).status;
said.gone = await attempt(objects.get({ bucket, object: 'state/default.tflock' }));`,
  );
  expect(said.first.data).toMatchObject({ name: 'state/default.tflock', size: '6', metageneration: '1' });
  expect(said.first.data.md5Hash).toBe('8NKYTdY4WJBR9NlN+AAfHQ==');
  expect(said.first.data.content).toBeUndefined();
  expect(said.second).toMatchObject({ status: 412, error: { errors: [{ reason: 'conditionNotMet' }] } });
  expect(said.listed).toEqual({ kind: 'storage#objects', prefixes: ['state/'] });
  expect(said.same).toBe(true);
  expect(said.stale.status).toBe(412);
  expect(said.removed).toBe(204);
  expect(said.gone).toMatchObject({
    status: 404,
    error: { message: 'No such object: pinky-static/state/default.tflock' },
  });
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
