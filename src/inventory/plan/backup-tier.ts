import type { Asset } from '../../policy/model.ts';
import { Unknown } from '../../policy/unknown.ts';
import { relativeName } from '../references.ts';
import type { Json } from '../types/table.ts';

const INSTANCE = 'sqladmin.googleapis.com/Instance';
const ASSOCIATION = 'backupdr.googleapis.com/BackupPlanAssociation';
const TIER = 'settings.backupConfiguration.backupTier';

const sameToken = (token: string): string => token;

/**
 * Sets the backup tier of planned instances that a planned association gives to Backup and DR: it turns ENHANCED when
 * the association is made, and no attribute of the instance says so before. An association with what is not known yet
 * leaves open whose tier it changes. Changes the instances' data in place.
 * Source: https://cloud.google.com/sql/docs/postgres/backup-recovery/backup-options
 */
export function settleBackupTiers(assets: readonly Asset[]): void {
  const associations = assets.filter(
    ({ type, data }) => type === ASSOCIATION && (data as Json)['resourceType'] === INSTANCE,
  );
  if (associations.length === 0) return;
  const instances = assets.filter((asset) => asset.type === INSTANCE && asset.isUnset(TIER));
  for (const association of associations) {
    const { resource } = association.data as Json;
    if (resource instanceof Unknown) for (const one of instances) setTier(one, resource);
    if (typeof resource !== 'string') continue;
    const from = { project: association.project, name: association.name };
    const name = relativeName(resource, INSTANCE, sameToken, from);
    for (const one of instances)
      if (relativeName(one.name, INSTANCE, sameToken) === name) setTier(one, 'ENHANCED');
  }
}

function setTier({ data }: Asset, tier: unknown): void {
  const { backupConfiguration } = ((data as Json)['settings'] ?? {}) as Json;
  const holds = typeof backupConfiguration === 'object' && backupConfiguration !== null;
  if (!holds || backupConfiguration instanceof Unknown) return;
  const there = (backupConfiguration as Json)['backupTier'];
  // What is known to be associated stays so, whatever else is open.
  if (!(tier instanceof Unknown && there === 'ENHANCED')) (backupConfiguration as Json)['backupTier'] = tier;
}
