import { type Asset, attempt, each, located, Unknown, type World } from '#policy';
import { type Reach, reach } from './regions.ts';

const INSTANCE = 'sqladmin.googleapis.com/Instance';
const ASSOCIATION = 'backupdr.googleapis.com/BackupPlanAssociation';
const PLAN = 'backupdr.googleapis.com/BackupPlan';
type Instance = Asset<typeof INSTANCE>;
type Config = NonNullable<NonNullable<Instance['data']['settings']>['backupConfiguration']>;

/**
 * Who takes an instance's backups: Cloud SQL itself (standard), or Backup and DR by a backup plan (enhanced), and then
 * what the instance's own configuration says is stale.
 * Source: https://cloud.google.com/sql/docs/postgres/backup-recovery/backup-options
 * @throws Unknown for a tier that is neither, such as the retired ADVANCED.
 */
function enhanced(db: Instance): boolean {
  const tier = db.data.settings?.backupConfiguration?.backupTier;
  if (tier === 'ENHANCED' || tier === 'STANDARD') return tier === 'ENHANCED';
  throw new Unknown('unrecognised', `backup tier "${tier}" is not known to this tool`);
}

/**
 * The instance's own backup configuration, as the one element of a list that is empty where Backup and DR takes the
 * backups. `changes` replaces fields by what a policy makes of them.
 */
export function standardBackups(
  db: Instance,
  changes: { readonly [K in keyof Config]?: (value: Config[K]) => unknown } = {},
): readonly object[] {
  if (enhanced(db)) return [];
  const config: Config = db.data.settings?.backupConfiguration ?? {};
  const changed = Object.keys(changes) as (keyof Config)[];
  // Of what is known as a whole only what changes is looked at: instances are many, and most say nothing special.
  const copy: Record<string, unknown> = db.partial ? {} : { ...config };
  const fields = db.partial ? new Set([...(Object.keys(config) as (keyof Config)[]), ...changed]) : changed;
  for (const field of fields) {
    const change = changes[field] as ((value: unknown) => unknown) | undefined;
    copy[field] = attempt(() => (change ? change(config[field]) : config[field]));
  }
  return [located(copy, db, 'settings.backupConfiguration')];
}

/** An instance's backup plans, by its associations with them, which stand in the instance's project. */
const plansOf = (db: Instance, world: World) =>
  each(associationsOf(db, world), (association) => {
    const { backupPlan } = association.data;
    if (backupPlan === undefined) throw new Unknown('missing', `${association.name} names no backup plan`);
    return world.get(PLAN, backupPlan, association);
  });

const associationsOf = (db: Instance, world: World) =>
  world.referring(ASSOCIATION, 'resource', db, { project: db.project });

/**
 * What Backup and DR does for an instance: one element with a list, made of each of its plans (`make` may give one
 * value, several or none); nothing where Cloud SQL takes the backups itself. So `every` judges the enhanced tier
 * alone, and a `some` inside it fails where no plan is there.
 * @throws Unknown where associations were not read; a plan that was not read is an Unknown in the list.
 */
export function enhancedBackups<T>(
  db: Instance,
  world: World,
  make: (plan: Asset<typeof PLAN>) => T | readonly T[] | undefined,
): readonly { readonly plans: readonly (T | Unknown)[] }[] {
  return enhanced(db) ? [{ plans: each(plansOf(db, world), make) }] : [];
}

/** The associations of an instance with backup plans, as one element with a list; nothing for the standard tier. */
export const backupAssociations = (
  db: Instance,
  world: World,
): readonly { readonly associations: readonly (Asset<typeof ASSOCIATION>['data'] | Unknown)[] }[] =>
  enhanced(db) ? [{ associations: each(associationsOf(db, world), ({ data }) => data) }] : [];

/**
 * Where standard backups lie, seen from their instance. Without a location Google keeps them in the multi-region that
 * is closest, which is said in a note. Source: https://cloud.google.com/sdk/gcloud/reference/sql/backups/create
 * @throws Unknown for a location that is not recognised.
 */
export function backupReach(location: string | undefined, db: Instance, note: (text: string) => void): Reach {
  if (location !== undefined) return reach(location, db.data.region);
  note('no backup location is set: Cloud SQL keeps the backups in the closest multi-region');
  return 'several regions';
}

/** Where the vault of a backup plan lies, seen from an instance; the vault's name tells its location. */
export const vaultReach = (plan: Asset<typeof PLAN>, db: Instance): Reach =>
  reach(/\/locations\/([^/]+)\//.exec(plan.data.backupVault ?? '')?.[1], db.data.region);

/** Whether the engine is MySQL, whose point-in-time recovery is its binary log. */
export const isMysql = ({ data }: Instance): boolean => data.databaseVersion?.startsWith('MYSQL_') === true;
