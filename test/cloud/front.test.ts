import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { run } from './client.ts';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test('a Node client with four variables lists, disables and enables an API', async () => {
  const said = await calls(
    cloud,
    `const usage = await api('serviceusage', 'v1');
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
said.states = [await enabled(), await change('disable'), await enabled(), await change('enable'), await enabled()];`,
  );
  expect(said.states).toEqual([true, 'DISABLED', false, 'ENABLED', true]);
  expect(cloud.log.of('ListServices').map(({ principal, status }) => [principal, status])).toEqual(
    Array(3).fill(['serviceAccount:owner@pinky-prod.iam.gserviceaccount.com', 200]),
  );
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});

test('what is not emulated is not found, and nothing leaves the machine', async () => {
  const said = await calls(
    cloud,
    `const { gaxios: { Gaxios } } = await import('google-auth-library');
const ask = (url) => new Gaxios().request({ url, retry: false }).then(({ status }) => status, ({ status, code, response }) => [status ?? code, response?.data]);
said.path = await ask('https://run.googleapis.com/v9/nowhere');
said.api = await ask('https://pubsub.googleapis.com/v1/projects/p/topics');
said.elsewhere = await ask('https://www.example.com/');
const { credentials, Client } = await import('@grpc/grpc-js');
const client = new Client('pubsub.googleapis.com:443', credentials.createSsl());
const raw = (value) => value;
said.rpc = await new Promise((resolve) => client.makeUnaryRequest('/google.pubsub.v1.Publisher/ListTopics', raw, raw, Buffer.alloc(0), ({ code }) => resolve(code)));`,
  );
  const page = expect.stringContaining('was not found on this server');
  expect(said).toMatchObject({ path: [404, page], api: [404, page], rpc: 12 });
  expect(said.elsewhere).not.toBe(200);
  expect(cloud.log.refused).toEqual(['www.example.com']);
  expect(cloud.log.missing.map(({ host, path }) => host + path)).toEqual([
    'run.googleapis.com/v9/nowhere',
    'pubsub.googleapis.com/v1/projects/p/topics',
    'pubsub.googleapis.com/google.pubsub.v1.Publisher/ListTopics',
  ]);
});

test('on the command line it prints what to export, and ends when it is told to', async () => {
  const ended = await run('npx', ['jiti', 'test/cloud/main.ts', '--admin', '0', '--for', '0'], {});
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const names = ended.stdout.split('\n').flatMap((line) => /^export (\w+)='[^']+'$/.exec(line)?.[1] ?? []);
  expect(names).toEqual(
    expect.arrayContaining([
      ...Object.keys(cloud.env()),
      'CLOUDSDK_PROXY_PORT',
      'CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE',
      'CLOUD_ADMIN',
    ]),
  );
});
