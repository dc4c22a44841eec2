import type { Asset, World } from '#policy';
import { lastOf } from '../short-name.ts';
import { admits, keysOf, type Labels } from './labels.ts';
import type { Metric } from './metrics.ts';
import type { Signal } from './signal.ts';
import { unreadable } from './tokens.ts';

/** The labels of a subject's series from one source; undefined where that source writes nothing about it. */
export type LabelsFrom = (source: Metric['source']) => Labels | undefined;

/**
 * Whether a signal's scope takes the subject's series. A filter without a label covers every value of it: a policy
 * that names no service covers all.
 * @throws Unknown where the filter narrows by a label that is not known of the subject (a revision, metadata, a group).
 */
export function covers({ source, scope }: Signal, labelsFrom: LabelsFrom): boolean {
  if (source === undefined || scope === undefined) return true;
  const labels = labelsFrom(source);
  if (!labels) return false;
  const covered = admits(scope, labels);
  if (covered !== undefined) return covered;
  const open = [...keysOf(scope)].filter((key) => labels[key] === undefined);
  throw unreadable(`the alert is narrowed by ${open.join(', ')}`);
}

/** Labels that every series of a project carries; the number is known where the source gives ancestors. */
export function projectLabels(asset: Asset): Labels {
  const number = asset.ancestors.find((one) => one.startsWith('projects/'))?.slice('projects/'.length);
  const spellings = [asset.project, number].filter((one) => one !== undefined);
  return { project_id: spellings, project: spellings };
}

/**
 * Backend services that send requests to a Cloud Run service, through serverless network endpoint groups.
 * @throws Unknown where either type was not read, or a group routes by URL mask and no other answers.
 */
function backendsOf(service: Asset<'run.googleapis.com/Service'>, world: World): readonly string[] {
  const scope = { project: service.project };
  const name = lastOf(service.name);
  const groups = world.of('compute.googleapis.com/NetworkEndpointGroup', scope);
  const mine = groups.filter(
    ({ data }) => data.cloudRun?.service === name && lastOf(data.region ?? '') === service.location,
  );
  const backends = world
    .of('compute.googleapis.com/BackendService', scope)
    .filter(({ data }) =>
      data.backends?.some(
        ({ group }) => group !== undefined && mine.some((one) => world.same(one.name, group)),
      ),
    );
  if (backends.length === 0 && groups.some(({ data }) => data.cloudRun?.urlMask !== undefined)) {
    throw unreadable('a network endpoint group routes to services by URL mask');
  }
  return backends.map(({ data, name }) => data.name ?? lastOf(name));
}

const labelled = new WeakMap<Asset, Labels>();

/** The labels of a service's own series, made once: every alert of its project is held against them. */
function ownLabels(service: Asset<'run.googleapis.com/Service'>): Labels {
  let known = labelled.get(service);
  if (!known) {
    const name = lastOf(service.name);
    known = {
      ...projectLabels(service),
      'resource.type': 'cloud_run_revision',
      service_name: name,
      configuration_name: name,
      ...(service.location !== undefined && { location: service.location }),
    };
    labelled.set(service, known);
  }
  return known;
}

/** Where a Cloud Run service's series come from: itself, and the load balancer where one stands before it. */
export function serviceLabels(service: Asset<'run.googleapis.com/Service'>, world: World): LabelsFrom {
  let backends: readonly string[] | undefined;
  return (source) => {
    if (source === 'run') return ownLabels(service);
    if (source !== 'lb') return undefined;
    backends ??= backendsOf(service, world);
    if (backends.length === 0) return undefined;
    return { ...projectLabels(service), 'resource.type': 'https_lb_rule', backend_target_name: backends };
  };
}

/** Where a Cloud SQL instance's series come from. */
export const databaseLabels =
  (instance: Asset<'sqladmin.googleapis.com/Instance'>): LabelsFrom =>
  (source) => {
    if (source !== 'sql') return undefined;
    const { region, name } = instance.data;
    return {
      ...projectLabels(instance),
      'resource.type': 'cloudsql_database',
      database_id: `${instance.project}:${name ?? lastOf(instance.name)}`,
      ...(region !== undefined && { region }),
    };
  };
