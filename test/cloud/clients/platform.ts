import type { JsonObject } from '../core/json.ts';
import type { Draft } from '../core/store.ts';

/** What stands around the services of the small deployment: secrets, images, a cache, accounts, logs, delivery. */

const PROJECT = 'pinky-prod';
const NUMBER = '100000000001';
const REGION = 'us-central1';
const SINCE = '2026-01-10T08:00:00Z';
const PLACE = `projects/${PROJECT}/locations/${REGION}`;

/** Something whose API shows the path that the inventory has. */
const plain = (type: string, path: string, data: JsonObject, host = type.split('/')[0]): Draft => ({
  name: `//${host}/${path}`,
  type,
  data: { name: path, ...data },
});

const SECRETS: readonly Draft[] = [
  plain('secretmanager.googleapis.com/Secret', `projects/${NUMBER}/secrets/token`, {
    createTime: SINCE,
    labels: { env: 'production' },
    replication: { automatic: {} },
    etag: 'u0b2Zr1kmvU=',
  }),
  plain('secretmanager.googleapis.com/SecretVersion', `projects/${NUMBER}/secrets/token/versions/1`, {
    createTime: SINCE,
    state: 'ENABLED',
    replicationStatus: { automatic: {} },
    etag: 'm1c2Zr1kmvU=',
  }),
  {
    name: `//secretmanager.googleapis.com/projects/${NUMBER}/secrets/token/versions/1/payload`,
    type: 'secretmanager.googleapis.com/Payload',
    data: { data: Buffer.from('sesame').toString('base64') },
  },
];

const CACHE: readonly Draft[] = [
  plain('redis.googleapis.com/Instance', `${PLACE}/instances/cache`, {
    tier: 'STANDARD_HA',
    memorySizeGb: 5,
    locationId: `${REGION}-a`,
    currentLocationId: `${REGION}-a`,
    alternativeLocationId: `${REGION}-b`,
    redisVersion: 'REDIS_7_0',
    host: '10.30.0.3',
    port: 6379,
    reservedIpRange: '10.30.0.0/29',
    authorizedNetwork: `projects/${PROJECT}/global/networks/vpc`,
    connectMode: 'PRIVATE_SERVICE_ACCESS',
    transitEncryptionMode: 'SERVER_AUTHENTICATION',
    persistenceConfig: { persistenceMode: 'DISABLED' },
    readReplicasMode: 'READ_REPLICAS_DISABLED',
    createTime: SINCE,
    state: 'READY',
  }),
];

const REPOSITORY = `${PLACE}/repositories/app`;
const DIGEST = `sha256:${'0a1b'.repeat(16)}`;

/** The image that the service runs, as a tag would name it. */
export const IMAGE = `${REGION}-docker.pkg.dev/${PROJECT}/app/web@${DIGEST}`;

const REGISTRY: readonly Draft[] = [
  plain('artifactregistry.googleapis.com/Repository', REPOSITORY, {
    format: 'DOCKER',
    mode: 'STANDARD_REPOSITORY',
    registryUri: `${REGION}-docker.pkg.dev/${PROJECT}/app`,
    createTime: SINCE,
    updateTime: SINCE,
    satisfiesPzi: true,
    sizeBytes: '73400320',
    vulnerabilityScanningConfig: { enablementState: 'SCANNING_DISABLED' },
  }),
  plain('artifactregistry.googleapis.com/DockerImage', `${REPOSITORY}/dockerImages/web@${DIGEST}`, {
    uri: IMAGE,
    tags: ['1'],
    imageSizeBytes: '73400320',
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    uploadTime: SINCE,
    buildTime: SINCE,
    updateTime: SINCE,
  }),
  plain('containeranalysis.googleapis.com/Note', `projects/${PROJECT}/notes/CVE-2026-0001`, {
    kind: 'VULNERABILITY',
    vulnerability: { severity: 'HIGH', cvssScore: 8.1 },
    createTime: SINCE,
    updateTime: SINCE,
  }),
  plain('containeranalysis.googleapis.com/Occurrence', `projects/${PROJECT}/occurrences/found-1`, {
    resourceUri: `https://${IMAGE}`,
    noteName: `projects/${PROJECT}/notes/CVE-2026-0001`,
    kind: 'VULNERABILITY',
    createTime: SINCE,
    updateTime: SINCE,
    vulnerability: {
      severity: 'HIGH',
      effectiveSeverity: 'HIGH',
      cvssScore: 8.1,
      shortDescription: 'CVE-2026-0001',
      packageIssue: [
        {
          affectedCpeUri: 'cpe:/o:debian:debian_linux:12',
          affectedPackage: 'openssl',
          affectedVersion: { name: '3.0.1', revision: '1', kind: 'NORMAL', fullName: '3.0.1-1' },
          fixedCpeUri: 'cpe:/o:debian:debian_linux:12',
          fixedPackage: 'openssl',
          fixedVersion: { name: '3.0.2', revision: '1', kind: 'NORMAL', fullName: '3.0.2-1' },
          packageType: 'OS',
          effectiveSeverity: 'HIGH',
        },
      ],
    },
  }),
  plain('containeranalysis.googleapis.com/Occurrence', `projects/${PROJECT}/occurrences/looked-1`, {
    resourceUri: `https://${IMAGE}`,
    noteName: 'projects/goog-analysis/notes/PACKAGE_VULNERABILITY',
    kind: 'DISCOVERY',
    createTime: SINCE,
    updateTime: SINCE,
    discovery: { analysisStatus: 'FINISHED_SUCCESS', continuousAnalysis: 'ACTIVE' },
  }),
];

const EMAIL = `web@${PROJECT}.iam.gserviceaccount.com`;
const ACCOUNT = '//iam.googleapis.com/projects/pinky-prod/serviceAccounts/100000000000000000021';

const ACCOUNTS: readonly Draft[] = [
  {
    name: ACCOUNT,
    type: 'iam.googleapis.com/ServiceAccount',
    data: {
      name: `projects/${PROJECT}/serviceAccounts/${EMAIL}`,
      projectId: PROJECT,
      uniqueId: '100000000000000000021',
      email: EMAIL,
      displayName: 'web',
      etag: 'MDEwMjE5MjA=',
      oauth2ClientId: '100000000000000000021',
    },
  },
  {
    name: `${ACCOUNT}/keys/0a1b2c3d`,
    type: 'iam.googleapis.com/ServiceAccountKey',
    data: {
      name: `projects/${PROJECT}/serviceAccounts/${EMAIL}/keys/0a1b2c3d`,
      validAfterTime: SINCE,
      validBeforeTime: '9999-12-31T23:59:59Z',
      keyAlgorithm: 'KEY_ALG_RSA_2048',
      keyOrigin: 'GOOGLE_PROVIDED',
      keyType: 'USER_MANAGED',
    },
  },
  plain('iam.googleapis.com/Role', `projects/${PROJECT}/roles/auditor`, {
    title: 'Auditor',
    includedPermissions: ['cloudasset.assets.listResource'],
    stage: 'GA',
    etag: 'BwVxZr1kmvU=',
  }),
];

const logging = (type: string, path: string, data: JsonObject): Draft => ({
  name: `//logging.googleapis.com/projects/${NUMBER}/${path}`,
  type: `logging.googleapis.com/${type}`,
  data,
});

const LOGS: readonly Draft[] = [
  ...[
    { id: '_Default', retentionDays: 30, description: 'Default bucket' },
    { id: '_Required', retentionDays: 400, locked: true, description: 'Audit bucket' },
  ].map(({ id, ...data }) =>
    logging('LogBucket', `locations/global/buckets/${id}`, {
      name: `projects/${PROJECT}/locations/global/buckets/${id}`,
      lifecycleState: 'ACTIVE',
      ...data,
    }),
  ),
  ...['_Default', '_Required'].map((name) =>
    logging('LogSink', `sinks/${name}`, {
      name,
      destination: `logging.googleapis.com/projects/${PROJECT}/locations/global/buckets/${name}`,
      filter: 'LOG_ID("cloudaudit.googleapis.com/activity")',
    }),
  ),
  logging('LogMetric', 'metrics/errors', {
    name: 'errors',
    filter: 'severity>=ERROR',
    metricDescriptor: {
      name: `projects/${PROJECT}/metricDescriptors/logging.googleapis.com/user/errors`,
      metricKind: 'DELTA',
      valueType: 'INT64',
      unit: '1',
      type: 'logging.googleapis.com/user/errors',
    },
    createTime: SINCE,
    updateTime: SINCE,
  }),
];

/** The id of the trigger that builds the service. */
export const TRIGGER = '7b0c3a0e-4d0e-4d5b-9a6e-2b1f6d1c9f10';

const BUILDS: readonly Draft[] = [
  {
    name: `//cloudbuild.googleapis.com/${PLACE}/triggers/${TRIGGER}`,
    type: 'cloudbuild.googleapis.com/BuildTrigger',
    data: {
      resourceName: `${PLACE}/triggers/${TRIGGER}`,
      id: TRIGGER,
      name: 'web',
      createTime: SINCE,
      filename: 'cloudbuild.yaml',
      github: { owner: 'pinky-promise', name: 'web', push: { branch: '^main$' } },
      serviceAccount: `projects/${PROJECT}/serviceAccounts/${EMAIL}`,
    },
  },
  plain('cloudbuild.googleapis.com/Build', `${PLACE}/builds/0c1d2e3f`, {
    id: '0c1d2e3f',
    projectId: PROJECT,
    status: 'SUCCESS',
    createTime: SINCE,
    startTime: SINCE,
    finishTime: '2026-01-10T08:05:00Z',
    buildTriggerId: TRIGGER,
    images: [`${REGION}-docker.pkg.dev/${PROJECT}/app/web:1`],
    steps: [{ name: 'gcr.io/cloud-builders/docker', args: ['build', '.'] }],
  }),
  plain('clouddeploy.googleapis.com/Target', `${PLACE}/targets/production`, {
    targetId: 'production',
    uid: 'a1b2c3',
    run: { location: PLACE },
    requireApproval: false,
    createTime: SINCE,
    updateTime: SINCE,
    etag: 'u0b2Zr1kmvU=',
  }),
  plain('clouddeploy.googleapis.com/DeliveryPipeline', `${PLACE}/deliveryPipelines/web`, {
    uid: 'd4e5f6',
    serialPipeline: { stages: [{ targetId: 'production' }] },
    createTime: SINCE,
    updateTime: SINCE,
    etag: 'u0b2Zr1kmvU=',
  }),
  plain('cloudscheduler.googleapis.com/Job', `${PLACE}/jobs/nightly`, {
    schedule: '0 3 * * *',
    timeZone: 'Etc/UTC',
    state: 'ENABLED',
    attemptDeadline: '180s',
    httpTarget: {
      uri: `https://run.googleapis.com/v2/${PLACE}/jobs/nightly:run`,
      httpMethod: 'POST',
      oauthToken: { serviceAccountEmail: EMAIL, scope: 'https://www.googleapis.com/auth/cloud-platform' },
    },
    retryConfig: {
      maxRetryDuration: '0s',
      minBackoffDuration: '5s',
      maxBackoffDuration: '3600s',
      maxDoublings: 5,
    },
    userUpdateTime: SINCE,
  }),
];

export const PLATFORM: readonly Draft[] = [
  ...SECRETS,
  ...CACHE,
  ...REGISTRY,
  ...ACCOUNTS,
  ...LOGS,
  ...BUILDS,
];
