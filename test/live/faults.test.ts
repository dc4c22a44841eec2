import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { Fault } from '../cloud/core/faults.ts';
import type { Credentials } from '../cloud/front/credentials.ts';
import { organizationOf } from '../cloud/organization.ts';
import { pinky } from './pinky.ts';

const OWNER = 'owner@shop-000.iam.gserviceaccount.com';
const { seed } = organizationOf({ projects: 1, services: 1, instances: 1, secrets: 0 });
const LIST = 'AssetService.ListAssets';

let cloud: Cloud;
beforeEach(async () => {
  const bindings = [{ role: 'roles/owner', members: [`serviceAccount:${OWNER}`] }];
  const organization = { id: '300000000001', domain: 'shop.example.com', bindings };
  cloud = await startCloud({ seed: { ...seed, organization } });
});
afterEach(() => cloud.close());

interface Report {
  readonly results: readonly { readonly policy: string; readonly verdict: string }[];
  readonly ledger: readonly { readonly type: string; readonly state: string; readonly reason?: string }[];
}

const SQL = ['scan', '--project', 'shop-000', '--policy', 'sql-*', '--all', '--format', 'json'];

interface Case {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly credentials?: Credentials;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly code: number;
  /** Somewhere in what is said, on either stream. */
  readonly says: RegExp;
  /** Requests of the inventory, at most. */
  readonly most: number;
}

const all = (fault: Fault): Fault => ({ times: 'always', ...fault, rpc: LIST });

/** Nothing could be read: nothing is judged, so that the run was not done as asked. */
const unread: readonly Case[] = [
  {
    name: 'the API is disabled',
    faults: [all({ preset: 'api-disabled' })],
    code: 2,
    says: /cloudasset\.googleapis\.com/,
    most: 8,
  },
  { name: 'permission is denied', faults: [all({ preset: 'denied' })], code: 2, says: /denied/i, most: 8 },
  {
    name: 'a quota project is missing',
    faults: [all({ preset: 'quota-project' })],
    code: 2,
    says: /quota project/i,
    most: 8,
  },
  {
    name: 'no credentials',
    faults: [],
    env: { GOOGLE_APPLICATION_CREDENTIALS: undefined },
    code: 2,
    says: /credentials/i,
    most: 0,
  },
  {
    name: 'a file of credentials that is not there',
    faults: [],
    env: { GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json' },
    code: 2,
    says: /credentials|GOOGLE_APPLICATION_CREDENTIALS/i,
    most: 0,
  },
];

/** Trouble that passes: the run ends as if there had been none. */
const passing: readonly Case[] = [
  {
    name: 'a few 503',
    faults: [all({ preset: 'unavailable', times: 2 })],
    code: 1,
    says: /"verdict": ?"fail"/,
    most: 8,
  },
  {
    name: 'one 429',
    faults: [all({ preset: 'rate-limited', times: 1 })],
    code: 1,
    says: /"verdict": ?"fail"/,
    most: 8,
  },
  {
    name: 'a connection that is reset',
    faults: [all({ reset: true, times: 1 })],
    code: 1,
    says: /"verdict": ?"fail"/,
    most: 8,
  },
  {
    name: 'a page that breaks off',
    faults: [all({ resetAfterBytes: 20, times: 1 })],
    code: 1,
    says: /"verdict": ?"fail"/,
    most: 8,
  },
];

describe('whatever goes wrong, the run ends with its reason, and bounded', () => {
  test.each([...unread, ...passing])('$name', async ({ faults, credentials, env, code, says, most }) => {
    for (const fault of faults) cloud.faults.add(fault);
    const ended = await pinky(cloud, SQL, env, credentials);
    const said = `${ended.stdout}${ended.stderr}`;
    expect(ended.code, said.slice(0, 2000)).toBe(code);
    expect(said).toMatch(says);
    expect(said).not.toMatch(/unhandled|uncaught|at .*\.js:\d+/i);
    const asked = cloud.log.requests.filter(({ method }) => method?.endsWith(LIST));
    expect(asked.length).toBeLessThanOrEqual(most);
    if (code === 2 && ended.stdout.startsWith('{')) {
      const { results } = JSON.parse(ended.stdout) as Report;
      expect(results.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail')).toEqual([]);
    }
  });
});

test('policies that may not be read are gaps, and none of them passes', async () => {
  cloud.faults.add({ rpc: LIST, preset: 'denied', nth: 2, times: 50 });
  const ended = await pinky(cloud, [
    'scan',
    '--project',
    'shop-000',
    '--policy',
    'sql-*',
    '--policy',
    'iam-*',
    '--all',
    '--format',
    'json',
  ]);
  const { results, ledger } = JSON.parse(ended.stdout) as Report;
  const iam = results.filter(({ policy }) => policy.startsWith('iam-'));
  expect(iam.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
  expect(ledger.some(({ state }) => state === 'denied')).toBe(true);
});
