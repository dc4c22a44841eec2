import { type Asset, attempt, each, Unknown, type World } from '#policy';

const INSTANCE = 'sqladmin.googleapis.com/Instance';
type Instance = Asset<typeof INSTANCE>;

/**
 * The read replicas of a primary, by what they name as their primary (bare, or as `project:name`). A replica that the
 * primary lists but that is not in the evidence, and an instance whose primary is not known, stand as Unknown.
 * @param region leaves out replicas in other regions
 * @throws Unknown where instances were not read in the primary's project.
 */
export function readReplicas(db: Instance, world: World, region?: string): readonly (Instance | Unknown)[] {
  const found = each(
    world.referring(INSTANCE, 'masterInstanceName', db, { project: db.project }),
    (replica) => (region === undefined || replica.data.region === region ? replica : undefined),
  );
  const listed = attempt(() =>
    each(db.data.replicaNames, (name): Instance | undefined => {
      world.get(INSTANCE, name, db);
      return undefined;
    }),
  );
  return [...found, ...(listed instanceof Unknown ? [listed] : listed)];
}

/** Whether an instance serves: it is up, was not stopped, and replication was not switched off. */
export const isReplicating = ({ data: { state, settings } }: Instance): boolean =>
  state === 'RUNNABLE' &&
  settings?.activationPolicy !== 'NEVER' &&
  settings?.databaseReplicationEnabled === true;

/**
 * How many nodes replicas come to: one for each, a read pool's `nodeCount` (which only pools have). An unknown replica
 * may be a pool of any size, so it leaves the number unknown unless the others are `enough`.
 * Source: Cloud SQL Admin API, DatabaseInstance.
 * @param counts says which replicas count; all of them where it is left out
 * @throws Unknown where what is known does not suffice.
 */
export function countNodes(
  replicas: readonly (Instance | Unknown)[],
  enough: number,
  counts: (replica: Instance) => boolean = () => true,
): number {
  const nodes = each(replicas, (replica) => (counts(replica) ? (replica.data.nodeCount ?? 1) : 0));
  let known = 0;
  for (const one of nodes) if (!(one instanceof Unknown)) known += one;
  const open = nodes.find((one) => one instanceof Unknown);
  if (open !== undefined && known < enough) throw open;
  return known;
}

/**
 * The zone each replica was seen in (`gceZone`, not the preference). A read pool gives the zones its nodes are spread
 * over, or the one zone they share once for each node. A replica whose zone the reply does not tell is Unknown.
 */
export const replicaZones = (replicas: readonly (Instance | Unknown)[]): readonly (string | Unknown)[] =>
  each(replicas, (replica) => {
    const nodes = replica.data.nodes ?? [];
    if (nodes.length === 0) return zone(replica.data.gceZone, replica);
    const zones = nodes.map(({ gceZone }) => zone(gceZone, replica));
    const spread = [...new Set(zones)];
    return spread.length > 1 ? spread : zones;
  });

function zone(seen: string | undefined, replica: Instance): string {
  if (seen !== undefined) return seen;
  throw new Unknown('missing', `the zone of ${replica.name} is not in the evidence`);
}
