import { ApiError } from '../core/errors.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../core/json.ts';
import { lastOf, locationOf, pathOf } from '../core/names.ts';
import { isEnabled } from '../core/seed.ts';
import type { Call, Handler, Service } from '../core/service.ts';
import { operationHandlers } from '../core/views.ts';
import { found, withId } from '../crud/find.ts';
import { crudHandlers, methodsOf, policyMethods } from '../crud/index.ts';
import { type Kind, times, type Write } from '../crud/kind.ts';
import { locationHandlers } from '../crud/locations.ts';

const V1 = 'google.devtools.artifactregistry.v1';
const SERVICES = [`${V1}.ArtifactRegistry`, 'google.devtools.artifactregistry.v1beta2.ArtifactRegistry'];

const invalid = (message: string): ApiError => new ApiError(400, { status: 'INVALID_ARGUMENT', message });

/** A cleanup policy stands under its own id and does one thing (Repository.cleanup_policies, CleanupPolicy). */
function check(_: Call, { data }: Write): void {
  for (const [key, policy] of Object.entries(objectOf(data['cleanupPolicies']))) {
    const { id, condition, mostRecentVersions, action } = objectOf(policy);
    if (id !== undefined && id !== key) throw invalid(`Cleanup policy '${key}' has the id '${id}'.`);
    if (!isObject(condition) && !isObject(mostRecentVersions))
      throw invalid(`Cleanup policy '${key}' has no condition.`);
    if (mostRecentVersions !== undefined && action !== 'KEEP')
      throw invalid(`Cleanup policy '${key}' keeps the most recent versions: its action must be KEEP.`);
  }
}

/** Whether images are looked at: only where the repository wants it and Container Scanning is on (as recorded). */
function scanning(call: Call, { data, name }: Write): JsonObject {
  const asked = objectOf(data['vulnerabilityScanningConfig'])['enablementConfig'];
  const given = asked === undefined ? {} : { enablementConfig: asked };
  if (asked === 'DISABLED') return { ...given, enablementState: 'SCANNING_DISABLED' };
  const api = 'containerscanning.googleapis.com';
  if (isEnabled(call.cloud, pathOf(name).split('/')[1] ?? '', api)) {
    return { ...given, enablementState: 'SCANNING_ACTIVE' };
  }
  return {
    ...given,
    enablementState: 'SCANNING_DISABLED',
    enablementStateReason: `API ${api} is not enabled.`,
  };
}

function fill(call: Call, write: Write): JsonObject {
  const { name, data } = write;
  const project = pathOf(name).split('/')[1];
  const format = textOf(data['format']) ?? 'DOCKER';
  const { mode } = data;
  const scan = write.mask.some(([key]) => key === 'vulnerabilityScanningConfig') || !write.before;
  return {
    ...data,
    mode: mode === undefined || mode === 'MODE_UNSPECIFIED' ? 'STANDARD_REPOSITORY' : mode,
    registryUri: `${locationOf(name)}-${format.toLowerCase()}.pkg.dev/${project}/${lastOf(name)}`,
    ...(scan && format === 'DOCKER' ? { vulnerabilityScanningConfig: scanning(call, write) } : {}),
    satisfiesPzi: true,
    ...times(call, write),
  };
}

const REPOSITORY: Kind = {
  type: 'artifactregistry.googleapis.com/Repository',
  plural: 'repositories',
  permission: 'artifactregistry.repositories',
  methods: Object.assign(methodsOf(SERVICES, 'Repository', 'Repositories'), ...SERVICES.map(policyMethods)),
  id: 'repositoryId',
  unmasked: 'populated',
  fixed: ['format', 'mode'],
  work: {
    verbs: ['create', 'delete'],
    metadata: `${V1}.OperationMetadata`,
    message: `${V1}.Repository`,
  },
  check,
  fill,
  taken: () => 'the repository already exists',
};

/** Images by digest; they are pushed, not made by this API. */
const IMAGE: Kind = {
  type: 'artifactregistry.googleapis.com/DockerImage',
  plural: 'dockerImages',
  permission: 'artifactregistry.dockerimages',
  methods: {
    [`${V1}.ArtifactRegistry.GetDockerImage`]: 'get',
    [`${V1}.ArtifactRegistry.ListDockerImages`]: 'list',
  },
  unmasked: 'refused',
};

const inRepository = (below: string): RegExp =>
  new RegExp(`^/v1/(?<name>projects/[^/]+/locations/[^/]+/repositories/[^/]+/${below})$`);

/** An image as a version of its package. */
const version: Handler = (call) => {
  const path = withId(call, call.vars['name'] ?? '');
  const image = path.replace(/\/packages\/([^/]+)\/versions\//, '/dockerImages/$1@');
  const { data } = found(call, IMAGE, 'artifactregistry.versions.get', image);
  const { uploadTime = '', updateTime = '' } = data;
  const metadata = { name: data['name'] ?? '', imageSizeBytes: data['imageSizeBytes'] ?? '0' };
  return { name: path, createTime: uploadTime, updateTime, metadata };
};

/** Artifact Registry v1 (https://cloud.google.com/artifact-registry/docs/reference/rest). */
export default {
  host: 'artifactregistry.googleapis.com',
  handlers: {
    ...crudHandlers([REPOSITORY, IMAGE]),
    [`${V1}.ArtifactRegistry.GetVersion`]: version,
    ...locationHandlers('artifactregistry'),
    ...operationHandlers,
  },
  // The digest of an image has a colon, which no pattern of the schema lets pass.
  routes: [
    { verb: 'GET', path: inRepository('dockerImages\\/[^/]+'), id: `${V1}.ArtifactRegistry.GetDockerImage` },
    {
      verb: 'GET',
      path: inRepository('packages\\/[^/]+\\/versions\\/[^/]+'),
      id: `${V1}.ArtifactRegistry.GetVersion`,
    },
  ],
} satisfies Service;
