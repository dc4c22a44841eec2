import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { type Cloud, startCloud } from './cloud.ts';
import type { Seed } from './core/seed.ts';
import type { Credentials } from './front/credentials.ts';

const OWNER = 'owner@shop.iam.gserviceaccount.com';
const SEED: Seed = {
  projects: [
    {
      id: 'shop',
      number: '101',
      bindings: [
        { role: 'roles/owner', members: [`serviceAccount:${OWNER}`] },
        { role: 'roles/viewer', members: ['user:ann@example.com', 'user:ben@example.com'] },
        { role: 'roles/serviceusage.serviceUsageConsumer', members: ['user:ben@example.com'] },
      ],
    },
    {
      id: 'bare',
      number: '102',
      services: [],
      bindings: [{ role: 'roles/owner', members: [`serviceAccount:${OWNER}`] }],
    },
  ],
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: SEED, admin: 0 });
});
afterAll(() => cloud.close());

/** What every program here needs: one read in REST, one over gRPC, and the clock. */
const READS = `import { AssetServiceClient } from '@google-cloud/asset';
const rest = async () => attempt((await api('serviceusage', 'v1')).services.get({ name: 'projects/shop/services/run.googleapis.com' }));
const grpc = (project = 'shop') => new AssetServiceClient().listAssets({ parent: 'projects/' + project, pageSize: 1 }, { autoPaginate: false, retry: null }).then(
  () => ({ code: 0 }),
  ({ code, reason, errorInfoMetadata, details }) => ({ code, reason, metadata: errorInfoMetadata, details }),
);
`;

/** Without a path a client finds no gcloud to ask for the project, and says the same wherever this runs. */
const ALONE = { PATH: 'none' };

const account = (email: string): Credentials => ({ type: 'service_account', email });
const person = (email: string, quotaProject?: string): Credentials => ({
  type: 'authorized_user',
  email,
  ...(quotaProject === undefined ? {} : { quotaProject }),
});

describe('tokens', () => {
  test('live as long as the clock of the cloud says', async () => {
    const said = await calls(
      cloud,
      `const { token } = await auth.getAccessToken().then((token) => ({ token }));
      const ask = async (authorization) => {
        const { gaxios: { Gaxios } } = await import('google-auth-library');
        const url = 'https://serviceusage.googleapis.com/v1/projects/shop/services/run.googleapis.com';
        return attempt(new Gaxios().request({ url, headers: authorization ? { authorization } : {}, retry: false }));
      };
      const later = (advance) => fetch('http://127.0.0.1:${cloud.adminPort}/clock', { method: 'POST', body: JSON.stringify({ advance }) });
      said.fresh = await ask('Bearer ' + token);
      await later(3_598_000);
      said.old = await ask('Bearer ' + token);
      await later(1_000);
      said.expired = await ask('Bearer ' + token);
      said.invented = await ask('Bearer ya29.invented');
      said.none = await ask();`,
    );
    expect([said.fresh.status, said.old.status]).toEqual([200, 200]);
    for (const [one, reason] of [
      ['expired', 'ACCESS_TOKEN_EXPIRED'],
      ['invented', 'ACCESS_TOKEN_TYPE_UNSUPPORTED'],
      ['none', 'CREDENTIALS_MISSING'],
    ] as const) {
      expect(said[one], one).toMatchObject({
        status: 401,
        error: {
          status: 'UNAUTHENTICATED',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' },
          ],
        },
      });
    }
  });

  test('are not given for, and are not, what another key signed', async () => {
    const said = await calls(
      cloud,
      `${READS}
      import { readFileSync, writeFileSync } from 'node:fs';
      import { generateKeyPairSync } from 'node:crypto';
      const file = process.env.GOOGLE_APPLICATION_CREDENTIALS;
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const forged = { ...JSON.parse(readFileSync(file)), private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
      process.env.GOOGLE_APPLICATION_CREDENTIALS = file + '.forged';
      writeFileSync(file + '.forged', JSON.stringify(forged));
      said.rest = await rest();
      said.grpc = await grpc();`,
    );
    expect(said.rest).toMatchObject({
      status: 400,
      error: 'invalid_grant',
    });
    expect(said.grpc).toMatchObject({ code: 16, reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED' });
  });

  test('of an account that is gone are refused in both protocols', async () => {
    const email = 'gone@shop.iam.gserviceaccount.com';
    cloud.credentials(account(email));
    cloud.auth.disable(email);
    const said = await calls(cloud, `${READS} said.rest = await rest(); said.grpc = await grpc();`, {
      credentials: account(email),
    });
    expect(said.rest).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(said.grpc).toMatchObject({ code: 16 });
  });
});

describe('credentials', () => {
  test.each<[string, Credentials, object]>([
    ['a person without quota project', person('ann@example.com'), quotaProjectMissing()],
    ['a person who may not use the quota project', person('ann@example.com', 'shop'), quotaProjectDenied()],
    [
      'a person who may use it',
      person('ben@example.com', 'shop'),
      { rest: { status: 200 }, grpc: { code: 0 } },
    ],
  ])('of %s', async (_, credentials, expected) => {
    const said = await calls(cloud, `${READS} said.rest = await rest(); said.grpc = await grpc();`, {
      credentials,
      env: ALONE,
    });
    expect(said).toMatchObject(expected);
  });

  test('come from a metadata server where the machine has one', async () => {
    const said = await calls(
      cloud,
      `${READS} said.project = await auth.getProjectId(); said.rest = await rest(); said.grpc = await grpc();`,
      { env: { ...ALONE, GOOGLE_APPLICATION_CREDENTIALS: undefined, ...cloud.metadataEnv(OWNER) } },
    );
    expect(said).toMatchObject({ project: 'shop', rest: { status: 200 }, grpc: { code: 0 } });
    expect(cloud.log.requests.at(-1)?.principal).toBe(`serviceAccount:${OWNER}`);
  });

  test.each<[string, Credentials, RegExp]>([
    ['a workload identity whose token is not there', { type: 'external_account' }, /no-such-token/],
    ['a file that is no JSON', { type: 'text', text: 'not json' }, /JSON/],
    ['a file of no known kind', { type: 'text', text: '{"type":"other"}' }, /client_email|credentials/],
  ])('of %s give an error before anything is asked', async (_, credentials, message) => {
    const before = cloud.log.requests.length;
    const said = await calls(
      cloud,
      `said.message = await auth.getClient().then((client) => client.getAccessToken()).then(() => 'none', (error) => error.message);`,
      { credentials },
    );
    expect(said.message).toMatch(message);
    expect(cloud.log.requests).toHaveLength(before);
  });
});

/** The three refusals that share a status and, two of them, a reason: what tells them apart is the rest. */
describe('403', () => {
  test('of an API that is disabled names the API, the project and where to enable it', async () => {
    const bare = account('owner@bare.iam.gserviceaccount.com');
    const said = await calls(cloud, `${READS} said.rest = await rest(); said.grpc = await grpc('bare');`, {
      credentials: bare,
    });
    const message = /has not been used in project 102 before or it is disabled/;
    const metadata = { service: 'serviceusage.googleapis.com', consumer: 'projects/102' };
    expect(said.rest).toMatchObject({
      status: 403,
      error: {
        status: 'PERMISSION_DENIED',
        message: expect.stringMatching(message),
        details: [{ reason: 'SERVICE_DISABLED', metadata }, {}, { links: [{ url: expect.any(String) }] }],
      },
    });
    expect(said.grpc).toMatchObject({
      code: 7,
      reason: 'SERVICE_DISABLED',
      metadata: { service: 'cloudasset.googleapis.com', consumer: 'projects/102' },
      details: expect.stringMatching(message),
    });
  });

  test('of a permission that is denied names it, and the check is logged', async () => {
    const nobody = account('nobody@shop.iam.gserviceaccount.com');
    const said = await calls(cloud, `${READS} said.rest = await rest(); said.grpc = await grpc();`, {
      credentials: nobody,
    });
    expect(said.rest).toMatchObject({
      status: 403,
      error: {
        details: [{ reason: 'IAM_PERMISSION_DENIED', metadata: { permission: 'serviceusage.services.get' } }],
      },
    });
    expect(said.grpc).toMatchObject({ code: 7, reason: 'IAM_PERMISSION_DENIED' });
    expect(cloud.log.checks).toContainEqual({
      principal: 'serviceAccount:nobody@shop.iam.gserviceaccount.com',
      permission: 'serviceusage.services.get',
      resource: 'projects/shop',
      granted: false,
    });
  });
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});

function quotaProjectMissing(): object {
  const message = expect.stringMatching(/requires a quota project, which is not set by default/);
  return {
    rest: { status: 403, error: { message, details: [{ reason: 'SERVICE_DISABLED' }] } },
    grpc: { code: 7, reason: 'SERVICE_DISABLED', details: message },
  };
}

function quotaProjectDenied(): object {
  return {
    rest: { status: 403, error: { details: [{ reason: 'USER_PROJECT_DENIED' }, {}] } },
    grpc: { code: 7, reason: 'USER_PROJECT_DENIED' },
  };
}
