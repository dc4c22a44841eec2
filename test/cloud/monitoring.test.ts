import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { DEPLOYMENT, PROJECT } from './clients/deployment.ts';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

const CLIENT = `const v3 = (await api('monitoring', 'v3'));
const parent = 'projects/${PROJECT}';
const name = parent + '/alertPolicies/21';
`;

test('a policy is changed in what its mask names, records are its own, conditions keep their names', async () => {
  cloud.faults.add({ rpc: 'AlertPolicyService.UpdateAlertPolicy', nth: 3, preset: 'concurrent-edits' });
  const said = await calls(
    cloud,
    `${CLIENT}
const policies = v3.projects.alertPolicies;
const before = (await policies.get({ name })).data;
const { conditionThreshold } = before.conditions[0];
said.first = (await policies.patch({ name, updateMask: 'display_name,userLabels', requestBody: { userLabels: { team: 'a' }, displayName: 'B', enabled: false, creationRecord: {} } })).data;
said.second = (await policies.patch({ name, updateMask: 'conditions', requestBody: { conditions: [...before.conditions, { displayName: 'new', conditionThreshold }] } })).data;
said.busy = await attempt(policies.patch({ name, updateMask: 'enabled', requestBody: { enabled: false } }));
said.made = (await policies.create({ name: parent, requestBody: { displayName: 'C', combiner: 'OR', conditions: [{ displayName: 'c', conditionThreshold }] } })).data;
said.list = (await policies.list({ name: parent, pageSize: 1 })).data;
said.channel = await attempt(v3.projects.notificationChannels.delete({ name: parent + '/notificationChannels/11' }));
said.before = before;`,
  );
  expect(said.first).toEqual({
    ...said.before,
    displayName: 'B',
    userLabels: { team: 'a' },
    mutationRecord: { mutateTime: cloud.clock.iso(), mutatedBy: `owner@${PROJECT}.iam.gserviceaccount.com` },
  });
  expect(said.second.conditions[0]).toEqual(said.before.conditions[0]);
  expect(said.second.conditions[1].name).toMatch(`${said.before.name}/conditions/`);
  expect(said.busy).toMatchObject({
    status: 409,
    error: {
      status: 'ABORTED',
      message: 'Too many concurrent edits to the project configuration. Please try again.',
    },
  });
  expect(said.made).toMatchObject({
    enabled: true,
    name: expect.stringMatching(`^projects/${PROJECT}/alertPolicies/\\d+$`),
  });
  expect(said.list).toMatchObject({ totalSize: 2, nextPageToken: expect.any(String) });
  expect(said.channel).toMatchObject({ status: 400, error: { status: 'FAILED_PRECONDITION' } });
});

test('services, their objectives and dashboards are named by the number of the project', async () => {
  const said = await calls(
    cloud,
    `${CLIENT}
said.service = (await v3.services.create({ parent, serviceId: 'web', requestBody: { custom: {} } })).data;
const objectives = v3.services.serviceLevelObjectives;
said.slo = (await objectives.create({ parent: said.service.name, serviceLevelObjectiveId: 'up', requestBody: { goal: 0.9, rollingPeriod: '86400s' } })).data;
said.patched = (await objectives.patch({ name: parent + '/services/web/serviceLevelObjectives/up', updateMask: 'goal', requestBody: { goal: 0.99 } })).data;
said.missing = await attempt(v3.services.get({ name: parent + '/services/none' }));
const { dashboards } = (await api('monitoring', 'v1')).projects;
const made = (await dashboards.create({ parent, requestBody: { displayName: 'a', gridLayout: {} } })).data;
const patch = (etag, displayName) => attempt(dashboards.patch({ name: made.name, requestBody: { etag, displayName, gridLayout: {} } }));
said.good = await patch(made.etag, 'b');
said.stale = await patch(made.etag, 'c');
said.shown = (await dashboards.get({ name: made.name })).data;`,
  );
  expect(said.service.name).toBe('projects/100000000001/services/web');
  expect(said.slo.name).toBe('projects/100000000001/services/web/serviceLevelObjectives/up');
  expect(said.patched).toEqual({ ...said.slo, goal: 0.99 });
  expect(said.missing).toMatchObject({
    status: 404,
    error: { message: "There is no service with id 'none' in project '100000000001'" },
  });
  expect(said.good.status).toBe(200);
  expect(said.stale).toMatchObject({ status: 409, error: { status: 'ABORTED' } });
  expect(said.shown.displayName).toBe('b');
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
