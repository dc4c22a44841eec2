import { Unknown } from '../../policy/unknown.ts';
import { droppedOfContainers } from './knative-container.ts';
import {
  annotation,
  ingress,
  isKnative,
  META,
  META_DROPPED,
  RUN,
  relative,
  restsOf,
  rowsOf,
  upper,
} from './knative-read.ts';
import { finishRevision, revisionRows } from './knative-revision.ts';
import { conditionsOf, finishTraffic, traffic } from './knative-status.ts';
import { bad, commaList, flag, jsonList } from './read.ts';
import { lookUp } from './shape.ts';
import type { Json, Shape, Source } from './table.ts';

/** A short revision name as the v2 API gives it, in full. */
const fullRevision = (value: unknown, { name }: Source): unknown =>
  typeof value === 'string' ? `${relative(name)}/revisions/${value}` : bad(value, 'a name');

const service = `metadata.annotations`;

/** Cloud Run services as the inventory exports them: Knative Serving v1 (Cloud Run v1 API, `namespaces.services`). */
export const KNATIVE_SERVICE: Shape = {
  matches: (data) => isKnative(data) || (data['template'] === undefined && typeof data['spec'] === 'object'),
  rows: [
    ...rowsOf('metadata.', META),
    ...rowsOf(service, {
      [annotation(`${RUN}minScale`)]: 'scaling.minInstanceCount',
      [annotation(`${RUN}maxScale`)]: 'scaling.maxInstanceCount',
      [annotation(`${RUN}scalingMode`)]: ['scaling.scalingMode', upper],
      [annotation(`${RUN}manualInstanceCount`)]: 'scaling.manualInstanceCount',
      [annotation(`${RUN}ingress`)]: ['ingress', ingress],
      [annotation(`${RUN}ingress-status`)]: ['observed.ingress', ingress],
      [annotation(`${RUN}default-url-disabled`)]: ['defaultUriDisabled', flag],
      [annotation(`${RUN}invoker-iam-disabled`)]: ['invokerIamDisabled', flag],
      [annotation(`${RUN}iap-enabled`)]: ['iapEnabled', flag],
      [annotation(`${RUN}custom-audiences`)]: ['customAudiences', jsonList],
      [annotation(`${RUN}description`)]: 'description',
      [annotation(`${RUN}launch-stage`)]: ['launchStage', upper],
      [annotation(`${RUN}client-name`)]: 'client',
      [annotation(`${RUN}client-version`)]: 'clientVersion',
      [annotation(`${RUN}regions`)]: ['multiRegionSettings.regions', commaList],
      [annotation(`${RUN}binary-authorization-breakglass`)]: 'binaryAuthorization.breakglassJustification',
      [annotation(`${RUN}urls`)]: ['urls', jsonList],
      [annotation(`${RUN}build-name`)]: 'buildConfig.name',
      [annotation(`${RUN}build-image-uri`)]: 'buildConfig.imageUri',
      [annotation(`${RUN}build-source-location`)]: 'buildConfig.sourceLocation',
      [annotation(`${RUN}build-function-target`)]: 'buildConfig.functionTarget',
      [annotation(`${RUN}build-base-image`)]: 'buildConfig.baseImage',
      [annotation(`${RUN}build-enable-automatic-updates`)]: ['buildConfig.enableAutomaticUpdates', flag],
      [annotation(`${RUN}build-worker-pool`)]: 'buildConfig.workerPool',
      [annotation(`${RUN}build-service-account`)]: 'buildConfig.serviceAccount',
      [annotation('serving.knative.dev/creator')]: 'creator',
      [annotation('serving.knative.dev/lastModifier')]: 'lastModifier',
    }),
    {
      from: `${service}["${RUN}binary-authorization"]`,
      to: 'binaryAuthorization.useDefault',
      read: (value) => (value === 'default' ? true : undefined),
    },
    {
      from: `${service}["${RUN}binary-authorization"]`,
      to: 'binaryAuthorization.policy',
      read: (value) => (value === 'default' ? undefined : value),
    },
    ...revisionRows('spec.template.metadata', 'spec.template.spec', 'template.'),
    { from: 'spec.template.metadata.name', to: 'template.revision' },
    ...traffic('spec.traffic', 'traffic'),
    ...traffic('status.traffic', 'trafficStatuses'),
    { from: 'status.traffic[*].url', to: 'trafficStatuses[*].uri' },
    ...rowsOf('status.', {
      observedGeneration: 'observedGeneration',
      url: 'uri',
      latestCreatedRevisionName: ['latestCreatedRevision', fullRevision],
      latestReadyRevisionName: ['latestReadyRevision', fullRevision],
    }),
    { from: 'status.conditions', to: 'terminalCondition', byHand: true },
    { from: 'status.conditions', to: 'conditions', byHand: true },
  ],
  rests: [...restsOf('metadata', ''), ...restsOf('spec.template.metadata', 'template.')],
  dropped: [
    'apiVersion',
    'kind',
    ...META_DROPPED.map((field) => `metadata.${field}`),
    ...['namespace', 'creationTimestamp', 'uid', 'generation'].map(
      (field) => `spec.template.metadata.${field}`,
    ),
    `${service}["${RUN}operation-id"]`,
    `${service}["${RUN}build-id"]`,
    `spec.template.metadata.annotations["${RUN}secrets"]`,
    `spec.template.spec.serviceAccount`,
    `spec.template.spec.enableServiceLinks`,
    `spec.template.spec.imagePullSecrets`,
    `spec.template.spec.servingState`,
    'spec.traffic[*].configurationName',
    'spec.traffic[*].url',
    'status.traffic[*].configurationName',
    'status.address',
    ...droppedOfContainers('spec.template.spec'),
  ],
  finish(canonical, source, put) {
    const { data, name } = source;
    canonical['name'] = relative(name);
    const template = canonical['template'];
    if (typeof template === 'object' && !(template instanceof Unknown)) {
      const annotations = lookUp(data, ['spec', 'template', 'metadata', 'annotations']);
      finishRevision(template as Json, annotations, put);
    }
    finishTraffic(canonical['traffic']);
    finishTraffic(canonical['trafficStatuses']);
    const conditions = conditionsOf(lookUp(data, ['status', 'conditions']), put);
    if (!Array.isArray(conditions)) {
      if (conditions) canonical['terminalCondition'] = canonical['conditions'] = conditions;
      return;
    }
    const ready = conditions.find((condition) => condition?.['type'] === 'Ready');
    canonical['terminalCondition'] = ready;
    canonical['conditions'] = conditions.filter((condition) => condition !== ready);
    const [wanted, seen] = [
      lookUp(data, ['metadata', 'generation']),
      lookUp(data, ['status', 'observedGeneration']),
    ];
    canonical['reconciling'] =
      ready?.['state'] === 'CONDITION_RECONCILING' || String(wanted) !== String(seen);
  },
};
