import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readPlanFile } from '../../../../src/cli/plans.ts';
import { PinkyError } from '../../../../src/errors.ts';
import { findPlan } from '../../../../src/inventory/plan/document.ts';

const PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: { resources: [] } },
  resource_changes: [],
};
const TEXT = JSON.stringify(PLAN);
const BOM = '\uFEFF';
const folder = mkdtempSync(join(tmpdir(), 'plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What reading a file of these bytes comes to: the plan, or the error. */
async function reading(bytes: string | Uint8Array) {
  const path = join(folder, 'plan');
  writeFileSync(path, bytes);
  return readPlanFile(path).then(
    ({ document }) => document,
    (error: unknown) => error,
  );
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a plan is read', () => {
  test.each<[string, string | Uint8Array]>([
    ['as it is', TEXT],
    ['indented, with CRLF', JSON.stringify(PLAN, null, 2).replaceAll('\n', '\r\n')],
    ['with a mark of UTF-8', BOM + TEXT],
    ['in UTF-16LE, as PowerShell redirects', Buffer.from(BOM + TEXT, 'utf16le')],
    ['in UTF-16LE without a mark', Buffer.from(TEXT, 'utf16le')],
    ['in UTF-16BE', utf16be(BOM + TEXT)],
    ['below the lines of a log', `Initializing {the} backend...\nrun {"plan": no\n${TEXT}\n`],
    ['before the lines of a log', `${TEXT}\n::debug::{"format_version": 1}\n`],
    ['with keys in alphabetical order', JSON.stringify({ configuration: {}, ...PLAN })],
    ['in a wrapper', JSON.stringify({ plan: PLAN })],
    ['in two', JSON.stringify({ run: { plan: PLAN } })],
    ['as text in a wrapper', JSON.stringify({ plan: TEXT })],
    ['in a wrapper below the lines of a log', `done\n${JSON.stringify({ plan: PLAN })}`],
  ])('%s', async (_, bytes) => {
    expect(await reading(bytes)).toMatchObject(PLAN);
  });

  test.each(['0.1', '0.2', '1.0', '1.1', '1.2', '1.9'])('of format version %s', (version) => {
    const text = JSON.stringify({ ...PLAN, format_version: version });
    expect(findPlan(text, 'p').format_version).toBe(version);
  });

  test('with changes alone, as shortened plans have them', () => {
    expect(findPlan('{"format_version":"1.2","resource_changes":[]}', 'p').resource_changes).toEqual([]);
  });
});

describe('anything else is one clear error', () => {
  const values = { root_module: { resources: [] } };
  const json = (value: unknown) => JSON.stringify(value);
  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['nothing', '', 'E_PLAN_EMPTY', /^is empty$/],
    ['white space', ' \n\t', 'E_PLAN_EMPTY', /^is empty$/],
    ['a mark and nothing', BOM, 'E_PLAN_EMPTY', /^is empty$/],
    ['a page', '<!DOCTYPE html>\n<html>Sign in</html>', 'E_PLAN_OTHER', /it begins with `<!DOCTYPE html>`$/],
    [
      'an export of an inventory',
      '{"name":"//x/y","assetType":"storage.googleapis.com/Bucket"}\n{"name":"//x/z"}\n',
      'E_PLAN_SNAPSHOT',
      /^is an export of Cloud Asset Inventory, not a plan$/,
    ],
    [
      'a list of assets',
      '[{"name":"//x/y","asset_type":"storage.googleapis.com/Bucket"}]',
      'E_PLAN_SNAPSHOT',
      /not a plan$/,
    ],
    ['source', '# ours\nresource "google_storage_bucket" "b" {\n', 'E_PLAN_HCL', /source, not a plan$/],
    ['source of locals', 'locals {\n  a = 1\n}\n', 'E_PLAN_HCL', /source, not a plan$/],
    [
      'a plan for a person',
      '\u001b[1mTerraform will perform the following actions:\n',
      'E_PLAN_TEXT',
      /as a person reads it$/,
    ],
    ['a plan for a person without changes', 'No changes. Your infrastructure matches.', 'E_PLAN_TEXT', /./],
    [
      'the log of a plan',
      '{"@level":"info","@message":"Terraform 1.11.4","type":"version"}\n{"@level":"info","@message":"will be created"}\n',
      'E_PLAN_LOG',
      /the log of `terraform plan -json`/,
    ],
    ['one line of it', '{"@level":"info","type":"version"}\n', 'E_PLAN_LOG', /the log of/],
    [
      'a state',
      json({ version: 4, serial: 3, lineage: 'a', resources: [] }),
      'E_PLAN_STATE',
      /a Terraform state/,
    ],
    [
      'a state that is shown',
      json({ format_version: '1.0', terraform_version: '1.11.4', values }),
      'E_PLAN_STATE',
      /./,
    ],
    [
      'schemas of providers',
      json({ format_version: '1.0', provider_schemas: {} }),
      'E_PLAN_OTHER',
      /the schema of/,
    ],
    [
      'no plan at all',
      json({ format_version: '1.0', terraform_version: '1' }),
      'E_PLAN_NOTHING',
      /plans nothing/,
    ],
    [
      'other JSON',
      json({ name: 'a', asset_type: 'b' }),
      'E_PLAN_OTHER',
      /no Terraform plan \(it has name, asset_type\)$/,
    ],
    ['a list', '[]', 'E_PLAN_OTHER', /is JSON, but no Terraform plan$/],
    ['a number', '12', 'E_PLAN_OTHER', /is JSON, but no Terraform plan$/],
    ['a plan cut off', TEXT.slice(0, -20), 'E_PLAN_TRUNCATED', /cut off or damaged$/],
    [
      'a plan cut off that speaks of plans',
      `{"format_version":"1.2","planned_values":{"description":"No changes. will be created`,
      'E_PLAN_TRUNCATED',
      /cut off or damaged$/,
    ],
    [
      'a sorted plan cut off',
      '{"applyable":true,"configuration":{"root_module":{"password":"hunter2',
      'E_PLAN_TRUNCATED',
      /^is JSON that was cut off or damaged$/,
    ],
    ['an odd byte of UTF-16BE', utf16be(BOM + TEXT).subarray(0, 61), 'E_PLAN_TRUNCATED', /cut off/],
    [
      'a plan of the future',
      json({ ...PLAN, format_version: '2.0' }),
      'E_PLAN_VERSION',
      /0\.1 to 1\.x are read$/,
    ],
    ['bytes', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), 'E_PLAN_OTHER', /begins with `\?ELF\?+`$/],
    ['a packed plan', gzipSync(Buffer.from(TEXT)), 'E_PLAN_OTHER', /packed or written as gzip$/],
  ])('%s', async (_, bytes, code, message) => {
    const error = await reading(bytes);
    expect(error).toBeInstanceOf(PinkyError);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message),
      place: { uri: join(folder, 'plan') },
    });
    expect((error as PinkyError).hint).toMatch(/\S/);
    expect(JSON.stringify(error) + String((error as Error).message)).not.toContain('hunter2');
  });

  test('a binary plan where no program can show it, with the command that does', async () => {
    vi.stubEnv('PATH', folder);
    const error = await reading(zipSync({ tfplan: Uint8Array.of(1) }));
    vi.unstubAllEnvs();
    expect(error).toMatchObject({
      code: 'E_PLAN_BINARY',
      hint: expect.stringContaining('show -json plan > plan.json'),
    });
  });

  test('a file that is not there', async () => {
    await expect(readPlanFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'E_INPUT_NOT_FOUND' });
  });

  test.each([
    ['that begins plans without end', '{"plan":'.repeat(200_000)],
    ['that begins plans without end, in brackets', '{"plan":{}}x'.repeat(200_000)],
    ['of one endless text', `{"format_version":"${'\\"a'.repeat(4_000_000)}`],
  ])('a text %s, in no time', async (_, text) => {
    expect(await reading(text)).toMatchObject({ code: expect.stringMatching(/^E_PLAN_/) });
  });
});
