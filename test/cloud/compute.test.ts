import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { DEPLOYMENT, LINKS, PROJECT, REGION } from './clients/deployment.ts';
import { type Cloud, startCloud } from './cloud.ts';

const CLIENT = `const compute = await api('compute', 'v1');
const project = '${PROJECT}';
const tls = { project, sslPolicy: 'tls' };
const wait = async ({ data }) => (await compute.globalOperations.wait({ project, operation: data.name })).data;
`;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

test('a change names the fingerprint it was made from, and holds when its operation is done', async () => {
  const said = await calls(
    cloud,
    `${CLIENT}
const before = (await compute.sslPolicies.get(tls)).data;
const patch = (fingerprint) => attempt(compute.sslPolicies.patch({ ...tls, requestBody: { minTlsVersion: 'TLS_1_2', fingerprint } }));
said.missing = await patch(undefined);
said.good = await patch(before.fingerprint);
said.meanwhile = (await compute.sslPolicies.get(tls)).data.minTlsVersion;
said.busy = await patch(before.fingerprint);
said.got = (await compute.globalOperations.get({ project, operation: said.good.data.name })).data.status;
said.done = await wait(said.good);
said.after = (await compute.sslPolicies.get(tls)).data;
said.stale = await patch(before.fingerprint);
said.before = before;`,
  );
  expect(said.missing).toMatchObject({
    status: 400,
    error: {
      message: "Required field 'resource.fingerprint' not specified",
      errors: [{ reason: 'required' }],
    },
  });
  expect(said.good.data).toMatchObject({
    kind: 'compute#operation',
    operationType: 'compute.sslPolicies.patch',
    status: 'RUNNING',
    progress: 0,
    targetLink: `${LINKS}/global/sslPolicies/tls`,
    selfLink: `${LINKS}/global/operations/${said.good.data.name}`,
  });
  expect(said.meanwhile).toBe('TLS_1_0');
  expect(said.busy).toMatchObject({ status: 400, error: { errors: [{ reason: 'resourceNotReady' }] } });
  expect(said.got).toBe('RUNNING');
  expect(said.done).toMatchObject({ status: 'DONE', progress: 100 });
  const { fingerprint, ...after } = said.after;
  expect(after).toEqual({ ...said.before, fingerprint: undefined, minTlsVersion: 'TLS_1_2' });
  expect(fingerprint).not.toBe(said.before.fingerprint);
  expect(said.stale).toMatchObject({
    status: 412,
    error: { code: 412, message: 'Invalid fingerprint.', errors: [{ reason: 'conditionNotMet' }] },
  });
});

test('a failed operation is sent with 200: what is in use stays, what the plan fails changes nothing', async () => {
  cloud.faults.add({
    rpc: 'Firewalls.Patch',
    operation: { fails: { code: 'QUOTA_EXCEEDED', message: 'Quota exceeded.', http: 403 } },
  });
  const said = await calls(
    cloud,
    `${CLIENT}
said.used = await wait(await compute.urlMaps.delete({ project, urlMap: 'web' }));
said.kept = (await attempt(compute.urlMaps.get({ project, urlMap: 'web' }))).status;
said.failed = await wait(await compute.firewalls.patch({ project, firewall: 'allow-web', requestBody: { disabled: true } }));
said.disabled = (await compute.firewalls.get({ project, firewall: 'allow-web' })).data.disabled;
said.made = await wait(await compute.firewalls.insert({ project, requestBody: { name: 'deny', network: 'projects/${PROJECT}/global/networks/vpc', denied: [{ IPProtocol: 'all' }] } }));
said.deny = (await compute.firewalls.get({ project, firewall: 'deny' })).data;
said.again = await attempt(compute.firewalls.insert({ project, requestBody: { name: 'deny' } }));
said.missing = await attempt(compute.firewalls.get({ project, firewall: 'none' }));`,
  );
  expect(said.used).toMatchObject({
    status: 'DONE',
    httpErrorStatusCode: 400,
    httpErrorMessage: 'BAD REQUEST',
    error: { errors: [{ code: 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE' }] },
  });
  expect(said.kept).toBe(200);
  expect(said.failed).toMatchObject({
    status: 'DONE',
    httpErrorStatusCode: 403,
    error: { errors: [{ code: 'QUOTA_EXCEEDED' }] },
  });
  expect(said.disabled).toBe(false);
  expect(said.made).toMatchObject({ status: 'DONE', operationType: 'insert' });
  expect(said.deny).toMatchObject({
    network: `${LINKS}/global/networks/vpc`,
    priority: 1000,
    direction: 'INGRESS',
  });
  expect(said.again).toMatchObject({ status: 409, error: { errors: [{ reason: 'alreadyExists' }] } });
  expect(said.missing).toMatchObject({
    status: 404,
    error: {
      message: `The resource 'projects/${PROJECT}/global/firewalls/none' was not found`,
      errors: [{ reason: 'notFound' }],
    },
  });
});

test('rules of a security policy are added, changed and removed by priority, without a fingerprint', async () => {
  const said = await calls(
    cloud,
    `${CLIENT}
const armor = { project, securityPolicy: 'armor' };
const rule = { priority: 1000, action: 'throttle', match: { expr: { expression: 'true' } }, rateLimitOptions: { enforceOnKey: 'IP' } };
const get = async () => (await compute.securityPolicies.get(armor)).data;
said.before = (await get()).fingerprint;
await wait(await compute.securityPolicies.addRule({ ...armor, requestBody: rule }));
said.added = await get();
said.twice = await attempt(compute.securityPolicies.addRule({ ...armor, requestBody: rule }));
await wait(await compute.securityPolicies.patchRule({ ...armor, priority: 1000, updateMask: 'rate_limit_options', requestBody: { preview: true } }));
said.patched = (await compute.securityPolicies.getRule({ ...armor, priority: 1000 })).data;
await wait(await compute.securityPolicies.removeRule({ ...armor, priority: 1000 }));
said.removed = await get();
said.none = await attempt(compute.securityPolicies.removeRule({ ...armor, priority: 1000 }));`,
  );
  const priorities = (policy: { rules: { priority: number }[] }) =>
    policy.rules.map(({ priority }) => priority);
  expect(priorities(said.added)).toEqual([1000, 2147483647]);
  expect(said.added.fingerprint).not.toBe(said.before);
  expect(said.twice).toMatchObject({
    status: 400,
    error: { message: expect.stringContaining('same priorities') },
  });
  expect(said.patched).toMatchObject({ action: 'throttle', preview: true });
  expect(said.patched.rateLimitOptions).toBeUndefined();
  expect(priorities(said.removed)).toEqual([2147483647]);
  expect(said.none.status).toBe(400);
});

test('an aggregated list has every place; one that does not answer is a warning, or an error of the whole', async () => {
  const path = '/aggregated/networkEndpointGroups';
  cloud.faults.add({ path, nth: 2, times: 2, unreachable: [REGION] });
  cloud.faults.add({ path: '/firewalls', preset: 'rate-limited' });
  const said = await calls(
    cloud,
    `${CLIENT}
const list = (options) => attempt(compute.networkEndpointGroups.aggregatedList({ project, ...options }));
said.whole = await list({});
said.partial = await list({ returnPartialSuccess: true });
said.refused = await list({});
said.limited = await attempt(compute.firewalls.list({ project }));
const page = (await compute.firewalls.list({ project, maxResults: 1 })).data;
const next = (await compute.firewalls.list({ project, maxResults: 1, pageToken: page.nextPageToken })).data;
said.pages = [page, next].map(({ items }) => items.map(({ name }) => name));`,
  );
  const region = `regions/${REGION}`;
  expect(said.whole.data.items[region].networkEndpointGroups).toMatchObject([{ name: 'web' }]);
  expect(said.whole.data.items.global).toMatchObject({ warning: { code: 'NO_RESULTS_ON_PAGE' } });
  expect(said.partial.data.items[region]).toMatchObject({ warning: { code: 'UNREACHABLE' } });
  expect(said.partial.data.unreachables).toEqual([region]);
  expect(said.refused.status).toBe(503);
  expect(said.limited).toMatchObject({ status: 403, error: { errors: [{ reason: 'rateLimitExceeded' }] } });
  expect(said.pages).toEqual([['allow-web'], ['deny']]);
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
