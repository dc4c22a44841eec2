import type { JsonObject } from '../core/json.ts';
import type { Seed } from '../core/seed.ts';
import type { Draft } from '../core/store.ts';
import { PLATFORM } from './platform.ts';

/** The project of the small deployment that clients are tried on, and its region. */
export const PROJECT = 'pinky-prod';
export const REGION = 'us-central1';

const SINCE = '2026-01-10T08:00:00Z';

const settled: JsonObject = { type: 'Ready', state: 'CONDITION_SUCCEEDED', lastTransitionTime: SINCE };

/** A Cloud Run service of one revision, as it was deployed by gcloud. */
function runService(name: string): Draft[] {
  const path = `projects/${PROJECT}/locations/${REGION}/services/${name}`;
  const revision = `${name}-00001-abc`;
  const template: JsonObject = {
    scaling: { maxInstanceCount: 10 },
    maxInstanceRequestConcurrency: 80,
    timeout: '300s',
    serviceAccount: `web@${PROJECT}.iam.gserviceaccount.com`,
    containers: [
      {
        image: `${REGION}-docker.pkg.dev/${PROJECT}/app/${name}:1`,
        env: [
          { name: 'MODE', value: 'production' },
          { name: 'TOKEN', valueSource: { secretKeyRef: { secret: 'token', version: '1' } } },
        ],
        ports: [{ name: 'http1', containerPort: 8080 }],
        resources: { limits: { cpu: '1000m', memory: '512Mi' }, cpuIdle: true, startupCpuBoost: true },
        startupProbe: {
          timeoutSeconds: 240,
          periodSeconds: 240,
          failureThreshold: 1,
          tcpSocket: { port: 8080 },
        },
      },
    ],
  };
  return [
    {
      name: `//run.googleapis.com/${path}`,
      type: 'run.googleapis.com/Service',
      data: {
        name: path,
        uid: '0b7c3a0e-4d0e-4d5b-9a6e-2b1f6d1c9f10',
        generation: '1',
        observedGeneration: '1',
        labels: { env: 'production' },
        createTime: SINCE,
        updateTime: SINCE,
        creator: 'deployer@example.com',
        lastModifier: 'deployer@example.com',
        ingress: 'INGRESS_TRAFFIC_ALL',
        launchStage: 'GA',
        template: { revision, ...template },
        traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
        trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', revision, percent: 100 }],
        uri: `https://${name}-x7q2m4nd5a-uc.a.run.app`,
        latestReadyRevision: `${path}/revisions/${revision}`,
        latestCreatedRevision: `${path}/revisions/${revision}`,
        terminalCondition: settled,
        conditions: ['ConfigurationsReady', 'RoutesReady'].map((type) => ({ ...settled, type })),
        etag: '"q1b1Zr1kmvU="',
      },
    },
    {
      name: `//run.googleapis.com/${path}/revisions/${revision}`,
      type: 'run.googleapis.com/Revision',
      data: {
        name: `${path}/revisions/${revision}`,
        uid: '6d1c1c3e-2f0b-4a53-8a45-6b1f2a4c7e00',
        generation: '1',
        observedGeneration: '1',
        createTime: SINCE,
        updateTime: SINCE,
        launchStage: 'GA',
        service: path,
        ...template,
        conditions: [settled],
      },
    },
  ];
}

/** A Cloud Run job of one task. */
function runJob(name: string): Draft {
  const path = `projects/${PROJECT}/locations/${REGION}/jobs/${name}`;
  return {
    name: `//run.googleapis.com/${path}`,
    type: 'run.googleapis.com/Job',
    data: {
      name: path,
      uid: '4f3b1f0e-6a7d-4f5c-8d8b-0d5c1a2b3c4d',
      generation: '1',
      observedGeneration: '1',
      createTime: SINCE,
      updateTime: SINCE,
      creator: 'deployer@example.com',
      lastModifier: 'deployer@example.com',
      launchStage: 'GA',
      template: {
        taskCount: 1,
        template: {
          containers: [
            {
              image: `${REGION}-docker.pkg.dev/${PROJECT}/app/${name}:1`,
              resources: { limits: { cpu: '1000m', memory: '512Mi' } },
            },
          ],
          maxRetries: 3,
          timeout: '600s',
          serviceAccount: `web@${PROJECT}.iam.gserviceaccount.com`,
        },
      },
      terminalCondition: settled,
      etag: '"m1c2Zr1kmvU="',
    },
  };
}

/** A Cloud SQL instance with a backup. */
function sqlInstance(name: string): Draft[] {
  const path = `//cloudsql.googleapis.com/projects/${PROJECT}/instances/${name}`;
  return [
    {
      name: path,
      type: 'sqladmin.googleapis.com/Instance',
      location: REGION,
      data: {
        kind: 'sql#instance',
        name,
        project: PROJECT,
        region: REGION,
        gceZone: `${REGION}-a`,
        state: 'RUNNABLE',
        databaseVersion: 'POSTGRES_15',
        databaseInstalledVersion: 'POSTGRES_15_13',
        instanceType: 'CLOUD_SQL_INSTANCE',
        backendType: 'SECOND_GEN',
        connectionName: `${PROJECT}:${REGION}:${name}`,
        createTime: SINCE,
        etag: 'u0b2Zr1kmvU=',
        ipAddresses: [{ type: 'PRIVATE', ipAddress: '10.20.0.5' }],
        settings: {
          kind: 'sql#settings',
          settingsVersion: '42',
          tier: 'db-custom-4-8192',
          edition: 'ENTERPRISE',
          availabilityType: 'ZONAL',
          activationPolicy: 'ALWAYS',
          pricingPlan: 'PER_USE',
          dataDiskType: 'PD_SSD',
          dataDiskSizeGb: '100',
          storageAutoResize: true,
          deletionProtectionEnabled: true,
          databaseFlags: [{ name: 'log_connections', value: 'on' }],
          ipConfiguration: {
            ipv4Enabled: false,
            privateNetwork: `projects/${PROJECT}/global/networks/vpc`,
            sslMode: 'ENCRYPTED_ONLY',
          },
          backupConfiguration: {
            kind: 'sql#backupConfiguration',
            enabled: true,
            startTime: '02:00',
            pointInTimeRecoveryEnabled: true,
            transactionLogRetentionDays: 7,
            backupRetentionSettings: { retainedBackups: 7, retentionUnit: 'COUNT' },
          },
        },
      },
    },
    {
      name: `${path}/backupRuns/1767999600000`,
      type: 'sqladmin.googleapis.com/BackupRun',
      data: {
        kind: 'sql#backupRun',
        id: '1767999600000',
        instance: name,
        type: 'AUTOMATED',
        status: 'SUCCESSFUL',
        backupKind: 'SNAPSHOT',
        location: 'us',
        windowStartTime: SINCE,
        enqueuedTime: SINCE,
        startTime: SINCE,
        endTime: '2026-01-10T08:01:00Z',
      },
    },
  ];
}

/** What links of Compute Engine begin with. */
export const LINKS = `https://www.googleapis.com/compute/v1/projects/${PROJECT}`;

/** A resource of Compute Engine; what the service sets is filled in when it is shown. */
const compute = (type: string, path: string, data: JsonObject): Draft => ({
  name: `//compute.googleapis.com/projects/${PROJECT}/${path}`,
  type: `compute.googleapis.com/${type}`,
  data: { creationTimestamp: SINCE, ...data },
});

const everyone: JsonObject = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

/** A load balancer before the Cloud Run service, and the network. */
const LOAD_BALANCER: readonly Draft[] = [
  compute('Network', 'global/networks/vpc', {
    autoCreateSubnetworks: false,
    routingConfig: { routingMode: 'REGIONAL' },
  }),
  compute('Subnetwork', `regions/${REGION}/subnetworks/run`, {
    network: `${LINKS}/global/networks/vpc`,
    ipCidrRange: '10.10.0.0/24',
    privateIpGoogleAccess: false,
    purpose: 'PRIVATE',
  }),
  compute('Firewall', 'global/firewalls/allow-web', {
    network: `${LINKS}/global/networks/vpc`,
    direction: 'INGRESS',
    priority: 1000,
    disabled: false,
    sourceRanges: ['0.0.0.0/0'],
    allowed: [{ IPProtocol: 'tcp', ports: ['443'] }],
    logConfig: { enable: false },
  }),
  compute('Router', `regions/${REGION}/routers/nat`, { network: `${LINKS}/global/networks/vpc` }),
  compute('GlobalAddress', 'global/addresses/front', {
    address: '203.0.113.7',
    addressType: 'EXTERNAL',
    networkTier: 'PREMIUM',
    status: 'IN_USE',
  }),
  compute('NetworkEndpointGroup', `regions/${REGION}/networkEndpointGroups/web`, {
    networkEndpointType: 'SERVERLESS',
    cloudRun: { service: 'web' },
    size: 0,
  }),
  compute('SecurityPolicy', 'global/securityPolicies/armor', {
    type: 'CLOUD_ARMOR',
    rules: [
      {
        kind: 'compute#securityPolicyRule',
        priority: 2147483647,
        action: 'allow',
        preview: false,
        description: 'default rule',
        match: everyone,
      },
    ],
  }),
  compute('BackendService', 'global/backendServices/web', {
    protocol: 'HTTPS',
    loadBalancingScheme: 'EXTERNAL_MANAGED',
    sessionAffinity: 'NONE',
    timeoutSec: 30,
    port: 80,
    portName: 'http',
    backends: [
      { group: `${LINKS}/regions/${REGION}/networkEndpointGroups/web`, balancingMode: 'UTILIZATION' },
    ],
    connectionDraining: { drainingTimeoutSec: 0 },
  }),
  compute('BackendBucket', 'global/backendBuckets/static', { bucketName: 'pinky-static', enableCdn: false }),
  compute('UrlMap', 'global/urlMaps/web', { defaultService: `${LINKS}/global/backendServices/web` }),
  compute('SslPolicy', 'global/sslPolicies/tls', { minTlsVersion: 'TLS_1_0', profile: 'MODERN' }),
  compute('SslCertificate', 'global/sslCertificates/web', {
    type: 'MANAGED',
    managed: { domains: ['www.example.com'], status: 'ACTIVE' },
  }),
  compute('TargetHttpProxy', 'global/targetHttpProxies/http', { urlMap: `${LINKS}/global/urlMaps/web` }),
  compute('TargetHttpsProxy', 'global/targetHttpsProxies/https', {
    urlMap: `${LINKS}/global/urlMaps/web`,
    sslCertificates: [`${LINKS}/global/sslCertificates/web`],
    quicOverride: 'NONE',
  }),
  compute('GlobalForwardingRule', 'global/forwardingRules/https', {
    IPAddress: '203.0.113.7',
    IPProtocol: 'TCP',
    portRange: '443-443',
    target: `${LINKS}/global/targetHttpsProxies/https`,
    loadBalancingScheme: 'EXTERNAL_MANAGED',
    networkTier: 'PREMIUM',
  }),
  compute('Instance', `zones/${REGION}-a/instances/bastion`, {
    machineType: `${LINKS}/zones/${REGION}-a/machineTypes/e2-small`,
    status: 'RUNNING',
    networkInterfaces: [{ name: 'nic0', network: `${LINKS}/global/networks/vpc`, networkIP: '10.10.0.2' }],
    disks: [{ source: `${LINKS}/zones/${REGION}-a/disks/bastion`, boot: true, deviceName: 'bastion' }],
  }),
  compute('Disk', `zones/${REGION}-a/disks/bastion`, { sizeGb: '10', status: 'READY' }),
];

/** A bucket as it was made by gcloud. */
const bucket = (name: string): Draft => ({
  name: `//storage.googleapis.com/${name}`,
  type: 'storage.googleapis.com/Bucket',
  project: PROJECT,
  location: REGION,
  data: {
    projectNumber: '100000000001',
    location: REGION.toUpperCase(),
    locationType: 'region',
    storageClass: 'STANDARD',
    metageneration: '1',
    timeCreated: SINCE,
    updated: SINCE,
    iamConfiguration: { uniformBucketLevelAccess: { enabled: false }, publicAccessPrevention: 'inherited' },
  },
});

/** Something of Cloud Monitoring, by its path. */
const monitoring = (type: string, path: string, data: JsonObject): Draft => ({
  name: `//monitoring.googleapis.com/projects/${PROJECT}/${path}`,
  type: `monitoring.googleapis.com/${type}`,
  data: { name: `projects/${PROJECT}/${path}`, ...data },
});

const MONITORING: readonly Draft[] = [
  monitoring('NotificationChannel', 'notificationChannels/11', {
    type: 'email',
    displayName: 'On call',
    labels: { email_address: 'oncall@example.com' },
    enabled: true,
    creationRecord: { mutateTime: SINCE },
    mutationRecords: [{ mutateTime: SINCE }],
  }),
  monitoring('AlertPolicy', 'alertPolicies/21', {
    displayName: 'Errors of web',
    combiner: 'OR',
    enabled: true,
    conditions: [
      {
        name: `projects/${PROJECT}/alertPolicies/21/conditions/1`,
        displayName: 'Too many errors',
        conditionThreshold: {
          filter: 'metric.type="run.googleapis.com/request_count" AND resource.type="cloud_run_revision"',
          comparison: 'COMPARISON_GT',
          thresholdValue: 5,
          duration: '300s',
        },
      },
    ],
    notificationChannels: [`projects/${PROJECT}/notificationChannels/11`],
    creationRecord: { mutateTime: SINCE, mutatedBy: 'deployer@example.com' },
    mutationRecord: { mutateTime: SINCE, mutatedBy: 'deployer@example.com' },
  }),
  monitoring('UptimeCheckConfig', 'uptimeCheckConfigs/web', {
    displayName: 'web',
    monitoredResource: { type: 'uptime_url', labels: { host: 'www.example.com', project_id: PROJECT } },
    httpCheck: { path: '/', port: 443, useSsl: true, requestMethod: 'GET' },
    period: '60s',
    timeout: '10s',
  }),
];

/** One of each thing that the table of commands touches. */
export const DEPLOYMENT: Seed = {
  organization: { id: '300000000001', domain: 'example.com' },
  projects: [
    {
      id: PROJECT,
      number: '100000000001',
      parent: 'organizations/300000000001',
      bindings: [
        { role: 'roles/owner', members: [`serviceAccount:owner@${PROJECT}.iam.gserviceaccount.com`] },
      ],
    },
  ],
  resources: [
    ...runService('web'),
    runJob('nightly'),
    ...sqlInstance('db1'),
    ...LOAD_BALANCER,
    bucket('pinky-static'),
    ...MONITORING,
    ...PLATFORM,
  ],
};
