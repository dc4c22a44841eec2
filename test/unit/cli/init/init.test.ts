import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InitOptions, init } from '../../../../src/cli/init/index.ts';
import { PARTS } from '../../../../src/cli/init/parts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
const run = async (words: readonly string[], options: InitOptions = {}) => {
  let out = '';
  const io = { cwd: folder, out: (text: string) => void (out += text), err: () => {} };
  return { exit: await init(io, words, options), out };
};
const ALL = Object.values(PARTS)
  .map(({ path }) => path as string)
  .sort();

describe('init', () => {
  test('shows every file before it writes it', async () => {
    const asked: string[] = [];
    const { exit, out } = await run([], {
      ask: async (question) => {
        asked.push(question);
        expect(files()).toEqual([]);
        return true;
      },
    });
    expect(exit).toBe(0);
    expect(asked).toEqual(['Write these 4 files? [y/N] ']);
    expect(files()).toEqual(ALL);
    for (const path of ALL) {
      expect(out).toContain(`${path}: `);
      const shown = readFileSync(join(folder, path), 'utf8').trimEnd().split('\n');
      for (const line of shown) expect(out).toContain(line === '' ? '\n' : `    ${line}`);
      expect(readFileSync(join(folder, path), 'utf8')).not.toMatch(/__|undefined/);
    }
  });

  test.each([
    ['a person says no', { ask: async () => false }],
    ['only the files are to be shown', { dryRun: true as const }],
  ])('writes nothing where %s', async (_, options) => {
    expect(await run([], options)).toMatchObject({ exit: 0 });
    expect(files()).toEqual([]);
  });

  test('writes nothing where nobody can be asked, and says how to agree', async () => {
    await expect(run([])).rejects.toMatchObject({ code: 'E_INIT', hint: expect.stringContaining('--yes') });
    expect(files()).toEqual([]);
  });

  test('leaves what is there as it is', async () => {
    write('pinky.config.json', '{}');
    write('.pre-commit-config.yaml', 'repos: []\n');
    const { out } = await run([], { yes: true });
    expect(out).toContain('pinky.config.yaml: pinky.config.json is there already and stays as it is.');
    expect(readFileSync(join(folder, '.pre-commit-config.yaml'), 'utf8')).toBe('repos: []\n');
    expect(files()).not.toContain('pinky.config.yaml');
    expect(await run([], { yes: true })).toMatchObject({
      out: expect.stringContaining('nothing was written'),
    });
  });

  test('writes the parts that are named', async () => {
    await run(['config', 'cloud-build'], { yes: true });
    expect(files()).toEqual(['cloudbuild-pinky-audit.yaml', 'pinky.config.yaml']);
  });

  test('knows no other part, and says which it may have meant', async () => {
    await expect(run(['github-actions'], { yes: true })).rejects.toMatchObject({
      code: 'E_USAGE',
      hint: expect.stringContaining('github'),
    });
  });

  const gate = () => readFileSync(join(folder, PARTS.github.path), 'utf8');

  test.each([
    [
      'the root module nearest to the folder',
      'infra/main.tf',
      'terraform {\n  backend "gcs" {}\n}\n',
      'infra',
    ],
    ['a root module in JSON', 'live/a.tf.json', '{"provider": {"google": {}}}', 'live'],
    ['the folder itself where it holds one', 'main.tf', 'provider "google" {}\n', '.'],
    ['no module that a root calls', 'modules/db/main.tf', 'variable "x" {}\n', '.'],
  ])('finds %s', async (_, name, text, found) => {
    write(name, text);
    write('deeper/than/infra/main.tf', name === 'infra/main.tf' ? 'provider "google" {}\n' : '');
    await run(['github'], { yes: true });
    expect(gate()).toContain(`working-directory: ${found}\n`);
  });

  test('takes the branch that the clone knows as the default, or the one that is given', async () => {
    write('.git/refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/trunk\n');
    await run(['github'], { yes: true });
    expect(gate()).toContain('branches: [trunk]');
    rmSync(join(folder, '.github'), { recursive: true });
    await run(['github'], { yes: true, branch: 'release/1' });
    expect(gate()).toContain('branches: [release/1]');
  });

  test.each(['$(id)', 'a b', '../up', '/abs', 'x"y', '-rf', 'a;b', ''])(
    'refuses %j in a file',
    async (value) => {
      await expect(run(['github'], { yes: true, terraform: value })).rejects.toMatchObject({
        code: 'E_USAGE',
      });
      await expect(run(['github'], { yes: true, branch: value })).rejects.toMatchObject({ code: 'E_USAGE' });
    },
  );
});
