import type { JsonObject } from '../../core/json.ts';
import type { Call, Handler } from '../../core/service.ts';
import { numericIdOf } from '../../core/tokens.ts';
import type { Scope } from './collections.ts';
import { LINKS, notFound } from './names.ts';

/** Some regions, with their zones (https://cloud.google.com/compute/docs/regions-zones). */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  'europe-west1': ['b', 'c', 'd'],
  'us-central1': ['a', 'b', 'c', 'f'],
  'us-east1': ['b', 'c', 'd'],
};

/** Every place that has resources, as an aggregated list names it. */
export const PLACES: readonly { readonly name: string; readonly path: string; readonly scope: Scope }[] = [
  { name: 'global', path: 'global', scope: 'global' },
  ...Object.keys(REGIONS).map((name) => ({ name, path: `regions/${name}`, scope: 'region' as const })),
  ...Object.entries(REGIONS).flatMap(([region, zones]) =>
    zones.map((letter) => ({
      name: `${region}-${letter}`,
      path: `zones/${region}-${letter}`,
      scope: 'zone' as const,
    })),
  ),
];

function shown(project: string, { name, path, scope }: (typeof PLACES)[number]): JsonObject {
  const region =
    scope === 'zone' ? { region: `${LINKS}projects/${project}/regions/${name.replace(/-[a-z]$/, '')}` } : {};
  return {
    kind: `compute#${scope}`,
    id: numericIdOf(path),
    name,
    description: name,
    status: 'UP',
    selfLink: `${LINKS}projects/${project}/${path}`,
    ...region,
  };
}

const projectOf = (call: Call, permission: string): string => {
  const key = call.vars['project'] ?? '';
  const project = call.cloud.project(key)?.id ?? key;
  call.require(permission, `projects/${project}`);
  return project;
};

const list =
  (scope: Scope): Handler =>
  (call) => {
    const project = projectOf(call, `compute.${scope}s.list`);
    const items = PLACES.filter((one) => one.scope === scope).map((one) => shown(project, one));
    return { kind: `compute#${scope}List`, id: `projects/${project}/${scope}s`, items };
  };

const get =
  (scope: Scope): Handler =>
  (call) => {
    const project = projectOf(call, `compute.${scope}s.get`);
    const name = call.vars[scope] ?? '';
    const place = PLACES.find((one) => one.scope === scope && one.name === name);
    if (!place) throw notFound(`projects/${project}/${scope}s/${name}`);
    return shown(project, place);
  };

/** The project as Compute Engine sees it. */
const project: Handler = (call) => {
  const id = projectOf(call, 'compute.projects.get');
  const found = call.cloud.project(id);
  if (!found) throw notFound(`projects/${id}`);
  return {
    kind: 'compute#project',
    id: numericIdOf(id),
    name: id,
    selfLink: `${LINKS}projects/${id}`,
    defaultServiceAccount: `${found.number}-compute@developer.gserviceaccount.com`,
    xpnProjectStatus: 'UNSPECIFIED_XPN_PROJECT_STATUS',
  };
};

/** By class and method. */
export const places: Readonly<Record<string, Handler>> = {
  'Regions.List': list('region'),
  'Regions.Get': get('region'),
  'Zones.List': list('zone'),
  'Zones.Get': get('zone'),
  'Projects.Get': project,
};
