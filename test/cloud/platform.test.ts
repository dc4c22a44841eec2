import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { runNode } from './client.ts';
import { DEPLOYMENT, PROJECT, REGION } from './clients/deployment.ts';
import { IMAGE, TRIGGER } from './clients/platform.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { type Json, type JsonObject, objectOf } from './core/json.ts';
import { setService } from './core/seed.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

/** A request and what comes of it: status and, of the reply or the error, a part. `$2.etag` is of the second reply. */
type Step = readonly [ask: string, body: Json, status: number, part?: unknown];

/** Sends requests one after the other, in a process of their own. */
const send = (steps: readonly Step[], nobody = false): Promise<{ status: number; data: Json }[]> =>
  calls(
    cloud,
    `const steps = ${JSON.stringify(steps.map(([ask, body]) => [ask, body]))};
const replies = [];
const filled = (text) => text.replace(/\\$(\\d+)\\.(\\w+)/g, (_, at, key) => replies[at - 1].data[key]);
for (const [ask, body] of steps) {
  const [method, url] = filled(ask).split(' ');
  const data = body === null ? undefined : JSON.parse(filled(JSON.stringify(body)));
  const reply = await attempt(auth.request({ method, url: 'https://' + url, data, retryConfig: { retry: 0, noResponseRetries: 0 } }));
  replies.push({ status: reply.status, data: reply.data ?? reply.error });
}
Object.assign(said, { replies });`,
    nobody
      ? { credentials: { type: 'service_account', email: `nobody@${PROJECT}.iam.gserviceaccount.com` } }
      : {},
  ).then(({ replies }) => replies);

const at = (host: string, path: string, version = 'v1'): string =>
  `${host}.googleapis.com/${version}/projects/${PROJECT}/${path}`;
const placed = (host: string, path: string): string => at(host, `locations/${REGION}/${path}`);
const SECRET = at('secretmanager', 'secrets/token');
const CACHE = placed('redis', 'instances/cache');
const APP = placed('artifactregistry', 'repositories/app');
const ROLE = at('iam', 'roles/auditor');
const BUCKETS = at('logging', 'locations/global/buckets', 'v2');
const PIPELINE = placed('clouddeploy', 'deliveryPipelines/web');
const JOB = placed('cloudscheduler', 'jobs/nightly');
const OCCURRENCES = at('containeranalysis', 'occurrences');
const precondition = { status: 'FAILED_PRECONDITION' };
const invalid = { status: 'INVALID_ARGUMENT' };

const CASES: Readonly<Record<string, readonly Step[]>> = {
  'a secret: a stale etag is refused, a write that changes nothing makes it stale, a mask is required': [
    [`GET ${SECRET}`, null, 200, { name: 'projects/100000000001/secrets/token' }],
    [
      `PATCH ${SECRET}?updateMask=labels`,
      { etag: '$1.etag', labels: { env: 'production' } },
      200,
      { labels: { env: 'production' } },
    ],
    [`PATCH ${SECRET}?updateMask=labels`, { etag: '$1.etag', labels: {} }, 400, precondition],
    [`PATCH ${SECRET}?updateMask=labels`, { labels: { env: 'production' } }, 200],
    [`PATCH ${SECRET}`, { labels: {} }, 400, invalid],
    [`PATCH ${SECRET}?updateMask=label`, { labels: {} }, 400, invalid],
    [
      `PATCH ${SECRET}?updateMask=replication`,
      { replication: { userManaged: { replicas: [{ location: REGION }] } } },
      400,
      invalid,
    ],
    [`PATCH ${SECRET}?updateMask=rotation`, { rotation: { rotationPeriod: '86400s' } }, 400, invalid],
    [`POST ${at('secretmanager', 'secrets')}?secretId=bare`, {}, 400, invalid],
    [
      `POST ${at('secretmanager', 'secrets')}?secretId=token`,
      { replication: { automatic: {} } },
      409,
      { status: 'ALREADY_EXISTS' },
    ],
    [
      `GET ${at('secretmanager', 'secrets/none')}`,
      null,
      404,
      { message: 'Secret [projects/100000000001/secrets/none] not found.' },
    ],
  ],
  'versions of a secret: only an enabled one is read, a destroyed one stays so': [
    [
      `GET ${SECRET}/versions/latest:access`,
      null,
      200,
      { payload: { data: 'c2VzYW1l', dataCrc32c: expect.any(String) } },
    ],
    [`POST ${SECRET}:addVersion`, { payload: { data: 'YQ==', dataCrc32c: '1' } }, 400, invalid],
    [`POST ${SECRET}:addVersion`, { payload: { data: 'YQ==' } }, 200, { state: 'ENABLED' }],
    [`POST ${SECRET}/versions/2:disable`, { etag: '$3.etag' }, 200, { state: 'DISABLED' }],
    [`POST ${SECRET}/versions/2:enable`, { etag: '$3.etag' }, 400, precondition],
    [
      `GET ${SECRET}/versions/latest:access`,
      null,
      400,
      { message: 'Secret Version [projects/100000000001/secrets/token/versions/2] is in DISABLED state.' },
    ],
    [`POST ${SECRET}/versions/2:destroy`, {}, 200, { state: 'DESTROYED', destroyTime: expect.any(String) }],
    [`POST ${SECRET}/versions/2:enable`, {}, 400, precondition],
    [
      `GET ${SECRET}/versions?filter=state:ENABLED&pageSize=1`,
      null,
      200,
      { versions: [{ state: 'ENABLED' }] },
    ],
    [`GET ${SECRET}/versions?pageSize=1`, null, 200, { nextPageToken: expect.any(String) }],
    [
      `GET ${SECRET}/versions?pageSize=1&pageToken=$10.nextPageToken`,
      null,
      200,
      { versions: [{ state: 'DESTROYED' }] },
    ],
  ],
  'an instance of Redis: one write at a time, and what is chosen once stays': [
    [`GET ${CACHE}/authString`, null, 400, precondition],
    [`PATCH ${CACHE}?updateMask=tier`, { tier: 'BASIC' }, 400, invalid],
    [`PATCH ${CACHE}?updateMask=transitEncryptionMode`, { transitEncryptionMode: 'DISABLED' }, 400, invalid],
    [`PATCH ${CACHE}`, { labels: {} }, 400, invalid],
    [`PATCH ${CACHE}?updateMask=authEnabled`, { authEnabled: true }, 200, { metadata: { verb: 'update' } }],
    [`PATCH ${CACHE}?updateMask=labels`, { labels: { a: 'b' } }, 400, precondition],
    [`GET ${CACHE}`, null, 200, { state: 'UPDATING' }],
    ['GET redis.googleapis.com/v1/$5.name', null, 200],
    [
      'GET redis.googleapis.com/v1/$5.name',
      null,
      200,
      { done: true, response: { authEnabled: true, tier: 'STANDARD_HA' } },
    ],
    [`GET ${CACHE}`, null, 200, { state: 'READY', authEnabled: true }],
    [`GET ${CACHE}/authString`, null, 200, { authString: expect.any(String) }],
    [`GET ${placed('redis', 'instances/none')}`, null, 404],
  ],
  'a repository: its format stays, cleanup policies are what they say': [
    [`PATCH ${APP}?updateMask=format`, { format: 'NPM' }, 400, invalid],
    [
      `PATCH ${APP}?updateMask=cleanupPolicies`,
      { cleanupPolicies: { old: { id: 'new', condition: {}, action: 'DELETE' } } },
      400,
      invalid,
    ],
    [
      `PATCH ${APP}?updateMask=cleanupPolicies`,
      { cleanupPolicies: { keep: { id: 'keep', mostRecentVersions: { keepCount: 5 }, action: 'DELETE' } } },
      400,
      invalid,
    ],
    [
      `PATCH ${APP}?updateMask=cleanupPolicies,cleanupPolicyDryRun`,
      {
        cleanupPolicies: { old: { id: 'old', condition: { olderThan: '2592000s' }, action: 'DELETE' } },
        cleanupPolicyDryRun: true,
      },
      200,
      { format: 'DOCKER', cleanupPolicies: { old: { action: 'DELETE' } } },
    ],
    [
      `PATCH ${APP}?updateMask=vulnerabilityScanningConfig`,
      { vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' } },
      200,
      {
        vulnerabilityScanningConfig: {
          enablementStateReason: 'API containerscanning.googleapis.com is not enabled.',
        },
      },
    ],
    [`GET ${APP}/dockerImages`, null, 200, { dockerImages: [{ uri: IMAGE, tags: ['1'] }] }],
    [`GET ${APP}/dockerImages/${IMAGE.split('/').pop()}`, null, 200, { uri: IMAGE }],
    [
      `POST ${placed('artifactregistry', 'repositories')}?repository_id=app`,
      { format: 'DOCKER' },
      409,
      { status: 'ALREADY_EXISTS' },
    ],
  ],
  'a custom role: a stale etag is refused, a deleted one can be had back': [
    [`GET ${ROLE}`, null, 200],
    [
      `PATCH ${ROLE}?updateMask=stage`,
      { etag: '$1.etag', stage: 'BETA' },
      200,
      { stage: 'BETA', title: 'Auditor' },
    ],
    [`PATCH ${ROLE}?updateMask=stage`, { etag: '$1.etag', stage: 'GA' }, 409, { status: 'ABORTED' }],
    [`DELETE ${ROLE}?etag=$1.etag`, null, 409],
    [`DELETE ${ROLE}`, null, 200, { deleted: true }],
    [`GET ${at('iam', 'roles')}`, null, 200, {}],
    [
      `GET ${at('iam', 'roles')}?showDeleted=true&view=FULL`,
      null,
      200,
      { roles: [{ deleted: true, includedPermissions: ['cloudasset.assets.listResource'] }] },
    ],
    [`POST ${ROLE}:undelete`, {}, 200, { stage: 'BETA' }],
    [`POST ${at('iam', 'serviceAccounts')}`, { accountId: 'Web' }, 400, invalid],
    [
      `GET ${at('iam', `serviceAccounts/none@${PROJECT}.iam.gserviceaccount.com`)}`,
      null,
      404,
      { message: 'Unknown service account' },
    ],
  ],
  'logs: a locked bucket keeps what it keeps, a sink takes in what its mask names': [
    [`PATCH ${BUCKETS}/_Required?updateMask=retentionDays`, { retentionDays: 30 }, 400, precondition],
    [
      `PATCH ${BUCKETS}/_Default?updateMask=retention_days,locked`,
      { retentionDays: 365, locked: true },
      200,
      { retentionDays: 365, locked: true },
    ],
    [`PATCH ${BUCKETS}/_Default?updateMask=locked`, { locked: false }, 400, precondition],
    [`PATCH ${BUCKETS}/_Default`, { retentionDays: 1 }, 400, invalid],
    [`PATCH ${BUCKETS}/_Default?updateMask=retentionDays`, { retentionDays: 9999 }, 400, invalid],
    [
      `POST ${at('logging', 'sinks', 'v2')}`,
      { name: 'keep', destination: 'storage.googleapis.com/pinky-static', disabled: true },
      200,
      { writerIdentity: 'serviceAccount:service-100000000001@gcp-sa-logging.iam.gserviceaccount.com' },
    ],
    [
      `PUT ${at('logging', 'sinks/keep', 'v2')}`,
      { name: 'keep', destination: 'storage.googleapis.com/other', description: 'new' },
      200,
      { destination: 'storage.googleapis.com/other', disabled: true },
    ],
    [
      `POST ${at('logging', 'metrics', 'v2')}`,
      { name: 'a/b', filter: 'severity>=ERROR' },
      200,
      { name: 'a/b', metricDescriptor: { type: 'logging.googleapis.com/user/a/b' } },
    ],
    [
      `PUT ${at('logging', 'metrics/a%2Fb', 'v2')}`,
      { name: 'a/b', filter: 'severity>=ALERT' },
      200,
      { filter: 'severity>=ALERT' },
    ],
    [`GET ${at('logging', 'sinks/none', 'v2')}`, null, 404, { message: 'Sink none does not exist' }],
  ],
  'a trigger: found by id and by name, changed whole where no mask says less': [
    [`GET ${placed('cloudbuild', 'triggers/web')}`, null, 200, { id: TRIGGER }],
    [
      `PATCH ${placed('cloudbuild', `triggers/${TRIGGER}`)}?updateMask=approvalConfig`,
      { approvalConfig: { approvalRequired: true } },
      200,
      { approvalConfig: { approvalRequired: true }, filename: 'cloudbuild.yaml' },
    ],
    [
      `PATCH ${placed('cloudbuild', `triggers/${TRIGGER}`)}`,
      { name: 'web', github: { owner: 'o', name: 'n', push: { branch: 'main' } }, filename: 'b.yaml' },
      200,
      { id: TRIGGER, filename: 'b.yaml' },
    ],
    [
      `GET ${placed('cloudbuild', 'triggers/web')}`,
      null,
      200,
      expect.not.objectContaining({ approvalConfig: expect.anything() }),
    ],
    [`POST ${at('cloudbuild', 'triggers')}`, { name: 'none', filename: 'b.yaml' }, 400, invalid],
    [`POST ${placed('cloudbuild', 'builds/0c1d2e3f:cancel')}`, {}, 400, precondition],
    [`GET ${at('cloudbuild', 'builds')}`, null, 200, {}],
  ],
  'a pipeline: etag, a write that is only tried, and one that takes its time': [
    [`GET ${PIPELINE}`, null, 200],
    [`PATCH ${PIPELINE}?updateMask=suspended&validateOnly=true`, { suspended: true }, 200, { done: true }],
    [`GET ${PIPELINE}`, null, 200, expect.not.objectContaining({ suspended: true })],
    [
      `PATCH ${PIPELINE}?updateMask=suspended`,
      { etag: '$1.etag', suspended: true },
      200,
      { metadata: { verb: 'update' } },
    ],
    ['GET clouddeploy.googleapis.com/v1/$4.name', null, 200],
    ['GET clouddeploy.googleapis.com/v1/$4.name', null, 200, { done: true, response: { suspended: true } }],
    [
      `PATCH ${PIPELINE}?updateMask=suspended`,
      { etag: '$1.etag', suspended: false },
      409,
      { status: 'ABORTED' },
    ],
  ],
  'findings: selected by image and kind, and counted': [
    [
      `GET ${OCCURRENCES}?filter=${encodeURIComponent(`resourceUrl="https://${IMAGE}" AND (kind="VULNERABILITY" OR kind="DISCOVERY")`)}`,
      null,
      200,
      { occurrences: [{ kind: 'VULNERABILITY' }, { kind: 'DISCOVERY' }] },
    ],
    [
      `GET ${OCCURRENCES}?filter=${encodeURIComponent('has_prefix(resource_url, "https://elsewhere")')}`,
      null,
      200,
      expect.not.objectContaining({ occurrences: expect.anything() }),
    ],
    [`GET ${OCCURRENCES}?filter=${encodeURIComponent('kind="VULNERABILITY" AND (')}`, null, 400, invalid],
    [
      `GET ${OCCURRENCES}:vulnerabilitySummary`,
      null,
      200,
      { counts: [{ severity: 'HIGH', fixableCount: '1', totalCount: '1' }] },
    ],
    [`GET ${OCCURRENCES}/found-1/notes`, null, 200, { kind: 'VULNERABILITY' }],
    [
      `GET ${at('containeranalysis', 'notes/CVE-2026-0001/occurrences')}`,
      null,
      200,
      { occurrences: [{ kind: 'VULNERABILITY' }] },
    ],
    [
      `POST ${OCCURRENCES}`,
      { resourceUri: `https://${IMAGE}`, noteName: `projects/${PROJECT}/notes/none`, attestation: {} },
      404,
    ],
  ],
  'a job: paused once, resumed once': [
    [`POST ${JOB}:pause`, {}, 200, { state: 'PAUSED' }],
    [`POST ${JOB}:pause`, {}, 400, precondition],
    [`POST ${JOB}:resume`, {}, 200, { state: 'ENABLED' }],
    [`POST ${JOB}:resume`, {}, 400, precondition],
    [
      `PATCH ${JOB}?updateMask=schedule`,
      { schedule: '0 5 * * *', state: 'PAUSED' },
      200,
      { schedule: '0 5 * * *', state: 'ENABLED' },
    ],
    [`POST ${placed('cloudscheduler', 'jobs')}`, { schedule: '0 5 * * *' }, 400, invalid],
  ],
};

describe('each API keeps what a change depends on', () => {
  let replies: { status: number; data: Json }[];
  let from: ReadonlyMap<string, number>;
  beforeAll(async () => {
    const starts = new Map<string, number>();
    const all: Step[] = [];
    for (const [name, steps] of Object.entries(CASES)) {
      starts.set(name, all.length);
      // Replies are numbered within a case.
      const moved = (text: string): string =>
        text.replace(/\$(\d+)\./g, (_, n: string) => `$${Number(n) + (starts.get(name) ?? 0)}.`);
      all.push(...steps.map(([ask, body]): Step => [moved(ask), JSON.parse(moved(JSON.stringify(body))), 0]));
    }
    [replies, from] = [await send(all), starts];
  }, 240_000);

  test.each(Object.entries(CASES))('%s', (name, steps) => {
    const start = from.get(name) ?? 0;
    expect(replies.slice(start, start + steps.length)).toMatchObject(
      steps.map(([, , status, part = {}]) => ({ status, data: part })),
    );
  });
});

test('each call asks for the permission that the API documents', async () => {
  const asked: readonly (readonly [string, string])[] = [
    [`GET ${SECRET}`, 'secretmanager.secrets.get'],
    [`PATCH ${SECRET}?updateMask=labels`, 'secretmanager.secrets.update'],
    [`GET ${SECRET}/versions/1:access`, 'secretmanager.versions.access'],
    [`GET ${SECRET}:getIamPolicy`, 'secretmanager.secrets.getIamPolicy'],
    [`GET ${placed('artifactregistry', 'repositories')}`, 'artifactregistry.repositories.list'],
    [`GET ${APP}/dockerImages`, 'artifactregistry.dockerimages.list'],
    [`PATCH ${CACHE}?updateMask=labels`, 'redis.instances.update'],
    [`GET ${CACHE}/authString`, 'redis.instances.getAuthString'],
    [`PATCH ${ROLE}`, 'iam.roles.update'],
    [
      `POST ${at('iam', `serviceAccounts/web@${PROJECT}.iam.gserviceaccount.com`)}:disable`,
      'iam.serviceAccounts.disable',
    ],
    [
      `GET ${at('iam', `serviceAccounts/web@${PROJECT}.iam.gserviceaccount.com/keys`)}`,
      'iam.serviceAccountKeys.list',
    ],
    [`GET ${at('logging', 'metrics', 'v2')}`, 'logging.logMetrics.list'],
    [`PATCH ${BUCKETS}/_Default?updateMask=retentionDays`, 'logging.buckets.update'],
    [`GET ${at('logging', 'sinks', 'v2')}`, 'logging.sinks.list'],
    [`PATCH ${placed('cloudbuild', `triggers/${TRIGGER}`)}`, 'cloudbuild.builds.create'],
    [`PATCH ${PIPELINE}`, 'clouddeploy.deliveryPipelines.update'],
    [`GET ${OCCURRENCES}:vulnerabilitySummary`, 'containeranalysis.occurrences.list'],
    [`POST ${JOB}:pause`, 'cloudscheduler.jobs.pause'],
    [`POST ${JOB}:resume`, 'cloudscheduler.jobs.enable'],
    [`GET ${at('cloudscheduler', 'locations')}`, 'cloudscheduler.locations.list'],
  ];
  cloud.log.clear();
  const bodies: Readonly<Record<string, JsonObject>> = { GET: {}, PATCH: {}, POST: {} };
  const replies = await send(
    asked.map(([ask]) => [ask, ask.startsWith('GET') ? null : (bodies['POST'] ?? {}), 403] as const),
    true,
  );
  expect(replies.map(({ status }) => status)).toEqual(asked.map(() => 403));
  expect(cloud.log.checks.map(({ permission }) => permission)).toEqual(
    asked.map(([, permission]) => permission),
  );
});

test('a key of an account calls with what a custom role grants, until either is gone', async () => {
  const email = `web@${PROJECT}.iam.gserviceaccount.com`;
  const account = at('iam', `serviceAccounts/${email}`);
  const policy = `cloudresourcemanager.googleapis.com/v3/projects/${PROJECT}`;
  const [, made] = await send([
    [
      `POST ${at('iam', 'roles')}`,
      { roleId: 'reader', role: { includedPermissions: ['secretmanager.secrets.list'] } },
      200,
    ],
    [`POST ${account}/keys`, {}, 200],
    [
      `POST ${policy}:setIamPolicy`,
      {
        policy: {
          bindings: [
            { role: 'roles/owner', members: [`serviceAccount:owner@${PROJECT}.iam.gserviceaccount.com`] },
            { role: `projects/${PROJECT}/roles/reader`, members: [`serviceAccount:${email}`] },
          ],
        },
      },
      200,
    ],
  ]);
  const { privateKeyData, name } = objectOf(made?.data) as Record<string, string>;
  const text = Buffer.from(privateKeyData ?? '', 'base64').toString();
  const status = async (): Promise<string> => {
    const source = `import { GoogleAuth } from 'google-auth-library';
const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });
const said = await auth.request({ url: 'https://${at('secretmanager', 'secrets')}', retryConfig: { retry: 0, noResponseRetries: 0 } }).catch(({ response }) => response);
process.stdout.write(String(said.status));`;
    return (await runNode(cloud, source, { credentials: { type: 'text', text } })).stdout;
  };
  expect(await status()).toBe('200');
  await send([[`DELETE ${at('iam', 'roles/reader')}`, null, 200]]);
  expect(await status()).toBe('403');
  await send([[`DELETE iam.googleapis.com/v1/${name}`, null, 200]]);
  expect(await status()).toBe('400');
});

test('gRPC is answered by the same, operations as well', async () => {
  const said = await calls(
    cloud,
    `const { SecretManagerServiceClient } = (await import('@google-cloud/secret-manager')).v1;
const { CloudRedisClient } = (await import('@google-cloud/redis')).v1;
const secrets = new SecretManagerServiceClient();
const redis = new CloudRedisClient();
const [version] = await secrets.accessSecretVersion({ name: 'projects/${PROJECT}/secrets/token/versions/1' });
said.payload = version.payload.data.toString();
said.stale = await secrets.updateSecret({ secret: { name: 'projects/${PROJECT}/secrets/token', etag: 'AAAAAAAAAAA=' }, updateMask: { paths: ['labels'] } }).catch(({ code }) => code);
const [operation] = await redis.updateInstance({ instance: { name: 'projects/${PROJECT}/locations/${REGION}/instances/cache', labels: { via: 'grpc' } }, updateMask: { paths: ['labels'] } });
const [instance] = await operation.promise();
said.labels = instance.labels;
const [gone] = await redis.deleteInstance({ name: 'projects/${PROJECT}/locations/${REGION}/instances/cache' });
await gone.promise();
said.left = (await redis.listInstances({ parent: 'projects/${PROJECT}/locations/-' }))[0].length;`,
  );
  expect(said).toEqual({ payload: 'sesame', stale: 9, labels: { via: 'grpc' }, left: 0 });
});

test('a list names the locations that do not answer; where it cannot, it fails', async () => {
  cloud.faults.add({ unreachable: [REGION], times: 'always' });
  const [everywhere, one, whole] = await send([
    [`GET ${at('redis', 'locations/-/instances')}`, null, 200],
    [`GET ${placed('clouddeploy', 'targets')}`, null, 200],
    [`GET ${placed('artifactregistry', 'repositories')}`, null, 503],
  ]);
  cloud.faults.clear();
  const away = { unreachable: [`projects/${PROJECT}/locations/${REGION}`] };
  expect(everywhere).toEqual({ status: 200, data: away });
  expect(one).toEqual({ status: 200, data: away });
  expect(whole).toMatchObject({ status: 503, data: { status: 'UNAVAILABLE' } });
});

test('an API that is disabled says so, whichever it is', async () => {
  const lists: Readonly<Record<string, string>> = {
    secretmanager: at('secretmanager', 'secrets'),
    artifactregistry: placed('artifactregistry', 'repositories'),
    redis: placed('redis', 'instances'),
    iam: at('iam', 'serviceAccounts'),
    logging: at('logging', 'sinks', 'v2'),
    cloudbuild: placed('cloudbuild', 'triggers'),
    clouddeploy: placed('clouddeploy', 'targets'),
    containeranalysis: OCCURRENCES,
    cloudscheduler: placed('cloudscheduler', 'jobs'),
  };
  const set = (state: 'ENABLED' | 'DISABLED'): void => {
    for (const api of Object.keys(lists))
      setService(cloud, { id: PROJECT, number: '100000000001' }, `${api}.googleapis.com`, state);
  };
  set('DISABLED');
  const replies = await send(Object.values(lists).map((url): Step => [`GET ${url}`, null, 403]));
  set('ENABLED');
  expect(replies).toMatchObject(
    Object.keys(lists).map((api) => ({
      status: 403,
      data: {
        details: [{ reason: 'SERVICE_DISABLED', metadata: { service: `${api}.googleapis.com` } }, {}, {}],
      },
    })),
  );
});

test('what the inventory has a type for is in it, as the APIs left it', async () => {
  const types = ['Secret', 'SecretVersion'].map((one) => `secretmanager.googleapis.com/${one}`);
  types.push('artifactregistry.googleapis.com/Repository', 'artifactregistry.googleapis.com/DockerImage');
  types.push(
    'iam.googleapis.com/Role',
    'iam.googleapis.com/ServiceAccount',
    'iam.googleapis.com/ServiceAccountKey',
  );
  types.push(
    'logging.googleapis.com/LogBucket',
    'logging.googleapis.com/LogSink',
    'logging.googleapis.com/LogMetric',
  );
  types.push('cloudbuild.googleapis.com/BuildTrigger', 'cloudbuild.googleapis.com/Build');
  types.push('clouddeploy.googleapis.com/DeliveryPipeline', 'clouddeploy.googleapis.com/Target');
  const said = await calls(
    cloud,
    `said.assets = (await (await api('cloudasset', 'v1')).assets.list({ parent: 'projects/${PROJECT}', contentType: 'RESOURCE', pageSize: 1000 })).data.assets;`,
  );
  const assets = said.assets as { assetType: string; name: string; resource: { data: JsonObject } }[];
  expect(types.filter((type) => !assets.some(({ assetType }) => assetType === type))).toEqual([]);
  const named = (name: string) => assets.find((one) => one.name === name)?.resource.data;
  const numbered = 'projects/100000000001';
  expect(
    named(`//logging.googleapis.com/${numbered}/locations/global/buckets/_Default`)?.['retentionDays'],
  ).toBe(365);
  expect(named(`//logging.googleapis.com/${numbered}/metrics/a%2Fb`)?.['filter']).toBe('severity>=ALERT');
  expect(named(`//secretmanager.googleapis.com/${numbered}/secrets/token/versions/2`)?.['state']).toBe(
    'DESTROYED',
  );
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
