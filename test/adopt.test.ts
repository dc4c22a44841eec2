import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readHcl } from '../src/inventory/positions/hcl.ts';

/** What a team adopts (the files of `init`, the action, the hooks, the image) is parsed, and its commands are executed. */

const ROOT = resolve(import.meta.dirname, '..');
const BIN = join(ROOT, 'dist/src/cli/bin.js');
const PLAN = join(ROOT, 'fixtures/plans/adopt');

let folder: string;
let tools: string;
beforeEach(() => {
  const base = mkdtempSync(join(tmpdir(), 'adopt-'));
  folder = join(base, 'repo');
  tools = join(base, 'bin');
  mkdirSync(tools, { recursive: true });
  const source = readFileSync(join(PLAN, 'main.tf'));
  const modules = Buffer.from('[{"Key":"","Dir":"."}]');
  writeFileSync(
    join(tools, 'tfplan'),
    zipSync({ 'tfconfig/modules.json': modules, 'tfconfig/m-/main.tf': source }),
  );
  write('infra/main.tf', readFileSync(join(PLAN, 'main.tf'), 'utf8'));
  write('Dockerfile', 'FROM node:22-slim\nCMD ["node", "server.js"]\n');
  tool(
    'npx',
    `[ "$1" = --yes ] || exit 90; case "$2" in pinky-audit@0.*) ;; *) exit 91 ;; esac; shift 2; exec "${process.execPath}" "${BIN}" "$@"`,
  );
  tool('pinky-audit', `exec "${process.execPath}" "${BIN}" "$@"`);
  // The plan that these would make is recorded: the providers cannot be had here.
  tool(
    'terraform',
    `case "$1" in init) ;; plan) cp "${tools}/tfplan" tfplan ;; show) cat "${PLAN}/tfplan.json" ;; *) exit 92 ;; esac`,
  );
  tool(
    'gcloud',
    `case "$*" in *--content-type=resource*) cat "${PLAN}/resource.json" ;; *--content-type=iam-policy*) cat "${PLAN}/iam-policy.json" ;; *) exit 93 ;; esac`,
  );
});
afterEach(() => rmSync(dirname(folder), { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function tool(name: string, script: string): void {
  writeFileSync(join(tools, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(tools, name), 0o755);
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

interface Run {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs words or, as GitHub's runner does, a script by `bash -e`. */
function run(command: string | readonly string[], { cwd = '.', env = {} }: Run = {}) {
  const [file, ...args] =
    typeof command === 'string'
      ? ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', command]
      : command;
  return spawnSync(file as string, args, {
    cwd: join(folder, cwd),
    encoding: 'utf8',
    env: { HOME: folder, PATH: `${tools}${delimiter}${process.env['PATH']}`, RUNNER_TEMP: tools, ...env },
  });
}

const init = (...words: string[]) => run([process.execPath, BIN, 'init', '--yes', ...words]);

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}
type Steps = readonly Step[];
/** As GitHub writes an expression. */
const expression = (text: string) => `\${{ ${text} }}`;
const named = (steps: Steps, name: string): Step => {
  const step = steps.find((one) => one.name === name);
  if (!step) throw new Error(`there is no step ${name}`);
  return step;
};
const execute = ({ run: script = 'exit 99', 'working-directory': cwd = '.' }: Step, env = {}) =>
  run(script, { cwd, env });

describe('the configuration', () => {
  test('is valid as it stands', () => {
    expect(init('config').status).toBe(0);
    const { status, stderr } = run([process.execPath, BIN, 'strategy']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the GitHub workflow', () => {
  const jobs = () => {
    expect(init('config', 'github').status).toBe(0);
    return (parse(read('.github/workflows/pinky-audit.yml')) as { jobs: Record<string, { steps: Steps }> })
      .jobs;
  };

  test('closes the gate at the line that breaks a promise, and still keeps the findings', () => {
    const { steps } = jobs()['gate'] as { steps: Steps };
    expect(execute(named(steps, 'Plan')).status).toBe(0);
    const { status, stdout, stderr } = execute(named(steps, 'Audit'));
    expect({ status, stderr }).toMatchObject({ status: 1 });
    const line =
      read('infra/main.tf')
        .split('\n')
        .findIndex((text) => text.includes('ipv4_enabled')) + 1;
    expect(stdout).toMatch(new RegExp(`^::error file=infra/main\\.tf,line=${line},`, 'm'));
    const log = JSON.parse(read('pinky-audit.sarif')) as { runs: [{ results: object[] }] };
    expect(log.runs[0].results.length).toBeGreaterThan(0);

    const upload = steps.findIndex(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'));
    expect(upload).toBe(steps.length - 1);
    expect(steps[upload]).toMatchObject({
      if: expression("!cancelled() && hashFiles('pinky-audit.sarif') != ''"),
      with: { sarif_file: 'pinky-audit.sarif' },
    });
  });

  test('audits every night what runs', () => {
    const { steps } = jobs()['scheduled'] as { steps: Steps };
    expect(execute(named(steps, 'Read the inventory'), { PROJECTS: 'shop-prod shop-staging' }).status).toBe(
      0,
    );
    const { status, stderr } = execute(named(steps, 'Audit'));
    expect({ status, stderr }).toMatchObject({ status: 1 });
    expect(existsSync(join(folder, 'pinky-audit.sarif'))).toBe(true);
  });

  test('sets no value of a pull request into a script', () => {
    for (const { steps } of Object.values(jobs()))
      for (const step of steps) expect(step.run ?? '').not.toContain(expression('').slice(0, 3));
  });
});

describe('the Cloud Build configuration', () => {
  test('closes the gate', () => {
    expect(init('config', 'cloud-build').status).toBe(0);
    const { steps } = parse(read('cloudbuild-pinky-audit.yaml')) as {
      steps: readonly { dir?: string; entrypoint: string; args: readonly string[] }[];
    };
    const codes = steps.map(
      ({ dir, entrypoint, args }) => run([entrypoint, ...args], dir === undefined ? {} : { cwd: dir }).status,
    );
    expect(codes).toEqual([0, 1]);
    expect(read('pinky-audit.xml')).toContain('<testsuites');
  });
});

const words = (command: string) => command.split(' ');

describe('the pre-commit hook', () => {
  test('refuses a Dockerfile that runs as root', () => {
    expect(init('config', 'pre-commit').status).toBe(0);
    const { repos } = parse(read('.pre-commit-config.yaml')) as {
      repos: [{ hooks: [{ entry: string; files: string }] }];
    };
    const [hook] = repos[0].hooks;
    expect(run(words(hook.entry)).status).toBe(1);
    expectFiles(hook.files);
  });

  test('of the repository itself does the same', () => {
    const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
      id: string;
      entry: string;
      files: string;
    }[];
    const [ofRepository, ofPlan] = hooks as [(typeof hooks)[number], (typeof hooks)[number]];
    expect(run(words(ofRepository.entry)).status).toBe(1);
    expectFiles(ofRepository.files);
    cpSync(join(tools, 'tfplan'), join(folder, 'infra/tfplan'));
    cpSync(join(PLAN, 'tfplan.json'), join(folder, 'infra/tfplan.json'));
    expect(run(words(ofPlan.entry), { cwd: 'infra' }).status).toBe(1);
  });
});

/** Python's verbose flag is not JavaScript's: white space goes. */
function expectFiles(pattern: string): void {
  const files = new RegExp(pattern.replace('(?x)', '').replace(/\s+/g, ''));
  for (const name of [
    'Dockerfile',
    'api/Dockerfile.prod',
    'deploy/cloudbuild.yaml',
    '.github/workflows/ci.yml',
  ])
    expect(name).toMatch(files);
  for (const name of ['README.md', 'src/dockerfile.ts', 'docs/workflows/ci.yml'])
    expect(name).not.toMatch(files);
}

describe('the action', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { description: string }>;
    outputs: Record<string, { value: string }>;
    runs: { steps: Steps };
  };
  const [audit, upload, end] = action.runs.steps as [Step, Step, Step];

  /** The environment that the runner makes of the inputs. */
  const environmentOf = (inputs: Readonly<Record<string, string>>) => ({
    GITHUB_OUTPUT: join(tools, 'output'),
    ...Object.fromEntries(
      Object.entries(audit.env as Record<string, string>).map(([name, value]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] as string;
        return [name, inputs[input] ?? ''];
      }),
    ),
  });
  const act = (inputs: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = execute(audit, environmentOf(inputs));
    const file = join(tools, 'output');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return { status, stdout, stderr, outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s))) };
  };

  test('has an input for every flag of scan, and no other', () => {
    const help = run([process.execPath, BIN, 'scan', '--help']).stdout;
    const flags = [...help.matchAll(/^\s+(?:-\w, )?--([\w-]+)/gm)].map(([, flag]) => flag as string);
    const own = new Set(['quiet', 'verbose', 'color', 'no-color', 'help']);
    expect(
      Object.keys(action.inputs)
        .filter((name) => name !== 'sources')
        .sort(),
    ).toEqual([...new Set(flags)].filter((flag) => !own.has(flag)).sort());
  });

  test('runs the audit, tells its outcome, and leaves failing to its last step', () => {
    cpSync(join(tools, 'tfplan'), join(folder, 'infra/tfplan'));
    cpSync(join(PLAN, 'tfplan.json'), join(folder, 'infra/tfplan.json'));
    const { status, stderr, outputs } = act({
      sources: 'infra/tfplan.json',
      'plan-sources': 'infra/tfplan',
      policy: 'sql-no-public-ip\nsql-tls-required',
      output: 'sarif=out.sarif\njunit=out.xml',
      'fail-on': 'high',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(outputs).toMatchObject({ 'exit-code': '1', 'sarif-file': 'out.sarif' });
    expect(Number(outputs['findings'])).toBeGreaterThan(0);
    expect(read('out.xml')).toContain('sql-no-public-ip');
    expect(upload).toMatchObject({ if: expression("steps.audit.outputs.sarif-file != ''") });
    expect(execute(end, { PINKY_EXIT_CODE: '1' }).status).toBe(1);
    expect(execute(end, { PINKY_EXIT_CODE: '' }).status).toBe(2);
  });

  test.each(['$(touch pwned)', '"; touch pwned; "', '`touch pwned`', '--config=x; touch pwned'])(
    'takes %s for a value',
    (hostile) => {
      const { outputs } = act({ sources: hostile, policy: hostile, env: hostile });
      expect(outputs).toMatchObject({ 'exit-code': '2' });
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
    },
  );

  test('refuses a switch that is neither true nor false', () => {
    expect(act({ strict: 'yes' })).toMatchObject({ status: 2, stdout: '::error::strict is true or false\n' });
  });
});

describe('the image', () => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n');

  test('runs the command line, without a shell, as nobody in particular', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER 65532:65532');
    const entry = JSON.parse(
      (last.find((line) => line.startsWith('ENTRYPOINT ')) as string).slice(11),
    ) as string[];
    const { name, bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(entry.at(-1)).toBe(`/app/node_modules/${name}/${bin[name]}`);
  });
});

describe('the scheduled audit', () => {
  const DIR = 'pinky-audit-scheduled';
  const SCOPES: readonly (readonly [string, readonly string[], string])[] = [
    ['its own project', [], '--project=shop-ops'],
    ['a folder', ['--folder', '42'], '--folder=42'],
    ['an organization', ['--organization', '123456789012'], '--organization=123456789012'],
  ];
  const scheduled = (...more: readonly string[]) =>
    init(
      '--scheduled',
      '--project',
      'shop-ops',
      '--notify',
      'sre@example.com',
      '--schedule',
      '5 3 * * 1-5',
      ...more,
    );

  /** Runs the script by a gcloud that notes what it is asked, and keeps the files it is given. */
  const deploy = (known: boolean) => {
    const log = join(tools, 'calls');
    rmSync(log, { force: true });
    tool(
      'gcloud',
      `printf '%s\\037' "$@" >> "${log}"; printf '\\n' >> "${log}"
for word in "$@"; do case "$word" in --*file=*) cp "\${word#*=}" "${tools}/" ;; esac; done
case "$*" in *" describe "*) ${known ? 'exit 0' : 'exit 1'} ;; *"channels create"*) echo projects/shop-ops/notificationChannels/1 ;; *" list "*) ${known ? 'echo projects/shop-ops/known/7' : ':'} ;; esac`,
    );
    const { status, stderr } = run(`bash ${DIR}/deploy.sh`, { env: { ORGANIZATION: '123456789012' } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\u001f').slice(0, -1));
  };
  const callOf = (calls: readonly string[][], verb: string): string[] => {
    const found = calls.filter((words) => words.join(' ').startsWith(verb));
    expect(found, verb).toHaveLength(1);
    return found[0] as string[];
  };
  const flag = (words: readonly string[], name: string) =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  /** `--args=^|^a|b`: gcloud topic escaping. */
  const argsOf = (calls: readonly string[][]) =>
    flag(callOf(calls, 'beta run jobs deploy'), 'args')?.slice(3).split('|') ?? [];

  interface Hcl {
    readonly resource: Record<string, Record<string, [Record<string, unknown>]>>;
  }
  const terraform = async () =>
    ((await parseHcl('main.tf', read(`${DIR}/main.tf`))) as unknown as Hcl).resource;
  const one = (of: Awaited<ReturnType<typeof terraform>>, type: string, name: string) => {
    const found = of[type]?.[name]?.[0];
    if (!found) throw new Error(`there is no ${type}.${name}`);
    return found;
  };
  /** What stands in blocks, each of which is a list of one. */
  const inside = (block: Record<string, unknown>, ...names: readonly string[]): unknown =>
    names.reduce<unknown>((value, name) => {
      const own = Array.isArray(value) ? value[0] : value;
      return (own as Record<string, unknown>)[name];
    }, block);

  test.each(SCOPES)(
    'of %s is written as Terraform formats it, and read whole by our own reader',
    async (_, words) => {
      expect(scheduled(...words).status).toBe(0);
      const text = read(`${DIR}/main.tf`);
      const { blocks, broken } = readHcl('main.tf', text);
      expect(broken).toBeUndefined();
      const theirs = Object.entries(await terraform()).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${type}.${name}`),
      );
      const ours = blocks.filter(({ kind }) => kind === 'resource').map(({ labels }) => labels.join('.'));
      expect(ours.sort()).toEqual(theirs.sort());
      // Attributes of one line each that follow one another have their signs in one column.
      const lines = text.split('\n').map((line) => /^( *\w+ *)= [^[{<]*$/.exec(line)?.[1]);
      const uneven = lines.filter((own, i) => {
        const next = lines[i + 1];
        return own !== undefined && next !== undefined && own.length !== next.length;
      });
      expect(uneven).toEqual([]);
    },
  );

  test.each(SCOPES)(
    'of %s runs the same command for Terraform and for gcloud, and it audits',
    async (_, words, scope) => {
      expect(scheduled(...words).status).toBe(0);
      const args = argsOf(deploy(false));
      expect(args.slice(0, 2)).toEqual(['patrol', scope]);
      const job = one(await terraform(), 'google_cloud_run_v2_job', 'audit');
      const task = (...names: string[]) => inside(job, 'template', 'template', ...names);
      expect(task('containers', 'args')).toEqual(args);
      expect(task('containers', 'volume_mounts')).toEqual([{ name: 'evidence', mount_path: '/evidence' }]);
      expect(task('volumes', 'gcs', 'mount_options')).toEqual(['uid=65532', 'gid=65532']);

      // What the mounted bucket holds once it is deployed.
      cpSync(join(folder, 'pinky.config.yaml'), join(folder, 'evidence/config/pinky.config.yaml'));
      const mounted = args.map((word) => word.replace('=/evidence', `=${join(folder, 'evidence')}`));
      const patrol = (...command: readonly string[]) => run([process.execPath, BIN, ...command]);
      const env = { CLOUDSDK_CONFIG: tools, NO_GCE_CHECK: 'true', METADATA_SERVER_DETECTION: 'none' };
      const live = run([process.execPath, BIN, ...mounted], { env });
      expect(live.status).toBe(2);
      expect(JSON.parse(live.stdout)).toMatchObject({
        severity: 'ERROR',
        message: expect.stringContaining('E_CREDENTIALS'),
        pinkyAudit: { event: 'failed' },
      });
      // The same with a snapshot in the place of the live scope.
      write('snapshot.json', readFileSync(join(PLAN, 'resource.json'), 'utf8'));
      const { status, stdout, stderr } = patrol(
        ...mounted.map((word) => (word === scope ? '--snapshot=snapshot.json' : word)),
      );
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expect(JSON.parse(stdout)).toMatchObject({ pinkyAudit: { event: 'first' } });
    },
  );

  test('hears of every outcome that matters, by Terraform and by gcloud alike', async () => {
    expect(scheduled().status).toBe(0);
    deploy(false);
    const policy = JSON.parse(readFileSync(join(tools, 'alert.json'), 'utf8'));
    const filter: string = policy.conditions[0].conditionMatchedLog.filter;
    const [, events = ''] = /event=\(([^)]*)\)/.exec(filter) ?? [];
    expect(events.split(' OR ')).toEqual(['"broke"', '"turned"', '"failed"']);
    expect(policy.notificationChannels).toEqual(['projects/shop-ops/notificationChannels/1']);
    const alert = one(await terraform(), 'google_monitoring_alert_policy', 'changed');
    expect(String(inside(alert, 'conditions', 'condition_matched_log', 'filter')).trim()).toBe(filter);
    // A policy of a log must say how often it may notify (Monitoring API v3, AlertStrategy).
    expect(policy.alertStrategy.notificationRateLimit).toEqual({ period: '300s' });
    expect(inside(alert, 'alert_strategy', 'notification_rate_limit')).toEqual([{ period: '300s' }]);
  });

  test.each(SCOPES)(
    'of %s may read what it audits and write its evidence, and nothing else',
    async (_, words) => {
      expect(scheduled(...words).status).toBe(0);
      const calls = deploy(false);
      const role = parse(readFileSync(join(tools, 'role.yaml'), 'utf8')) as { includedPermissions: string[] };
      const printed = run([
        process.execPath,
        BIN,
        'snapshot',
        '--print-role',
        ...(words.length > 0 ? words : ['--project', 'shop-ops']),
      ]);
      expect(readFileSync(join(tools, 'role.yaml'), 'utf8')).toBe(printed.stdout);
      const resources = await terraform();
      const [custom] = Object.keys(resources).filter((type) => type.endsWith('_iam_custom_role'));
      expect(one(resources, custom as string, 'auditor')['permissions']).toEqual(role.includedPermissions);
      for (const permission of role.includedPermissions)
        expect(permission).not.toMatch(/(set|create|update|delete|add)[A-Z]?\w*$/);
      const granted = calls.flatMap((call) =>
        call.some((word) => word.startsWith('add-iam-policy')) ? [flag(call, 'role')] : [],
      );
      expect(granted.slice(1)).toEqual(['roles/storage.objectUser', 'roles/run.invoker']);
      expect(granted[0]).toMatch(/\/roles\/pinkyAudit$/);
      const roles = Object.entries(resources).flatMap(([type, all]) =>
        type.endsWith('_member') ? Object.values(all).map(([given]) => given['role']) : [],
      );
      expect(roles.sort()).toEqual(
        [`\${${custom}.auditor.name}`, 'roles/run.invoker', 'roles/storage.objectUser'].sort(),
      );
    },
  );

  test('keeps evidence in a bucket that nobody can make public, for as long as was asked', async () => {
    expect(scheduled('--retention', '90').status).toBe(0);
    const calls = deploy(false);
    const create = callOf(calls, 'storage buckets create');
    expect(create).toEqual(
      expect.arrayContaining(['--uniform-bucket-level-access', '--public-access-prevention']),
    );
    const { rule } = JSON.parse(readFileSync(join(tools, 'lifecycle.json'), 'utf8'));
    const prefixes = ['snapshots/', 'reports/', 'drift/'];
    expect(rule[0]).toEqual({ action: { type: 'Delete' }, condition: { age: 90, matchesPrefix: prefixes } });
    const bucket = one(await terraform(), 'google_storage_bucket', 'evidence');
    expect(bucket).toMatchObject({ uniform_bucket_level_access: true, public_access_prevention: 'enforced' });
    expect(inside(bucket, 'lifecycle_rule', 'condition')).toEqual([{ age: 90, matches_prefix: prefixes }]);
    expect(calls.flat().join(' ')).not.toMatch(/allUsers|allAuthenticatedUsers|allow-unauthenticated/);
  });

  test('is started at the hour that was asked for, by who may do nothing else', async () => {
    expect(scheduled('--region', 'europe-west1').status).toBe(0);
    const words = callOf(deploy(false), 'scheduler jobs create http');
    expect(flag(words, 'schedule')).toBe('5 3 * * 1-5');
    expect(flag(words, 'uri')).toBe(
      'https://run.googleapis.com/v2/projects/shop-ops/locations/europe-west1/jobs/pinky-audit:run',
    );
    expect(flag(words, 'oauth-service-account-email')).toBe(
      'pinky-scheduler@shop-ops.iam.gserviceaccount.com',
    );
    const job = one(await terraform(), 'google_cloud_scheduler_job', 'audit');
    expect(job).toMatchObject({ schedule: '5 3 * * 1-5', time_zone: 'Etc/UTC' });
  });

  test('deployed again, makes nothing twice', () => {
    expect(scheduled().status).toBe(0);
    const verbs = deploy(true).map((words) => words.slice(0, 5).join(' '));
    expect(verbs.filter((verb) => / create\b/.test(verb))).toEqual([]);
    for (const verb of ['iam roles update', 'scheduler jobs update http', 'alpha monitoring policies update'])
      expect(verbs.filter((one) => one.startsWith(verb))).toHaveLength(1);
  });

  test.each<[string, string[]]>([
    ['no project', ['--scheduled']],
    ['a hostile project', ['--scheduled', '--project', 'x"; touch pwned; "']],
    ['a hostile schedule', ['--scheduled', '--project', 'shop-ops', '--schedule', "0 0 * * *'; touch pwned"]],
    ['a hostile image', ['--scheduled', '--project', 'shop-ops', '--image', '$(touch pwned)']],
    ['a hostile address', ['--scheduled', '--project', 'shop-ops', '--notify', 'a@b.c"`touch pwned`']],
    ['a folder that is no number', ['--scheduled', '--project', 'shop-ops', '--folder', 'shop']],
    ['two scopes', ['--scheduled', '--project', 'shop-ops', '--folder', '1', '--organization', '2']],
  ])('refuses %s, and writes nothing', (_, words) => {
    const { status, stderr } = init(...words);
    expect(stderr).toMatch(/^error E_USAGE/);
    expect(status).toBe(2);
    expect(existsSync(join(folder, DIR))).toBe(false);
  });
});
