import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { DEPLOYMENT, PROJECT, REGION } from './clients/deployment.ts';
import { type Cloud, startCloud } from './cloud.ts';

const CLIENTS = `const [v1, beta] = [await api('sqladmin', 'v1'), await api('sqladmin', 'v1beta4')];
const db = { project: '${PROJECT}', instance: 'db1' };
const get = async () => (await v1.instances.get(db)).data;
const end = async ({ name: operation }, api = v1) => {
  const shown = [];
  for (let polls = 0; shown.at(-1)?.status !== 'DONE' && polls < 5; polls += 1) {
    shown.push((await api.operations.get({ project: db.project, operation })).data);
  }
  return shown;
};
`;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

test('a patch is PENDING, RUNNING, DONE; only then it holds, in both versions of the API', async () => {
  const said = await calls(
    cloud,
    `${CLIENTS}
const before = await get();
said.operation = (await beta.instances.patch({ ...db, requestBody: { settings: { deletionProtectionEnabled: false } } })).data;
said.meanwhile = (await get()).settings.deletionProtectionEnabled;
said.second = await attempt(v1.instances.patch({ ...db, requestBody: { settings: {} } }));
said.end = await end(said.operation, beta);
said.versions = [before, await get()].map(({ settings }) => settings.settingsVersion);
said.links = [await get(), (await beta.instances.get(db)).data].map(({ selfLink }) => selfLink);
said.kept = (await get()).settings.databaseFlags;
said.list = (await v1.operations.list({ ...db })).data.items.length;`,
  );
  expect(said.operation).toMatchObject({
    kind: 'sql#operation',
    status: 'PENDING',
    operationType: 'UPDATE',
    targetId: 'db1',
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${PROJECT}/operations/${said.operation.name}`,
  });
  expect(said.operation.startTime).toBeUndefined();
  expect(said.meanwhile).toBe(true);
  expect(said.second).toMatchObject({
    status: 409,
    error: { errors: [{ domain: 'global', reason: 'operationInProgress' }] },
  });
  expect(said.end.map(({ status }: { status: string }) => status)).toEqual(['RUNNING', 'DONE']);
  expect(said.end[1].endTime).toBeDefined();
  expect(said.versions).toEqual(['42', '43']);
  expect(said.links).toEqual([
    `https://sqladmin.googleapis.com/v1/projects/${PROJECT}/instances/db1`,
    `https://sqladmin.googleapis.com/sql/v1beta4/projects/${PROJECT}/instances/db1`,
  ]);
  expect(said.kept).toEqual([{ name: 'log_connections', value: 'on' }]);
  expect(said.list).toBe(1);
});

test('a write must know the settings version it was made from: always for PUT, where it is sent for PATCH', async () => {
  const said = await calls(
    cloud,
    `${CLIENTS}
const { settings } = await get();
const { settingsVersion, ...rest } = settings;
const write = (method, given) => attempt(v1.instances[method]({ ...db, requestBody: { settings: given } }));
said.missing = await write('update', rest);
said.stale = await write('patch', { settingsVersion: '1', tier: 'db-custom-2-7680' });
said.stalePut = await write('update', { ...settings, settingsVersion: '1' });
said.tier = await write('patch', { edition: 'ENTERPRISE_PLUS' });
said.good = await write('update', settings);
said.end = await end(said.good.data);
said.operations = (await v1.operations.list(db)).data.items.length;`,
  );
  expect(said.missing).toMatchObject({
    status: 400,
    error: { message: 'Missing parameter: Settings version.', errors: [{ reason: 'required' }] },
  });
  const stale = {
    status: 412,
    error: {
      code: 412,
      message: 'Condition does not match.',
      errors: [{ domain: 'global', reason: 'staleData', location: 'If-Match', locationType: 'header' }],
    },
  };
  expect(said.stale).toMatchObject(stale);
  expect(said.stalePut).toMatchObject(stale);
  expect(said.tier).toMatchObject({
    status: 400,
    error: { message: 'Invalid request: Invalid Tier (db-custom-4-8192) for (ENTERPRISE_PLUS) Edition.' },
  });
  expect(said.end.at(-1)).toMatchObject({ status: 'DONE' });
  expect(said.operations, 'what is refused starts no operation').toBe(2);
});

test('an operation may end with an error and no effect, or not at all until it is let go', async () => {
  cloud.faults.add(
    {
      rpc: 'SqlInstancesService.Patch',
      operation: { fails: { code: 'INTERNAL_ERROR', message: 'It broke.' } },
    },
    { rpc: 'SqlInstancesService.Patch', nth: 2, operation: { stuck: true } },
  );
  const said = await calls(
    cloud,
    `${CLIENTS}
const patch = async () =>
  (await v1.instances.patch({ ...db, requestBody: { settings: { availabilityType: 'REGIONAL' } } })).data;
said.failed = (await end(await patch())).at(-1);
said.after = (await get()).settings.availabilityType;
said.stuck = (await end(await patch())).map(({ status }) => status);`,
  );
  expect(said.failed).toMatchObject({
    status: 'DONE',
    error: { errors: [{ kind: 'sql#operationError', code: 'INTERNAL_ERROR', message: 'It broke.' }] },
  });
  expect(said.after).toBe('ZONAL');
  expect(said.stuck).toEqual(Array(5).fill('RUNNING'));
  cloud.operations.release();
  cloud.clock.advance(60_000);
  cloud.operations.settle();
  expect(cloud.store.get(`//cloudsql.googleapis.com/projects/${PROJECT}/instances/db1`)?.data).toMatchObject({
    settings: { availabilityType: 'REGIONAL' },
  });
});

test('what is not there, not allowed or out of reach is told apart', async () => {
  const said = await calls(
    cloud,
    `${CLIENTS}
said.missing = await attempt(v1.instances.get({ ...db, instance: 'db9' }));
said.foreign = await attempt(v1.instances.list({ project: 'someone-else' }));
said.recovery = (await v1.projects.instances.getLatestRecoveryTime(db)).data;
said.backup = (await v1.backupRuns.get({ ...db, id: '1767999600000' })).data;`,
  );
  expect(said.missing).toMatchObject({
    status: 404,
    error: {
      code: 404,
      message: 'The Cloud SQL instance does not exist.',
      errors: [{ reason: 'instanceDoesNotExist' }],
    },
  });
  expect(said.foreign).toMatchObject({ status: 403, error: { errors: [{ reason: 'notAuthorized' }] } });
  expect(said.recovery).toEqual({
    kind: 'sql#getLatestRecoveryTime',
    latestRecoveryTime: cloud.clock.iso(cloud.clock.now() - 60_000),
  });
  expect(said.backup).toMatchObject({ status: 'SUCCESSFUL', type: 'AUTOMATED' });
  cloud.faults.add({ rpc: 'SqlInstancesService.List', unreachable: [REGION] });
  const partial = await calls(
    cloud,
    `${CLIENTS} said.list = (await v1.instances.list({ project: db.project })).data;`,
  );
  expect(partial.list).toMatchObject({ warnings: [{ code: 'REGION_UNREACHABLE', region: REGION }] });
  expect(partial.list.items).toBeUndefined();
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
