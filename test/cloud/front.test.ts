import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from './client.ts';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test('a Node client with four variables lists, disables and enables an API', async () => {
  const ended = await runNode(
    cloud,
    `import { google } from 'googleapis';
const auth = new google.auth.GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });
const usage = google.serviceusage({ version: 'v1', auth });
const parent = 'projects/' + (await auth.getProjectId());
const enabled = async () => {
  const { data } = await usage.services.list({ parent, filter: 'state:ENABLED', pageSize: 200 });
  return data.services.map(({ config }) => config.name).includes('redis.googleapis.com');
};
const change = async (verb) => {
  let { data } = await usage.services[verb]({ name: parent + '/services/redis.googleapis.com' });
  for (let polls = 0; !data.done && polls < 5; polls += 1) {
    ({ data } = await usage.operations.get({ name: data.name }));
  }
  return data.response.service.state;
};
console.log(JSON.stringify([await enabled(), await change('disable'), await enabled(), await change('enable'), await enabled()]));`,
  );
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toEqual([true, 'DISABLED', false, 'ENABLED', true]);
  expect(cloud.log.of('ListServices').map(({ principal, status }) => [principal, status])).toEqual(
    Array(3).fill(['serviceAccount:owner@pinky-prod.iam.gserviceaccount.com', 200]),
  );
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
