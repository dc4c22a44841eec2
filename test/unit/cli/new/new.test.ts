import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newPolicy } from '../../../../src/cli/commands/new.ts';
import { test as prove } from '../../../../src/cli/commands/test.ts';

const SQL = 'sqladmin.googleapis.com/Instance';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'pinky-new-'))));
afterEach(() => rmSync(root, { recursive: true }));

const said = { out: '', err: '' };
const io = () => {
  Object.assign(said, { out: '', err: '' });
  return {
    cwd: root,
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  };
};
const files = () =>
  (
    readdirSync(root, { recursive: true, withFileTypes: true }) as {
      isFile(): boolean;
      parentPath: string;
      name: string;
    }[]
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

describe('new', () => {
  test('writes a policy and its rows, its page, and three next steps', async () => {
    expect(await newPolicy(io(), 'monitoring/sql-query-insights', SQL)).toBe(0);
    expect(files()).toEqual([
      'fixtures/policies/monitoring/sql-query-insights.json',
      'policies/monitoring/README.md',
      'policies/monitoring/sql-query-insights.ts',
    ]);
    expect(said.out).toMatch(/1\. .*\n2\. .*\n3\. /);
    const text = readFileSync(join(root, 'policies/monitoring/sql-query-insights.ts'), 'utf8');
    expect(text).toContain("from 'pinky-audit'");
    expect(text).toContain(`on: '${SQL}'`);
  });

  test.each([
    ['monitoring/sql-query-insights', SQL],
    ['security/run-example', 'run.googleapis.com/Service'],
    ['security/bucket-example', 'storage.googleapis.com/Bucket'],
    ['monitoring/alert-example', 'monitoring.googleapis.com/AlertPolicy'],
  ])('what it writes for %s on %s holds in the harness as it stands', async (spec, type) => {
    await newPolicy(io(), spec, type);
    expect({ exit: await prove(io()), ...said }).toMatchObject({ exit: 0, err: '' });
    expect(said.out).toMatch(/^ok {6}.*\d+ cases\n1 policies, 0 cases failed, 0 not loaded\n$/);
  });

  test('stands where the configuration says', async () => {
    writeFileSync(join(root, 'pinky.config.yaml'), 'paths: [ours]\n');
    await newPolicy(io(), 'scaling/sql-example', SQL);
    expect(existsSync(join(root, 'ours/scaling/sql-example.ts'))).toBe(true);
  });

  test.each([
    ['secruity/sql-x', SQL, /"secruity" is no section.*did you mean security/],
    ['sql-x', SQL, /is not <section>\/<id>/],
    ['security/a/b', SQL, /is not <section>\/<id>/],
    ['security/SqlX', SQL, /"SqlX" is no id/],
    [
      'security/sql-x',
      'sqladmin.googleapis.com/Instanc',
      /is not known: did you mean sqladmin\.googleapis\.com\/Instance/,
    ],
    ['security/sql-tls-required', SQL, /taken by a built-in policy/],
  ])('refuses %s on %s', async (spec, type, message) => {
    await expect(newPolicy(io(), spec, type)).rejects.toThrow(message);
    expect(files()).toEqual([]);
  });

  test('overwrites nothing', async () => {
    await newPolicy(io(), 'scaling/sql-example', SQL);
    const before = files().map((file) => readFileSync(join(root, file), 'utf8'));
    await expect(newPolicy(io(), 'scaling/sql-example', SQL)).rejects.toThrow(/there already/);
    await expect(newPolicy(io(), 'security/sql-example', SQL)).rejects.toThrow(/there already/);
    expect(files().map((file) => readFileSync(join(root, file), 'utf8'))).toEqual(before);
  });
});

describe('test', () => {
  test('names each case that does not hold, and exits 1', async () => {
    await newPolicy(io(), 'scaling/sql-example', SQL);
    const rows = join(root, 'fixtures/policies/scaling/sql-example.json');
    writeFileSync(rows, readFileSync(rows, 'utf8').replace('"pass"', '"fail"'));
    expect(await prove(io())).toBe(1);
    expect(said.out).toMatch(/^failed {2}sql-example\n {2}row: .*\n {4}expected fail; got pass/);
  });

  test('says what does not load, judges the rest, and exits 2', async () => {
    await newPolicy(io(), 'scaling/sql-example', SQL);
    writeFileSync(join(root, 'policies/scaling/sql-broken.ts'), 'export default 1;\n');
    expect(await prove(io())).toBe(2);
    expect(said.out).toMatch(/not loaded {2}sql-broken\n {4}sql-broken: the file exports no policy/);
    expect(said.out).toMatch(/ok {6}sql-example/);
  });

  test('says that there is nothing to test', async () => {
    await expect(prove(io())).rejects.toMatchObject({
      message: 'there is no policy to test here',
      hint: expect.stringContaining('pinky-audit new'),
    });
    await newPolicy(io(), 'scaling/sql-example', SQL);
    await expect(prove(io(), 'sql-exampel')).rejects.toMatchObject({
      message: 'there is no policy "sql-exampel" here',
      hint: 'did you mean sql-example?',
    });
  });

  test('says how scans come to judge it, until the configuration does', async () => {
    await newPolicy(io(), 'scaling/sql-example', SQL);
    expect(said.out).toContain(
      '4. Have scans judge it: name its folder in pinky.config.yaml, paths: [policies].',
    );
    writeFileSync(join(root, 'pinky.config.yaml'), 'paths: [policies]\n');
    said.out = '';
    await newPolicy(io(), 'scaling/sql-other', SQL);
    expect(said.out).not.toContain('Have scans judge it');
  });
});
