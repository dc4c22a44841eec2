import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from '../cloud/calls.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { ORGANIZATION, organizationOf } from '../cloud/organization.ts';
import { audited, OPERATOR } from './audited.ts';
import { pinky } from './pinky.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await audited(organizationOf({ projects: 4, services: 1, instances: 2, secrets: 0 }));
});
afterAll(() => cloud?.close());

interface Told {
  readonly severity: string;
  readonly message: string;
  readonly pinkyAudit: {
    readonly event: string;
    readonly snapshot?: string;
    readonly counts?: object;
    readonly results?: readonly object[];
  };
}

/** A round of the organization on a day, and the one line that it tells. */
async function round(day: number): Promise<Told & { readonly code: number | null }> {
  const words = [
    '--organization',
    ORGANIZATION,
    '--evidence',
    'evidence',
    '--now',
    `2026-11-${day}T04:17:00Z`,
  ];
  const { code, stdout, stderr } = await pinky(cloud, ['patrol', ...words, '--quiet'], { hurried: true });
  const lines = stdout.trim().split('\n');
  expect(lines, stderr).toHaveLength(1);
  return { code, ...(JSON.parse(lines[0] as string) as Told) };
}

const kept = (folder: string): string[] => readdirSync(join(cloud.folder, 'evidence', folder)).sort();

/** An operator changes the instance that keeps every promise on backups. */
async function backups(enabled: boolean): Promise<void> {
  const body = JSON.stringify({ settings: { backupConfiguration: { enabled } } });
  const { patched } = await calls(
    cloud,
    `const sql = await api('sqladmin', 'v1');
     said.patched = await attempt(sql.instances.patch({ project: 'shop-003', instance: 'db-1', requestBody: ${body} }));`,
    { credentials: { type: 'service_account', email: OPERATOR } },
  );
  expect(patched.status, JSON.stringify(patched)).toBe(200);
  cloud.clock.advance(60_000);
  cloud.operations.settle();
}

test('rounds over a live organization keep their evidence and tell of what changed, and of nothing else', async () => {
  expect(await round(20)).toMatchObject({ code: 0, severity: 'NOTICE', pinkyAudit: { event: 'first' } });
  expect(await round(21)).toMatchObject({ code: 0, severity: 'INFO', pinkyAudit: { event: 'unchanged' } });

  await backups(false);
  const broke = await round(22);
  expect(broke).toMatchObject({
    ...{ code: 0, severity: 'ERROR' },
    pinkyAudit: {
      event: 'broke',
      counts: { broke: 1, restored: 0 },
      results: [
        {
          turn: 'broke',
          policy: 'sql-backup-enabled',
          asset: '//cloudsql.googleapis.com/projects/shop-003/instances/db-1',
        },
      ],
    },
  });

  cloud.faults.add({ rpc: 'AssetService.ListAssets', times: 'always', preset: 'denied' });
  const failed = await round(23);
  expect(failed).toMatchObject({ code: 2, severity: 'ERROR', pinkyAudit: { event: 'failed' } });
  cloud.faults.clear();

  await backups(true);
  expect(await round(24)).toMatchObject({
    severity: 'WARNING',
    pinkyAudit: { event: 'turned', counts: { broke: 0, restored: 1 } },
  });
  const days = (numbers: readonly number[], ending: string) =>
    numbers.map((day) => `202611${day}T041700Z${ending}`);
  expect(kept('snapshots')).toEqual(days([20, 21, 22, 24], '.ndjson.gz'));
  expect(kept('reports')).toEqual(days([20, 21, 22, 24], '.json'));
  const drift = readFileSync(join(cloud.folder, 'evidence/drift/20261122T041700Z.md'), 'utf8');
  expect(drift).toContain('settings.backupConfiguration.enabled');
  expect(cloud.log.defects).toEqual([]);
});
