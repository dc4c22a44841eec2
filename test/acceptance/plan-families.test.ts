import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '#report';
import { catalogue } from '../../src/catalogue.generated.ts';
import { judge } from '../../src/cli/judge.ts';
import { type Configuration, load } from '../../src/config/load.ts';
import { Bench, type Json } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

let count = 0;
const configurations: Record<'part' | 'whole', Configuration> = {} as never;
beforeAll(async () => {
  for (const scope of ['part', 'whole'] as const) {
    const strategy = {
      domain: 'pinky-promise.example.com',
      ...(scope === 'whole' && { 'plan.scope': 'complete' }),
    };
    const file = bench.write(`${scope}.config.json`, JSON.stringify({ strategy: { defaults: strategy } }));
    configurations[scope] = await load({ cwd: bench.folder, file, builtIn: catalogue, version: '0.0.0' });
  }
});

interface Edit {
  readonly address: string;
  /** Terraform attribute path; without one the resource is taken out. */
  readonly path?: string;
  /** `AFTER_APPLY` where it is not known yet. */
  readonly value?: unknown;
}

const AFTER_APPLY = Symbol('known after apply');

/** A fixture plan as text, some attributes of it changed. */
function planWith(name: string, edits: readonly Edit[]): string {
  const plan = JSON.parse(readFileSync(`fixtures/plans/${name}.json`, 'utf8')) as Record<string, Json[]>;
  delete plan['planned_values'];
  for (const { address, path, value } of edits) {
    const changes = plan['resource_changes'] as Json[];
    const at = changes.findIndex((one) => one['address'] === address);
    if (at < 0) throw new Error(`${name}.json has no ${address}`);
    if (path === undefined) {
      changes.splice(at, 1);
      continue;
    }
    const { after, after_unknown: unknown } = (changes[at] as Json)['change'] as Record<string, Json>;
    put(after, path, value === AFTER_APPLY ? null : value);
    put(unknown, path, value === AFTER_APPLY);
  }
  return JSON.stringify(plan);
}

function put(root: unknown, path: string, value: unknown): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  let here = root as Record<string, unknown>;
  for (const [i, step] of steps.slice(0, -1).entries())
    here = (here[step] ??= /^\d+$/.test(steps[i + 1] as string) ? [] : {}) as Record<string, unknown>;
  here[steps.at(-1) as string] = value;
}

async function reportOf(name: string, edits: readonly Edit[], scope: 'part' | 'whole'): Promise<Report> {
  const path = bench.write(`${count++}.json`, planWith(name, edits));
  return judge({
    configuration: configurations[scope],
    policies: catalogue,
    snapshots: [],
    images: [],
    plans: [{ path }],
    environment: 'production',
    now: Date.parse('2026-01-15T12:00:00Z'),
    all: true,
  });
}

interface Row {
  readonly says: string;
  readonly plan: string;
  readonly edits?: readonly Edit[];
  readonly scope?: 'part' | 'whole';
  readonly policy: string;
  /** Address of the subject, or the end of its name where the plan only grants on it. */
  readonly on: string;
  readonly verdict: string;
  /** Address and attribute of each finding. */
  readonly findings?: readonly string[];
}

const API = 'google_cloud_run_v2_service.api';
const CHANNEL = 'google_monitoring_notification_channel';
const UPTIME = 'google_monitoring_uptime_check_config.home';
const DOWN = 'google_monitoring_alert_policy.down';
const ERRORS = 'google_monitoring_alert_policy.errors';
const DB = 'google_sql_database_instance.main';
const PLAN = 'google_backup_dr_backup_plan.daily';
const PROJECT = 'google_project.main';

const rows: readonly Row[] = [
  {
    says: 'a pager that is made with the alert',
    plan: 'alerts',
    policy: 'alert-critical-channels',
    on: DOWN,
    verdict: 'pass',
  },
  {
    says: 'channels that reach nobody at once',
    plan: 'alerts',
    edits: [
      { address: `${CHANNEL}.pager`, path: 'type', value: 'slack' },
      { address: `${CHANNEL}.sms`, path: 'type', value: 'email' },
    ],
    policy: 'alert-critical-channels',
    on: DOWN,
    verdict: 'fail',
    findings: [`${DOWN} notification_channels`],
  },
  {
    says: 'a phone whose number nobody has verified yet',
    plan: 'alerts',
    edits: [{ address: `${CHANNEL}.pager`, path: 'enabled', value: false }],
    policy: 'alert-critical-channels',
    on: DOWN,
    verdict: 'unknown',
  },
  { says: 'a mailbox', plan: 'alerts', policy: 'alert-warning-email', on: ERRORS, verdict: 'pass' },
  {
    says: 'no mailbox',
    plan: 'alerts',
    edits: [{ address: `${CHANNEL}.mail`, path: 'type', value: 'slack' }],
    policy: 'alert-warning-email',
    on: ERRORS,
    verdict: 'fail',
    findings: [`${ERRORS} notification_channels`],
  },
  {
    says: 'a plan cannot tell snoozes',
    plan: 'alerts',
    policy: 'alert-policies-live',
    on: DOWN,
    verdict: 'unknown',
  },
  {
    says: 'a plan of everything can',
    plan: 'alerts',
    scope: 'whole',
    policy: 'alert-policies-live',
    on: DOWN,
    verdict: 'pass',
  },
  {
    says: 'an alert that is off',
    plan: 'alerts',
    edits: [{ address: DOWN, path: 'enabled', value: false }],
    policy: 'alert-policies-live',
    on: DOWN,
    verdict: 'fail',
    findings: [`${DOWN} enabled`],
  },
  { says: 'a check from everywhere', plan: 'alerts', policy: 'uptime-check', on: PROJECT, verdict: 'pass' },
  {
    says: 'a check without TLS, and there may be others',
    plan: 'alerts',
    edits: [{ address: UPTIME, path: 'http_check[0].use_ssl', value: false }],
    policy: 'uptime-check',
    on: PROJECT,
    verdict: 'unknown',
  },
  ...(
    [
      ['http_check[0].use_ssl', false],
      ['period', '900s'],
      ['selected_regions', ['EUROPE', 'ASIA_PACIFIC']],
      ['checker_type', 'VPC_CHECKERS'],
      ['monitored_resource[0].labels.host', 'other.example.com'],
    ] as const
  ).map(
    ([path, value]): Row => ({
      says: `a check with ${path} ${JSON.stringify(value)}`,
      plan: 'alerts',
      scope: 'whole',
      edits: [{ address: UPTIME, path, value }],
      policy: 'uptime-check',
      on: PROJECT,
      verdict: 'fail',
    }),
  ),
  { says: 'an alert on the check', plan: 'alerts', policy: 'alert-app-down', on: PROJECT, verdict: 'pass' },
  {
    says: 'an alert that is off',
    plan: 'alerts',
    scope: 'whole',
    edits: [{ address: DOWN, path: 'enabled', value: false }],
    policy: 'alert-app-down',
    on: PROJECT,
    verdict: 'fail',
  },
  {
    says: 'an alert on a check whose id is not known yet',
    plan: 'alerts',
    scope: 'whole',
    edits: [{ address: DOWN, path: 'conditions[0].condition_threshold[0].filter', value: AFTER_APPLY }],
    policy: 'alert-app-down',
    on: PROJECT,
    verdict: 'unknown',
  },
  {
    says: 'a policy that is set as a whole',
    plan: 'access',
    policy: 'iam-no-basic-roles',
    on: PROJECT,
    verdict: 'fail',
    findings: ['google_project_iam_policy.main policy_data'],
  },
  {
    says: 'a binding on a folder',
    plan: 'access',
    policy: 'iam-no-basic-roles',
    on: '/folders/200000000001',
    verdict: 'fail',
    findings: ['google_folder_iam_binding.owners members[0]'],
  },
  {
    says: 'a member of the organization',
    plan: 'access',
    policy: 'iam-no-basic-roles',
    on: '/organizations/300000000001',
    verdict: 'fail',
    findings: ['google_organization_iam_member.editor member'],
  },
  {
    says: 'nothing public, set as a whole',
    plan: 'access',
    policy: 'iam-no-public-members',
    on: PROJECT,
    verdict: 'pass',
  },
  {
    says: 'a public repository',
    plan: 'access',
    policy: 'iam-no-public-members',
    on: '/repositories/app',
    verdict: 'fail',
    findings: ['google_artifact_registry_repository_iam_member.public member'],
  },
  {
    says: 'an account that anybody may become, by the name it will get',
    plan: 'access',
    policy: 'iam-no-public-members',
    on: 'google_service_account.api',
    verdict: 'fail',
    findings: ['google_service_account_iam_binding.impersonate members[0]'],
  },
  {
    says: 'a public bucket that the CDN may serve',
    plan: 'access',
    policy: 'iam-no-public-members',
    on: 'google_storage_bucket.uploads',
    verdict: 'unknown',
  },
  {
    says: 'a public bucket behind nothing',
    plan: 'access',
    scope: 'whole',
    policy: 'iam-no-public-members',
    on: 'google_storage_bucket.uploads',
    verdict: 'fail',
    findings: ['google_storage_bucket_iam_binding.public members[0]'],
  },
  {
    says: 'a key that others may be granted',
    plan: 'access',
    policy: 'iam-no-public-members',
    on: '/keyRings/pinky/cryptoKeys/data',
    verdict: 'unknown',
  },
  {
    says: 'a key of a plan of everything',
    plan: 'access',
    scope: 'whole',
    policy: 'iam-no-public-members',
    on: '/projects/pinky-prod/locations/us-central1/keyRings/pinky/cryptoKeys/data',
    verdict: 'pass',
  },
  {
    says: 'a grant that has expired',
    plan: 'access',
    scope: 'whole',
    policy: 'iam-no-public-members',
    on: '/topics/events',
    verdict: 'pass',
  },
  {
    says: 'a service that anybody may call',
    plan: 'access',
    policy: 'run-invoker',
    on: API,
    verdict: 'fail',
    findings: ['google_cloud_run_v2_service_iam_member.public member'],
  },
  {
    says: 'nothing that looks secret',
    plan: 'access',
    policy: 'run-secrets-managed',
    on: API,
    verdict: 'pass',
  },
  {
    says: 'a password in the plain environment',
    plan: 'access',
    edits: [
      {
        address: API,
        path: 'template[0].containers[0].env[1]',
        value: { name: 'DB_PASSWORD', value: 'canary-plain-password-06', value_source: [] },
      },
    ],
    policy: 'run-secrets-managed',
    on: API,
    verdict: 'fail',
    findings: [`${API} template[0].containers[0].env[1].value_source[0].secret_key_ref[0].secret`],
  },
  ...[
    'sql-backup-enabled',
    'sql-backup-daily-retention',
    'sql-backup-window',
    'sql-backup-cross-region',
    'sql-pitr',
  ].map(
    (policy): Row => ({ says: 'Backup and DR keeps it', plan: 'backups', policy, on: DB, verdict: 'pass' }),
  ),
  {
    says: 'Backup and DR keeps a week',
    plan: 'backups',
    scope: 'whole',
    edits: [{ address: PLAN, path: 'backup_rules[0].backup_retention_days', value: 7 }],
    policy: 'sql-backup-daily-retention',
    on: DB,
    verdict: 'fail',
    findings: [`${DB} `],
  },
  {
    says: 'the vault is in the region of the instance',
    plan: 'backups',
    scope: 'whole',
    edits: [{ address: 'google_backup_dr_backup_vault.main', path: 'location', value: 'us-central1' }],
    policy: 'sql-backup-cross-region',
    on: DB,
    verdict: 'fail',
    findings: [`${DB} `],
  },
  {
    says: 'no plan is associated: what Cloud SQL keeps by default counts',
    plan: 'backups',
    edits: [{ address: 'google_backup_dr_backup_plan_association.main' }],
    policy: 'sql-backup-daily-retention',
    on: DB,
    verdict: 'fail',
    findings: [`${DB} settings[0].backup_configuration[0].backup_retention_settings[0].retained_backups`],
  },
  {
    says: 'an instance that the configuration refers to',
    plan: 'backups',
    edits: [
      { address: 'google_backup_dr_backup_plan_association.main', path: 'resource', value: AFTER_APPLY },
    ],
    policy: 'sql-backup-daily-retention',
    on: DB,
    verdict: 'pass',
  },
];

describe('a plan is judged by the policies, at addresses and attributes', () => {
  it.each(rows)('$policy, $plan, $says: $verdict', async ({ plan, edits = [], scope = 'part', ...row }) => {
    const { results, errors } = await reportOf(plan, edits, scope);
    expect(errors).toEqual([]);
    const found = results.filter(
      ({ policy, asset }) =>
        policy === row.policy &&
        (asset.address === row.on || (row.on.startsWith('/') && asset.name.endsWith(row.on))),
    );
    expect(found.map(({ verdict }) => verdict)).toEqual([row.verdict]);
    if (row.findings) {
      const places = found.flatMap(({ findings }) =>
        findings.map(({ source }) => `${source?.address} ${source?.path}`),
      );
      expect(places).toEqual(row.findings);
    }
  });
});

describe('a plan full of secrets', () => {
  const FORMATS = ['terminal', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'];

  it('shows none of them in any format', async () => {
    const edit = {
      address: API,
      path: 'template[0].containers[0].env[1]',
      value: { name: 'DB_PASSWORD', value: 'canary-plain-password-06', value_source: [] },
    };
    const plans = (['alerts', 'backups', 'access', 'platform'] as const).map((name) =>
      bench.write(`secrets-${name}.json`, planWith(name, name === 'access' ? [edit] : [])),
    );
    expect(plans.map((path) => readFileSync(path, 'utf8')).join('')).toContain('canary-');
    for (const format of FORMATS) {
      const args = ['scan', ...plans.flatMap((path) => ['--plan', path])];
      const said = await bench.inside([
        ...args,
        '--format',
        format,
        '--all',
        '--verbose',
        '--env',
        'production',
      ]);
      expect(said.stdout).not.toBe('');
      expect(`${said.stdout}${said.stderr}`).not.toContain('canary-');
    }
  });
});
