import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { ORGANIZATION, organizationOf, PLANTED } from '../cloud/organization.ts';
import { pinky } from './pinky.ts';

const AUDITOR = 'auditor@shop-000.iam.gserviceaccount.com';
const ROLE = `organizations/${ORGANIZATION}/roles/pinkyAudit`;
const { seed, planted } = organizationOf({ projects: 9, services: 2, instances: 2, secrets: 2 });

/** The role that the tool prints, and nothing else, is what its account holds. */
async function seeded(): Promise<Cloud> {
  const nowhere = await startCloud();
  const { stdout } = await pinky(nowhere, ['snapshot', '--organization', ORGANIZATION, '--print-role']);
  await nowhere.close();
  const { includedPermissions } = parse(stdout) as { includedPermissions: string[] };
  const bindings = [{ role: ROLE, members: [`serviceAccount:${AUDITOR}`] }];
  return startCloud({
    seed: { ...seed, organization: { id: ORGANIZATION, domain: 'shop.example.com', bindings } },
    roles: { [ROLE]: includedPermissions },
    credentials: { type: 'service_account', email: AUDITOR },
  });
}

let cloud: Cloud;
beforeAll(async () => {
  cloud = await seeded();
});
afterAll(() => cloud?.close());

interface Result {
  readonly policy: string;
  readonly verdict: string;
  readonly asset: { readonly name: string };
  readonly findings: readonly { readonly fingerprint: string }[];
}

const resultsOf = (stdout: string): readonly Result[] =>
  (JSON.parse(stdout) as { results: readonly Result[] }).results;

const failing = (results: readonly Result[]): string[] =>
  results
    .filter(({ policy, verdict }) => verdict === 'fail' && policy in PLANTED)
    .map(({ policy, asset }) => `${policy} ${asset.name}`)
    .sort();

test('a live audit finds what was planted, and what a snapshot of the same moment tells', async () => {
  const live = await pinky(cloud, ['scan', '--organization', ORGANIZATION, '--format', 'json']);
  expect(live.code, live.stderr).toBe(1);
  const results = resultsOf(live.stdout);
  expect(failing(results)).toEqual(planted.map(({ policy, asset }) => `${policy} ${asset}`).sort());

  const file = join(cloud.folder, 'org.ndjson');
  const written = await pinky(cloud, ['snapshot', '--organization', ORGANIZATION, '--out', file]);
  expect(written.code, written.stderr).toBe(0);
  const offline = await pinky(cloud, ['scan', '--snapshot', file, '--format', 'json'], {
    env: { https_proxy: undefined, GOOGLE_APPLICATION_CREDENTIALS: undefined },
  });
  const bare = ({ policy, verdict, asset, findings }: Result) =>
    `${policy} ${verdict} ${asset.name} ${findings.map(({ fingerprint }) => fingerprint).join()}`;
  expect(resultsOf(offline.stdout).map(bare)).toEqual(results.map(bare));

  expect(readFileSync(file, 'utf8')).toContain(`"organizations/${ORGANIZATION}"`);
});

test('the printed role is all that it takes, and its every permission is one that was asked for', () => {
  const checks = cloud.log.requests.flatMap(({ permissions }) => permissions);
  expect(checks.filter(({ granted }) => !granted)).toEqual([]);
  expect(checks.length).toBeGreaterThan(0);
  expect(cloud.log.defects).toEqual([]);
});

test('what an operator changes is the one thing that differs in the next audit', async () => {
  const before = failing(
    resultsOf((await pinky(cloud, ['scan', '--organization', ORGANIZATION, '--format', 'json'])).stdout),
  );
  const name = '//cloudsql.googleapis.com/projects/shop-003/instances/db-1';
  const held = cloud.store.get(name);
  const settings = held?.data['settings'] as Record<string, never>;
  cloud.store.patch(name, { data: { settings: { ...settings, deletionProtectionEnabled: false } } });
  const after = failing(
    resultsOf((await pinky(cloud, ['scan', '--organization', ORGANIZATION, '--format', 'json'])).stdout),
  );
  expect(after.filter((one) => !before.includes(one))).toEqual([`sql-deletion-protection ${name}`]);
  expect(before.filter((one) => !after.includes(one))).toEqual([]);
});
