import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

/** The official client packages that describe an API. */
const PACKAGES: Readonly<Record<string, string | readonly string[]>> = {
  'artifactregistry.googleapis.com': 'artifact-registry',
  'backupdr.googleapis.com': 'backupdr',
  'certificatemanager.googleapis.com': 'certificate-manager',
  'cloudasset.googleapis.com': 'asset',
  'cloudbuild.googleapis.com': 'cloudbuild',
  'clouddeploy.googleapis.com': 'deploy',
  'cloudresourcemanager.googleapis.com': 'resource-manager',
  'compute.googleapis.com': 'compute',
  'containeranalysis.googleapis.com': 'containeranalysis',
  'logging.googleapis.com': 'logging-api',
  'monitoring.googleapis.com': ['monitoring', 'monitoring-dashboards'],
  'redis.googleapis.com': ['redis', 'redis-cluster'],
  'run.googleapis.com': 'run',
  'secretmanager.googleapis.com': 'secret-manager',
  'serviceusage.googleapis.com': 'service-usage',
  'sqladmin.googleapis.com': 'sql',
};

const MODULES = join(import.meta.dirname, '../../../node_modules');

const roots = new Map<string, protobuf.Root>();
const mixins = new Map<string, protobuf.Root>();
const apis = new WeakMap<protobuf.Root, string>();

/** The protobuf descriptions of an API, read when they are first asked for; undefined where no package has them. */
export function rootOf(api: string): protobuf.Root | undefined {
  const name = PACKAGES[api];
  if (name === undefined) return undefined;
  const known = roots.get(api);
  if (known) return known;
  const files = [name].flat().map((one) => `@google-cloud/${one}/build/protos/protos.json`);
  return opened(api, files, roots);
}

/** The folders of the .proto files that the descriptions of an API were made of. */
export const sourcesOf = (api: string): readonly string[] =>
  [PACKAGES[api] ?? []].flat().map((one) => join(MODULES, '@google-cloud', one, 'build/protos'));

/** The descriptions of google.longrunning, which every API has, for one whose own leave it out. */
export const operationsRootOf = (api: string): protobuf.Root =>
  mixins.get(api) ?? opened(api, ['google-gax/build/protos/operations.json'], mixins);

/** The API that a root was opened for. */
export const apiOfRoot = (root: protobuf.Root): string => apis.get(root) ?? '';

function opened(api: string, files: readonly string[], into: Map<string, protobuf.Root>): protobuf.Root {
  const described = files.map((file) => JSON.parse(readFileSync(join(MODULES, file), 'utf8')) as Names);
  const root = protobuf.Root.fromJSON(described.reduce(merged) as protobuf.INamespace);
  into.set(api, root);
  apis.set(root, api);
  return root;
}

interface Names {
  nested?: Record<string, Names>;
}

/** Both trees of names; what both hold, such as `google.api`, is taken from the first. */
function merged(first: Names, second: Names): Names {
  const nested = { ...first.nested };
  for (const [name, inner] of Object.entries(second.nested ?? {})) {
    const known = nested[name];
    nested[name] = known ? merged(known, inner) : inner;
  }
  return Object.keys(nested).length > 0 ? { ...first, nested } : first;
}
