import { Unknown } from '../../policy/unknown.ts';
import { bad, commaList, jsonList, literal } from './read.ts';
import type { Json, Rest, Row } from './table.ts';

/** Namespaces of the annotations that configure Cloud Run. */
export const RUN = 'run.googleapis.com/';
export const AUTOSCALING = 'autoscaling.knative.dev/';

/** Ingress as Knative annotations spell it (Cloud Run v1 reference, `run.googleapis.com/ingress`). */
export const ingress = literal(
  {
    all: 'INGRESS_TRAFFIC_ALL',
    internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
    'internal-and-cloud-load-balancing': 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    none: 'INGRESS_TRAFFIC_NONE',
  },
  'an ingress setting',
);

/** `all` is the deprecated synonym of `all-traffic`. */
export const egress = literal(
  { 'all-traffic': 'ALL_TRAFFIC', all: 'ALL_TRAFFIC', 'private-ranges-only': 'PRIVATE_RANGES_ONLY' },
  'an egress setting',
);

/** A full resource name without its host: the name the API itself uses. */
export const relative = (name: string): string => name.replace(/^\/\/[^/]+\//, '');

/** A literal that differs from the v2 one by letter case and dashes only. */
export const upper = (value: unknown): unknown =>
  typeof value === 'string' ? value.toUpperCase().replaceAll('-', '_') : bad(value, 'a name');

/** Annotations and labels of these namespaces are Google's: the v2 API has fields in their stead. */
const GOOGLE = /^([\w-]+\.)*(run\.googleapis\.com|cloud\.googleapis\.com|knative\.dev)\//;

/** What becomes of an annotation without a row. */
export const annotationFate = (key: string) =>
  key.startsWith(RUN) || key.startsWith(AUTOSCALING) ? 'report' : GOOGLE.test(key) ? 'drop' : 'keep';
const labelFate = (key: string) => (GOOGLE.test(key) ? 'drop' : 'keep');

/** The annotation's unit is not documented: 0.7 and 70 both mean 70 per cent; above 1 it can only be per cent. */
export function utilization(value: unknown): unknown {
  const number = Number(value);
  if (typeof value === 'object' || value === '' || !Number.isFinite(number)) return bad(value, 'a number');
  return number > 1 ? number / 100 : number;
}

/** Direct VPC egress: JSON text `[{network, subnetwork, tags}]`, where `tags` is a list or one comma-separated text. */
export function interfaces(value: unknown): unknown {
  const list = jsonList(value);
  if (list instanceof Unknown) return list;
  for (const element of list as Json[]) {
    if (typeof element !== 'object' || element === null) return bad(value, 'JSON text of a list');
    if (typeof element['tags'] === 'string') element['tags'] = commaList(element['tags']);
  }
  return list;
}

/** Rows with a common prefix: rest of the source path to canonical path, or to that and a converter. */
export const rowsOf = (
  prefix: string,
  fields: Readonly<Record<string, string | [string, NonNullable<Row['read']>]>>,
): Row[] =>
  Object.entries(fields).map(([from, to]) =>
    typeof to === 'string'
      ? { from: `${prefix}${from}`, to }
      : { from: `${prefix}${from}`, to: to[0], read: to[1] },
  );

/** A key of a map as a path segment. */
export const annotation = (key: string) => `["${key}"]`;

/** Object metadata that says nothing a policy could use. */
export const META_DROPPED = [
  'name',
  'namespace',
  'selfLink',
  'resourceVersion',
  'generateName',
  'clusterName',
  'finalizers',
  'ownerReferences',
  'deletionGracePeriodSeconds',
];

/** Object metadata and the v2 fields that hold it. */
export const META: Readonly<Record<string, string>> = {
  uid: 'uid',
  generation: 'generation',
  creationTimestamp: 'createTime',
  deletionTimestamp: 'deleteTime',
};

/** User annotations and labels go on as they are; what is Google's and has no row is named or dropped. */
export const restsOf = (meta: string, to: string): Rest[] => [
  { from: `${meta}.annotations`, to: `${to}annotations`, fate: annotationFate },
  { from: `${meta}.labels`, to: `${to}labels`, fate: labelFate },
];

/** Whether data says of itself that it is Knative Serving's. */
export const isKnative = (data: Json): boolean =>
  typeof data['apiVersion'] === 'string' && data['apiVersion'].startsWith('serving.knative.dev/');
