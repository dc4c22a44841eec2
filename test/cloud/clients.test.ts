import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOf } from './clients/change.ts';
import { DEPLOYMENT } from './clients/deployment.ts';
import { tryLibraries } from './clients/node.ts';
import { ROWS } from './clients/table.ts';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

test("Google's Node client does what the table says, and changes nothing else", async () => {
  const tried = await tryLibraries(cloud);
  expect(tried.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(tried).toHaveLength(ROWS.filter(({ node }) => node).length + 1);
}, 240_000);

test('a change is every path that differs, without what each write sets anew', () => {
  const before = { etag: 'a', settings: { tier: 'small', flags: [{ name: 'x' }] }, gone: 1 };
  const after = { etag: 'b', settings: { tier: 'large', flags: [{ name: 'x' }, { name: 'y' }] } };
  expect(changeOf(before, after)).toEqual({
    gone: null,
    'settings.flags[1].name': 'y',
    'settings.tier': 'large',
  });
});
