import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { strategyClauses } from '#policy';
import { code, plain } from '#report';
import { catalogue } from '../../../../src/catalogue.generated.ts';
import { gen } from '../../../../src/cli/commands/gen.ts';
import { generate } from '../../../../src/cli/gen/index.ts';
import { readmeText } from '../../../../src/cli/gen/readme.ts';
import { strategyPage } from '../../../../src/cli/gen/strategy.ts';
import { layoutsAt } from '../../../../src/cli/harness/index.ts';

const product = join(import.meta.dirname, '../../../..');
const POLICY = 'disaster-recovery/sql-deletion-protection';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pinky-gen-'));
  mkdirSync(join(root, 'policies/disaster-recovery'), { recursive: true });
  mkdirSync(join(root, 'fixtures/policies/disaster-recovery'), { recursive: true });
  cpSync(join(product, `policies/${POLICY}.ts`), join(root, `policies/${POLICY}.ts`));
  cpSync(join(product, `fixtures/policies/${POLICY}.json`), join(root, `fixtures/policies/${POLICY}.json`));
});
afterEach(() => rmSync(root, { recursive: true }));

const run = async (check: boolean) => {
  const said = { out: '', err: '' };
  const io = {
    cwd: root,
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  };
  return { exit: await gen(io, { check }), ...said };
};
const PAGE = 'policies/disaster-recovery/README.md';
const page = () => readFileSync(join(root, PAGE), 'utf8');

describe('gen', () => {
  test('writes a page for each section, which --check then finds as it should be', async () => {
    expect(await run(true)).toMatchObject({ exit: 1, err: expect.stringContaining(PAGE) });
    expect(existsSync(join(root, PAGE))).toBe(false);
    expect(await run(false)).toMatchObject({ exit: 0, out: `wrote ${PAGE}\n` });
    expect(await run(true)).toEqual({ exit: 0, out: '', err: '' });
    expect(await run(false)).toMatchObject({ out: 'everything is up to date\n' });
  });

  test('the page tells everything that the policy declares, and what its first failing row shows', async () => {
    await run(false);
    const text = page();
    for (const part of [
      '## sql-deletion-protection\n',
      '> L',
      '- Severity: high',
      '`sqladmin.googleapis.com/Instance`',
      'settings.deletionProtectionEnabled',
      'Example, ',
      'it must be true',
      'Repair: automatic',
      'policy: sql-deletion-protection',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/undefined|\[object/);
  });

  test('a page that was edited is stale, and so is one whose policies are gone', async () => {
    await run(false);
    writeFileSync(join(root, PAGE), `${page()}more`);
    expect(await run(true)).toMatchObject({ exit: 1, err: expect.stringContaining(PAGE) });
    await run(false);
    mkdirSync(join(root, 'policies/scaling'));
    writeFileSync(join(root, 'policies/scaling/README.md'), 'left over');
    expect(await run(false)).toMatchObject({ out: 'removed policies/scaling/README.md\n' });
    expect(existsSync(join(root, 'policies/scaling/README.md'))).toBe(false);
  });

  test('names the file that is wrong', async () => {
    writeFileSync(join(root, `fixtures/policies/${POLICY}.json`), '[');
    await expect(run(false)).rejects.toMatchObject({
      code: 'E_FIXTURE',
      place: { uri: expect.stringContaining(`${POLICY}.json`) },
    });
    rmSync(join(root, 'policies'), { recursive: true });
    await expect(run(false)).rejects.toMatchObject({ code: 'E_GEN' });
  });
});

test('what the product ships is what its policies say', async () => {
  const [layout] = await layoutsAt(product);
  const stale = (await generate(layout as NonNullable<typeof layout>, { check: true })).filter(
    ({ state }) => state === 'stale',
  );
  expect(stale.map(({ path }) => path)).toEqual([]);
});

test('the page of the strategy holds every sentence, each with the policies that cite it', () => {
  const text = strategyPage(catalogue);
  for (const [line, clause] of strategyClauses())
    expect(text).toContain(`| ${line} | ${plain(clause.heading)} | ${plain(clause.text)} |`);
  const cited = text.split('\n').find((row) => row.startsWith('| L204 |'));
  expect(cited).toContain(
    '[sql-backup-daily-retention](disaster-recovery/README.md#sql-backup-daily-retention)',
  );
  expect(text.split('](').length - 1).toBe(catalogue.flatMap(({ strategy }) => strategy).length);
});

describe('readmeText', () => {
  const text = 'before\n<!-- policies:begin -->\nold\n<!-- policies:end -->\nafter\n';

  test('replaces what stands between the markers, and nothing else', () => {
    expect(readmeText(text, [], 'policies')).toBe(
      'before\n<!-- policies:begin -->\n\n\n\n<!-- policies:end -->\nafter\n',
    );
  });

  test.each(['no markers', '<!-- policies:end --> <!-- policies:begin -->'])('refuses %j', (bad) => {
    expect(() => readmeText(bad, [], 'policies')).toThrow(/no place for the index/);
  });
});

test('markdown shows hostile text as it is', () => {
  expect(plain('<script>|`a_b`*[x](y)')).toBe('\\<script\\>\\|\\`a\\_b\\`\\*\\[x\\](y)');
  expect(code('a`b')).toBe('`` a`b ``');
  expect(code('a|b')).toBe('`a\\|b`');
});
