import { Unknown } from '../../policy/unknown.ts';
import { byContainer, containerRows, droppedOfContainers } from './knative-container.ts';
import {
  AUTOSCALING,
  annotation,
  annotationFate,
  egress,
  interfaces,
  isKnative,
  META,
  META_DROPPED,
  RUN,
  relative,
  rowsOf,
  utilization,
} from './knative-read.ts';
import { commaList, duration, flag, literal } from './read.ts';
import { NOT_KEPT, partRow } from './revision-parts.ts';
import { lookUp } from './shape.ts';
import type { Json, Put, Row, Shape } from './table.ts';

/** Rows of a revision's metadata and spec, which stand under `spec.template` of a service; `to` as for containers. */
export function revisionRows(meta: string, spec: string, to: string): Row[] {
  const own = `${meta}.annotations`;
  return [
    ...rowsOf(own, {
      [annotation(`${AUTOSCALING}minScale`)]: `${to}scaling.minInstanceCount`,
      [annotation(`${AUTOSCALING}maxScale`)]: `${to}scaling.maxInstanceCount`,
      [annotation(`${RUN}scaling-cpu-target`)]: [`${to}scaling.cpuUtilization`, utilization],
      [annotation(`${RUN}scaling-concurrency-target`)]: [`${to}scaling.concurrencyUtilization`, utilization],
      [annotation(`${RUN}vpc-access-connector`)]: `${to}vpcAccess.connector`,
      [annotation(`${RUN}vpc-access-egress`)]: [`${to}vpcAccess.egress`, egress],
      [annotation(`${RUN}network-interfaces`)]: [`${to}vpcAccess.networkInterfaces`, interfaces],
      [annotation(`${RUN}execution-environment`)]: [
        `${to}executionEnvironment`,
        literal(
          { gen1: 'EXECUTION_ENVIRONMENT_GEN1', gen2: 'EXECUTION_ENVIRONMENT_GEN2' },
          'an execution environment',
        ),
      ],
      [annotation(`${RUN}sessionAffinity`)]: [`${to}sessionAffinity`, flag],
      [annotation(`${RUN}health-check-disabled`)]: [`${to}healthCheckDisabled`, flag],
      [annotation(`${RUN}encryption-key`)]: `${to}encryptionKey`,
      [annotation(`${RUN}post-key-revocation-action-type`)]: [
        `${to}encryptionKeyRevocationAction`,
        literal({ 'prevent-new': 'PREVENT_NEW', 'shut-down': 'SHUTDOWN' }, 'a key revocation action'),
      ],
      [annotation(`${RUN}encryption-key-shutdown-hours`)]: [
        `${to}encryptionKeyShutdownDuration`,
        duration(3600),
      ],
      [annotation(`${RUN}gpu-zonal-redundancy-disabled`)]: [`${to}gpuZonalRedundancyDisabled`, flag],
      [annotation(`${RUN}mesh`)]: `${to}serviceMesh.mesh`,
      [annotation(`${RUN}client-name`)]: `${to}client`,
      [annotation(`${RUN}client-version`)]: `${to}clientVersion`,
    }),
    ...rowsOf(`${spec}.`, {
      containerConcurrency: `${to}maxInstanceRequestConcurrency`,
      timeoutSeconds: [`${to}timeout`, duration()],
      serviceAccountName: `${to}serviceAccount`,
      [`nodeSelector["${RUN}accelerator"]`]: `${to}nodeSelector.accelerator`,
    }),
    ...containerRows(spec, to),
    {
      // Knative says it once for the revision and throttles unless told otherwise; v2 says it for each container.
      from: `${own}["${RUN}cpu-throttling"]`,
      to: `${to}containers[*].resources.cpuIdle`,
      read: flag,
      absent: true,
    },
    {
      from: `${own}["${RUN}startup-cpu-boost"]`,
      to: `${to}containers[*].resources.startupCpuBoost`,
      read: flag,
    },
    {
      from: `${own}["${RUN}cloudsql-instances"]`,
      to: `${to}volumes[*].cloudSqlInstance.instances`,
      byHand: true,
    },
    { from: `${own}["${RUN}container-dependencies"]`, to: `${to}containers[*].dependsOn`, byHand: true },
    { from: `${own}["${RUN}base-images"]`, to: `${to}containers[*].baseImageUri`, byHand: true },
  ];
}

/** What several annotations say of the containers and volumes at `holder`, in place. */
export function finishRevision(holder: Json, annotations: unknown, put: Put): void {
  if (typeof annotations !== 'object' || annotations === null) return;
  const unread = annotations instanceof Unknown ? annotations : undefined;
  const said = unread ? {} : (annotations as Json);
  const sql = unread ?? said[`${RUN}cloudsql-instances`];
  if (sql !== undefined && !(holder['volumes'] instanceof Unknown)) {
    holder['volumes'] ??= [];
    const instances = sql instanceof Unknown ? put(sql) : commaList(sql);
    (holder['volumes'] as unknown[]).push(unread ?? { name: 'cloudsql', cloudSqlInstance: { instances } });
  }
  byContainer(holder['containers'], said[`${RUN}container-dependencies`], 'dependsOn');
  byContainer(holder['containers'], said[`${RUN}base-images`], 'baseImageUri');
}

/** A service's short name as the v2 API gives it, in full; `name` is the asset name of one of its revisions. */
export function serviceOf(value: unknown, name: string): unknown {
  const location = /^projects\/[^/]+\/locations\/[^/]+/.exec(relative(name));
  return location && typeof value === 'string' && !value.includes('/')
    ? `${location[0]}/services/${value}`
    : value;
}

/** What v2 says of a revision itself: all that it says of a template but whether health checks are off. */
const OWN_ROWS = revisionRows('metadata', 'spec', '').filter(({ to }) => to !== 'healthCheckDisabled');

/** Cloud Run revisions as the inventory exports them (Cloud Run v1 API, `namespaces.revisions`). */
export const KNATIVE_REVISION: Shape = {
  matches: (data) =>
    isKnative(data) || (data['containers'] === undefined && typeof data['spec'] === 'object'),
  rows: [
    ...rowsOf('metadata.', META),
    ...[...new Map(OWN_ROWS.map(partRow).map((row) => [`${row.from} ${row.to}`, row])).values()],
    { from: 'metadata.annotations["serving.knative.dev/creator"]', to: 'creator' },
    {
      from: 'metadata.labels["serving.knative.dev/service"]',
      to: 'service',
      read: (value, { name }) => serviceOf(value, name),
    },
    ...rowsOf('status.', {
      observedGeneration: 'observedGeneration',
      imageDigest: 'observed.imageDigest',
      'containerStatuses[*].name': 'observed.containers[*].name',
      'containerStatuses[*].imageDigest': 'observed.containers[*].imageDigest',
      logUrl: 'logUri',
      desiredReplicas: 'scalingStatus.desiredMinInstanceCount',
    }),
    { from: 'status.conditions', to: 'conditions', read: () => NOT_KEPT },
  ],
  rests: [
    {
      from: 'metadata.annotations',
      to: 'annotations',
      fate: (key) => (annotationFate(key) === 'report' ? 'report' : 'drop'),
    },
    { from: 'metadata.labels', to: 'labels', fate: () => 'drop' },
  ],
  dropped: [
    'apiVersion',
    'kind',
    ...META_DROPPED.map((field) => `metadata.${field}`),
    `metadata.annotations["${RUN}operation-id"]`,
    `metadata.annotations["${RUN}build-id"]`,
    `metadata.annotations["${RUN}secrets"]`,
    `metadata.annotations["${RUN}health-check-disabled"]`,
    `spec.serviceAccount`,
    `spec.enableServiceLinks`,
    `spec.imagePullSecrets`,
    `spec.servingState`,
    'status.serviceName',
    'status.actualReplicas',
    ...droppedOfContainers('spec'),
  ],
  finish(canonical, { data, name }, put) {
    canonical['name'] = relative(name);
    for (const map of ['annotations', 'labels']) {
      if (lookUp(data, ['metadata', map]) !== undefined) canonical[map] = put(NOT_KEPT);
    }
  },
};
