import { Unknown } from '../../../policy/unknown.ts';
import type { Json } from '../../types/table.ts';
import { AFTER_APPLY } from '../overlay.ts';
import type { PlanTable } from '../table.ts';

const API = 'Cloud SQL Admin API v1, instances.insert';
const PROVIDER = 'hashicorp/google, google_sql_database_instance';

const MYSQL = 'replicaConfiguration.mysqlReplicaConfiguration';

const settingsOf = (data: Json): Json | undefined => data['settings'] as Json | undefined;

/** What is at a path below the settings; an Unknown on the way is it. */
function setting(data: Json, ...path: readonly string[]): unknown {
  let here: unknown = settingsOf(data);
  for (const name of path) {
    if (here instanceof Unknown) return here;
    here = typeof here === 'object' && here !== null ? (here as Json)[name] : undefined;
  }
  return here ?? undefined;
}

/** PostgreSQL from 16 on, and MySQL from 8.4 on, are made as Enterprise Plus where nothing says otherwise. */
const edition = (data: Json): unknown => {
  const { databaseVersion: version } = data;
  if (version instanceof Unknown) return version;
  const [, engine, major = '', minor = ''] = /^([A-Z]+)_(\d+)(?:_(\d+))?/.exec(String(version)) ?? [];
  const plus =
    (engine === 'POSTGRES' && Number(major) >= 16) ||
    (engine === 'MYSQL' && Number(major) * 10 + Number(minor.slice(0, 1)) >= 84);
  return plus ? 'ENTERPRISE_PLUS' : 'ENTERPRISE';
};

/** An instance without a public address will have none; which others it gets is known after apply. */
const addresses = (data: Json): unknown => {
  const open = setting(data, 'ipConfiguration', 'ipv4Enabled');
  return open === false ? [] : open instanceof Unknown ? open : AFTER_APPLY;
};

export const CLOUD_SQL: readonly PlanTable[] = [
  {
    resources: ['google_sql_database_instance'],
    type: 'sqladmin.googleapis.com/Instance',
    name: '//cloudsql.googleapis.com/projects/{project}/instances/{name}',
    fields: {
      encryption_key_name: 'diskEncryptionConfiguration.kmsKeyName',
      project: 'project',
      'replica_configuration.ca_certificate': `${MYSQL}.caCertificate`,
      'replica_configuration.client_certificate': `${MYSQL}.clientCertificate`,
      'replica_configuration.client_key': `${MYSQL}.clientKey`,
      'replica_configuration.connect_retry_interval': `${MYSQL}.connectRetryInterval`,
      'replica_configuration.dump_file_path': `${MYSQL}.dumpFilePath`,
      'replica_configuration.master_heartbeat_period': `${MYSQL}.masterHeartbeatPeriod`,
      'replica_configuration.password': `${MYSQL}.password`,
      'replica_configuration.ssl_cipher': `${MYSQL}.sslCipher`,
      'replica_configuration.username': `${MYSQL}.username`,
      'replica_configuration.verify_server_certificate': `${MYSQL}.verifyServerCertificate`,
      ip_address: 'ipAddresses',
      'ip_address.ip_address': 'ipAddresses[*].ipAddress',
      'ip_address.type': 'ipAddresses[*].type',
      'ip_address.time_to_retire': 'ipAddresses[*].timeToRetire',
      master_instance_name: { to: 'masterInstanceName', refers: 'sqladmin.googleapis.com/Instance' },
      'settings.disk_autoresize': 'settings.storageAutoResize',
      'settings.disk_autoresize_limit': 'settings.storageAutoResizeLimit',
      'settings.disk_size': 'settings.dataDiskSizeGb',
      'settings.disk_type': 'settings.dataDiskType',
      'settings.version': 'settings.settingsVersion',
      'settings.ip_configuration.private_network': {
        to: 'settings.ipConfiguration.privateNetwork',
        refers: 'compute.googleapis.com/Network',
      },
      'settings.ip_configuration.authorized_networks.expiration_time':
        'settings.ipConfiguration.authorizedNetworks[*].expirationTime',
    },
    dropped: [
      'available_maintenance_versions',
      'clone',
      'deletion_protection',
      'dns_names',
      'final_backup_description',
      'first_ip_address',
      'private_ip_address',
      'psc_service_attachment_link',
      'public_ip_address',
      'replication_cluster',
      'restore_backup_context',
      'backupdr_backup',
      'root_password',
      'root_password_wo',
      'root_password_wo_version',
      'server_ca_cert',
      'settings.active_directory_config.admin_credential_secret_name',
    ],
    creation: {
      instanceType: {
        value: ({ masterInstanceName: primary }) =>
          primary instanceof Unknown
            ? primary
            : primary === undefined
              ? 'CLOUD_SQL_INSTANCE'
              : 'READ_REPLICA_INSTANCE',
        source: `${API}: an instance with a primary is made as its replica`,
      },
      masterInstanceName: { source: `${API}: a primary unless set` },
      state: { value: 'RUNNABLE', source: `${API}: the operation ends when the instance runs` },
      gceZone: { value: () => AFTER_APPLY, source: `${PROVIDER}: no attribute tells the zone it got` },
      ipAddresses: { value: addresses, source: `${API}: a public address comes with ipv4Enabled alone` },
      replicaNames: { value: () => [], source: `${API}: replicas are made after their primary` },
      'settings.edition': {
        value: edition,
        source: 'Cloud SQL documentation, editions: default by database version',
      },
      'settings.availabilityType': { value: 'ZONAL', source: `${PROVIDER}: default ZONAL` },
      'settings.activationPolicy': { value: 'ALWAYS', source: `${PROVIDER}: default ALWAYS` },
      'settings.connectorEnforcement': { value: 'NOT_REQUIRED', source: `${API}: not required unless set` },
      'settings.dataApiAccess': { value: 'DISALLOW_DATA_API', source: `${API}: disallowed unless set` },
      'settings.deletionProtectionEnabled': { value: false, source: `${API}: off unless set` },
      'settings.ipConfiguration.ipv4Enabled': { value: true, source: `${PROVIDER}: default true` },
      'settings.ipConfiguration.requireSsl': { value: false, source: `${API}: off unless set` },
      'settings.ipConfiguration.sslMode': {
        value: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
        source: `${API}, ipConfiguration.sslMode: what a new instance gets unless set`,
      },
      'settings.ipConfiguration.privateNetwork': { source: `${API}: none unless set` },
      'settings.ipConfiguration.authorizedNetworks': { value: () => [], source: `${API}: none unless set` },
      'settings.ipConfiguration.pscConfig.pscEnabled': { value: false, source: `${API}: off unless set` },
      'settings.databaseFlags': { value: () => [], source: `${API}: none unless set` },
      'settings.backupConfiguration.enabled': {
        value: false,
        source: `${API}, backupConfiguration: backups are off unless set`,
      },
      'settings.backupConfiguration.pointInTimeRecoveryEnabled': {
        value: (data) => {
          const plus = setting(data, 'edition');
          return plus instanceof Unknown ? plus : false;
        },
        source: `${API}, backupConfiguration: off unless set`,
      },
      'settings.backupConfiguration.binaryLogEnabled': { value: false, source: `${API}: off unless set` },
      'settings.backupConfiguration.startTime': {
        value: () => AFTER_APPLY,
        source: 'Cloud SQL documentation, backups: a window is chosen where none is set',
      },
      'settings.backupConfiguration.location': { source: `${API}: the nearest multi-region unless set` },
      'settings.backupConfiguration.backupRetentionSettings': { source: `${API}: by edition unless set` },
      'settings.backupConfiguration.transactionLogRetentionDays': {
        source: `${API}: by edition unless set`,
      },
      'settings.backupConfiguration.backupTier': { source: `${API}: standard unless a plan is associated` },
      'settings.locationPreference': { source: `${API}: a zone is chosen where none is set` },
      'settings.insightsConfig.queryInsightsEnabled': { value: false, source: `${API}: off unless set` },
    },
    derived: (_, project): Json => (project === undefined ? {} : { project }),
  },
];
