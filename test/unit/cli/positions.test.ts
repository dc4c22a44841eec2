import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSources, type SourceOf } from '../../../src/cli/opened.ts';
import { locateIn } from '../../../src/cli/positions.ts';

const PLANS = join(import.meta.dirname, '../../../fixtures/plans/positions');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const opened = (...given: SourceOf[]) => openSources(given);
const ONE = 'terraform_data.one';
const PLAN = 'tfplan.json';

describe('attributes of a plan', () => {
  test('stand at their line, in files named as they were given; resources at their header', async () => {
    const locate = locateIn(await opened({ plan: PLAN, sources: `${PLANS}/tree/` }));
    expect(locate?.(PLAN, ONE, 'input.public')).toEqual({
      uri: `${PLANS}/tree/main.tf`,
      line: 14,
      column: 5,
      endLine: 14,
      endColumn: 18,
      quality: 'attribute',
    });
    expect(locate?.(PLAN, ONE, '')).toMatchObject({ uri: `${PLANS}/tree/main.tf`, line: 11, column: 1 });
  });

  test.each([
    ['beside a binary plan', 'infra/tfplan', undefined, (at: string) => `${at}/infra/main.tf`],
    ['where a person says they are', 'tfplan', 'deploy', () => 'deploy/main.tf'],
    ['in the folder at hand where nothing tells', 'tfplan', undefined, () => 'main.tf'],
  ])('are named by files %s', async (_, plan, root, uri) => {
    cpSync(join(PLANS, 'tree'), join(folder, 'infra'), { recursive: true });
    cpSync(join(PLANS, 'tfplan'), join(folder, plan));
    const locate = locateIn(await opened({ plan: PLAN, sources: join(folder, plan), root }));
    expect(locate?.(PLAN, ONE, 'input.public')?.uri).toBe(uri(folder));
  });

  test('of one plan are not looked for in the source of another', async () => {
    const locate = locateIn(await opened({ plan: PLAN, sources: `${PLANS}/tree` }));
    expect(locate?.('other.json', ONE, 'input')).toBeUndefined();
    expect(locateIn(await opened())).toBeUndefined();
  });

  test('in a file that does not parse are still told, and so is the file once it was looked at', async () => {
    writeFileSync(join(folder, 'main.tf'), 'resource "terraform_data" "one" {\n  input = {\n');
    const sources = await opened({ plan: PLAN, sources: folder });
    const notices = () => [...sources.values()].flatMap((one) => one.notices());
    expect(notices()).toEqual([]);
    expect(locateIn(sources)?.(PLAN, ONE, 'input.x')?.uri).toBe(`${folder}/main.tf`);
    expect(notices()).toMatchObject([
      { code: 'source-unreadable', uri: `${folder}/main.tf`, line: expect.any(Number) },
    ]);
  });
});
