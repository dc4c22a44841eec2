import {
  type Asset,
  definePolicy,
  type Effective,
  type IamPolicy,
  type Policy,
  param,
  paramKey,
  register,
  type Settings,
  SHARED_PARAMS,
  type Unknown,
} from '#policy';
import { audit } from '../../../src/audit/index.ts';
import type { AuditInput } from '../../../src/audit/input.ts';
import type { Place } from '../../../src/errors.ts';
import type { Evidence, Manifest } from '../../../src/inventory/coverage.ts';
import { Inventory } from '../../../src/inventory/world.ts';

export const SQL = 'sqladmin.googleapis.com/Instance';
export const RUN = 'run.googleapis.com/Service';
export const PROJECT = 'cloudresourcemanager.googleapis.com/Project';
export const FOLDER = 'cloudresourcemanager.googleapis.com/Folder';
export const CLOCK = Date.parse('2026-01-15T12:00:00Z');

let line = 0;

/** An asset as a reader gives it. */
export function asset(type: string, name: string, data: object = {}, more: Partial<Asset> = {}): Asset {
  const project = /projects\/([^/]+)/.exec(name)?.[1];
  return {
    name,
    id: '',
    type,
    project,
    location: undefined,
    labels: {},
    data: data as Record<string, unknown>,
    partial: false,
    ancestors: [],
    updateTime: undefined,
    origin: { uri: 'assets.ndjson', line: ++line },
    isUnset: () => false,
    sourcePath: (path) => `resource.data.${path}`,
    ...more,
  };
}

export const instance = (
  project: string,
  name: string,
  data: object = {},
  more: Partial<Asset> = {},
): Asset => asset(SQL, `//cloudsql.googleapis.com/projects/${project}/instances/${name}`, data, more);

export const service = (project: string, name: string, data: object = {}, more: Partial<Asset> = {}): Asset =>
  asset(RUN, `//run.googleapis.com/projects/${project}/locations/us-central1/services/${name}`, data, {
    location: 'us-central1',
    ...more,
  });

export const projectAsset = (id: string, labels: Record<string, string> = {}): Asset =>
  asset(PROJECT, `//cloudresourcemanager.googleapis.com/projects/${id}`, { projectId: id }, { labels });

/** A world of one file that holds these assets, and of nothing else unless `more` says so. */
export function worldOf(
  assets: readonly Asset[],
  more: {
    iam?: ReadonlyMap<string, IamPolicy | Unknown>;
    iamPlaces?: ReadonlyMap<string, Place>;
    evidence?: Partial<Evidence>;
    manifest?: Partial<Manifest>;
    types?: readonly string[];
    complete?: boolean;
  } = {},
): Inventory {
  const projects = assets.flatMap((one) => one.project ?? []);
  const evidence: Evidence = {
    uri: 'assets.ndjson',
    types: new Set(assets.map((one) => one.type)),
    projects: new Set(projects),
    containers: new Set(assets.flatMap(({ name }) => /folders\/[^/]+$/.exec(name) ?? [])),
    iam: more.iam !== undefined,
    orgPolicy: false,
    enabledApis: new Map(),
    malformed: new Set(),
    ...(more.manifest && {
      manifest: { scope: 'organizations/1', types: [], contents: ['resource'], gaps: [], ...more.manifest },
    }),
    ...more.evidence,
  };
  return new Inventory({
    assets,
    iam: more.iam ?? new Map(),
    iamPlaces: more.iamPlaces,
    evidence: [evidence],
    ...(more.types && { types: more.types }),
    ...(more.complete !== undefined && { complete: more.complete }),
  });
}

/** Settings in which every parameter has the value its policy declares, or the one given by key. */
export function settingsOf(
  policies: readonly Policy[],
  values: Readonly<Record<string, unknown>> = {},
  more: Partial<Settings> = {},
): Settings {
  const declared = new Map<string, Effective>();
  const learn = (id: string, params: Policy['params']) => {
    for (const [name, one] of Object.entries(params ?? {})) {
      declared.set(paramKey(id, name), { value: one.value, origin: `strategy ${one.from}` });
    }
  };
  learn('', SHARED_PARAMS);
  for (const { id, params } of policies) learn(id, params);
  return {
    environments: [],
    parameter: (_environment, key) =>
      key in values
        ? { value: values[key], origin: 'pinky.config.yaml:3' }
        : (declared.get(key) ?? { value: undefined, origin: 'unset' }),
    policies: {},
    waivers: [],
    snapshot: { types: [], maxAgeDays: 7 },
    ...more,
  };
}

export const tierPolicy: Policy = register(
  'sql-tier',
  'scaling',
  definePolicy({
    title: 'Cloud SQL instances have the production tier',
    why: 'A smaller machine runs out of memory at peak load.',
    severity: 'medium',
    strategy: ['L185'],
    on: SQL,
    environments: ['production', 'staging'],
    params: {
      tier: { is: 'machine tier', value: 'db-custom-4-8192', from: 'L185', schema: { type: 'string' } },
    },
    when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
    want: { 'settings.tier': { const: param('tier') } },
    repair: { impact: 'restart', requires: 'a maintenance window' },
  }),
);

export const publicIpPolicy: Policy = register(
  'sql-no-public-ip',
  'security',
  definePolicy({
    title: 'Cloud SQL instances have no public IP address',
    why: 'A database that the internet can reach is attacked within minutes.',
    severity: 'critical',
    strategy: ['L120'],
    on: SQL,
    want: { 'settings.ipConfiguration.ipv4Enabled': { const: false } },
  }),
);

export const iamPolicy: Policy = register(
  'iam-no-public-members',
  'security',
  definePolicy({
    title: 'Nothing is granted to everyone',
    why: 'Anyone on the internet holds what allUsers holds.',
    severity: 'critical',
    strategy: ['L104'],
    on: '*',
    reads: ['iam'],
    want: {
      '$iam.bindings': {
        every: { members: { every: { '.': { noneOf: ['allUsers', 'allAuthenticatedUsers'] } } } },
      },
    },
    repair: { impact: 'cuts-clients' },
  }),
);

export const goodSql = {
  instanceType: 'CLOUD_SQL_INSTANCE',
  settings: { tier: 'db-custom-4-8192', ipConfiguration: { ipv4Enabled: false } },
};
export const badSql = {
  instanceType: 'CLOUD_SQL_INSTANCE',
  settings: { tier: 'db-f1-micro', ipConfiguration: { ipv4Enabled: true } },
};

/** Audits with everything that a test does not care about filled in. */
export function auditOf(
  world: Inventory,
  policies: readonly Policy[],
  more: Partial<AuditInput> = {},
): ReturnType<typeof audit> {
  return audit({
    tool: { name: 'pinky-audit', version: '0.1.0' },
    world,
    policies,
    settings: settingsOf(policies),
    clock: CLOCK,
    sources: [{ kind: 'snapshot', uri: 'assets.ndjson', assets: world.assets.length }],
    ...more,
  });
}
