import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Documents, directory, image, index } from './unit/inventory/image/made.ts';

const BIN = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../dist/src/cli/bin.js');
const DEMO = resolve(BIN, '../../../demo/deployment.ndjson');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
interface Call {
  readonly input?: string;
  readonly env?: Record<string, string>;
}
const pinky = (args: readonly string[], { input, env }: Call = {}): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment, ...env },
    input: input ?? '',
    maxBuffer: 1 << 28,
  });

const write = (name: string, text: string): string => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
};
const record = (id: string, settings: object): string =>
  JSON.stringify({
    name: `//cloudsql.googleapis.com/projects/app-prod/instances/${id}`,
    assetType: 'sqladmin.googleapis.com/Instance',
    resource: {
      data: { name: id, databaseVersion: 'POSTGRES_16', instanceType: 'CLOUD_SQL_INSTANCE', settings },
    },
  });
const open = record('open', { tier: 'db-custom-4-8192', ipConfiguration: { ipv4Enabled: true } });
const closed = record('shut', { tier: 'db-custom-4-8192', ipConfiguration: { ipv4Enabled: false } });
const ONLY = ['--policy', 'sql-no-public-ip'];
const ESC = '\u001b';

interface Json {
  readonly results: readonly {
    policy: string;
    verdict: string;
    asset: { name: string };
    environment: string;
  }[];
  readonly clock?: string;
  readonly policies: readonly { id: string }[];
  readonly sources: readonly { kind: string; uri: string; assets: number }[];
  readonly errors: readonly { code: string; uri: string; line?: number }[];
  readonly strategy: Record<string, Record<string, { value: unknown; origin: string }>>;
}
const json = ({ stdout }: SpawnSyncReturns<string>): Json => JSON.parse(stdout) as Json;

describe('exit code', () => {
  it.each<[string, string[], () => string[], number]>([
    ['0 where nothing fails', [closed], () => ONLY, 0],
    ['1 on a failure', [open], () => ONLY, 1],
    ['0 below --fail-on never', [open], () => [...ONLY, '--fail-on', 'never'], 0],
    ['1 at --fail-on critical for a critical policy', [open], () => [...ONLY, '--fail-on', 'critical'], 1],
    ['0 on what is unknown', [closed], () => ['--policy', '{sql-no-public-ip,lb-min-tls}'], 0],
    [
      '1 on what is unknown under --strict',
      [closed],
      () => ['--policy', '{sql-no-public-ip,lb-min-tls}', '--strict'],
      1,
    ],
    ['2 where nothing could be judged', [closed], () => ['--policy', 'lb-min-tls'], 2],
    [
      '2 on a malformed record, whatever the flags',
      [closed, '{"name":'],
      () => [...ONLY, '--fail-on', 'never'],
      2,
    ],
  ])('%s', (_, records, more, expected) => {
    const { status, stderr } = pinky([write('a.ndjson', records.join('\n')), ...more()]);
    expect([status, stderr]).toEqual([expected, expect.any(String)]);
  });
});

describe('sources', () => {
  it('are told apart by their content, and scan needs no name', () => {
    const file = write('a.ndjson', closed);
    const named = pinky(['scan', '--snapshot', file, ...ONLY, '--format', 'json']);
    expect(pinky([file, ...ONLY, '--format', 'json']).stdout).toBe(named.stdout);
  });

  it('may come through standard input', () => {
    const report = json(pinky(['-', ...ONLY, '--format', 'json'], { input: open }));
    expect(report.sources).toEqual([{ kind: 'snapshot', uri: '-', assets: 1 }]);
  });

  it('may be a directory of shards', () => {
    write('export/0', open);
    write('export/1', closed);
    expect(json(pinky(['export', ...ONLY, '--format', 'json'])).sources[0]).toMatchObject({
      uri: 'export',
      assets: 2,
    });
  });

  it('whose name is a command are files with a path before it', () => {
    write('demo', open);
    expect(pinky(['./demo', ...ONLY]).status).toBe(1);
    expect(pinky(['demo', ...ONLY]).status).toBe(0);
  });

  it('may be container images, found by digest among the rest', () => {
    const documents: Documents = new Map();
    const { digest } = image(documents, 'root');
    index(documents, [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest }]);
    directory(documents, join(folder, 'layout'));
    const service = JSON.stringify({
      name: '//run.googleapis.com/projects/app-prod/locations/us-central1/services/api',
      assetType: 'run.googleapis.com/Service',
      resource: { data: { template: { containers: [{ image: `gcr.io/app-prod/api@${digest}` }] } } },
    });
    const file = write('service.ndjson', service);
    const args = ['--policy', 'image-non-root', '--format', 'json'];
    const verdicts = (run: SpawnSyncReturns<string>) => json(run).results.map(({ verdict }) => verdict);
    expect(verdicts(pinky([file, ...args]))).toEqual(['unknown']);
    const sorted = pinky([file, 'layout', ...args]);
    expect([verdicts(sorted), json(sorted).sources.map(({ kind }) => kind)]).toEqual([
      ['fail'],
      ['snapshot', 'image'],
    ]);
    expect(verdicts(pinky([file, '--image', `gcr.io/app-prod/api=layout`, ...args]))).toEqual(['fail']);
  });

  it.each<[string, string, string]>([
    ['nothing at all', '\n\n', 'E_INPUT_EMPTY'],
    ['HTML', '<!doctype html><html></html>', 'E_INPUT_HTML'],
    ['an empty file', '', 'E_INPUT_EMPTY'],
    ['a plan of nothing', '{"format_version":"1.2","terraform_version":"1.9.0"}', 'E_PLAN_NOTHING'],
    ['a binary plan that is none', 'PK\u0003\u0004', 'E_PLAN_(?:BINARY|SHOW)'],
  ])('that are %s end the run with one error that names the file', (_, text, code) => {
    const { status, stdout, stderr } = pinky([write('given.json', text)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^error ${code} given\\.json`));
    expect(stderr.match(/^error /gm)).toHaveLength(1);
  });

  it('that are bad beside good ones leave the good ones judged', () => {
    const file = write('a.ndjson', `${open}\n{"name": broken}\n`);
    const run = pinky([file, ...ONLY, '--format', 'json']);
    expect(run.status).toBe(2);
    expect(json(run).results.map(({ verdict }) => verdict)).toEqual(['fail']);
    expect(json(run).errors).toEqual([
      expect.objectContaining({ code: 'E_RECORD_MALFORMED', uri: file, line: 2 }),
    ]);
    expect(run.stderr).toContain(`error E_RECORD_MALFORMED ${file}:2: `);
  });

  it('are asked for where there are none', () => {
    const { status, stderr } = pinky([]);
    expect(status).toBe(2);
    expect(stderr).toContain('pinky.config.yaml');
    expect(stderr).toContain('pinky-audit demo');
  });
});

describe('mistakes on the command line', () => {
  it.each<[string[], string, string]>([
    [
      ['polices'],
      'error E_INPUT_NOT_FOUND polices: no such file, and no command of that name',
      'did you mean policies?',
    ],
    [['scan', 'demo'], 'error E_INPUT_NOT_FOUND demo: no such file', 'pinky-audit demo'],
    [['help', 'polices'], 'error E_USAGE: no command is named polices', 'did you mean policies?'],
    [['a.ndjson', '--formt', 'json'], "error E_USAGE: unknown option '--formt'", 'did you mean --format?'],
    [
      ['a.ndjson', '--format', 'jsn'],
      "error E_USAGE: option '--format <name>' argument 'jsn' is invalid. did you mean json?",
      '',
    ],
    [['a.ndjson', '--fail-on', 'hgh'], "argument 'hgh' is invalid. did you mean high?", ''],
    [['a.ndjson', '--now', '2026-13-01'], 'write it as 2026-01-31', ''],
    [
      ['a.ndjson', '--policy', 'sql-regional'],
      'error E_POLICY_UNKNOWN: no policy is named sql-regional',
      'did you mean sql-regional-ha?',
    ],
    [
      ['a.ndjson', '--policy', 'nothing-*'],
      'error E_POLICY_UNKNOWN: no policy is named nothing-*',
      'pinky-audit policies',
    ],
    [
      ['a.ndjson', '--env', 'prodution'],
      'error E_ENVIRONMENT: there is no environment "prodution"',
      'did you mean production?',
    ],
    [
      ['a.ndjson', '--output', 'jsn=x'],
      'error E_USAGE: --output jsn=x: "jsn" is no format',
      'did you mean json?',
    ],
    [['a.ndjson', '--output', 'sarif='], '--output sarif= names no file', 'write --output sarif=FILE'],
    [['a.ndjson', '--output', 'sarif'], '--output sarif names no file', 'write --output sarif=FILE'],
    [['a.ndjson', '--output', 'x.sarif'], '--output x.sarif names no format', 'NAME being one of'],
    [
      ['a.ndjson', '--output', 'json=./a.ndjson'],
      '--output json=./a.ndjson would replace what this run reads',
      'a file of its own',
    ],
    [
      ['--plan', 'a.ndjson', '--output', 'sarif=a.ndjson'],
      '--output sarif=a.ndjson would replace what this run reads',
      '',
    ],
    [['--plan', 'a.ndjson', '--plan', './a.ndjson'], 'the plan ./a.ndjson is given twice', ''],
    [['a.ndjson', '--plan-sources', '.'], '--plan-sources was given without a plan', '--plan'],
    [['a.ndjson', '--source-root', 'x'], '--source-root was given without a plan', '--plan'],
    [['--plan', '.'], 'error E_INPUT_NOT_FOUND .: is a folder, not a plan', '--plan-sources .'],
    [['--plan', '-'], 'error E_INPUT_NOT_FOUND -: a plan is read from a file', 'write the plan to a file'],
    [
      ['--plan', 'none.json'],
      'error E_INPUT_NOT_FOUND none.json: no such file',
      'terraform plan -out=tfplan',
    ],
    [
      ['a.ndjson', '--output', 'json=no/such/folder/x'],
      'error E_OUTPUT: --output no/such/folder/x cannot be written (ENOENT)',
      'its folder does not exist',
    ],
    [['a.ndjson', '--config', 'none.yaml'], 'error E_CONFIG_READ none.yaml: there is no such file', ''],
    [
      ['policies', 'sql-teir'],
      'error E_POLICY_UNKNOWN: no policy is named sql-teir',
      'did you mean sql-tier?',
    ],
    [['strategy', '--env', 'x'], 'error E_ENVIRONMENT: there is no environment "x"', 'known: production'],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish', ''],
  ])('%j', (args, message, hint) => {
    write('a.ndjson', closed);
    const { status, stdout, stderr } = pinky(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(readdirSync(folder)).toEqual(['a.ndjson']);
  });

  it('in the configuration are all told at once, with their lines', () => {
    write('pinky.config.yaml', 'strategy:\n  production:\n    sql-tier.tiers: 3\nwaivrs: []\n');
    const { status, stderr } = pinky([write('a.ndjson', closed)]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error E_CONFIG pinky\.config\.yaml:3:5: /m);
    expect(stderr).toMatch(/^error E_CONFIG pinky\.config\.yaml:4:1: .*"waivrs"/m);
    expect(stderr).toContain('did you mean waivers?');
  });
});

describe('output', () => {
  it('of a machine format is alone on standard output, byte for byte that of a file', () => {
    const file = write('a.ndjson', open);
    const run = pinky([
      file,
      ...ONLY,
      '--format',
      'json',
      '--output',
      'json=report.json',
      '--output',
      'terminal=report.txt',
    ]);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(run.stdout);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toContain('sql-no-public-ip');
    expect(run.stderr).toContain('1 fail');
    expect(readdirSync(folder).sort()).toEqual(['a.ndjson', 'report.json', 'report.txt']);
  });

  it('replaces a file as a whole, and leaves it where the run is not done', () => {
    write('report.json', 'before');
    pinky([write('empty.ndjson', ''), '--output', 'json=report.json']);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('before');
    pinky([write('a.ndjson', closed), ...ONLY, '--output', 'json=report.json']);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      schemaVersion: '1.0',
    });
  });

  it('of a run that could judge nothing says what to supply', () => {
    const args = [write('a.ndjson', closed), '--policy', 'lb-min-tls', '--format', 'json'];
    expect(pinky(args).stderr).toMatch(
      /^pinky-audit: nothing could be judged.*\n {2}export compute\.googleapis\.com/m,
    );
  });

  it('is the same twice', () => {
    const args = [DEMO, '--format', 'json', '--all', '--now', '2026-01-20'];
    expect(pinky(args).stdout).toBe(pinky(args).stdout);
  });

  it('is flushed as a whole, however large, and may be read in part', async () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      record(`open-${i}`, { ipConfiguration: { ipv4Enabled: true } }),
    );
    const file = write('many.ndjson', many.join('\n'));
    const whole = pinky([file, ...ONLY, '--format', 'json']);
    expect(json(whole).results).toHaveLength(3000);
    const child = spawn(
      process.execPath,
      [BIN, file, ...ONLY, '--format', 'json', '--output', 'json=kept.json'],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.once('exit', done));
    expect([code, said.includes('EPIPE') || said.includes('E_DEFECT')]).toEqual([1, false]);
    expect(readFileSync(join(folder, 'kept.json'), 'utf8')).toBe(whole.stdout);
  });

  it('goes through a link and into a device, which both stay what they are', () => {
    const file = write('a.ndjson', closed);
    write('real.json', 'before');
    symlinkSync('real.json', join(folder, 'link.json'));
    symlinkSync('/dev/null', join(folder, 'null.json'));
    const outputs = ['link.json', 'null.json'].flatMap((name) => ['--output', `json=${name}`]);
    expect(pinky([file, ...ONLY, ...outputs]).status).toBe(0);
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toContain('"schemaVersion"');
    expect(statSync(join(folder, 'null.json')).isCharacterDevice()).toBe(true);
  });

  it('into a folder is refused before the audit, and leaves nothing', () => {
    mkdirSync(join(folder, 'reports'));
    const { status, stderr } = pinky([
      write('a.ndjson', closed),
      ...['--output', 'junit=a.xml', '--output', 'json=reports'],
    ]);
    expect([status, stderr]).toEqual([
      2,
      'error E_OUTPUT: --output reports cannot be written (EISDIR)\n  hint: it is a folder: name a file\n',
    ]);
    expect(readdirSync(folder).sort()).toEqual(['a.ndjson', 'reports']);
  });

  it.runIf(existsSync('/dev/full'))('that cannot be written is told, and the run is not done', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'demo', '--format', 'json', '--quiet'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, 'error E_OUTPUT: standard output cannot be written (ENOSPC)\n']);
  });

  it.each<[string, string[], Record<string, string>, boolean]>([
    ['none in a pipe', [], {}, false],
    ['with --color', ['--color'], {}, true],
    ['--no-color before FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR before NO_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['--color before NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
  ])('has colours: %s', (_, args, env, expected) => {
    const { stdout, stderr } = pinky([write('a.ndjson', open), ...ONLY, ...args], { env });
    expect(stdout.includes(ESC)).toBe(expected);
    const refused = pinky(['none.json', ...args], { env });
    expect([refused.stderr.includes(ESC), stderr]).toEqual([expected, '']);
  });

  it('says nothing on standard error with --quiet, but errors', () => {
    const file = write('a.ndjson', open);
    expect(pinky([file, ...ONLY, '--format', 'json', '--quiet']).stderr).toBe('');
    expect(pinky(['none.json', '--quiet']).stderr).toContain('E_INPUT_NOT_FOUND');
  });
});

describe('what is judged and shown', () => {
  it('is chosen by --policy and --severity, and --env', () => {
    const file = write('a.ndjson', `${open}\n${closed}`);
    const report = json(
      pinky([
        file,
        '--policy',
        'sql-*',
        '--env',
        'staging',
        '--severity',
        'critical',
        '--all',
        '--format',
        'json',
      ]),
    );
    expect(report.policies.every(({ id }) => id.startsWith('sql-'))).toBe(true);
    expect(new Set(report.results.map(({ environment }) => environment))).toEqual(new Set(['staging']));
    const verdicts = report.results
      .filter(({ policy }) => policy === 'sql-no-public-ip')
      .map(({ verdict }) => verdict);
    expect(verdicts.sort()).toEqual(['fail', 'pass']);
  });

  it('is judged as of --now, which the report then says', () => {
    const file = write('a.ndjson', closed);
    expect(json(pinky([file, ...ONLY, '--format', 'json', '--now', '2026-02-01'])).clock).toBe(
      '2026-02-01T00:00:00.000Z',
    );
    expect(json(pinky([file, ...ONLY, '--format', 'json'])).clock).toBeUndefined();
  });

  it('is nothing in an environment that its policies do not judge, and says where they do', () => {
    const { status, stdout } = pinky([write('a.ndjson', closed), '--policy', 'sql-tier', '--env', 'staging']);
    expect(status).toBe(2);
    expect(stdout).toContain('choose another --env: what was selected holds in production only');
  });

  it('lists what passes only with --all', () => {
    const file = write('a.ndjson', closed);
    const args = [file, ...ONLY, '--env', 'production'];
    const all = pinky([...args, '--all']).stdout;
    expect(all).toMatch(/^PASSED {2}1 result\n {2}sql-no-public-ip\n {4}projects\/.*\n/m);
    expect(pinky(args).stdout).not.toContain('PASSED');
  });

  it('is complete with --snapshot-complete', () => {
    const file = write('a.ndjson', closed);
    const args = [file, '--policy', '{sql-no-public-ip,lb-min-tls}', '--strict'];
    expect([pinky(args).status, pinky([...args, '--snapshot-complete']).status]).toEqual([1, 0]);
  });

  it('holds waivers and policies of the configuration', () => {
    write(
      'pinky.config.yaml',
      'paths: [mine]\nwaivers:\n  - {policy: sql-no-public-ip, asset: "*open", reason: moving, owner: me, until: 2099-01-01}\n',
    );
    write(
      'mine/security/team-tier.ts',
      `import { definePolicy, type Asset } from 'pinky-audit';
const tier: string = 'db-custom-8-16384';
export default definePolicy({
  title: 'Instances of the team are large', why: 'They are busy.', severity: 'low', strategy: ['L185'],
  on: 'sqladmin.googleapis.com/Instance', want: { 'settings.tier': { const: tier } },
});`,
    );
    const run = pinky([
      write('a.ndjson', open),
      '--policy',
      '{sql-no-public-ip,team-tier}',
      '--format',
      'json',
    ]);
    expect(json(run).results.map(({ policy, verdict }) => `${policy} ${verdict}`)).toEqual([
      'sql-no-public-ip waived',
      'team-tier fail',
    ]);
    expect(run.status).toBe(1);
  });
});

describe('demo', () => {
  it('needs nothing, exits 0 whatever it finds, and says what to do next', () => {
    const { status, stdout, stderr } = pinky(['demo']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('demo/deployment.ndjson');
    expect(stdout).toContain('pinky-audit resources.json iam.json');
    expect(
      json(pinky(['demo', '--format', 'json', '--quiet'])).results.some(({ verdict }) => verdict === 'fail'),
    ).toBe(true);
  });
});

describe('policies', () => {
  it('lists every policy by section, also as JSON', () => {
    const { status, stdout } = pinky(['policies']);
    const all = JSON.parse(pinky(['policies', '--format', 'json']).stdout) as { id: string; title: string }[];
    expect(status).toBe(0);
    expect(all.length).toBeGreaterThanOrEqual(44);
    for (const { id } of all) expect(stdout).toContain(`  ${id} `);
    expect(stdout).toContain('Disaster recovery\n');
  });

  it('explains one: promise, reason, strategy, parameters, repair and waiver', () => {
    const { stdout } = pinky(['policies', 'sql-backup-daily-retention']);
    for (const part of [
      'L204',
      'sql-backup-daily-retention.days',
      '30',
      'strategy L204',
      'Repair',
      'waivers:',
      'until:',
    ])
      expect(stdout).toContain(part);
    expect(stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
  });
});

describe('strategy', () => {
  it('prints every value with its origin', () => {
    write(
      'pinky.config.yaml',
      'strategy:\n  production:\n    run-min-instances.min: 3\n    domain: pinky.example.com\n',
    );
    const { stdout } = pinky(['strategy']);
    expect(stdout).toMatch(/^plan\.scope\n.*\n +everywhere +"partial"/m);
    expect(stdout).toMatch(
      /run-min-instances\.min\n[\s\S]*?production +3 +pinky\.config\.yaml:3\n +staging +2 +strategy L177/,
    );
    const data = JSON.parse(
      pinky(['strategy', '--env', 'production', '--format', 'json']).stdout,
    ) as Json['strategy'];
    expect(Object.keys(data)).toEqual(['production']);
    expect(data['production']?.['domain']).toEqual({
      value: 'pinky.example.com',
      origin: 'pinky.config.yaml:4',
    });
  });
});

describe('help', () => {
  it('is there for the program and for every command, with examples', () => {
    const { status, stdout } = pinky(['--help']);
    expect(status).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) .*$/gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => name !== 'help');
    expect(commands).toEqual([
      'scan',
      'snapshot',
      'demo',
      'drift',
      'trend',
      'patrol',
      'policies',
      'strategy',
      'init',
      'new',
      'test',
      'gen',
      'completion',
    ]);
    for (const name of commands) {
      const asked = pinky(['help', name]);
      expect([name, asked.status, asked.stdout]).toEqual([
        name,
        0,
        expect.stringContaining(`pinky-audit ${name}`),
      ]);
      expect(asked.stdout).toContain('Example');
      expect(pinky([name, '--help']).stdout).toBe(asked.stdout);
    }
  });

  it('tells the version', () => {
    expect(pinky(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(['bash', 'zsh', 'fish'])('completes in %s', (shell) => {
    const { status, stdout } = pinky(['completion', shell]);
    expect(status).toBe(0);
    for (const word of ['policies', 'fail-on', 'snapshot-complete', 'critical'])
      expect(stdout).toContain(word);
    if (shell === 'bash') {
      const script = `${stdout}\nCOMP_WORDS=(pinky-audit scan --fail-on h); COMP_CWORD=3; _pinky_audit; echo "\${COMPREPLY[@]}"`;
      expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout).toBe('high\n');
    }
  });
});

it('ends with 130 on an interrupt, leaving no half-written file', async () => {
  const child = spawn(process.execPath, [BIN, '-', '--output', 'json=report.json'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.write(`${closed}\n`);
  while (readdirSync(folder).length === 0) await new Promise((done) => setTimeout(done, 20));
  child.kill('SIGINT');
  expect(await new Promise((done) => child.once('exit', done))).toBe(130);
  expect(existsSync(join(folder, 'report.json'))).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

it('tells an old Node in one line', () => {
  const old = write('old.cjs', "Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } });");
  const { status, stderr } = spawnSync(process.execPath, ['-r', join(folder, old), BIN, 'demo'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, 'pinky-audit needs Node.js 20 or later; this is 18.20.4\n']);
});
