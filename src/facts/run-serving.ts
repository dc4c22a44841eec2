import { type Asset, type AssetData, attempt, each, located, Unknown, type World } from '#policy';

export type RunService = Asset<'run.googleapis.com/Service'>;
const REVISION = 'run.googleapis.com/Revision';

/** What a service's template and a revision say alike. */
export type RevisionSettings = Pick<
  AssetData[typeof REVISION],
  'containers' | 'maxInstanceRequestConcurrency' | 'scaling' | 'serviceAccount' | 'vpcAccess'
>;

/** A revision's settings and where they stand: in the service's template, or in a revision of its own. */
export interface Running {
  readonly settings: RevisionSettings;
  readonly asset: RunService | Asset<typeof REVISION>;
  /** Path of the settings in the asset; empty for its root. */
  readonly path: string;
}

const templateOf = (service: RunService): Running => ({
  settings: service.data.template ?? {},
  asset: service,
  path: 'template',
});

/**
 * Everything that gets traffic, each revision once. The template stands for the latest revision; a service pinned to
 * named revisions is what those revisions say, for its template does not serve. A tag alone is no traffic.
 * Source: Cloud Run Admin API v2, Service.traffic ("if empty, 100% to the latest Ready Revision") and
 * TrafficTarget.revision.
 */
export function serving(service: RunService, world: World): (Running | Unknown)[] {
  const { traffic = [] } = service.data;
  if (traffic.length === 0) return [templateOf(service)];
  const seen = new Set<string>();
  return each(traffic, ({ percent, revision }) => {
    if (!percent) return undefined;
    // A template that is given a name is the revision of that name.
    const latest = revision === undefined || revision === service.data.template?.revision;
    const name = latest ? '' : revision;
    if (seen.has(name)) return undefined;
    seen.add(name);
    if (latest) return templateOf(service);
    const asset = world.get(REVISION, revision, service);
    return { settings: asset.data, asset, path: '' };
  });
}

/** Whether some traffic goes to a revision that the template does not describe. */
export const isPinned = (service: RunService): boolean =>
  (service.data.traffic ?? []).some(
    ({ percent, revision }) =>
      Boolean(percent) && revision !== undefined && revision !== service.data.template?.revision,
  );

/** Many policies judge the same settings. */
const places = new WeakMap<Running['asset'], RevisionSettings>();

function placed(running: Running): RevisionSettings {
  let known = places.get(running.asset);
  if (!known) places.set(running.asset, (known = place(running)));
  return known;
}

/** The same object, each field read only when it is asked for, so that an unknown one keeps to itself. */
function place({ settings, asset, path }: Running): RevisionSettings {
  if (!asset.partial) return located({ ...settings }, asset, path);
  const fields = Object.keys(settings).map((name) => [
    name,
    { enumerable: true, get: () => settings[name as keyof RevisionSettings] },
  ]);
  return located(Object.defineProperties({}, Object.fromEntries(fields)), asset, path);
}

/**
 * What a policy on the settings of a revision judges: the template, which serves next whatever serves now, and every
 * other revision that gets traffic. Each points flaws to where it stands.
 */
export function deployed(service: RunService, world: World): (RevisionSettings | Unknown)[] {
  const served = attempt(() => serving(service, world));
  const others =
    served instanceof Unknown
      ? [served]
      : served.filter((one) => one instanceof Unknown || one.asset.type === REVISION);
  return each([templateOf(service), ...others], placed);
}
