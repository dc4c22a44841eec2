import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { bucket, command, PROJECT, pinky, seed } from './deployment.ts';

const LIST = 'AssetService.ListAssets';
const BUCKETS = 1600;

let cloud: Cloud;
let out: string;
beforeAll(async () => {
  const buckets = Array.from({ length: BUCKETS }, (_, i) => bucket(`b${i}`));
  cloud = await startCloud({ seed: seed(['roles/viewer'], buckets) });
  out = join(cloud.folder, 'shop.ndjson');
});
afterAll(() => cloud.close());

const pages = () =>
  cloud.log.of(LIST).filter(({ query }) => new URLSearchParams(query).get('pageSize') === '500');
const resources = () =>
  pages().filter(({ query }) => new URLSearchParams(query).get('contentType') === 'RESOURCE');
const sorted = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{"pinky'))
    .sort();

/** Ends a run by SIGINT once the inventory was asked for the third page of resources, which never comes. */
async function interrupted(): Promise<{ code: number | null; stderr: string }> {
  // The first list only looks which types there are; three begin, and one goes on.
  cloud.faults.add({ rpc: LIST, nth: 6, times: 'always', stall: 600_000 });
  const { file, args, options } = command(cloud, ['snapshot', '--project', PROJECT, '--out', out]);
  const child = spawn(file, args, options);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  while (pages().length < 5) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGINT');
  return { code: await ended, stderr };
}

test('an interrupted snapshot is kept, and gone on with where it was', async () => {
  const { code, stderr } = await interrupted();
  expect([code, stderr]).toEqual([
    130,
    expect.stringContaining(`pinky-audit snapshot --resume --out ${out}`),
  ]);
  expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, true]);
  cloud.faults.clear();

  const again = await pinky(cloud, ['snapshot', '--project', PROJECT, '--out', out]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error E_SNAPSHOT_PART/) });
  const other = await pinky(cloud, ['snapshot', '--project', 'other-project', '--resume', '--out', out]);
  expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error E_SNAPSHOT_RESUME/) });

  const before = resources().length;
  // What was being written when the run ended is cut off.
  writeFileSync(`${out}.part`, '{"name":"//storage.googleapis.com/half', { flag: 'a' });
  const resumed = await pinky(cloud, ['snapshot', '--resume', '--out', out]);
  expect(resumed.code).toBe(0);
  expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([true, false]);
  const rest = resources().length - before;

  const whole = join(cloud.folder, 'whole.ndjson');
  expect((await pinky(cloud, ['snapshot', '--project', PROJECT, '--out', whole])).code).toBe(0);
  // Two pages were there already.
  expect(rest).toBe(resources().length - before - rest - 2);
  expect(sorted(out)).toEqual(sorted(whole));
  expect(sorted(out).length).toBeGreaterThan(BUCKETS);
  expect(cloud.log.defects).toEqual([]);
});

test('there must be something to go on with', async () => {
  const nothing = await pinky(cloud, ['snapshot', '--resume', '--out', 'nothing.ndjson']);
  expect(nothing).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error E_SNAPSHOT_RESUME.*\n {2}hint: begin anew/),
  });
  const stdout = await pinky(cloud, ['snapshot', '--resume']);
  expect(stdout).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error E_USAGE/) });
});
