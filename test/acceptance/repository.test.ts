import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Log, Run } from 'sarif';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '#report';
import { FORMATS } from '../../reporters/index.ts';
import { generatePlan } from '../bench/generate-plan.mjs';
import { githubIngestLint, regionsInside } from '../sarif/lint.ts';
import { schema, schemaErrors } from '../sarif/validators.ts';
import { Bench } from './deployment.ts';

const BIN = resolve('dist/src/cli/bin.js');
const bench = new Bench();
afterAll(() => bench.remove());

const instance = (id: string, ipv4Enabled: boolean, project = 'app-prod'): string =>
  `${JSON.stringify({
    name: `//cloudsql.googleapis.com/projects/${project}/instances/${id}`,
    assetType: 'sqladmin.googleapis.com/Instance',
    resource: {
      data: { name: id, databaseVersion: 'POSTGRES_16', settings: { ipConfiguration: { ipv4Enabled } } },
    },
  })}\n`;

const CONFIG = `# what this deployment promises
environments:
  production: { projects: [app-prod] }
  staging: { projects: [app-stg] }
`;
const FILES = {
  'README.md': '\n\n# A deployment\n',
  'infra/prod/main.tf': '# instances\n',
  'pinky.config.yaml': CONFIG,
  'assets.ndjson': instance('shut', false) + instance('open', true) + instance('open', true, 'app-stg'),
};
const ONLY = ['--policy', 'sql-no-public-ip', '--format', 'sarif', '--quiet'];

let made = 0;
/** A repository of its own with these files; those of `add` are committed or, at least, about to be. */
function repository(files: Readonly<Record<string, string>> = FILES, add = Object.keys(files)): string {
  const root = join(bench.folder, `checkout-${++made}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init', '-q');
  if (add.length > 0) git('add', ...add);
  return root;
}

/** Runs the command line as a process of its own. */
function spawned(cwd: string, args: readonly string[]) {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: 'utf8', env: { PATH, HOME } });
}

/** Runs it in this process, which takes the folder for the working one; files of the repository are found by their names. */
async function run(cwd: string, args: readonly string[], summary?: string) {
  const spy = vi.spyOn(process, 'cwd').mockReturnValue(cwd);
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
  const full = (arg: string) =>
    arg.replace(
      /^([\w-]+=)?([\w./-]+\.(ndjson|yaml|out|sarif))$/,
      (_, format = '', file) => `${format}${resolve(cwd, file)}`,
    );
  try {
    return await bench.inside(args.map(full));
  } finally {
    vi.unstubAllEnvs();
    spy.mockRestore();
  }
}
const runOf = ({ stdout }: { readonly stdout: string }): Run => (JSON.parse(stdout) as Log).runs[0] as Run;
const placesOf = (done: { readonly stdout: string }): string[] =>
  (runOf(done).results ?? []).map(({ locations }) => {
    const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
    return `${artifactLocation?.uri}:${region?.startLine}`;
  });

describe('a document for code scanning', () => {
  it('is the same from every checkout and every folder of it, and names only what is there', () => {
    const [one, two] = [repository(), repository()];
    const first = spawned(one, ['assets.ndjson', ...ONLY]);
    expect([first.status, first.stderr]).toEqual([1, '']);
    expect(spawned(two, [join(two, 'assets.ndjson'), ...ONLY]).stdout).toBe(first.stdout);
    expect(spawned(join(two, 'infra/prod'), ['../../assets.ndjson', ...ONLY]).stdout).toBe(first.stdout);
    expect(first.stdout).not.toContain(bench.folder);
    expect(githubIngestLint(first.stdout, { root: one })).toEqual([]);
    expect(regionsInside(first.stdout, one)).toEqual([]);
    expect(placesOf(first)).toEqual(['assets.ndjson:2', 'assets.ndjson:3']);
  });

  it('of a plan is the same from every checkout, and every place is there', () => {
    const judged = () => {
      const root = repository({ 'README.md': '# A deployment\n' });
      generatePlan(join(root, 'infra'), 100);
      execFileSync('git', ['add', '.'], { cwd: root });
      const args = ['--plan', 'infra/tfplan.json', '--plan-sources', 'infra', '--format', 'sarif', '-q'];
      return { root, ...spawned(root, ['scan', ...args]) };
    };
    const first = judged();
    expect(judged().stdout).toBe(first.stdout);
    expect(githubIngestLint(first.stdout, { root: first.root })).toEqual([]);
    expect(regionsInside(first.stdout, first.root)).toEqual([]);
    if (schema) expect(schemaErrors(first.stdout)).toEqual([]);
    const { results, tool } = runOf(first);
    expect(results?.length).toBeGreaterThan(50);
    expect(results?.every(({ properties }) => properties?.['locationQuality'] !== 'anchor')).toBe(true);
    expect(tool.driver.semanticVersion).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  it('shows what stands in no committed file at the entry of its environment', async () => {
    const root = repository(FILES, ['README.md', 'pinky.config.yaml']);
    const done = await run(root, ['assets.ndjson', ...ONLY]);
    expect(placesOf(done)).toEqual(['pinky.config.yaml:3', 'pinky.config.yaml:4']);
    expect(regionsInside(done.stdout, root)).toEqual([]);
  });

  it('shows it at the file that --sarif-anchor names, or else at one of the root', async () => {
    const { 'pinky.config.yaml': _, ...rest } = FILES;
    const root = repository(rest, ['README.md', 'infra/prod/main.tf']);
    expect(placesOf(await run(root, ['assets.ndjson', ...ONLY]))).toEqual(['README.md:3']);
    const asked = await run(root, ['assets.ndjson', ...ONLY, '--sarif-anchor', 'infra/prod/main.tf']);
    expect(placesOf(asked)).toEqual(['infra/prod/main.tf:1']);
    for (const wrong of ['none.tf', 'assets.ndjson', '../x', 'infra']) {
      const { status, stdout, stderr } = await run(root, ['assets.ndjson', ...ONLY, '--sarif-anchor', wrong]);
      expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('E_USAGE')]);
    }
  });

  it('follows links to the file that is committed', async () => {
    const root = repository();
    symlinkSync('assets.ndjson', join(root, 'linked.ndjson'));
    expect(placesOf(await run(root, ['linked.ndjson', ...ONLY]))).toEqual([
      'assets.ndjson:2',
      'assets.ndjson:3',
    ]);
  });

  it.each([3, 4])('knows what is committed in version %i of the index', async (version) => {
    const root = repository();
    execFileSync('git', ['update-index', '--index-version', String(version)], { cwd: root });
    // An entry that is only announced makes an index of version 3.
    writeFileSync(join(root, 'announced.tf'), '');
    execFileSync('git', ['add', '--intent-to-add', 'announced.tf'], { cwd: root });
    expect(placesOf(await run(root, ['assets.ndjson', ...ONLY]))).toEqual([
      'assets.ndjson:2',
      'assets.ndjson:3',
    ]);
  });

  it('has a category of its own by target, environment and selection, or the one that was asked for', async () => {
    const root = repository({ ...FILES, 'infra/prod/pinky.config.yaml': CONFIG });
    const of = async (...args: string[]) =>
      runOf(await run(root, ['assets.ndjson', '--format', 'sarif', '--quiet', ...args])).automationDetails
        ?.id;
    const ids = [
      await of(),
      await of('--env', 'staging'),
      await of('--config', 'infra/prod/pinky.config.yaml'),
      await of('--policy', 'sql-*'),
      await of('--severity', 'critical'),
    ];
    expect(ids.slice(0, 3)).toEqual([
      'pinky-audit/snapshot/',
      'pinky-audit/snapshot/env-staging/',
      'pinky-audit/snapshot/infra/prod/',
    ]);
    expect(new Set(ids).size).toBe(5);
    expect(await of('--policy', 'sql-*', '--sarif-category', 'mine/too')).toBe('pinky-audit/mine/too/');
    const wrong = await run(root, ['assets.ndjson', '--sarif-category', 'a b']);
    expect(wrong.stderr).toContain('write it as infra/prod');
  });

  it('leaves out what is waived, unless asked for it', async () => {
    const waiver = `waivers:\n  - { policy: sql-no-public-ip, asset: "*open", reason: moving, owner: ada, until: 2099-01-01 }\n`;
    const root = repository({ ...FILES, 'pinky.config.yaml': CONFIG + waiver });
    expect(runOf(await run(root, ['assets.ndjson', ...ONLY])).results).toEqual([]);
    const all = await run(root, ['assets.ndjson', ...ONLY, '--sarif-include-suppressed']);
    expect(runOf(all).results?.map(({ suppressions }) => suppressions?.length)).toEqual([1, 1]);
  });

  it('is of a failed run where evidence was denied or could not be read', async () => {
    const manifest = `${JSON.stringify({ pinkyManifest: { scope: 'projects/app-prod', types: ['sqladmin.googleapis.com/Instance'], contents: ['resource'], gaps: [{ type: 'compute.googleapis.com/TargetHttpsProxy', project: 'app-prod', cause: 'permission denied' }] } })}\n`;
    const root = repository({
      ...FILES,
      'denied.ndjson': manifest + FILES['assets.ndjson'],
      'bad.ndjson': `${FILES['assets.ndjson']}{"name":\n`,
    });
    const successful = async (...args: string[]) =>
      runOf(await run(root, [...args, '--format', 'sarif', '--quiet'])).invocations?.[0]?.executionSuccessful;
    expect(await successful('assets.ndjson')).toBe(true);
    expect(await successful('denied.ndjson')).toBe(false);
    expect(await successful('denied.ndjson', '--policy', 'sql-no-public-ip')).toBe(true);
    expect(await successful('bad.ndjson')).toBe(false);
  });
});

describe('several outputs of one run', () => {
  it('are all written, each as with --format', async () => {
    const root = repository();
    const outputs = FORMATS.flatMap((format) => ['--output', `${format}=${format}.sarif`]);
    const { status, stderr } = await run(root, ['assets.ndjson', '--policy', 'sql-*', '--all', ...outputs]);
    expect(status).toBe(1);
    expect(stderr).toBe('');
    for (const format of FORMATS) {
      const alone = await run(root, [
        'assets.ndjson',
        '--policy',
        'sql-*',
        '--all',
        '--format',
        format,
        '--quiet',
      ]);
      expect([format, readFileSync(join(root, `${format}.sarif`), 'utf8')]).toEqual([format, alone.stdout]);
    }
  });

  it('do not change one another: passing cases are for those who count them', async () => {
    const root = repository();
    const args = ['assets.ndjson', '--policy', 'sql-*', '--format', 'json', '--quiet'];
    const beside = await run(root, [...args, '--output', 'junit=junit.out']);
    expect(beside.stdout).toBe((await run(root, args)).stdout);
    expect((JSON.parse(beside.stdout) as Report).selectedBy).toEqual(['sql-*']);
    expect(readFileSync(join(root, 'junit.out'), 'utf8')).toContain(
      'instances/shut" file="assets.ndjson" line="1"/>',
    );
  });

  it.each(FORMATS)(
    '%s: a folder that is not there is told before the audit, and nothing is left behind',
    async (format) => {
      const root = repository();
      const { status, stdout, stderr } = await run(root, [
        'assets.ndjson',
        '--output',
        'json=kept.out',
        '--output',
        `${format}=no/such/x.out`,
      ]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(
        `error E_OUTPUT: --output ${join(root, 'no/such/x.out')} cannot be written (ENOENT)`,
      );
      expect(readdirSync(root).filter((name) => /kept|part/.test(name))).toEqual([]);
    },
  );

  it('say where code scanning would not take a file by its name', async () => {
    const root = repository();
    const { stderr } = await run(root, [
      'assets.ndjson',
      '--policy',
      'sql-tier',
      '--output',
      'sarif=sarif.out',
    ]);
    expect(stderr).toContain('sarif.out: code scanning takes only files whose name ends in .sarif');
  });
});

describe('the summary of a step', () => {
  const args = ['assets.ndjson', '--policy', 'sql-no-public-ip', '--quiet'];

  it('is added to what is there, with --format github alone', async () => {
    const root = repository();
    const file = join(root, 'summary.md');
    writeFileSync(file, 'before\n');
    expect((await run(root, args, file)).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('before\n');
    const { status, stdout } = await run(root, [...args, '--format', 'github'], file);
    expect([status, stdout.match(/^::error /gm)?.length]).toEqual([1, 2]);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^before\n<!-- pinky-audit: .* -->\n\n### pinky-audit\n\n\*\*BROKEN: /,
    );
    expect((await run(root, [...args, '--format', 'github'])).stdout).toBe(stdout);
  });

  it('that cannot be written is an error', async () => {
    const root = repository();
    const { status, stderr } = await run(root, [...args, '--format', 'github'], join(root, 'no/such/x'));
    expect(status).toBe(2);
    expect(stderr).toContain('error E_OUTPUT: GITHUB_STEP_SUMMARY');
    expect(existsSync(join(root, 'no'))).toBe(false);
  });
});
