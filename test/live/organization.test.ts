import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from '../cloud/calls.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { ORGANIZATION, organizationOf } from '../cloud/organization.ts';
import { AUDITOR, audited, failing, lineOf, OPERATOR, plantedIn, resultsOf, without } from './audited.ts';
import { pinky } from './pinky.ts';

const organization = organizationOf({ projects: 9, services: 2, instances: 2, secrets: 2 });
const SCAN = ['scan', '--organization', ORGANIZATION, '--format', 'json'];

let cloud: Cloud;
/** What a live audit fails before anything is changed. */
let before: readonly string[];
beforeAll(async () => {
  cloud = await audited(organization);
});
afterAll(() => cloud?.close());

test('a live audit finds what was planted, and what a snapshot of the same moment tells', async () => {
  const live = await pinky(cloud, SCAN);
  expect(live.code, live.stderr).toBe(1);
  const results = resultsOf(live.stdout);
  before = failing(results);
  expect(before).toEqual(plantedIn(organization));

  const file = join(cloud.folder, 'org.ndjson');
  const written = await pinky(cloud, ['snapshot', '--organization', ORGANIZATION, '--out', file]);
  expect(written.code, written.stderr).toBe(0);
  const offline = await pinky(cloud, ['scan', '--snapshot', file, '--format', 'json'], {
    env: { https_proxy: undefined, GOOGLE_APPLICATION_CREDENTIALS: undefined },
  });
  expect(resultsOf(offline.stdout).map(lineOf)).toEqual(results.map(lineOf));

  expect(readFileSync(file, 'utf8')).toContain(`"organizations/${ORGANIZATION}"`);
});

test('the printed role is all that it takes, and its every permission is one that was asked for', () => {
  const own = cloud.log.checks.filter(({ principal }) => principal.endsWith(AUDITOR));
  expect(own.filter(({ granted }) => !granted)).toEqual([]);
  expect(own.length).toBeGreaterThan(0);
  expect(cloud.log.defects).toEqual([]);
});

test('what an operator changes is the one thing that differs in the next audit', async () => {
  const { patched } = await calls(
    cloud,
    `const sql = await api('sqladmin', 'v1');
     said.patched = await attempt(sql.instances.patch({
       project: 'shop-003',
       instance: 'db-1',
       requestBody: { settings: { deletionProtectionEnabled: false } },
     }));`,
    { credentials: { type: 'service_account', email: OPERATOR } },
  );
  expect(patched.status, JSON.stringify(patched)).toBe(200);
  cloud.clock.advance(60_000);
  cloud.operations.settle();
  const after = failing(resultsOf((await pinky(cloud, SCAN)).stdout));
  expect(without(after, before)).toEqual([
    'sql-deletion-protection //cloudsql.googleapis.com/projects/shop-003/instances/db-1',
  ]);
  expect(without(before, after)).toEqual([]);
});
