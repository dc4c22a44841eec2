import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVERY, parsePath } from '../../../src/policy/path.ts';
import { type Schema, schemaOf, schemaTypes } from '../../../src/policy/schemas/index.ts';
import { checkPath, type Kind, literalsAt, literalsOf } from '../../../src/policy/schemas/walk.ts';
import type { AssetData, AssetPath } from '../../../src/policy/schemas.generated.ts';

const run = 'run.googleapis.com/Service';
const revision = 'run.googleapis.com/Revision';
const sql = 'sqladmin.googleapis.com/Instance';
const alert = 'monitoring.googleapis.com/AlertPolicy';
const armor = 'compute.googleapis.com/SecurityPolicy';
const backend = 'compute.googleapis.com/BackendService';
const urlMap = 'compute.googleapis.com/UrlMap';

const PATHS: readonly (readonly [type: string, path: string, kind: Kind])[] = [
  [run, 'ingress', 'enum'],
  [run, 'observed.ingress', 'string'],
  [run, 'defaultUriDisabled', 'boolean'],
  [run, 'invokerIamDisabled', 'boolean'],
  [run, 'generation', 'int64'],
  [run, 'labels', 'map'],
  [run, 'labels["env.name"]', 'string'],
  [run, 'scaling.minInstanceCount', 'integer'],
  [run, 'scaling.maxInstanceCount', 'integer'],
  [run, 'scaling.manualInstanceCount', 'integer'],
  [run, 'scaling.scalingMode', 'enum'],
  [run, 'template', 'object'],
  [run, 'template.serviceAccount', 'string'],
  [run, 'template.scaling.minInstanceCount', 'integer'],
  [run, 'template.scaling.cpuUtilization', 'number'],
  [run, 'template.maxInstanceRequestConcurrency', 'integer'],
  [run, 'template.vpcAccess.egress', 'enum'],
  [run, 'template.vpcAccess.networkInterfaces[*].subnetwork', 'string'],
  [run, 'template.containers', 'list'],
  [run, 'template.containers[*].resources.limits.memory', 'string'],
  [run, 'template.containers[*].resources.cpuIdle', 'boolean'],
  [run, 'template.containers[0].env[*].valueSource.secretKeyRef.secret', 'string'],
  [run, 'template.containers[*].readinessProbe.httpGet.path', 'string'],
  [run, 'template.volumes[*].cloudSqlInstance.instances[*]', 'string'],
  [run, 'traffic[*].percent', 'integer'],
  [run, 'trafficStatuses[*].type', 'enum'],
  [run, 'multiRegionSettings.regions', 'list'],
  [run, 'terminalCondition.state', 'enum'],
  [revision, 'observed.imageDigest', 'string'],
  [revision, 'containers[*].image', 'string'],
  [revision, 'scaling.minInstanceCount', 'integer'],
  [sql, 'settings.availabilityType', 'enum'],
  [sql, 'settings.tier', 'string'],
  [sql, 'settings.edition', 'enum'],
  [sql, 'settings.settingsVersion', 'int64'],
  [sql, 'settings.dataDiskSizeGb', 'int64'],
  [sql, 'settings.deletionProtectionEnabled', 'boolean'],
  [sql, 'settings.databaseFlags[*].value', 'string'],
  [sql, 'settings.dataApiAccess', 'enum'],
  [sql, 'settings.connectorEnforcement', 'enum'],
  [sql, 'settings.insightsConfig.queryInsightsEnabled', 'boolean'],
  [sql, 'settings.ipConfiguration.sslMode', 'enum'],
  [sql, 'settings.ipConfiguration.authorizedNetworks[*].value', 'string'],
  [sql, 'settings.ipConfiguration.pscConfig.pscEnabled', 'boolean'],
  [sql, 'settings.backupConfiguration.backupRetentionSettings.retainedBackups', 'integer'],
  [sql, 'settings.backupConfiguration.transactionLogRetentionDays', 'integer'],
  [sql, 'settings.backupConfiguration.backupTier', 'enum'],
  [sql, 'settings.backupConfiguration.managementConfig.backupdrTransactionLogRetentionDays', 'integer'],
  [sql, 'ipAddresses[*].type', 'enum'],
  [sql, 'gceZone', 'string'],
  [sql, 'replicationCluster.drReplica', 'boolean'],
  ['sqladmin.googleapis.com/BackupRun', 'status', 'enum'],
  ['sqladmin.googleapis.com/Backup', 'expiryTime', 'string'],
  [backend, 'enableCDN', 'boolean'],
  [backend, 'securityPolicy', 'string'],
  [backend, 'logConfig.sampleRate', 'number'],
  [backend, 'cdnPolicy.defaultTtl', 'integer'],
  ['compute.googleapis.com/RegionBackendService', 'backends[*].group', 'string'],
  ['compute.googleapis.com/BackendBucket', 'enableCdn', 'boolean'],
  ['compute.googleapis.com/GlobalForwardingRule', 'IPAddress', 'string'],
  ['compute.googleapis.com/ForwardingRule', 'loadBalancingScheme', 'enum'],
  ['compute.googleapis.com/TargetHttpsProxy', 'certificateMap', 'string'],
  ['compute.googleapis.com/SslPolicy', 'minTlsVersion', 'enum'],
  ['compute.googleapis.com/SslCertificate', 'managed.domainStatus["a.example.com"]', 'enum'],
  [urlMap, 'defaultUrlRedirect.redirectResponseCode', 'enum'],
  [urlMap, 'pathMatchers[*].routeRules[*].routeAction.weightedBackendServices[*].weight', 'integer'],
  ['compute.googleapis.com/NetworkEndpointGroup', 'cloudRun.urlMask', 'string'],
  ['compute.googleapis.com/Firewall', 'allowed[*].IPProtocol', 'string'],
  ['compute.googleapis.com/Firewall', 'id', 'int64'],
  ['compute.googleapis.com/Router', 'nats[*].sourceSubnetworkIpRangesToNat', 'enum'],
  ['compute.googleapis.com/Subnetwork', 'privateIpGoogleAccess', 'boolean'],
  ['compute.googleapis.com/Network', 'peerings[*].name', 'string'],
  [armor, 'rules[*].rateLimitOptions.rateLimitThreshold.count', 'integer'],
  [armor, 'rules[*].match.expr.expression', 'string'],
  [armor, 'adaptiveProtectionConfig.layer7DdosDefenseConfig.enable', 'boolean'],
  ['certificatemanager.googleapis.com/Certificate', 'managed.state', 'enum'],
  ['certificatemanager.googleapis.com/CertificateMapEntry', 'certificates', 'list'],
  ['storage.googleapis.com/Bucket', 'iamConfiguration.uniformBucketLevelAccess.enabled', 'boolean'],
  ['storage.googleapis.com/Bucket', 'projectNumber', 'int64'],
  [alert, 'conditions[*].conditionThreshold.aggregations[*].perSeriesAligner', 'enum'],
  [alert, 'conditions[*].conditionThreshold.thresholdValue', 'number'],
  [alert, 'severity', 'enum'],
  ['monitoring.googleapis.com/UptimeCheckConfig', 'monitoredResource.labels["host"]', 'string'],
  ['monitoring.googleapis.com/NotificationChannel', 'verificationStatus', 'enum'],
  ['monitoring.googleapis.com/Snooze', 'interval.endTime', 'string'],
  ['monitoring.googleapis.com/Dashboard', 'mosaicLayout.tiles[*].widget.title', 'any'],
  ['backupdr.googleapis.com/BackupPlan', 'backupRules[*].standardSchedule.recurrenceType', 'enum'],
  ['backupdr.googleapis.com/BackupPlanAssociation', 'rulesConfigInfo[*].lastBackupState', 'enum'],
  ['cloudresourcemanager.googleapis.com/Project', 'parent.type', 'enum'],
  ['cloudresourcemanager.googleapis.com/Folder', 'lifecycleState', 'enum'],
  ['serviceusage.googleapis.com/Service', 'state', 'enum'],
  ['secretmanager.googleapis.com/Secret', 'rotation.rotationPeriod', 'string'],
  ['iam.googleapis.com/ServiceAccountKey', 'validAfterTime', 'string'],
  ['clouddeploy.googleapis.com/Automation', 'rules[*].advanceRolloutRule.wait', 'string'],
  ['logging.googleapis.com/LogBucket', 'retentionDays', 'number'],
  ['oci.image/Config', 'config.User', 'string'],
  [run, '$iam.bindings[*].members[*]', 'string'],
  ['any.example.com/Thing', '$iam.auditConfigs[*].auditLogConfigs[*].logType', 'enum'],
  ['any.example.com/Thing', 'whatever[*].it.holds', 'any'],
];

const kindAt = (type: string, path: string) => {
  const found = checkPath(type, parsePath(path));
  return found.ok ? found.kind : `no segment ${found.at}`;
};

describe('checkPath', () => {
  it.each(PATHS)('%s %s is %s', (type, path, kind) => {
    expect(kindAt(type, path)).toBe(kind);
  });

  it.each([
    [sql, 'settings.backupConfigurations.enabled', 1, 'backupConfiguration'],
    [sql, 'setings.tier', 0, 'settings'],
    [sql, 'settings.ipConfiguration.sslmode', 2, 'sslMode'],
    [run, 'template.scaling.minInstances', 2, 'minInstanceCount'],
    [run, 'template.container[*].image', 1, 'containers'],
    [run, 'template.containers.image', 2, EVERY],
    [run, 'template.containers[*].enviroment', 3, 'env'],
    [backend, 'enableCdn2', 0, 'enableCDN'],
    [run, '$iam.binding', 1, 'bindings'],
    [run, 'constructor', 0, undefined],
    [run, 'ingress.value', 1, undefined],
  ] as const)('%s %s fails at segment %i and suggests %s', (type, path, at, nearest) => {
    const found = checkPath(type, parsePath(path));
    expect(found).toMatchObject({ ok: false, at });
    if (nearest && !found.ok) expect(found.known[0]).toBe(nearest);
  });

  it('offers every sibling, and nothing below a scalar', () => {
    const wrong = checkPath('compute.googleapis.com/TargetHttpProxy', ['urlmap']);
    const siblings = Object.keys(schemaOf('compute.googleapis.com/TargetHttpProxy') as object);
    expect(wrong.ok ? [] : [...wrong.known].sort()).toEqual(siblings.sort());
    expect(checkPath(run, ['ingress', 'x'])).toMatchObject({ known: [] });
  });
});

describe('literals', () => {
  it.each([
    [run, 'ingress', 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER'],
    [run, 'template.vpcAccess.egress', 'PRIVATE_RANGES_ONLY'],
    [sql, 'settings.ipConfiguration.sslMode', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'],
    [sql, 'settings.backupConfiguration.backupTier', 'ENHANCED'],
    [sql, 'instanceType', 'READ_REPLICA_INSTANCE'],
    ['compute.googleapis.com/SslPolicy', 'minTlsVersion', 'TLS_1_3'],
    ['compute.googleapis.com/SslPolicy', 'profile', 'FIPS_202205'],
    ['compute.googleapis.com/Firewall', 'direction', 'INGRESS'],
    [armor, 'rules[*].rateLimitOptions.enforceOnKey', 'XFF_IP'],
    [alert, 'conditions[*].conditionThreshold.comparison', 'COMPARISON_GT'],
    [alert, 'conditions[*].conditionThreshold.aggregations[*].crossSeriesReducer', 'REDUCE_COUNT_FALSE'],
    ['storage.googleapis.com/Bucket', 'iamConfiguration.publicAccessPrevention', 'inherited'],
    [run, '$iam.auditConfigs[*].auditLogConfigs[*].logType', 'DATA_WRITE'],
  ])('%s %s knows %s', (type, path, literal) => {
    expect(literalsAt(type, parsePath(path))).toContain(literal);
  });

  it('are known for enums only', () => {
    expect(literalsAt(run, ['uri'])).toBeUndefined();
    expect(literalsAt(run, ['nowhere'])).toBeUndefined();
  });

  it('never hold a placeholder for "not set"', () => {
    const placeholders: string[] = [];
    const visit = (schema: Schema) => {
      placeholders.push(...(literalsOf(schema) ?? []).filter((literal) => literal.startsWith('UNDEFINED_')));
      if (typeof schema === 'object') for (const inner of Object.values(schema)) visit(inner as Schema);
    };
    for (const type of schemaTypes()) visit(schemaOf(type) ?? '?');
    expect(placeholders).toEqual([]);
    expect(literalsAt(run, ['ingress'])).not.toContain('INGRESS_TRAFFIC_UNSPECIFIED');
  });
});

describe('the generated data', () => {
  it('knows no type beyond its tables', () => {
    for (const type of ['toString', '__proto__', 'run.googleapis.com/Nothing']) {
      expect(schemaOf(type)).toBeUndefined();
    }
    expect(schemaTypes()).toContain(run);
    expect(schemaTypes()).not.toContain('$iam');
  });

  it('shares one parsed schema between a type and its regional or global twin', () => {
    expect(schemaOf('compute.googleapis.com/RegionBackendService')).toBe(schemaOf(backend));
  });

  it('stays small enough to ship: under 250 kB, ASCII so that one byte holds a character', () => {
    const text = readFileSync(new URL('../../../src/policy/schemas/data.generated.ts', import.meta.url));
    expect(text.length).toBeLessThan(250_000);
    expect(text.every((byte) => byte < 0x80)).toBe(true);
  });
});

describe('the generated types', () => {
  it('hold the paths and literals the schema holds', () => {
    const path: AssetPath[typeof run] = 'template.scaling.minInstanceCount';
    const iam: AssetPath[typeof backend] = '$iam.bindings';
    // @ts-expect-error: one letter short of a field
    const wrongPath: AssetPath[typeof run] = 'template.scaling.minInstanceCoun';
    const service: AssetData[typeof run] = { ingress: 'INGRESS_TRAFFIC_ALL', generation: '7' };
    // @ts-expect-error: the Knative spelling is not the canonical one
    const knative: AssetData[typeof run] = { ingress: 'all' };
    expect([path, iam].map((typed) => kindAt(run, typed))).toEqual(['integer', 'list']);
    expect(kindAt(run, wrongPath)).toBe('no segment 2');
    expect(literalsAt(run, ['ingress'])).toContain(service.ingress);
    expect(literalsAt(run, ['ingress'])).not.toContain(knative.ingress);
  });
});
