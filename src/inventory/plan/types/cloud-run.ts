import type { Fields, Schema } from '../../../policy/schemas/index.ts';
import type { PlanTable } from '../table.ts';

const API = 'Cloud Run Admin API v2, services.create';

const NAME = '//run.googleapis.com/projects/{project}/locations/{location}/services/{name}';
const ACCOUNT = 'iam.googleapis.com/ServiceAccount';

/** A message without a prototype, as generated schemas are. */
const message = (fields: Readonly<Record<string, Schema>>): Fields =>
  Object.assign(Object.create(null) as Record<string, Schema>, fields);

const META = message({
  annotations: ['*', 's'],
  generation: 'l',
  labels: ['*', 's'],
  name: 's',
  namespace: 's',
  resourceVersion: 's',
});
const HTTP = message({ path: 's', port: 'i', httpHeaders: [message({ name: 's', value: 's' })] });
const PROBE = message({
  failureThreshold: 'i',
  grpc: message({ port: 'i', service: 's' }),
  httpGet: HTTP,
  initialDelaySeconds: 'i',
  periodSeconds: 'i',
  tcpSocket: message({ port: 'i' }),
  timeoutSeconds: 'i',
});

/** Knative Serving v1 (Cloud Run Admin API v1, namespaces.services), as far as the provider's older resource has it. */
const KNATIVE: Schema = message({
  apiVersion: 's',
  kind: 's',
  metadata: META,
  spec: message({
    template: message({
      metadata: META,
      spec: message({
        containerConcurrency: 'i',
        containers: [
          message({
            args: ['s'],
            command: ['s'],
            env: [
              message({
                name: 's',
                value: 's',
                valueFrom: message({ secretKeyRef: message({ key: 's', name: 's' }) }),
              }),
            ],
            image: 's',
            livenessProbe: PROBE,
            name: 's',
            ports: [message({ containerPort: 'i', name: 's', protocol: 's' })],
            readinessProbe: PROBE,
            resources: message({ limits: ['*', 's'], requests: ['*', 's'] }),
            startupProbe: PROBE,
            volumeMounts: [message({ mountPath: 's', name: 's', subPath: 's' })],
            workingDir: 's',
          }),
        ],
        nodeSelector: ['*', 's'],
        serviceAccountName: 's',
        timeoutSeconds: 'i',
        volumes: ['?'],
      }),
    }),
    traffic: [message({ latestRevision: 'b', percent: 'i', revisionName: 's', tag: 's', url: 's' })],
  }),
});

export const CLOUD_RUN: readonly PlanTable[] = [
  {
    resources: ['google_cloud_run_v2_service'],
    type: 'run.googleapis.com/Service',
    name: NAME,
    fields: {
      'template.service_account': { to: 'template.serviceAccount', refers: ACCOUNT },
      'template.vpc_access.connector': {
        to: 'template.vpcAccess.connector',
        refers: 'vpcaccess.googleapis.com/Connector',
      },
      'template.containers.env.value_source.secret_key_ref.secret': {
        to: 'template.containers[*].env[*].valueSource.secretKeyRef.secret',
        refers: 'secretmanager.googleapis.com/Secret',
      },
    },
    dropped: ['deletion_protection', 'location', 'conditions', 'terminal_condition', 'uid'],
    creation: {
      ingress: { value: 'INGRESS_TRAFFIC_ALL', source: `${API}: all traffic unless set` },
      scaling: { source: `${API}: no bounds unless set` },
      traffic: { source: `${API}: all to the latest revision unless set` },
      trafficStatuses: { value: () => [], source: `${API}: observed only` },
      'template.scaling': { source: `${API}: no bounds unless set` },
      'template.serviceAccount': { source: `${API}: the default account of Compute Engine unless set` },
      'template.vpcAccess': { source: `${API}: no VPC unless set` },
      'template.maxInstanceRequestConcurrency': { source: `${API}: by CPU unless set` },
      'template.containers[*].resources': { source: `${API}: the platform's limits unless set` },
      'template.revision': { source: `${API}: a name is made unless set` },
    },
  },
  {
    resources: ['google_cloud_run_service'],
    type: 'run.googleapis.com/Service',
    name: NAME,
    schema: KNATIVE,
    fields: {
      name: 'metadata.name',
      template: 'spec.template',
      'template.spec.service_account_name': {
        to: 'spec.template.spec.serviceAccountName',
        refers: ACCOUNT,
      },
      'template.spec.containers.env.value_from.secret_key_ref.name': {
        to: 'spec.template.spec.containers[*].env[*].valueFrom.secretKeyRef.name',
        refers: 'secretmanager.googleapis.com/Secret',
      },
      traffic: 'spec.traffic',
    },
    dropped: [
      'autogenerate_revision_name',
      'location',
      'metadata.effective_annotations',
      'metadata.effective_labels',
      'metadata.self_link',
      'metadata.terraform_labels',
      'metadata.uid',
      'status',
      'template.spec.serving_state',
    ],
    creation: {
      'metadata.annotations': { source: `${API}: none unless set` },
      'spec.traffic': { source: `${API}: all to the latest revision unless set` },
      'spec.template.metadata': { source: `${API}: none unless set` },
      'spec.template.metadata.annotations': { source: `${API}: none unless set` },
      'spec.template.spec.containerConcurrency': { source: `${API}: by CPU unless set` },
      'spec.template.spec.serviceAccountName': {
        source: `${API}: the default account of Compute Engine unless set`,
      },
      'spec.template.spec.containers[*].resources': { source: `${API}: the platform's limits unless set` },
    },
    settle(data) {
      data['apiVersion'] = 'serving.knative.dev/v1';
      data['kind'] = 'Service';
    },
  },
];
