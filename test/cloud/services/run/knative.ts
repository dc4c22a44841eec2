import { isObject, type Json, type JsonObject, listOf, objectOf } from '../../core/json.ts';
import { lastOf } from '../../core/names.ts';
import type { Resource } from '../../core/store.ts';
import { numericIdOf } from '../../core/tokens.ts';
import { annotationsOf, annotationsOfContainers, JOB, SERVICE, TEMPLATE } from './annotations.ts';
import { compact, containerOf, volumesOf } from './containers.ts';

/** v2 states of a condition, and what Knative calls them. */
const STATUS: Readonly<Record<string, string>> = { CONDITION_SUCCEEDED: 'True', CONDITION_FAILED: 'False' };

export const REGION = 'cloud.googleapis.com/location';

/** The version that a write must name; changes with the v2 etag. */
export const resourceVersionOf = (data: JsonObject): string =>
  numericIdOf('resourceVersion', String(data['etag'] ?? ''));

/**
 * A Cloud Run service, revision or job of the store (v2) as Cloud Run v1 has it, in Knative's form
 * (https://cloud.google.com/run/docs/reference/rest/v1/namespaces.services). `namespace` is the project's number where
 * it is known, its id otherwise.
 */
export function knativeOf(resource: Resource, namespace: string = resource.project): JsonObject {
  switch (lastOf(resource.type)) {
    case 'Revision':
      return revision(resource, namespace);
    case 'Job':
      return job(resource, namespace);
    default:
      return service(resource, namespace);
  }
}

function metadata(
  { name, location }: Resource,
  data: JsonObject,
  namespace: string,
  [group, plural]: readonly [string, string],
  annotations: Record<string, string>,
): JsonObject {
  return compact({
    name: lastOf(name),
    namespace,
    selfLink: `/apis/${group}/v1/namespaces/${namespace}/${plural}/${lastOf(name)}`,
    uid: data['uid'],
    resourceVersion: resourceVersionOf(data),
    generation: Number(data['generation'] ?? 1),
    creationTimestamp: data['createTime'],
    labels: { ...objectOf(data['labels']), ...(location === undefined ? {} : { [REGION]: location }) },
    annotations,
  });
}

const service = (resource: Resource, namespace: string): JsonObject => {
  const { data } = resource;
  const annotations = annotationsOf(data, SERVICE);
  const ingress = annotations['run.googleapis.com/ingress'];
  if (ingress !== undefined) annotations['run.googleapis.com/ingress-status'] = ingress;
  const uri = data['uri'];
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: metadata(resource, data, namespace, ['serving.knative.dev', 'services'], annotations),
    spec: { template: template(objectOf(data['template'])), traffic: listOf(data['traffic']).map(traffic) },
    status: compact({
      observedGeneration: Number(data['observedGeneration'] ?? 0),
      conditions: conditions(data),
      latestReadyRevisionName: short(data['latestReadyRevision']),
      latestCreatedRevisionName: short(data['latestCreatedRevision']),
      traffic: listOf(data['trafficStatuses']).map((one) => {
        const shown = traffic(one);
        return shown['latestRevision'] === true
          ? { revisionName: short(objectOf(one)['revision']) ?? '', ...shown }
          : shown;
      }),
      url: uri,
      address: compact({ url: uri }),
    }),
  };
};

const short = (name: Json | undefined): string | undefined =>
  typeof name === 'string' ? lastOf(name) : undefined;

const template = (v2: JsonObject): JsonObject => ({
  metadata: compact({
    name: v2['revision'],
    labels: v2['labels'],
    annotations: { ...annotationsOf(v2, TEMPLATE), ...annotationsOfContainers(v2) },
  }),
  spec: revisionSpec(v2),
});

const revisionSpec = (v2: JsonObject): JsonObject => {
  const timeout = v2['timeout'];
  const accelerator = objectOf(v2['nodeSelector'])['accelerator'];
  return compact({
    containerConcurrency: v2['maxInstanceRequestConcurrency'],
    timeoutSeconds: timeout === undefined ? undefined : Number.parseFloat(String(timeout)),
    serviceAccountName: v2['serviceAccount'],
    nodeSelector: compact({ 'run.googleapis.com/accelerator': accelerator }),
    containers: listOf(v2['containers']).filter(isObject).map(containerOf),
    volumes: volumesOf(v2['volumes']),
  });
};

/** One share of the traffic, of the specification or of the status. */
const traffic = (one: Json): JsonObject => {
  const { type, revision, percent, tag, uri } = objectOf(one);
  const latest = type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
  return compact({
    revisionName: latest ? undefined : short(revision),
    percent,
    latestRevision: latest || undefined,
    tag,
    url: uri,
  });
};

const conditions = (data: JsonObject): JsonObject[] =>
  [data['terminalCondition'], ...listOf(data['conditions'])].filter(isObject).map((one) => {
    const { type = '', state, message, reason, revisionReason, executionReason, lastTransitionTime } = one;
    return compact({
      type,
      status: STATUS[String(state)] ?? 'Unknown',
      reason: camelled(reason ?? revisionReason ?? executionReason),
      message,
      lastTransitionTime,
    });
  });

/** `HEALTH_CHECK_CONTAINER_ERROR` as Knative writes a reason: `HealthCheckContainerError`. */
const camelled = (reason: Json | undefined): string | undefined =>
  typeof reason === 'string'
    ? reason.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
    : undefined;

const revision = (resource: Resource, namespace: string): JsonObject => {
  const { data } = resource;
  const annotations = { ...annotationsOf(data, [...TEMPLATE]), ...annotationsOfContainers(data) };
  const parent = short(data['service']) ?? '';
  const shown = metadata(resource, data, namespace, ['serving.knative.dev', 'revisions'], {
    ...annotations,
    ...(data['creator'] === undefined ? {} : { 'serving.knative.dev/creator': String(data['creator']) }),
  });
  shown['labels'] = {
    ...objectOf(shown['labels']),
    'serving.knative.dev/configuration': parent,
    'serving.knative.dev/service': parent,
    'serving.knative.dev/configurationGeneration': String(data['generation'] ?? 1),
  };
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: shown,
    spec: revisionSpec(data),
    status: compact({
      observedGeneration: Number(data['observedGeneration'] ?? 0),
      conditions: conditions(data),
      logUrl: data['logUri'],
      imageDigest: objectOf(listOf(data['containers'])[0])['image'],
    }),
  };
};

const job = (resource: Resource, namespace: string): JsonObject => {
  const { data } = resource;
  const execution = objectOf(data['template']);
  const task = objectOf(execution['template']);
  const { containerConcurrency: _, timeoutSeconds, ...rest } = revisionSpec(task);
  // Of a job it is an int64, which JSON has as text.
  const spec = {
    ...rest,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds: String(timeoutSeconds) }),
  };
  return {
    apiVersion: 'run.googleapis.com/v1',
    kind: 'Job',
    metadata: metadata(resource, data, namespace, ['run.googleapis.com', 'jobs'], annotationsOf(data, JOB)),
    spec: {
      template: {
        metadata: compact({
          labels: execution['labels'],
          annotations: {
            ...annotationsOf(execution, []),
            ...annotationsOf({ ...task, annotations: {} }, TEMPLATE),
            ...jobAnnotations(task),
          },
        }),
        spec: compact({
          parallelism: execution['parallelism'],
          taskCount: execution['taskCount'] ?? 1,
          template: { spec: compact({ ...spec, maxRetries: task['maxRetries'] ?? 0 }) },
        }),
      },
    },
    status: compact({
      observedGeneration: Number(data['observedGeneration'] ?? 0),
      conditions: conditions(data),
      executionCount: data['executionCount'],
    }),
  };
};

/** A job's containers have the same annotations but those of a service's CPU. */
const jobAnnotations = (task: JsonObject): Record<string, string> => {
  const { 'run.googleapis.com/cpu-throttling': _, ...kept } = annotationsOfContainers(task);
  return kept;
};
