import { Unknown } from '../../policy/unknown.ts';
import { commaList, literal, parse } from './read.ts';
import { lookUp } from './shape.ts';
import type { Json, Put, Row, Source } from './table.ts';

/** What stands in place of every plain environment value: that there is one is evidence, what it is nobody needs. */
const VALUE = '(value not read)';

const PROBE = [
  'failureThreshold',
  'initialDelaySeconds',
  'periodSeconds',
  'timeoutSeconds',
  'httpGet.path',
  'httpGet.port',
  'httpGet.httpHeaders[*].name',
  'httpGet.httpHeaders[*].value',
  'tcpSocket.port',
  'grpc.port',
  'grpc.service',
];

const SAME = [
  'name',
  'image',
  'command',
  'args',
  'workingDir',
  'ports[*].name',
  'ports[*].containerPort',
  'resources.limits',
  'volumeMounts[*].name',
  'volumeMounts[*].mountPath',
  'volumeMounts[*].subPath',
  'env[*].name',
  ...['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap((probe) =>
    PROBE.map((field) => `${probe}.${field}`),
  ),
];

/** Container fields of Knative that Cloud Run does not act on (Cloud Run v1 reference: "not supported"). */
const DROPPED = [
  'envFrom',
  'imagePullPolicy',
  'lifecycle',
  'resources.requests',
  'securityContext',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'volumeMounts[*].readOnly',
  'ports[*].protocol',
  'env[*].valueFrom.secretKeyRef.optional',
  'env[*].valueFrom.secretKeyRef.localObjectReference',
  'env[*].valueFrom.configMapKeyRef',
  ...['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap((probe) =>
    ['successThreshold', 'httpGet.scheme', 'httpGet.host', 'tcpSocket.host', 'exec'].map(
      (field) => `${probe}.${field}`,
    ),
  ),
];

/**
 * A secret's name: an alias of the annotation `run.googleapis.com/secrets` (`alias:projects/N/secrets/S,...`), which
 * is how Knative names a secret of another project, gives the secret it stands for; else the name itself.
 */
function secretOf(value: unknown, { data }: Source): unknown {
  const template = lookUp(data, ['spec', 'template']) === undefined ? [] : ['spec', 'template'];
  const aliases = lookUp(data, [...template, 'metadata', 'annotations', 'run.googleapis.com/secrets']);
  if (aliases instanceof Unknown) return aliases;
  for (const entry of typeof aliases === 'string' ? aliases.split(',') : []) {
    const colon = entry.indexOf(':');
    if (entry.slice(0, colon).trim() === value) return entry.slice(colon + 1).trim();
  }
  return value;
}

/** Rows of the containers and volumes in a Knative PodSpec at `spec`, whose v2 message stands at `to` ('' for the root). */
export function containerRows(spec: string, to: string): Row[] {
  const container = (field: string, canonical: string, read?: Row['read']): Row => ({
    from: `${spec}.containers[*].${field}`,
    to: `${to}containers[*].${canonical}`,
    ...(read && { read }),
  });
  const volume = (field: string, canonical: string, read?: Row['read']): Row => ({
    from: `${spec}.volumes[*].${field}`,
    to: `${to}volumes[*].${canonical}`,
    ...(read && { read }),
  });
  return [
    ...SAME.map((field) => container(field, field)),
    container('env[*].value', 'env[*].value', () => VALUE),
    container('env[*].valueFrom.secretKeyRef.name', 'env[*].valueSource.secretKeyRef.secret', secretOf),
    container('env[*].valueFrom.secretKeyRef.key', 'env[*].valueSource.secretKeyRef.version'),
    volume('name', 'name'),
    volume('secret.secretName', 'secret.secret', secretOf),
    volume('secret.defaultMode', 'secret.defaultMode'),
    volume('secret.items[*].key', 'secret.items[*].version'),
    volume('secret.items[*].path', 'secret.items[*].path'),
    volume('secret.items[*].mode', 'secret.items[*].mode'),
    volume('emptyDir.medium', 'emptyDir.medium', literal({ Memory: 'MEMORY' }, 'Memory')),
    volume('emptyDir.sizeLimit', 'emptyDir.sizeLimit'),
    volume('nfs.server', 'nfs.server'),
    volume('nfs.path', 'nfs.path'),
    volume('nfs.readOnly', 'nfs.readOnly'),
    volume('csi.readOnly', 'gcs.readOnly'),
    volume('csi.volumeAttributes.bucketName', 'gcs.bucket'),
    volume('csi.volumeAttributes.mountOptions', 'gcs.mountOptions', commaList),
  ];
}

/** Leaves of a Knative PodSpec at `spec` that say nothing a policy could use. */
export const droppedOfContainers = (spec: string): string[] => [
  ...DROPPED.map((field) => `${spec}.containers[*].${field}`),
  `${spec}.volumes[*].csi.driver`,
  `${spec}.volumes[*].secret.optional`,
  `${spec}.volumes[*].configMap`,
];

/** Sets a field of the containers named in an annotation that holds JSON text `{container: value}`. */
export function byContainer(containers: unknown, annotation: unknown, field: string): void {
  const named = parse(annotation);
  if (!Array.isArray(containers) || typeof named !== 'object' || named === null) return;
  for (const container of containers as Json[]) {
    const name = container['name'];
    if (typeof name === 'string' && Object.hasOwn(named, name)) container[field] = (named as Json)[name];
  }
}

/**
 * Takes the values out of the environment of containers, in place. An entry that shows neither a value nor where it
 * comes from was stripped by whoever exported it: both are unknown then.
 */
export function sealEnvironment(containers: unknown, put: Put): void {
  if (!Array.isArray(containers)) return;
  for (const container of containers as Json[]) {
    const env = container instanceof Unknown ? undefined : container?.['env'];
    if (!Array.isArray(env)) continue;
    for (const entry of env as Json[]) {
      if (typeof entry !== 'object' || entry === null || entry instanceof Unknown) continue;
      if (entry['value'] !== undefined) {
        if (!(entry['value'] instanceof Unknown)) entry['value'] = VALUE;
      } else if (entry['valueSource'] === undefined) {
        const hidden = new Unknown(
          'redacted',
          `the export shows no value and no source of ${entry['name']}`,
          {
            needs: 'read the service with the Cloud Run API',
          },
        );
        entry['value'] = put(hidden);
        entry['valueSource'] = hidden;
      }
    }
  }
}
