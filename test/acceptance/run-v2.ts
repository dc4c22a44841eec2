import type { Json } from './deployment.ts';

const INGRESS: Record<string, string> = {
  all: 'INGRESS_TRAFFIC_ALL',
  internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'internal-and-cloud-load-balancing': 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
};
const EGRESS: Record<string, string> = {
  'all-traffic': 'ALL_TRAFFIC',
  'private-ranges-only': 'PRIVATE_RANGES_ONLY',
};

/** The value at a path of keys; undefined where one is missing. */
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner, key) => (inner as Json | undefined)?.[key], value);
const number = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));
const seconds = (value: unknown): string | undefined => (value === undefined ? undefined : `${value}s`);

/**
 * The record of a Cloud Run service or revision of the demonstration as the v2 API would give it, written against the
 * v2 reference and not with the product's own tables. Other records are given back as they are.
 */
export function cloudRunV2(record: Json): Json {
  const kind = /^run\.googleapis\.com\/(Service|Revision)$/.exec(String(record['assetType']))?.[1];
  if (kind === undefined) return record;
  const resource = record['resource'] as Json;
  const data = kind === 'Service' ? service(record, resource['data']) : revision(record, resource['data']);
  return { ...record, resource: { ...resource, version: 'v2', data } };
}

function service(record: Json, data: unknown): Json {
  const said = (key: string) => at(data, 'metadata', 'annotations', key);
  const path = String(record['name']).replace(/^\/\/[^/]+\//, '');
  const full = (name: unknown) => (name === undefined ? undefined : `${path}/revisions/${name}`);
  return {
    name: path,
    ...meta(data),
    creator: said('serving.knative.dev/creator'),
    lastModifier: said('serving.knative.dev/lastModifier'),
    ingress: INGRESS[String(said('run.googleapis.com/ingress'))],
    defaultUriDisabled: flag(said('run.googleapis.com/default-url-disabled')),
    scaling: {
      minInstanceCount: number(said('run.googleapis.com/minScale')),
      maxInstanceCount: number(said('run.googleapis.com/maxScale')),
    },
    template: {
      revision: at(data, 'spec', 'template', 'metadata', 'name'),
      ...template(at(data, 'spec', 'template')),
    },
    traffic: traffic(at(data, 'spec', 'traffic')),
    trafficStatuses: traffic(at(data, 'status', 'traffic')),
    observedGeneration: String(at(data, 'status', 'observedGeneration')),
    uri: at(data, 'status', 'url'),
    latestReadyRevision: full(at(data, 'status', 'latestReadyRevisionName')),
    latestCreatedRevision: full(at(data, 'status', 'latestCreatedRevisionName')),
    terminalCondition: { type: 'Ready', state: 'CONDITION_SUCCEEDED' },
  };
}

function revision(record: Json, data: unknown): Json {
  const path = String(record['name']).replace(/^\/\/[^/]+\//, '');
  const { annotations: _, ...rest } = template(data);
  return { name: path, ...meta(data), service: path.replace(/\/revisions\/.*$/, ''), ...rest };
}

const flag = (value: unknown): boolean | undefined => (value === undefined ? undefined : value === 'true');

const meta = (data: unknown): Json => ({
  uid: at(data, 'metadata', 'uid'),
  generation: String(at(data, 'metadata', 'generation')),
  labels: Object.fromEntries(
    Object.entries((at(data, 'metadata', 'labels') as Json | undefined) ?? {}).filter(
      ([key]) => !key.includes('.googleapis.com/') && !key.includes('knative.dev/'),
    ),
  ),
  createTime: at(data, 'metadata', 'creationTimestamp'),
});

function traffic(list: unknown): unknown {
  return (list as Json[] | undefined)?.map(({ percent, revisionName, latestRevision, tag }) => ({
    percent,
    tag,
    type: latestRevision
      ? 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST'
      : 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
    revision: revisionName,
  }));
}

function template(data: unknown): Json {
  const said = (key: string) => at(data, 'metadata', 'annotations', key);
  const spec = (key: string) => at(data, 'spec', key);
  const network = said('run.googleapis.com/network-interfaces');
  const egress = said('run.googleapis.com/vpc-access-egress');
  const connector = said('run.googleapis.com/vpc-access-connector');
  return {
    scaling: {
      minInstanceCount: number(said('autoscaling.knative.dev/minScale')),
      maxInstanceCount: number(said('autoscaling.knative.dev/maxScale')),
    },
    vpcAccess:
      (network ?? connector ?? egress) === undefined
        ? undefined
        : {
            networkInterfaces: network === undefined ? undefined : JSON.parse(String(network)),
            connector,
            egress: egress === undefined ? undefined : EGRESS[String(egress)],
          },
    maxInstanceRequestConcurrency: spec('containerConcurrency'),
    timeout: seconds(spec('timeoutSeconds')),
    serviceAccount: spec('serviceAccountName'),
    containers: (spec('containers') as Json[]).map((one) => container(one, said)),
    volumes: (spec('volumes') as Json[] | undefined)?.map(({ name, secret }) => ({
      name,
      secret: {
        secret: at(secret, 'secretName'),
        items: (at(secret, 'items') as Json[] | undefined)?.map(({ key, path }) => ({ version: key, path })),
      },
    })),
  };
}

function container({ env, resources, ...rest }: Json, said: (key: string) => unknown): Json {
  return {
    ...rest,
    env: (env as Json[] | undefined)?.map(({ name, value, valueFrom }) =>
      valueFrom === undefined
        ? { name, value }
        : {
            name,
            valueSource: {
              secretKeyRef: {
                secret: at(valueFrom, 'secretKeyRef', 'name'),
                version: at(valueFrom, 'secretKeyRef', 'key'),
              },
            },
          },
    ),
    resources: {
      ...(resources as Json),
      cpuIdle: flag(said('run.googleapis.com/cpu-throttling') ?? 'true'),
      startupCpuBoost: flag(said('run.googleapis.com/startup-cpu-boost')),
    },
  };
}
