import { isObject, type Json, type JsonObject, listOf, objectOf } from '../../core/json.ts';

/** Objects of a list, each made anew. */
const each = (list: Json | undefined, make: (one: JsonObject) => JsonObject): JsonObject[] =>
  listOf(list).filter(isObject).map(make);

/** Leaves out what is undefined, and lists and objects with nothing in them. */
export function compact(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const found: JsonObject = {};
  for (const [key, value] of Object.entries(fields)) {
    const empty =
      value === undefined ||
      (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);
    if (!empty) found[key] = value as Json;
  }
  return found;
}

/** A v2 container in v1 (https://cloud.google.com/run/docs/reference/rest/v1/Container). */
export const containerOf = (v2: JsonObject): JsonObject => {
  const { resources, env, dependsOn: _, baseImageUri: __, buildInfo: ___, volumeMounts, ...same } = v2;
  return compact({
    ...same,
    env: each(env, ({ name, value, valueSource }) => {
      const secret = objectOf(objectOf(valueSource)['secretKeyRef']);
      return valueSource === undefined
        ? compact({ name, value })
        : {
            name: name ?? '',
            valueFrom: { secretKeyRef: { key: secret['version'] ?? 'latest', name: secret['secret'] ?? '' } },
          };
    }),
    volumeMounts: listOf(volumeMounts).filter((one) => objectOf(one)['mountPath'] !== '/cloudsql'),
    resources: compact({ limits: objectOf(resources)['limits'] }),
  });
};

/** And back. */
export const containerFrom = (v1: JsonObject): JsonObject => {
  const { resources, env, imagePullPolicy: _, ...same } = v1;
  return compact({
    ...same,
    env: each(env, ({ name, value, valueFrom }) => {
      const { key, name: secret } = objectOf(objectOf(valueFrom)['secretKeyRef']);
      return valueFrom === undefined
        ? compact({ name, value })
        : {
            name: name ?? '',
            valueSource: { secretKeyRef: { secret: secret ?? '', version: key ?? 'latest' } },
          };
    }),
    resources: compact({ limits: objectOf(resources)['limits'] }),
  });
};

const GCSFUSE = 'gcsfuse.run.googleapis.com';

/** v2 volumes in v1; those of Cloud SQL are an annotation there. */
export const volumesOf = (v2: Json | undefined): JsonObject[] =>
  each(v2, ({ name = '', secret, emptyDir, gcs, nfs }) => {
    if (isObject(secret)) {
      const { secret: secretName, items, ...same } = secret;
      const paths = each(items, ({ version, ...item }) => ({ key: version ?? 'latest', ...item }));
      return { name, secret: compact({ secretName, items: paths, ...same }) };
    }
    if (isObject(emptyDir)) return { name, emptyDir: { ...emptyDir, medium: 'Memory' } };
    if (isObject(gcs)) {
      const { bucket: bucketName, mountOptions, readOnly } = gcs;
      const options = listOf(mountOptions).join(',');
      return {
        name,
        csi: compact({
          driver: GCSFUSE,
          readOnly,
          volumeAttributes: compact({ bucketName, mountOptions: options === '' ? undefined : options }),
        }),
      };
    }
    return compact({ name, nfs });
  }).filter((one) => Object.keys(one).length > 1);

/** And back. */
export const volumesFrom = (v1: Json | undefined): JsonObject[] =>
  each(v1, ({ name = '', secret, emptyDir, csi, nfs }) => {
    if (isObject(secret)) {
      const { secretName, items, ...same } = secret;
      const paths = each(items, ({ key, ...item }) => ({ version: key ?? 'latest', ...item }));
      return { name, secret: compact({ secret: secretName, items: paths, ...same }) };
    }
    if (isObject(emptyDir)) return { name, emptyDir: { ...emptyDir, medium: 'MEMORY' } };
    if (isObject(csi)) {
      const { bucketName, mountOptions } = objectOf(csi['volumeAttributes']);
      const options = mountOptions === undefined ? undefined : String(mountOptions).split(',');
      return { name, gcs: compact({ bucket: bucketName, readOnly: csi['readOnly'], mountOptions: options }) };
    }
    return compact({ name, nfs });
  });
