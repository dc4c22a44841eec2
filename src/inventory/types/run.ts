import { Unknown } from '../../policy/unknown.ts';
import { sealEnvironment } from './knative-container.ts';
import { KNATIVE_REVISION, serviceOf } from './knative-revision.ts';
import { KNATIVE_SERVICE } from './knative-service.ts';
import { slim } from './revision-parts.ts';
import type { Absence, Json, TypeTable } from './table.ts';

const V2 = 'Cloud Run Admin API v2 reference';

/** "If not specified or 0, 80 when requested CPU >= 1, else 1": what the containers are limited to, 1 CPU unless said. */
function concurrency(template: unknown): unknown {
  const containers = (template as Json | undefined)?.['containers'];
  if (template instanceof Unknown) return template;
  if (containers instanceof Unknown) return containers;
  let cpu = 0;
  for (const container of Array.isArray(containers) ? (containers as Json[]) : []) {
    const limit = (container?.['resources'] as Json | undefined)?.['limits'] as Json | undefined;
    const text = limit?.['cpu'];
    for (const seen of [container, container?.['resources'], limit, text])
      if (seen instanceof Unknown) return seen;
    const number = text === undefined ? 1 : Number.parseFloat(String(text));
    if (Number.isFinite(number)) cpu += String(text).endsWith('m') ? number / 1000 : number;
  }
  return containers !== undefined && cpu < 1 && (containers as unknown[]).length > 0 ? 1 : 80;
}

const CONCURRENCY = `${V2}, RevisionTemplate.max_instance_request_concurrency`;

/** A revision has a container: where none is seen they were left out, and nobody can say what they run. */
const containers: Absence = {
  value: () =>
    new Unknown('missing', 'the containers are not in the evidence', {
      needs: 'export run.googleapis.com/Service and run.googleapis.com/Revision again',
    }),
  source: `${V2}, RevisionTemplate.containers: the one that takes requests, and its sidecars`,
};

/** What absence means in a revision's message; `at` is 'template.' in a service. */
const revisionAbsence = (at: string, template: (data: Json) => unknown): Record<string, Absence> => ({
  [`${at}containers`]: containers,
  [`${at}scaling.minInstanceCount`]: { value: 0, source: `${V2}, RevisionScaling: defaults to 0` },
  [`${at}maxInstanceRequestConcurrency`]: {
    value: (data) => concurrency(template(data)),
    source: CONCURRENCY,
  },
  [`${at}vpcAccess?.egress`]: { value: 'PRIVATE_RANGES_ONLY', source: `${V2}, VpcAccess.VpcEgress` },
});

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const zero = (value: unknown): boolean => value === 0 || value === '0';

/** Absent traffic is "100% to the latest Ready Revision" (Service.traffic). */
const allLatest = () => [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }];

export const SERVICE: TypeTable = {
  types: ['run.googleapis.com/Service'],
  shapes: [KNATIVE_SERVICE],
  absence: {
    ingress: { value: 'INGRESS_TRAFFIC_ALL', source: `${V2}, Service.ingress: defaults to all traffic` },
    defaultUriDisabled: { value: false, source: `${V2}, Service.default_uri_disabled (proto3 bool)` },
    invokerIamDisabled: { value: false, source: `${V2}, Service.invoker_iam_disabled (proto3 bool)` },
    iapEnabled: { value: false, source: `${V2}, Service.iap_enabled (proto3 bool)` },
    'scaling.minInstanceCount': { value: 0, source: `${V2}, ServiceScaling (proto3 int)` },
    'scaling.scalingMode': { value: 'AUTOMATIC', source: `${V2}, ServiceScaling.scaling_mode` },
    'template.healthCheckDisabled': { value: false, source: `${V2}, RevisionTemplate (proto3 bool)` },
    traffic: { value: allLatest, source: `${V2}, Service.traffic` },
    'traffic[*].percent': { value: 0, source: `${V2}, TrafficTarget.percent (proto3 int)` },
    'trafficStatuses[*].percent': { value: 0, source: `${V2}, TrafficTargetStatus.percent (proto3 int)` },
    ...revisionAbsence('template.', (data) => data['template']),
  },
  lists: [
    'trafficStatuses',
    'template.containers[*].env',
    'template.volumes',
    'template.volumes[*].cloudSqlInstance?.instances',
    'template.vpcAccess?.networkInterfaces',
  ],
  settle(data, _source, put) {
    const template = data['template'];
    if (typeof template !== 'object' || template === null || template instanceof Unknown) return;
    const { maxInstanceRequestConcurrency, containers } = template as Json;
    if (zero(maxInstanceRequestConcurrency)) delete (template as Json)['maxInstanceRequestConcurrency'];
    if (isEmpty(containers)) delete (template as Json)['containers'];
    sealEnvironment(containers, put);
  },
};

export const REVISION: TypeTable = {
  types: ['run.googleapis.com/Revision'],
  shapes: [KNATIVE_REVISION],
  absence: revisionAbsence('', (data) => data),
  lists: ['containers[*].env', 'vpcAccess?.networkInterfaces'],
  settle(data, { name }, put) {
    if (zero(data['maxInstanceRequestConcurrency'])) delete data['maxInstanceRequestConcurrency'];
    if (data['service'] !== undefined) data['service'] = serviceOf(data['service'], name);
    if (isEmpty(data['containers'])) delete data['containers'];
    sealEnvironment(data['containers'], put);
    slim(data, put);
  },
};
