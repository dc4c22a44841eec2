import { isObject, type JsonObject, listOf, objectOf } from '../../core/json.ts';
import { readAnnotations, readAnnotationsOfContainers, SERVICE, TEMPLATE } from './annotations.ts';
import { compact, containerFrom, volumesFrom } from './containers.ts';
import { REGION } from './knative.ts';

/**
 * What a Knative service that a client wrote says of the v2 service: the fields that a client may set, without name,
 * status or versions.
 */
export function serviceFrom(knative: JsonObject): JsonObject {
  const { metadata: meta, spec } = knative;
  const found: JsonObject = {};
  readAnnotations(objectOf(objectOf(meta)['annotations']), SERVICE, found);
  const { [REGION]: _, ...labels } = objectOf(objectOf(meta)['labels']);
  const { template: given, traffic: shares } = objectOf(spec);
  return compact({
    ...found,
    ingress: found['ingress'] ?? 'INGRESS_TRAFFIC_ALL',
    launchStage: found['launchStage'] ?? 'GA',
    labels,
    template: templateFrom(objectOf(given)),
    traffic: listOf(shares).filter(isObject).map(trafficFrom),
  });
}

function templateFrom({ metadata: meta, spec }: JsonObject): JsonObject {
  const { name, labels, annotations } = objectOf(meta);
  const { containerConcurrency, timeoutSeconds, serviceAccountName, nodeSelector, containers, volumes } =
    objectOf(spec);
  const found: JsonObject = {};
  readAnnotations(objectOf(annotations), TEMPLATE, found);
  const v2 = compact({
    ...found,
    revision: name,
    labels,
    maxInstanceRequestConcurrency: containerConcurrency,
    timeout: timeoutSeconds === undefined ? undefined : `${timeoutSeconds}s`,
    serviceAccount: serviceAccountName,
    nodeSelector: compact({ accelerator: objectOf(nodeSelector)['run.googleapis.com/accelerator'] }),
    containers: listOf(containers).filter(isObject).map(containerFrom),
    volumes: volumesFrom(volumes),
  });
  readAnnotationsOfContainers(objectOf(annotations), v2);
  return v2;
}

const trafficFrom = ({ latestRevision, revisionName, percent, tag }: JsonObject): JsonObject =>
  compact({
    type:
      latestRevision === true
        ? 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST'
        : 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
    revision: latestRevision === true ? undefined : revisionName,
    percent,
    tag,
  });
