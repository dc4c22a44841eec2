import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Asset } from '#policy';
import { Configuration } from '../../../../src/inventory/plan/configuration.ts';
import { convertPlanned } from '../../../../src/inventory/plan/convert.ts';
import { findPlan } from '../../../../src/inventory/plan/document.ts';
import { grantedOn } from '../../../../src/inventory/plan/iam-types.ts';
import { attributePath } from '../../../../src/inventory/plan/names.ts';
import { readPlan } from '../../../../src/inventory/plan/read.ts';
import { resourcesOf } from '../../../../src/inventory/plan/resources.ts';
import { planTableOf } from '../../../../src/inventory/plan/types/index.ts';
import { Unknown } from '../../../../src/policy/unknown.ts';

const documentOf = (name: string) =>
  findPlan(readFileSync(`fixtures/plans/${name}.json`, 'utf8'), `${name}.json`);

const PLANS = ['access', 'alerts', 'backups', 'load-balancer', 'platform'];
const evidence = new Map(PLANS.map((name) => [name, readPlan(documentOf(name), `${name}.json`, false)]));

const planned = (address: string): Asset => {
  for (const { assets } of evidence.values()) {
    const found = assets.find((asset) => asset.address === address);
    if (found) return found;
  }
  throw new Error(`no ${address}`);
};

describe('tables of resources', () => {
  it.each(PLANS)('have a place for every attribute, or say that it has none: %s', (name) => {
    const document = documentOf(name);
    const strays: string[] = [];
    for (const { type, values } of resourcesOf(document, new Configuration(document)).values()) {
      const table = planTableOf(type);
      if (table) convertPlanned(table, values, { stray: (path) => strays.push(`${type} ${path}`) });
    }
    expect(strays).toEqual([]);
  });

  it.each([
    ['alerts', []],
    ['backups', ['google_sql_user']],
    ['access', ['google_iap_web_iam_member']],
    ['platform', ['google_cloud_scheduler_job']],
  ])('name what they do not map: %s', (name, unmapped) => {
    expect([...(evidence.get(name)?.unmapped.keys() ?? [])]).toEqual(unmapped);
  });

  it.each([
    [
      'google_artifact_registry_repository.app',
      'cleanupPolicies',
      {
        keep: { action: 'KEEP', id: 'keep', mostRecentVersions: { keepCount: 10 } },
        old: { action: 'DELETE', id: 'old', condition: { olderThan: '2592000s', tagState: 'UNTAGGED' } },
      },
    ],
    [
      'google_cloudbuild_trigger.inline',
      'build',
      {
        images: ['i'],
        secrets: [{ kmsKeyName: 'k', secretEnv: { A: 'ciphertext' } }],
        steps: [
          { name: 'gcr.io/cloud-builders/npm', args: ['audit'], id: 'audit', volumes: [] },
          { name: 'gcr.io/cloud-builders/npm', args: ['test'], id: 'test', waitFor: ['audit'], volumes: [] },
        ],
        timeout: '600s',
      },
    ],
    [
      'google_clouddeploy_delivery_pipeline.main',
      'serialPipeline.stages.1.strategy.canary.canaryDeployment',
      {
        percentages: [25, 50],
        verify: true,
      },
    ],
    [
      'google_clouddeploy_automation.main',
      'rules.0.repairRolloutRule.repairPhases',
      [{ retry: { attempts: '1' } }, { rollback: {} }],
    ],
    ['google_clouddeploy_target.production', 'requireApproval', true],
    ['google_logging_project_bucket_config.default', 'retentionDays', 400],
    ['google_logging_project_bucket_config.default', 'analyticsEnabled', true],
    ['google_memcache_instance.cache', 'parameters.params', { 'max-item-size': '8388608' }],
    ['google_monitoring_dashboard.main', 'mosaicLayout.columns', 12],
    ['google_monitoring_slo.availability', 'rollingPeriod', '2592000s'],
    [
      'google_monitoring_slo.availability',
      'serviceLevelIndicator.requestBased.goodTotalRatio',
      {
        goodServiceFilter: 'metric.type="a"',
        totalServiceFilter: 'metric.type="b"',
      },
    ],
    [
      'google_monitoring_snooze.weekend',
      'interval',
      {
        startTime: '2026-01-18T06:00:00Z',
        endTime: '2026-01-18T06:00:00Z',
      },
    ],
    ['google_monitoring_uptime_check_config.home', 'httpCheck.port', 443],
    ['google_monitoring_uptime_check_config.home', 'checkerType', 'STATIC_IP_CHECKERS'],
    ['google_project.main', 'parent', { type: 'organization', id: '300000000001' }],
    ['google_project_service.run', 'state', 'ENABLED'],
    ['google_redis_instance.cache', 'transitEncryptionMode', 'SERVER_AUTHENTICATION'],
    ['google_redis_cluster.cache', 'authorizationMode', 'AUTH_MODE_IAM_AUTH'],
    ['google_secret_manager_secret.jwt', 'replication', { automatic: {} }],
    ['google_secret_manager_secret_version.jwt', 'state', 'ENABLED'],
    ['google_service_account.api', 'email', 'pinky-api@pinky-prod.iam.gserviceaccount.com'],
    ['google_service_account_key.deployer', 'keyType', 'USER_MANAGED'],
    ['google_backup_dr_backup_plan_association.main', 'state', 'ACTIVE'],
    ['google_sql_database_instance.main', 'settings.backupConfiguration.backupTier', 'ENHANCED'],
  ])('%s: %s', (address, path, value) => {
    let here: unknown = planned(address).data;
    for (const step of path.split('.')) here = (here as Record<string, unknown>)[step];
    expect(here).toEqual(value);
  });

  it('leave a dashboard that is known after apply only unknown in every part', () => {
    const { data } = planned('google_monitoring_dashboard.later');
    expect(data['mosaicLayout']).toBeInstanceOf(Unknown);
    expect(data['displayName']).toBeInstanceOf(Unknown);
  });

  it.each([
    ['pager', undefined],
    ['mail', undefined],
    ['sms', Unknown],
  ])('a new channel awaits a code only where one is sent: %s', (name, wanted) => {
    const { verificationStatus } = planned(`google_monitoring_notification_channel.${name}`).data;
    if (wanted) expect(verificationStatus).toBeInstanceOf(wanted);
    else expect(verificationStatus).toBeUndefined();
  });

  it.each([
    [
      'google_logging_metric',
      { project: 'p', name: 'app/errors' },
      '//logging.googleapis.com/projects/p/metrics/app%2Ferrors',
    ],
    [
      'google_logging_project_bucket_config',
      { project: 'projects/p', location: 'global', bucket_id: 'b' },
      '//logging.googleapis.com/projects/p/locations/global/buckets/b',
    ],
    [
      'google_monitoring_notification_channel',
      { name: 'projects/q/notificationChannels/1' },
      '//monitoring.googleapis.com/projects/q/notificationChannels/1',
    ],
    [
      'google_monitoring_dashboard',
      { id: 'projects/p/dashboards/d', dashboard_json: '{}' },
      '//monitoring.googleapis.com/projects/p/dashboards/d',
    ],
    [
      'google_folder',
      { folder_id: '12', name: 'folders/12' },
      '//cloudresourcemanager.googleapis.com/folders/12',
    ],
    [
      'google_service_account',
      { project: 'example.com:shop', account_id: 'a' },
      '//iam.googleapis.com/projects/example.com:shop/serviceAccounts/a@shop.example.com.iam.gserviceaccount.com',
    ],
    [
      'google_folder_iam_member',
      { folder: 'folders/12', role: 'r', member: 'm' },
      '//cloudresourcemanager.googleapis.com/folders/12',
    ],
    [
      'google_storage_bucket_iam_member',
      { bucket: 'b/x', role: 'r', member: 'm' },
      '//storage.googleapis.com/x',
    ],
    [
      'google_secret_manager_secret_iam_member',
      { secret_id: 'projects/q/secrets/s', project: 'p', role: 'r', member: 'm' },
      '//secretmanager.googleapis.com/projects/q/secrets/s',
    ],
    [
      'google_cloud_run_service_iam_member',
      { service: 's', location: 'l', project: 'p', role: 'r', member: 'm' },
      '//run.googleapis.com/projects/p/locations/l/services/s',
    ],
    [
      'google_kms_key_ring_iam_member',
      { key_ring_id: 'q/l/k', role: 'r', member: 'm' },
      '//cloudkms.googleapis.com/projects/q/locations/l/keyRings/k',
    ],
    [
      'google_kms_crypto_key_iam_member',
      { crypto_key_id: 'projects/q/locations/l/keyRings/k/cryptoKeys/c', role: 'r', member: 'm' },
      '//cloudkms.googleapis.com/projects/q/locations/l/keyRings/k/cryptoKeys/c',
    ],
    [
      'google_compute_subnetwork_iam_member',
      {
        subnetwork: 'https://www.googleapis.com/compute/v1/projects/q/regions/r/subnetworks/s',
        role: 'r',
        member: 'm',
      },
      '//compute.googleapis.com/projects/q/regions/r/subnetworks/s',
    ],
  ])('%s is named as the inventory names it', (type, after, name) => {
    const change = {
      address: `${type}.x`,
      mode: 'managed',
      type,
      provider_name: 'google',
      change: { actions: ['no-op'], after },
    };
    const { assets } = readPlan({ format_version: '1.2', resource_changes: [change] }, 'plan.json', false);
    expect(assets.map((asset) => asset.name)).toEqual([name]);
  });
});

describe('paths of a plan', () => {
  it.each([
    [
      'google_artifact_registry_repository',
      'vulnerabilityScanningConfig.enablementState',
      'vulnerability_scanning_config[0].enablement_state',
    ],
    [
      'google_backup_dr_backup_plan',
      'backupRules[1].backupRetentionDays',
      'backup_rules[1].backup_retention_days',
    ],
    ['google_cloudbuild_trigger', 'build.steps[2].waitFor[0]', 'build[0].step[2].wait_for[0]'],
    [
      'google_clouddeploy_delivery_pipeline',
      'serialPipeline.stages[1].strategy.canary.canaryDeployment.percentages[0]',
      'serial_pipeline[0].stages[1].strategy[0].canary[0].canary_deployment[0].percentages[0]',
    ],
    ['google_logging_project_bucket_config', 'retentionDays', 'retention_days'],
    ['google_monitoring_dashboard', 'mosaicLayout.tiles[0]', 'dashboard_json'],
    ['google_monitoring_slo', 'rollingPeriod', 'rolling_period_days'],
    ['google_monitoring_uptime_check_config', 'httpCheck.useSsl', 'http_check[0].use_ssl'],
    ['google_project', 'parent.id', 'folder_id'],
    ['google_secret_manager_secret', 'rotation.rotationPeriod', 'rotation[0].rotation_period'],
    ['google_secret_manager_secret_version', 'state', 'enabled'],
  ])('%s: %s', (type, path, attribute) => {
    const table = planTableOf(type);
    expect(table && attributePath(table, path)).toBe(attribute);
  });
});

describe('IAM of a plan', () => {
  const policyOf = (end: string) => evidence.get('access')?.policies.find(({ name }) => name.endsWith(end));

  it('joins resources that grant on one asset, however they name it', () => {
    expect(policyOf('/projects/pinky-prod')).toMatchObject({
      open: false,
      policy: {
        bindings: [{ role: 'roles/editor' }, { role: 'roles/viewer' }],
        auditConfigs: [
          {
            service: 'cloudsql.googleapis.com',
            auditLogConfigs: [
              { logType: 'DATA_READ', exemptedMembers: [] },
              { logType: 'ADMIN_READ', exemptedMembers: [] },
            ],
          },
        ],
      },
    });
    const account = planned('google_service_account.api');
    expect(evidence.get('access')?.policies.map(({ name }) => name)).toContain(account.name);
  });

  it('knows no resource that it has no name for', () => {
    expect(grantedOn('google_iap_web_iam_member')).toBeUndefined();
    expect(grantedOn('google_storage_bucket')).toBeUndefined();
    expect(grantedOn('constructor_iam_member')).toBeUndefined();
  });
});
