import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definePolicy, param, register, SHARED_PARAMS } from '#policy';
import { load } from '../../../src/config/load.ts';
import { PinkyError } from '../../../src/errors.ts';

const policy = register(
  'sql-backups-kept',
  'disaster-recovery',
  definePolicy({
    title: 'Backups are kept',
    why: 'They are gone when they are needed.',
    severity: 'high',
    strategy: ['L204'],
    on: 'sqladmin.googleapis.com/Instance',
    params: {
      days: { is: 'days a backup is kept', value: 30, from: 'L204', schema: { type: 'integer', minimum: 1 } },
      hour: {
        is: 'hour it starts',
        value: 2,
        from: 'tool',
        schema: { type: 'integer', minimum: 0, maximum: 23 },
      },
    },
    want: {
      'settings.backupConfiguration.backupRetentionSettings.retainedBackups': { atLeast: param('days') },
    },
  }),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const read = (more: { cwd?: string; file?: string } = {}) =>
  load({ cwd: folder, builtIn: [policy], version: '0.1.0', ...more });

/** Every mistake of a configuration as `code line:column message | hint`. */
async function mistakes(text: string, name = 'pinky.config.yaml'): Promise<string[]> {
  write(name, text);
  const thrown: unknown = await read({ file: name }).catch((error: unknown) => error);
  const all = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return all.map((one) => {
    if (!(one instanceof PinkyError)) throw one;
    return `${one.code} ${one.place?.line}:${one.place?.column} ${one.message}${one.hint ? ` | ${one.hint}` : ''}`;
  });
}

describe('what is found', () => {
  it('is nothing in an empty folder, and the defaults of the strategy hold', async () => {
    const { settings, uri, policies } = await read();
    expect(uri).toBeUndefined();
    expect(policies).toEqual([policy]);
    expect(settings.snapshot).toEqual({ types: [], maxAgeDays: 7 });
    expect(settings.parameter('production', 'sql-backups-kept.days')).toEqual({
      value: 30,
      origin: 'strategy L204',
    });
    expect(settings.parameter('production', 'sql-backups-kept.hour').origin).toBe(
      'tool default: the strategy gives no number',
    );
    expect(settings.parameter('production', 'domain')).toEqual({
      value: undefined,
      origin: 'not set, and it has no default',
    });
  });

  it('is the nearest file upwards within the git work tree', async () => {
    write('.git/HEAD', '');
    write('pinky.config.json', '{"snapshot": {"maxAgeDays": 3}}');
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    const { settings, uri } = await read({ cwd: join(folder, 'a/b') });
    expect([uri, settings.snapshot.maxAgeDays]).toEqual(['../../pinky.config.json', 3]);
  });

  it('never lies above the work tree, nor above a folder without one', async () => {
    write('pinky.config.yaml', 'snapshot: {maxAgeDays: 3}');
    write('inner/.git/HEAD', '');
    mkdirSync(join(folder, 'bare'));
    expect((await read({ cwd: join(folder, 'inner') })).uri).toBeUndefined();
    expect((await read({ cwd: join(folder, 'bare') })).uri).toBeUndefined();
  });

  it('is no TypeScript file unless it is named, for a found one would run code', async () => {
    write('pinky.config.ts', 'const days: number = 5;\nexport default { snapshot: { maxAgeDays: days } };\n');
    expect((await read()).uri).toBeUndefined();
    expect((await read({ file: 'pinky.config.ts' })).settings.snapshot.maxAgeDays).toBe(5);
  });
});

describe('what it sets', () => {
  it('gives each value with the line that sets it, the environment before the defaults', async () => {
    write(
      'pinky.config.yaml',
      [
        'strategy:',
        '  defaults:',
        '    sql-backups-kept.days: 20',
        '    domain: pinky-promise.example.com',
        '  production:',
        '    sql-backups-kept.days: 60',
        'environments:',
        '  live: { projects: ["pinky-live*"] }',
        'policies:',
        '  sql-backups-kept: { severity: low, environments: [live] }',
        'waivers:',
        '  - policy: sql-backups-kept',
        '    asset: "*"',
        '    value: 7',
        '    reason: moved in March',
        '    owner: data team',
        '    until: 2026-03-31',
      ].join('\n'),
    );
    const { settings, environments } = await read();
    const days = (environment: string) => settings.parameter(environment, 'sql-backups-kept.days');
    expect(days('production')).toEqual({ value: 60, origin: 'pinky.config.yaml:6' });
    expect(days('staging')).toEqual({ value: 20, origin: 'pinky.config.yaml:3' });
    expect(settings.environments).toEqual([{ name: 'live', projects: ['pinky-live*'] }]);
    expect(environments).toEqual(['production', 'staging', 'development', 'live']);
    expect(settings.policies).toEqual({ 'sql-backups-kept': { severity: 'low', environments: ['live'] } });
    expect(settings.waivers[0]).toMatchObject({
      value: '7',
      until: '2026-03-31',
      place: { line: 12, column: 5 },
    });
  });

  it('follows aliases to the value, and reports the line where the key stands', async () => {
    write(
      'pinky.config.yaml',
      'strategy:\n  defaults: &all\n    sql-backups-kept.days: 20\n  production: *all\n',
    );
    const { settings } = await read();
    expect(settings.parameter('production', 'sql-backups-kept.days')).toEqual({
      value: 20,
      origin: 'pinky.config.yaml:3',
    });
  });
});

it('takes contents and asset types that no policy reads', async () => {
  const types = ['iam', 'orgpolicy', 'spanner.googleapis.com/Instance', 'rbac.authorization.k8s.io/Role'];
  write('pinky.config.json', JSON.stringify({ snapshot: { types } }));
  expect((await read()).settings.snapshot.types).toEqual(types);
});

describe('a mistake is named with place, what was seen and what is allowed', () => {
  it.each<[string, string, string[]]>([
    [
      'no YAML',
      'a: [1',
      [
        'E_CONFIG_SYNTAX 1:6 Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['no map', '- a', ['E_CONFIG 1:1 the configuration is ["a"]; expected a map of keys']],
    [
      'unknown key',
      'snapshots: {}',
      [
        'E_CONFIG 1:1 the configuration has no key "snapshots" | did you mean snapshot? allowed: $schema, environments, strategy, policies, paths, waivers, snapshot, baseline, since',
      ],
    ],
    [
      'unknown parameter',
      'strategy:\n  production:\n    sql-backup-kept.days: 3',
      [
        'E_CONFIG 3:5 strategy.production has no key "sql-backup-kept.days" | did you mean sql-backups-kept.days? allowed: sql-backups-kept.days, sql-backups-kept.hour, domain, services, publicServices, monitoringProject, cdn.services, plan.scope',
      ],
    ],
    [
      'a number out of range and one of the wrong kind, both at once',
      'strategy:\n  defaults:\n    sql-backups-kept.days: 0\n  staging:\n    sql-backups-kept.hour: two',
      [
        'E_CONFIG 3:5 strategy.defaults["sql-backups-kept.days"] is 0; expected at least 1',
        'E_CONFIG 5:5 strategy.staging["sql-backups-kept.hour"] is "two"; expected a whole number',
      ],
    ],
    [
      'text that does not match',
      'strategy:\n  defaults:\n    domain: https://pinky',
      [
        `E_CONFIG 3:5 strategy.defaults.domain is "https://pinky"; expected ${SHARED_PARAMS['domain']?.is}, matching ^[a-z0-9.-]+\\.[a-z]{2,}$`,
      ],
    ],
    [
      'unknown environment',
      'strategy:\n  prod:\n    sql-backups-kept.days: 3',
      ['E_CONFIG 2:3 strategy.prod: there is no environment "prod" | did you mean production?'],
    ],
    [
      'a misspelt asset type',
      'snapshot:\n  types:\n    - sqladmin.googleapis.com/Instanse\n    - SQLAdmin.googleapis.com/Instance',
      ['3', '4'].map(
        (line, i) =>
          `E_CONFIG ${line}:7 snapshot.types[${i}]: "${['sqladmin.googleapis.com/Instanse', 'SQLAdmin.googleapis.com/Instance'][i]}" is no asset type | did you mean sqladmin.googleapis.com/Instance?`,
      ),
    ],
    [
      'what is no asset type',
      'snapshot: { types: [Instance, everything] }',
      [
        'E_CONFIG 1:21 snapshot.types[0]: "Instance" is no asset type | did you mean sqladmin.googleapis.com/Instance?',
        'E_CONFIG 1:31 snapshot.types[1]: "everything" is no asset type | write it as the inventory does, such as run.googleapis.com/Service',
      ],
    ],
    [
      'unknown policy',
      'policies:\n  sql-backups-keep: { enabled: false }',
      [
        'E_CONFIG 2:3 policies has no key "sql-backups-keep" | did you mean sql-backups-kept? allowed: paths, sql-backups-kept',
      ],
    ],
    [
      'a severity that is none',
      'policies:\n  sql-backups-kept:\n    severity: urgent',
      ['E_CONFIG 3:5 policies.sql-backups-kept.severity is "urgent" | allowed: critical, high, medium, low'],
    ],
    [
      'a waiver without end, with an empty reason and a mistyped owner',
      'waivers:\n  - policy: sql-backups-kept\n    asset: "*"\n    reason: " "\n    ower: me',
      [
        'E_CONFIG 2:5 waivers[0] lacks "owner" | "ower" is there instead',
        'E_CONFIG 2:5 waivers[0] lacks "until"',
        'E_CONFIG 4:5 waivers[0].reason is " "; expected some text',
        'E_CONFIG 5:5 waivers[0] has no key "ower" | did you mean owner? allowed: policy, asset, path, value, reason, owner, until',
      ],
    ],
    [
      'a waiver that ends on no day of the calendar',
      'waivers:\n  - {policy: sql-backups-kept, asset: a, reason: r, owner: o, until: 2026-02-30}',
      ['E_CONFIG 2:63 waivers[0].until is "2026-02-30"; expected a date such as 2026-01-31'],
    ],
    [
      'a version that is not here yet',
      'since: "1.4"',
      ['E_CONFIG 1:1 since is 1.4, and this is pinky-audit 0.1.0 | install that version or newer'],
    ],
    [
      'a folder that is not there',
      'paths: [mine]',
      [
        'E_POLICY_PATH 1:9 the policy folder mine cannot be read: ENOENT | paths are relative to the configuration',
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await mistakes(text)).toEqual(expected);
  });

  it('in JSON too', async () => {
    expect(await mistakes('{\n  "since": 1\n}', 'pinky.config.json')).toEqual([
      'E_CONFIG 2:3 since is 1; expected text',
    ]);
  });

  it('when the file that --config names is not there', async () => {
    const hint = 'give --config an existing pinky.config.yaml, .yml, .json, .ts or .js';
    await expect(read({ file: 'other.yaml' })).rejects.toMatchObject({ code: 'E_CONFIG_READ', hint });
  });
});
