import { isObject, type Json, type JsonObject, listOf, textOf } from '../../core/json.ts';
import { at, setAt } from '../../core/paths.ts';

/**
 * What Cloud Run v1 says in annotations and v2 in fields
 * (https://cloud.google.com/run/docs/reference/rest/v1/RevisionSpec and .../v1/namespaces.services, `annotations`).
 */
interface Said {
  readonly key: string;
  /** Path in v2, of the service or of its template. */
  readonly path: string;
  /** The text of a value; undefined where v1 says nothing. */
  readonly show: (value: Json) => string | undefined;
  readonly read: (text: string) => Json;
}

const RUN = 'run.googleapis.com/';
const AUTOSCALING = 'autoscaling.knative.dev/';

const said = (key: string, path: string, show: Said['show'], read: Said['read']): Said => ({
  key: key.includes('/') ? key : RUN + key,
  path,
  show,
  read,
});

const text = (key: string, path: string): Said => said(key, path, textOf, (value) => value);
const count = (key: string, path: string): Said => said(key, path, (value) => String(value), Number);
/** Said only where it is true. */
const flag = (key: string, path: string): Said =>
  said(
    key,
    path,
    (value) => (value === true ? 'true' : undefined),
    (value) => value === 'true',
  );
const json = (key: string, path: string): Said =>
  said(
    key,
    path,
    (value) => JSON.stringify(value),
    (value) => JSON.parse(value) as Json,
  );

function words(key: string, path: string, names: Readonly<Record<string, string>>): Said {
  const back = Object.fromEntries(Object.entries(names).map(([v1, v2]) => [v2, v1]));
  return said(
    key,
    path,
    (value) => back[String(value)],
    (value) => names[value] ?? value,
  );
}

const LAUNCH = { ALPHA: 'ALPHA', BETA: 'BETA' };

/** `metadata.annotations` of a service. */
export const SERVICE: readonly Said[] = [
  words('ingress', 'ingress', {
    all: 'INGRESS_TRAFFIC_ALL',
    internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
    'internal-and-cloud-load-balancing': 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    none: 'INGRESS_TRAFFIC_NONE',
  }),
  count('minScale', 'scaling.minInstanceCount'),
  count('maxScale', 'scaling.maxInstanceCount'),
  words('scalingMode', 'scaling.scalingMode', { automatic: 'AUTOMATIC', manual: 'MANUAL' }),
  count('manualInstanceCount', 'scaling.manualInstanceCount'),
  flag('default-url-disabled', 'defaultUriDisabled'),
  flag('invoker-iam-disabled', 'invokerIamDisabled'),
  flag('iap-enabled', 'iapEnabled'),
  json('custom-audiences', 'customAudiences'),
  text('description', 'description'),
  words('launch-stage', 'launchStage', LAUNCH),
  text('client-name', 'client'),
  text('client-version', 'clientVersion'),
  text('binary-authorization-breakglass', 'binaryAuthorization.breakglassJustification'),
  said(
    'binary-authorization',
    'binaryAuthorization',
    (value) =>
      isObject(value) ? (value['useDefault'] === true ? 'default' : textOf(value['policy'])) : undefined,
    (value) => (value === 'default' ? { useDefault: true } : { policy: value }),
  ),
  json('urls', 'urls'),
  text('serving.knative.dev/creator', 'creator'),
  text('serving.knative.dev/lastModifier', 'lastModifier'),
];

/** `metadata.annotations` of a job. */
export const JOB: readonly Said[] = [
  words('launch-stage', 'launchStage', LAUNCH),
  text('client-name', 'client'),
  text('client-version', 'clientVersion'),
  text('creator', 'creator'),
  text('lastModifier', 'lastModifier'),
];

/** `spec.template.metadata.annotations` of a service, and those of a revision. */
export const TEMPLATE: readonly Said[] = [
  count(`${AUTOSCALING}minScale`, 'scaling.minInstanceCount'),
  count(`${AUTOSCALING}maxScale`, 'scaling.maxInstanceCount'),
  text('vpc-access-connector', 'vpcAccess.connector'),
  words('vpc-access-egress', 'vpcAccess.egress', {
    'all-traffic': 'ALL_TRAFFIC',
    'private-ranges-only': 'PRIVATE_RANGES_ONLY',
  }),
  json('network-interfaces', 'vpcAccess.networkInterfaces'),
  words('execution-environment', 'executionEnvironment', {
    gen1: 'EXECUTION_ENVIRONMENT_GEN1',
    gen2: 'EXECUTION_ENVIRONMENT_GEN2',
  }),
  flag('sessionAffinity', 'sessionAffinity'),
  flag('health-check-disabled', 'healthCheckDisabled'),
  text('encryption-key', 'encryptionKey'),
  words('post-key-revocation-action-type', 'encryptionKeyRevocationAction', {
    'prevent-new': 'PREVENT_NEW',
    'shut-down': 'SHUTDOWN',
  }),
  said(
    'encryption-key-shutdown-hours',
    'encryptionKeyShutdownDuration',
    (value) => String(Number.parseInt(String(value), 10) / 3600),
    (value) => `${Number(value) * 3600}s`,
  ),
  flag('gpu-zonal-redundancy-disabled', 'gpuZonalRedundancyDisabled'),
  text('mesh', 'serviceMesh.mesh'),
];

/** What v1 keeps in annotations and v2 nowhere. */
const NOT_KEPT = new Set([
  `${RUN}operation-id`,
  `${RUN}ingress-status`,
  `${RUN}client-name`,
  `${RUN}client-version`,
]);

/** The annotations of a v2 resource in v1: its own, and its fields of the table. */
export function annotationsOf(data: JsonObject, table: readonly Said[]): Record<string, string> {
  const found = { ...(data['annotations'] as Record<string, string> | undefined) };
  for (const { key, path, show } of table) {
    const value = at(data, path.split('.'));
    const shown = value === undefined ? undefined : show(value);
    if (shown !== undefined && shown !== '') found[key] = shown;
  }
  return found;
}

/** The fields that annotations say, put into a v2 resource; the others stay annotations. */
export function readAnnotations(annotations: JsonObject, table: readonly Said[], into: JsonObject): void {
  const own: JsonObject = {};
  for (const [key, value] of Object.entries(annotations)) {
    const known = table.find((one) => one.key === key);
    if (known && known.path !== 'creator' && known.path !== 'lastModifier') {
      const read = known.read(String(value));
      const there = at(into, known.path.split('.'));
      setAt(into, known.path.split('.'), isObject(read) && isObject(there) ? { ...there, ...read } : read);
    } else if (!known && !NOT_KEPT.has(key) && !OF_CONTAINERS.has(key)) own[key] = value;
  }
  if (Object.keys(own).length > 0) into['annotations'] = own;
}

/** Annotations of a template that speak of its containers and volumes. */
const OF_CONTAINERS = new Set(
  ['cpu-throttling', 'startup-cpu-boost', 'cloudsql-instances', 'container-dependencies', 'base-images'].map(
    (key) => RUN + key,
  ),
);

/** Those annotations, of v2 containers and volumes. CPU is throttled unless said otherwise, which v1 leaves unsaid. */
export function annotationsOfContainers(template: JsonObject): Record<string, string> {
  const containers = listOf(template['containers']).filter(isObject);
  const resources = containers.map((one) => one['resources']).filter(isObject);
  const instances = listOf(template['volumes'])
    .filter(isObject)
    .flatMap((one) => listOf(at(one, ['cloudSqlInstance', 'instances'])));
  const byName = (field: string): Json =>
    Object.fromEntries(
      containers.flatMap((one) =>
        one[field] === undefined ? [] : [[String(one['name'] ?? ''), one[field]]],
      ),
    );
  const found: Record<string, string> = {};
  if (resources.some(({ cpuIdle }) => cpuIdle === true)) found[`${RUN}cpu-throttling`] = 'true';
  else if (resources.length > 0) found[`${RUN}cpu-throttling`] = 'false';
  if (resources.some(({ startupCpuBoost }) => startupCpuBoost === true))
    found[`${RUN}startup-cpu-boost`] = 'true';
  if (instances.length > 0) found[`${RUN}cloudsql-instances`] = instances.join(',');
  for (const [key, field] of [
    ['container-dependencies', 'dependsOn'],
    ['base-images', 'baseImageUri'],
  ] as const) {
    const map = byName(field);
    if (isObject(map) && Object.keys(map).length > 0) found[RUN + key] = JSON.stringify(map);
  }
  return found;
}

/** What they say, put into v2 containers and volumes. */
export function readAnnotationsOfContainers(annotations: JsonObject, template: JsonObject): void {
  const containers = listOf(template['containers']).filter(isObject);
  const on = (key: string): string | undefined => textOf(annotations[RUN + key]);
  for (const container of containers) {
    const resources = (container['resources'] ??= {}) as JsonObject;
    if (on('cpu-throttling') !== 'false') resources['cpuIdle'] = true;
    if (on('startup-cpu-boost') === 'true') resources['startupCpuBoost'] = true;
    for (const [key, field] of [
      ['container-dependencies', 'dependsOn'],
      ['base-images', 'baseImageUri'],
    ] as const) {
      const map = JSON.parse(on(key) ?? '{}') as JsonObject;
      const value = map[String(container['name'] ?? '')];
      if (value !== undefined) container[field] = value;
    }
  }
  const instances = on('cloudsql-instances');
  if (instances === undefined || instances === '') return;
  const volumes = (template['volumes'] ??= []) as Json[];
  volumes.push({ name: 'cloudsql', cloudSqlInstance: { instances: instances.split(',') } });
  const [first] = containers;
  if (first)
    first['volumeMounts'] = [...listOf(first['volumeMounts']), { name: 'cloudsql', mountPath: '/cloudsql' }];
}
