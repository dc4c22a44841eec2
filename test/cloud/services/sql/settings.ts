import { ApiError } from '../../core/errors.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { invalid } from './names.ts';

/** What Cloud SQL fills in where an instance says nothing, as recorded. */
export const DEFAULTS: JsonObject = {
  kind: 'sql#settings',
  activationPolicy: 'ALWAYS',
  availabilityType: 'ZONAL',
  backupConfiguration: {
    kind: 'sql#backupConfiguration',
    backupRetentionSettings: { retainedBackups: 7, retentionUnit: 'COUNT' },
    enabled: false,
    startTime: '12:00',
    transactionLogRetentionDays: 7,
  },
  connectorEnforcement: 'NOT_REQUIRED',
  dataDiskSizeGb: '10',
  dataDiskType: 'PD_SSD',
  deletionProtectionEnabled: false,
  edition: 'ENTERPRISE',
  ipConfiguration: { ipv4Enabled: true, requireSsl: false, sslMode: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' },
  pricingPlan: 'PER_USE',
  replicationType: 'SYNCHRONOUS',
  storageAutoResize: true,
  storageAutoResizeLimit: '0',
};

/** Tiers of Enterprise Plus (https://cloud.google.com/sql/docs/postgres/machine-series-overview). */
const PLUS = /^db-(perf-optimized-|c4a-highmem-)/;

/** Refuses what the service refuses of an instance as it is to be. */
export function check(settings: JsonObject): void {
  const { tier, edition } = settings;
  if (textOf(tier) === undefined) throw invalid('Missing parameter: Tier.', 'required');
  if (PLUS.test(String(tier)) !== (edition === 'ENTERPRISE_PLUS')) {
    throw invalid(`Invalid request: Invalid Tier (${String(tier)}) for (${String(edition)}) Edition.`);
  }
}

/**
 * Refuses a write made from settings that have changed since (412 staleData), and, where the method replaces all of
 * them, one that does not say from which it was made (400).
 */
export function checkVersion(given: Json | undefined, current: JsonObject, needed: boolean): void {
  const version = objectOf(given)['settingsVersion'];
  if (version === undefined || version === null) {
    if (needed) throw invalid('Missing parameter: Settings version.', 'required');
    return;
  }
  if (String(version) === String(current['settingsVersion'])) return;
  throw new ApiError(412, {
    message: 'Condition does not match.',
    reason: 'staleData',
    location: 'If-Match',
  });
}
