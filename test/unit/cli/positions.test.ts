import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSources, type SourceOf } from '../../../src/cli/opened.ts';
import { placed } from '../../../src/cli/positions.ts';
import type { Report } from '../../../src/report/index.ts';
import { finding, reportOf, result } from '../report/made.ts';

const PLANS = join(import.meta.dirname, '../../../fixtures/plans/positions');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const placedIn = async (report: Report, given: readonly SourceOf[]) =>
  placed(report, await openSources(given));

const ONE = 'terraform_data.one';
const of = (uri: string, address: string, path: string) =>
  result(
    'p',
    address,
    [finding(path, { source: { uri, address, path, quality: 'plan', line: 1, column: 1 } })],
    {
      asset: { name: address, type: 'x', address },
      origin: { uri },
    },
  );
const sourceIn = async (plan: string, sources: string, root?: string) => {
  const report = reportOf([of(plan, ONE, 'input.public')]);
  const { results } = await placedIn(report, [{ plan, sources, root }]);
  return { source: results[0]?.findings[0]?.source, origin: results[0]?.origin };
};

describe('findings of a plan', () => {
  test('stand at their line, in files named as they were given, and keep address and path', async () => {
    expect(await sourceIn('tfplan.json', `${PLANS}/tree/`)).toEqual({
      source: {
        uri: `${PLANS}/tree/main.tf`,
        line: 14,
        column: 5,
        endLine: 14,
        endColumn: 18,
        quality: 'attribute',
        path: 'input.public',
        address: ONE,
      },
      origin: { uri: `${PLANS}/tree/main.tf`, line: 11, column: 1 },
    });
  });

  test.each([
    ['beside a binary plan', 'infra/tfplan', undefined, (at: string) => `${at}/infra/main.tf`],
    ['where a person says they are', 'tfplan', 'deploy', () => 'deploy/main.tf'],
    ['in the folder at hand where nothing tells', 'tfplan', undefined, () => 'main.tf'],
  ])('are named by files %s', async (_, plan, root, uri) => {
    cpSync(join(PLANS, 'tree'), join(folder, 'infra'), { recursive: true });
    cpSync(join(PLANS, 'tfplan'), join(folder, plan));
    const { source } = await sourceIn('tfplan.json', join(folder, plan), root);
    expect(source?.uri).toBe(uri(folder));
  });

  test('of one plan do not move those of another, nor of a snapshot', async () => {
    const report = reportOf([of('other.json', ONE, 'input'), result('p', 'db', [finding()])]);
    expect(await placedIn(report, [{ plan: 'tfplan.json', sources: `${PLANS}/tree` }])).toBe(report);
  });

  test('in a file that does not parse are still told, and so is the file', async () => {
    writeFileSync(join(folder, 'main.tf'), 'resource "terraform_data" "one" {\n  input = {\n');
    const { results, notices } = await placedIn(reportOf([of('p.json', ONE, 'input.x')]), [
      { plan: 'p.json', sources: folder },
    ]);
    expect(results[0]?.findings[0]?.source.uri).toBe(`${folder}/main.tf`);
    expect(notices).toMatchObject([
      { code: 'source-unreadable', uri: `${folder}/main.tf`, line: expect.any(Number) },
    ]);
  });
});
