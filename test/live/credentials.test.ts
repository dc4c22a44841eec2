import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { Credentials } from '../cloud/front/credentials.ts';
import { ORGANIZATION, PROJECT, pinky, seed } from './deployment.ts';

const SCAN = ['scan', '--project', PROJECT, '--policy', 'sql-*'];
const GONE = `gone@${PROJECT}.iam.gserviceaccount.com`;
const LIST = 'AssetService.ListAssets';

let cloud: Cloud;
beforeAll(async () => {
  const { organization, ...rest } = seed(['roles/viewer']);
  const person = { role: 'roles/owner', members: ['user:you@example.com'] };
  const gone = { role: 'roles/viewer', members: [`serviceAccount:${GONE}`] };
  const bindings = [...(organization?.bindings ?? []), person, gone];
  cloud = await startCloud({
    seed: { ...rest, organization: { id: ORGANIZATION, domain: 'example.com', bindings } },
  });
});
afterAll(() => cloud?.close());
afterEach(() => {
  expect(cloud.log.defects).toEqual([]);
  cloud.faults.clear();
  cloud.log.clear();
});

const tokens = () => cloud.log.requests.filter(({ path }) => path === '/token');

/** Runs an audit, and does something once the inventory was asked for the first time. */
async function meanwhile(act: () => void, more?: Parameters<typeof pinky>[2]) {
  // The lists after the first wait until it was done.
  cloud.faults.add({ rpc: LIST, nth: 2, times: 3, stall: 300 });
  const running = pinky(cloud, [...SCAN, '--all'], { hurried: true, ...more });
  while (cloud.log.of(LIST).length === 0) await new Promise((resolve) => setImmediate(resolve));
  act();
  return running;
}

describe('a token that ends while the run goes on', () => {
  test('is got anew, and nothing is missing', async () => {
    const ended = await meanwhile(() => cloud.clock.advance(2 * 3600_000));
    expect([ended.code, ended.stderr]).toEqual([1, expect.not.stringContaining('not read')]);
    expect(tokens()).toHaveLength(2);
  });

  test('of an account that was disabled leaves unknown what was not read', async () => {
    const credentials: Credentials = { type: 'service_account', email: GONE };
    const ended = await meanwhile(() => cloud.auth.disable(GONE), { credentials });
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /not read: .*the credentials were refused: .*\n {2}hint: gcloud auth application-default login/,
      ),
    });
    expect(ended.stdout).toContain('COULD NOT BE JUDGED');
    expect(ended.stdout).not.toMatch(/^ *(PASS|FAIL)/m);
    expect(cloud.log.of(LIST).length).toBeLessThan(6);
  });
});

describe('credentials that do', () => {
  test('a person with a quota project, for whom calls are counted there', async () => {
    const credentials: Credentials = {
      type: 'authorized_user',
      email: 'you@example.com',
      quotaProject: PROJECT,
    };
    const ended = await pinky(cloud, SCAN, { credentials });
    expect(ended.code, ended.stderr).toBe(1);
    const calls = cloud.log.requests.filter(({ principal }) => principal === 'user:you@example.com');
    expect(calls.length).toBeGreaterThan(1);
    expect(new Set(calls.map(({ headers }) => headers['x-goog-user-project']))).toEqual(new Set([PROJECT]));
  });

  test('a machine of Google has a metadata server and no file', async () => {
    const env = {
      GOOGLE_APPLICATION_CREDENTIALS: undefined,
      ...cloud.metadataEnv(`auditor@${PROJECT}.iam.gserviceaccount.com`),
    };
    const ended = await pinky(cloud, SCAN, { env });
    expect([ended.code, ended.stderr]).toEqual([1, expect.not.stringContaining('not read')]);
  });
});

describe('credentials that do not do are told before anything is asked:', () => {
  const file = (text: string): Credentials => ({ type: 'text', text });
  test.each<[string, Credentials, Record<string, string>, string]>([
    ['none', file(''), { GOOGLE_APPLICATION_CREDENTIALS: '' }, 'E_CREDENTIALS_NONE'],
    [
      'a file that is not there',
      file(''),
      { GOOGLE_APPLICATION_CREDENTIALS: 'nowhere.json' },
      'E_CREDENTIALS_FILE',
    ],
    ['a file that is no JSON', file('nonsense'), {}, 'E_CREDENTIALS_KIND'],
    ['an OAuth client', file('{"installed":{"client_id":"x"}}'), {}, 'E_CREDENTIALS_KIND'],
    [
      'a key that cannot be read',
      file('{"type":"service_account","client_email":"a@b.iam.gserviceaccount.com","private_key":"x"}'),
      {},
      'E_CREDENTIALS_KIND',
    ],
    [
      'a person who must log in again',
      file('{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"revoked"}'),
      {},
      'E_CREDENTIALS_EXPIRED',
    ],
    ['a workload identity without its token', { type: 'external_account' }, {}, 'E_CREDENTIALS_FILE'],
  ])('%s', async (_, credentials, env, code) => {
    const ended = await pinky(cloud, SCAN, { credentials, env });
    expect(ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^error ${code}[ :].*\n {2}hint: .*\n$`)),
    });
    expect(cloud.log.requests.filter(({ host }) => host !== 'oauth2.googleapis.com')).toEqual([]);
  });

  test('a person without a quota project is told how to name one', async () => {
    const credentials: Credentials = { type: 'authorized_user', email: 'you@example.com' };
    const ended = await pinky(cloud, [...SCAN, '--format', 'json'], { credentials });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('set-quota-project') });
  });
});
