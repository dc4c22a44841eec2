import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Asset } from '#policy';
import { Configuration } from '../../../../src/inventory/plan/configuration.ts';
import { convertPlanned } from '../../../../src/inventory/plan/convert.ts';
import { findPlan } from '../../../../src/inventory/plan/document.ts';
import { grantedOn } from '../../../../src/inventory/plan/iam-types.ts';
import { attributePath } from '../../../../src/inventory/plan/names.ts';
import { isPart } from '../../../../src/inventory/plan/parts.ts';
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

  it('map every type that a policy of the strategy can judge from a plan', () => {
    const types = `artifact_registry_repository backup_dr_backup_plan backup_dr_backup_plan_association
      backup_dr_backup_vault certificate_manager_certificate certificate_manager_certificate_map
      certificate_manager_certificate_map_entry cloud_run_service cloud_run_service_iam_member cloud_run_v2_service
      cloud_run_v2_service_iam_binding cloud_run_v2_service_iam_member cloud_run_v2_service_iam_policy
      cloud_scheduler_job cloudbuild_trigger clouddeploy_automation clouddeploy_delivery_pipeline clouddeploy_target
      compute_address compute_backend_bucket compute_backend_service compute_firewall compute_forwarding_rule
      compute_global_address compute_global_forwarding_rule compute_managed_ssl_certificate compute_network
      compute_network_endpoint_group compute_global_network_endpoint_group compute_region_network_endpoint_group
      compute_region_backend_service compute_region_security_policy compute_region_ssl_certificate
      compute_region_ssl_policy compute_region_target_http_proxy compute_region_target_https_proxy
      compute_region_url_map compute_route compute_router compute_router_nat compute_security_policy
      compute_security_policy_rule compute_ssl_certificate compute_ssl_policy compute_subnetwork
      compute_target_http_proxy compute_target_https_proxy compute_target_ssl_proxy compute_url_map dns_managed_zone
      dns_record_set folder folder_iam_binding folder_iam_member folder_iam_policy folder_organization_policy
      logging_metric logging_project_bucket_config logging_project_sink memcache_instance monitoring_alert_policy
      monitoring_custom_service monitoring_dashboard monitoring_notification_channel monitoring_service monitoring_slo
      monitoring_snooze monitoring_uptime_check_config org_policy_policy organization_iam_binding
      organization_iam_member organization_iam_policy organization_policy project project_iam_audit_config
      project_iam_binding project_iam_member project_iam_policy project_organization_policy project_service
      redis_cluster redis_instance secret_manager_regional_secret secret_manager_secret
      secret_manager_secret_iam_binding secret_manager_secret_iam_member secret_manager_secret_version
      service_account service_account_key service_networking_connection sql_database_instance sql_user storage_bucket
      storage_bucket_iam_binding storage_bucket_iam_member storage_bucket_iam_policy vpc_access_connector`
      .split(/\s+/)
      .map((type) => `google_${type}`);
    const isMapped = (type: string) => planTableOf(type) ?? grantedOn(type) ?? isPart(type);
    expect(types.filter((type) => !isMapped(type))).toEqual([]);
  });

  it.each([
    ['alerts', []],
    ['backups', []],
    ['access', ['google_iap_web_iam_member']],
    ['platform', ['google_pubsub_topic']],
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
    ['google_cloud_scheduler_job.nightly', 'state', 'PAUSED'],
    ['google_dns_record_set.app', 'rrdatas', ['203.0.113.10']],
    [
      'google_dns_record_set.failover',
      'routingPolicy.primaryBackup.backupGeoTargets.items.0.rrdatas',
      ['203.0.113.11'],
    ],
    [
      'google_folder_organization_policy.hosts',
      'spec',
      {
        inheritFromParent: true,
        rules: [{ values: { deniedValues: ['projects/evil'] } }],
      },
    ],
    ['google_org_policy_policy.keys', 'spec.rules', [{ enforce: true }]],
    ['google_org_policy_policy.places', 'spec.rules.0.parameters', { regions: ['us'] }],
    ['google_project_organization_policy.serial', 'spec.rules', [{ enforce: true }]],
    ['google_service_networking_connection.private', 'service', 'services/servicenetworking.googleapis.com'],
    ['google_sql_user.app', 'type', 'BUILT_IN'],
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

  it.each([
    [
      'google_dns_record_set.app',
      '//dns.googleapis.com/projects/pinky-prod/managedZones/main/rrsets/pinky-promise.example.com./A',
    ],
    [
      'google_org_policy_policy.places',
      '//orgpolicy.googleapis.com/organizations/300000000001/policies/gcp.resourceLocations',
    ],
    [
      'google_folder_organization_policy.hosts',
      '//orgpolicy.googleapis.com/folders/400000000001/policies/compute.trustedImageProjects',
    ],
    [
      'google_service_networking_connection.private',
      '//servicenetworking.googleapis.com/projects/pinky-prod/global/networks/main',
    ],
    ['google_sql_user.app', '//cloudsql.googleapis.com/projects/pinky-prod/instances/pinky-db/users/app'],
  ])('are named as the inventory names them: %s', (address, name) => {
    expect(planned(address).name).toBe(name);
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
