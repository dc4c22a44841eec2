import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from '../cloud/client.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Seed } from '../cloud/core/seed.ts';
import type { Draft } from '../cloud/core/store.ts';
import type { Credentials } from '../cloud/front/credentials.ts';
import { BIN, type PinkyOptions, pinky as run } from './pinky.ts';

const ROOT = join(import.meta.dirname, '../..');

export const PROJECT = 'pinky-prod';
export const NUMBER = '100000000001';
export const ORGANIZATION = '300000000001';
export const FOLDER = '200000000001';

/** The account that audits; what it may is what a test gives it. */
const AUDITOR: Credentials = {
  type: 'service_account',
  email: `auditor@${PROJECT}.iam.gserviceaccount.com`,
};

interface Base {
  readonly name: string;
  readonly assetType: string;
  readonly resource: { readonly location?: string; readonly data: Draft['data'] };
  readonly iamPolicy?: Draft['iam'];
}

/** A compliant resource, as the fixtures of policies have it. */
export function base(name: string): Draft {
  const path = join(ROOT, 'fixtures/assets', `${name}.json`);
  const { name: full, assetType, resource, iamPolicy } = JSON.parse(readFileSync(path, 'utf8')) as Base;
  return {
    name: full,
    type: assetType,
    project: PROJECT,
    location: resource.location,
    data: resource.data,
    ...(iamPolicy && { iam: iamPolicy }),
  };
}

/** A bucket among many. */
export const bucket = (name: string, project = PROJECT): Draft => ({
  name: `//storage.googleapis.com/${name}`,
  type: 'storage.googleapis.com/Bucket',
  project,
  data: { name, location: 'US', iamConfiguration: { uniformBucketLevelAccess: { enabled: true } } },
});

const owner = `serviceAccount:owner@${PROJECT}.iam.gserviceaccount.com`;
const auditor = `serviceAccount:auditor@${PROJECT}.iam.gserviceaccount.com`;

/** A deployment in a folder of an organization, and the roles of its auditor in the organization. */
export const seed = (roles: readonly string[], resources: readonly Draft[] = []): Seed => ({
  organization: {
    id: ORGANIZATION,
    domain: 'example.com',
    bindings: roles.map((role) => ({ role, members: [auditor] })),
  },
  folders: [{ id: FOLDER, displayName: 'apps', parent: `organizations/${ORGANIZATION}` }],
  projects: [
    {
      id: PROJECT,
      number: NUMBER,
      parent: `folders/${FOLDER}`,
      labels: { env: 'production' },
      bindings: [{ role: 'roles/owner', members: [owner] }],
    },
  ],
  resources: [
    ...['run-Service', 'run-Revision-latest', 'sqladmin-Instance-enhanced', 'compute-Firewall'].map(base),
    ...resources,
  ],
});

/** Runs the built command as the account that audits. */
export const pinky = (cloud: Cloud, args: readonly string[], options: PinkyOptions = {}): Promise<Ended> =>
  run(cloud, args, { credentials: AUDITOR, ...options });

/** How the command is started, for tests that end it. */
export const command = (cloud: Cloud, args: readonly string[]) => ({
  file: process.execPath,
  args: [BIN, ...args],
  options: {
    cwd: cloud.folder,
    env: { PATH: process.env['PATH'], HOME: cloud.folder, ...cloud.env(AUDITOR) },
  },
});

/** The records of a snapshot; manifests are records as well. */
export const recordsOf = (text: string): Record<string, never>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** The permissions of a role as `--print-role` prints it. */
export const permissionsIn = (yaml: string): string[] =>
  [...yaml.matchAll(/^- (.+)$/gm)].map(([, permission]) => permission as string);
