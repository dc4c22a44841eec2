import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

/** The official client package that describes an API. */
const PACKAGES: Readonly<Record<string, string>> = {
  'artifactregistry.googleapis.com': 'artifact-registry',
  'backupdr.googleapis.com': 'backupdr',
  'certificatemanager.googleapis.com': 'certificate-manager',
  'cloudasset.googleapis.com': 'asset',
  'cloudbuild.googleapis.com': 'cloudbuild',
  'clouddeploy.googleapis.com': 'deploy',
  'cloudresourcemanager.googleapis.com': 'resource-manager',
  'compute.googleapis.com': 'compute',
  'containeranalysis.googleapis.com': 'containeranalysis',
  'logging.googleapis.com': 'logging',
  'monitoring.googleapis.com': 'monitoring',
  'redis.googleapis.com': 'redis',
  'run.googleapis.com': 'run',
  'secretmanager.googleapis.com': 'secret-manager',
  'serviceusage.googleapis.com': 'service-usage',
  'sqladmin.googleapis.com': 'sql',
};

const MODULES = join(import.meta.dirname, '../../../node_modules/@google-cloud');

const roots = new Map<string, protobuf.Root>();

/** The protobuf descriptions of an API, read when they are first asked for; undefined where no package has them. */
export function rootOf(api: string): protobuf.Root | undefined {
  const name = PACKAGES[api];
  if (name === undefined) return undefined;
  const known = roots.get(api);
  if (known) return known;
  const text = readFileSync(join(MODULES, name, 'build/protos/protos.json'), 'utf8');
  const root = protobuf.Root.fromJSON(JSON.parse(text));
  roots.set(api, root);
  return root;
}
