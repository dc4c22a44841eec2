import { Unknown } from '../../policy/unknown.ts';
import type { Json, TypeTable } from './table.ts';

const V1 = 'Cloud SQL Admin API v1 reference';
const WRAPPER = 'false is what a new instance has, and old records leave it out';

/** A default that differs by edition; an instance that names none is from before editions, that is Enterprise. */
const byEdition = (enterprise: number, plus: number) => (data: Json) => {
  const settings = data['settings'] as Json | undefined;
  const edition = settings instanceof Unknown ? settings : settings?.['edition'];
  if (edition instanceof Unknown) return edition;
  if (edition === 'ENTERPRISE_PLUS') return plus;
  return edition === undefined || edition === 'ENTERPRISE'
    ? enterprise
    : new Unknown('unrecognised', `the default of the edition ${String(edition)} is not known`);
};

/**
 * Cloud SQL instances; v1beta4 and v1 of the API give the same data. Left absent on purpose: `ipv4Enabled` (an
 * address of type PRIMARY decides it), `backupConfiguration.location` (the default place is not documented per
 * region), `sslMode` (then `requireSsl` holds), `startTime`.
 */
export const SQL_INSTANCE: TypeTable = {
  types: ['sqladmin.googleapis.com/Instance'],
  labels: 'settings.userLabels',
  absence: {
    instanceType: {
      value: ({ masterInstanceName: primary }) => {
        if (primary instanceof Unknown) return primary;
        return primary === undefined ? 'CLOUD_SQL_INSTANCE' : 'READ_REPLICA_INSTANCE';
      },
      source: `${V1}, DatabaseInstance: records from before the field name a primary only where there is one`,
    },
    'settings.activationPolicy': {
      value: 'ALWAYS',
      source: `${V1}, Settings.activationPolicy: runs unless set to NEVER`,
    },
    'settings.databaseReplicationEnabled': {
      value: ({ masterInstanceName: primary }) => (primary === undefined ? undefined : true),
      source: `${V1}, Settings.databaseReplicationEnabled: a replica replicates until it is switched off`,
    },
    'settings.availabilityType': {
      value: 'ZONAL',
      source: `${V1}, Settings.availabilityType: default ZONAL`,
    },
    'settings.deletionProtectionEnabled': { value: false, source: `${V1}, Settings: ${WRAPPER}` },
    'settings.connectorEnforcement': {
      value: 'NOT_REQUIRED',
      source: `${V1}, ConnectorEnforcement: not required unless set`,
    },
    'settings.dataApiAccess': {
      value: 'DISALLOW_DATA_API',
      source: `${V1}, DataApiAccess: unspecified disallows`,
    },
    'settings.ipConfiguration.requireSsl': { value: false, source: `${V1}, IpConfiguration: ${WRAPPER}` },
    'settings.ipConfiguration.pscConfig.pscEnabled': { value: false, source: `${V1}, PscConfig: ${WRAPPER}` },
    'settings.insightsConfig.queryInsightsEnabled': {
      value: false,
      source: `${V1}, InsightsConfig: ${WRAPPER}`,
    },
    'settings.backupConfiguration.enabled': {
      value: false,
      source: `${V1}, BackupConfiguration: ${WRAPPER}`,
    },
    'settings.backupConfiguration.pointInTimeRecoveryEnabled': {
      value: false,
      source: `${V1}, BackupConfiguration: ${WRAPPER}`,
    },
    'settings.backupConfiguration.binaryLogEnabled': {
      value: false,
      source: `${V1}, BackupConfiguration: ${WRAPPER}`,
    },
    'settings.backupConfiguration.backupTier': {
      value: 'STANDARD',
      source:
        'Cloud SQL documentation, backup options: instances from before enhanced backups use standard ones',
    },
    'settings.backupConfiguration.backupRetentionSettings.retentionUnit': {
      value: 'COUNT',
      source: `${V1}, BackupRetentionSettings.retentionUnit: the only unit`,
    },
    'settings.backupConfiguration.backupRetentionSettings.retainedBackups': {
      value: byEdition(7, 15),
      source:
        'Cloud SQL documentation, About backups: 7 automated backups in Enterprise, 15 in Enterprise Plus',
    },
    'settings.backupConfiguration.transactionLogRetentionDays': {
      value: byEdition(7, 14),
      source: 'Cloud SQL documentation, point-in-time recovery: 7 days in Enterprise, 14 in Enterprise Plus',
    },
  },
  lists: [
    'ipAddresses',
    'nodes',
    'replicaNames',
    'settings.databaseFlags',
    'settings.ipConfiguration.authorizedNetworks',
    'settings.ipConfiguration.pscConfig.pscAutoConnections',
  ],
  settle(data) {
    // An empty text names no primary: some encodings write what the API leaves out.
    if (data['masterInstanceName'] === '') delete data['masterInstanceName'];
  },
};
