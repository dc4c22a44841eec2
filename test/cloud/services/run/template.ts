import { isObject, type Json, type JsonObject, listOf, objectOf } from '../../core/json.ts';
import { etagOf } from '../../core/tokens.ts';

/** What Cloud Run fills in where a template says nothing (https://cloud.google.com/run/docs/configuring). */
export function withDefaults(template: JsonObject, projectNumber: string): JsonObject {
  return {
    maxInstanceRequestConcurrency: 80,
    timeout: '300s',
    serviceAccount: `${projectNumber}-compute@developer.gserviceaccount.com`,
    ...template,
    scaling: { maxInstanceCount: 100, ...objectOf(template['scaling']) },
    containers: listOf(template['containers']).filter(isObject).map(containerWithDefaults),
  };
}

function containerWithDefaults(container: JsonObject, index: number): JsonObject {
  const { resources, ports } = container;
  const limits = { cpu: '1000m', memory: '512Mi', ...objectOf(objectOf(resources)['limits']) };
  const listens = index === 0 || ports !== undefined;
  const [port] = listOf(ports);
  const number = objectOf(port)['containerPort'] ?? 8080;
  return {
    ...container,
    resources: { ...objectOf(resources), limits },
    ...(listens ? { ports: [{ name: 'http1', ...objectOf(port), containerPort: number }] } : {}),
    ...(listens && container['startupProbe'] === undefined
      ? {
          startupProbe: {
            timeoutSeconds: 240,
            periodSeconds: 240,
            failureThreshold: 1,
            tcpSocket: { port: number },
          },
        }
      : {}),
  };
}

/** A value without what protobuf does not tell from absence, its keys in order. */
function plain(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value ?? null;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, plain(inner)] as const)
    .filter(
      ([, inner]) => !(inner === null || inner === false || inner === 0 || inner === '' || isEmpty(inner)),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept);
}

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Whether two templates say the same, defaults filled in; the name of the revision is part of what they say. */
export const sameTemplate = (one: JsonObject, other: JsonObject): boolean =>
  JSON.stringify(plain(withDefaults(one, ''))) === JSON.stringify(plain(withDefaults(other, '')));

/** The name that Cloud Run gives a revision: the service's, the generation in five digits, three letters. */
export function revisionNameOf(service: string, generation: number): string {
  const letters = [...Buffer.from(etagOf(service, generation))].slice(0, 3);
  const suffix = letters.map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  return `${service}-${String(generation).padStart(5, '0')}-${suffix}`;
}
