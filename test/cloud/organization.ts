import type { JsonObject } from './core/json.ts';
import type { Binding } from './core/policy.ts';
import type { ProjectSeed, Seed } from './core/seed.ts';
import type { Draft } from './core/store.ts';
import { image } from './services/docker.ts';

/** A violation that was planted: the policy it breaks, and the asset that breaks it. */
export interface Planted {
  readonly policy: string;
  /** Full resource name. */
  readonly asset: string;
}

/** A seed of a whole organization, with everything in it that breaks one of `PLANTED`. */
export interface Organization {
  readonly seed: Seed;
  readonly planted: readonly Planted[];
  /** How many resources of projects there are, projects and APIs among them. */
  readonly assets: number;
}

export interface Size {
  readonly projects: number;
  /** Of Cloud Run, each with a revision, and of Cloud SQL, in each project. */
  readonly services: number;
  readonly instances: number;
  /** Secrets, which no policy fails: what an inventory is mostly made of. */
  readonly secrets: number;
}

export const ORGANIZATION = '300000000001';
const REGION = 'europe-west1';
const ENVIRONMENTS = ['production', 'staging', 'development'] as const;
type Environment = (typeof ENVIRONMENTS)[number];
const SINCE = '2026-01-10T08:00:00Z';
/** APIs of a project that runs Cloud Run and Cloud SQL. */
const SERVICES = [
  'artifactregistry.googleapis.com',
  'cloudasset.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'compute.googleapis.com',
  'monitoring.googleapis.com',
  'run.googleapis.com',
  'secretmanager.googleapis.com',
  'sqladmin.googleapis.com',
  'storage.googleapis.com',
];

/** The policies that are broken here, and in which environments a breach counts. */
export const PLANTED: Readonly<Record<string, readonly Environment[]>> = {
  'fw-no-open-ingress': ['production', 'staging'],
  'iam-no-basic-roles': ['production', 'staging'],
  'iam-no-public-members': ENVIRONMENTS,
  'image-non-root': ENVIRONMENTS,
  'run-dedicated-sa': ['production', 'staging'],
  'run-max-instances': ['production'],
  'run-min-instances': ['production'],
  'sql-backup-enabled': ['production', 'staging'],
  'sql-deletion-protection': ['production'],
  'sql-no-public-ip': ['production', 'staging'],
  'sql-regional-ha': ['production'],
};

/** One in so many assets breaks a policy; a prime for each, so that they meet in every combination. */
const EVERY: Readonly<Record<string, number>> = {
  'fw-no-open-ingress': 7,
  'iam-no-basic-roles': 11,
  'iam-no-public-members': 5,
  'image-non-root': 4,
  'run-dedicated-sa': 13,
  'run-max-instances': 5,
  'run-min-instances': 3,
  'sql-backup-enabled': 3,
  'sql-deletion-protection': 7,
  'sql-no-public-ip': 5,
  'sql-regional-ha': 2,
};

/** Plants breaches while resources are made, each resource with a number of its own. */
class Planting {
  readonly planted: Planted[] = [];

  breaks(policy: string, asset: string, environment: Environment, number: number): boolean {
    const breach = number % (EVERY[policy] as number) === 0;
    if (breach && PLANTED[policy]?.includes(environment)) this.planted.push({ policy, asset });
    return breach;
  }
}

interface Place {
  readonly id: string;
  readonly number: string;
  readonly environment: Environment;
  readonly index: number;
}

/** An organization of three folders, one for each environment, with projects of equal make; always the same. */
export function organizationOf({ projects, services, instances, secrets }: Size): Organization {
  const planting = new Planting();
  const places = Array.from({ length: projects }, (_, index): Place => {
    const environment = ENVIRONMENTS[index % ENVIRONMENTS.length] as Environment;
    const id = `shop-${String(index).padStart(3, '0')}`;
    return { id, number: String(500_000_000_000 + index), environment, index };
  });
  const served = places.map((place) => count(services, (at) => runService(place, at, planting)));
  const resources = places.flatMap((place, index) => [
    ...(served[index] ?? []).flatMap(({ resources: made }) => made),
    ...count(instances, (at) => sqlInstance(place, at, planting)),
    ...count(secrets, (at) => secret(place, at)),
    bucket(place, planting),
    firewall(place, planting),
  ]);
  const seed: Seed = {
    organization: { id: ORGANIZATION, domain: 'shop.example.com' },
    folders: ENVIRONMENTS.map((name, index) => ({
      id: String(40 + index),
      displayName: name,
      parent: `organizations/${ORGANIZATION}`,
    })),
    projects: places.map((place) => project(place, planting)),
    resources: [...resources, ...served.flat().flatMap(({ images }) => images)],
  };
  const assets = resources.length + projects * (1 + SERVICES.length);
  return { seed, planted: planting.planted, assets };
}

const count = <T>(length: number, make: (at: number) => T): T[] =>
  Array.from({ length }, (_, at) => make(at));

function project({ id, number, environment, index }: Place, planting: Planting): ProjectSeed {
  const asset = `//cloudresourcemanager.googleapis.com/projects/${number}`;
  const bindings: Binding[] = [
    { role: 'roles/run.admin', members: [`serviceAccount:deploy@${id}.iam.gserviceaccount.com`] },
  ];
  if (planting.breaks('iam-no-basic-roles', asset, environment, index))
    bindings.push({ role: 'roles/editor', members: ['user:ada@shop.example.com'] });
  return {
    id,
    number,
    parent: `folders/${40 + ENVIRONMENTS.indexOf(environment)}`,
    labels: { env: environment },
    services: SERVICES,
    bindings,
  };
}

/** What Cloud Run holds of a service, and what the registry holds of its image: every other one is of several platforms. */
function runService(
  { id, environment, index }: Place,
  at: number,
  planting: Planting,
): { readonly resources: readonly Draft[]; readonly images: readonly Draft[] } {
  const path = `projects/${id}/locations/${REGION}/services/web-${at}`;
  const asset = `//run.googleapis.com/${path}`;
  const breaks = (policy: string) => planting.breaks(policy, asset, environment, index + at);
  const revision = `${path}/revisions/web-${at}-00001-abc`;
  const account = breaks('run-dedicated-sa')
    ? `${500_000_000_000 + index}-compute@developer.gserviceaccount.com`
    : `web-${at}@${id}.iam.gserviceaccount.com`;
  const repository = `${REGION}-docker.pkg.dev/${id}/app/web-${at}`;
  const user = breaks('image-non-root') ? {} : { User: '65532:65532' };
  const { drafts: images, digest } = image(`${repository}:1`, user, { index: (index + at) % 2 === 1 });
  const template: JsonObject = {
    scaling: {
      minInstanceCount: breaks('run-min-instances') ? 1 : 2,
      maxInstanceCount: breaks('run-max-instances') ? 400 : 100,
    },
    maxInstanceRequestConcurrency: 80,
    timeout: '60s',
    serviceAccount: account,
    containers: [
      {
        image: `${repository}@${digest}`,
        ports: [{ name: 'http1', containerPort: 8080 }],
        resources: { limits: { cpu: '2', memory: '1Gi' }, cpuIdle: true },
      },
    ],
  };
  const settled = { type: 'Ready', state: 'CONDITION_SUCCEEDED', lastTransitionTime: SINCE };
  const latest = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 };
  const resources = [
    {
      name: asset,
      type: 'run.googleapis.com/Service',
      data: {
        name: path,
        uid: `service-${index}-${at}`,
        generation: '1',
        observedGeneration: '1',
        createTime: SINCE,
        updateTime: SINCE,
        ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
        launchStage: 'GA',
        template,
        traffic: [latest],
        trafficStatuses: [{ ...latest, revision: revision.slice(revision.lastIndexOf('/') + 1) }],
        latestReadyRevision: revision,
        latestCreatedRevision: revision,
        terminalCondition: settled,
        conditions: [settled],
        etag: '"AAAAAAAAAAE="',
      },
    },
    {
      name: `//run.googleapis.com/${revision}`,
      type: 'run.googleapis.com/Revision',
      data: {
        name: revision,
        uid: `revision-${index}-${at}`,
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
  return { resources, images };
}

function sqlInstance({ id, environment, index }: Place, at: number, planting: Planting): Draft {
  const name = `db-${at}`;
  const asset = `//cloudsql.googleapis.com/projects/${id}/instances/${name}`;
  const breaks = (policy: string) => planting.breaks(policy, asset, environment, index + at);
  const open = breaks('sql-no-public-ip');
  return {
    name: asset,
    type: 'sqladmin.googleapis.com/Instance',
    location: REGION,
    data: {
      kind: 'sql#instance',
      name,
      project: id,
      region: REGION,
      gceZone: `${REGION}-b`,
      state: 'RUNNABLE',
      databaseVersion: 'POSTGRES_15',
      instanceType: 'CLOUD_SQL_INSTANCE',
      backendType: 'SECOND_GEN',
      connectionName: `${id}:${REGION}:${name}`,
      createTime: SINCE,
      ipAddresses: [
        { type: 'PRIVATE', ipAddress: '10.20.0.5' },
        ...(open ? [{ type: 'PRIMARY', ipAddress: '203.0.113.9' }] : []),
      ],
      settings: {
        kind: 'sql#settings',
        settingsVersion: '7',
        tier: 'db-custom-4-8192',
        edition: 'ENTERPRISE',
        availabilityType: breaks('sql-regional-ha') ? 'ZONAL' : 'REGIONAL',
        deletionProtectionEnabled: !breaks('sql-deletion-protection'),
        ipConfiguration: {
          ipv4Enabled: open,
          privateNetwork: `projects/${id}/global/networks/vpc`,
          sslMode: 'ENCRYPTED_ONLY',
        },
        backupConfiguration: {
          kind: 'sql#backupConfiguration',
          enabled: !breaks('sql-backup-enabled'),
          startTime: '02:00',
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: 7,
          backupRetentionSettings: { retainedBackups: 30, retentionUnit: 'COUNT' },
        },
      },
    },
  };
}

function bucket({ id, number, environment, index }: Place, planting: Planting): Draft {
  const name = `${id}-assets`;
  const asset = `//storage.googleapis.com/${name}`;
  const members = planting.breaks('iam-no-public-members', asset, environment, index)
    ? ['allUsers']
    : [`serviceAccount:web@${id}.iam.gserviceaccount.com`];
  return {
    name: asset,
    type: 'storage.googleapis.com/Bucket',
    project: id,
    location: REGION,
    data: {
      kind: 'storage#bucket',
      id: name,
      name,
      projectNumber: number,
      location: REGION.toUpperCase(),
      storageClass: 'STANDARD',
      metageneration: '1',
      timeCreated: SINCE,
      updated: SINCE,
      iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'inherited' },
    },
    iam: {
      version: 1,
      etag: 'AAAAAAAAAAE=',
      bindings: [{ role: 'roles/storage.objectViewer', members }],
    },
  };
}

function firewall({ id, environment, index }: Place, planting: Planting): Draft {
  const asset = `//compute.googleapis.com/projects/${id}/global/firewalls/allow-ssh`;
  const open = planting.breaks('fw-no-open-ingress', asset, environment, index);
  return {
    name: asset,
    type: 'compute.googleapis.com/Firewall',
    data: {
      kind: 'compute#firewall',
      id: String(9_000_000_000 + index),
      creationTimestamp: SINCE,
      name: 'allow-ssh',
      network: `https://www.googleapis.com/compute/v1/projects/${id}/global/networks/vpc`,
      selfLink: `https://www.googleapis.com/compute/v1/projects/${id}/global/firewalls/allow-ssh`,
      direction: 'INGRESS',
      priority: 1000,
      disabled: false,
      sourceRanges: [open ? '0.0.0.0/0' : '35.235.240.0/20'],
      allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
    },
  };
}

/** A secret's name has the project's number, as the inventory has it. */
const secret = ({ id, number }: Place, at: number): Draft => ({
  name: `//secretmanager.googleapis.com/projects/${number}/secrets/token-${at}`,
  type: 'secretmanager.googleapis.com/Secret',
  project: id,
  data: {
    name: `projects/${number}/secrets/token-${at}`,
    createTime: SINCE,
    replication: { automatic: {} },
    etag: '"1a2b3c"',
  },
});
