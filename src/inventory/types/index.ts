import { SECURITY_POLICY } from './armor.ts';
import {
  BACKEND_BUCKET,
  BACKEND_SERVICE,
  FORWARDING_RULE,
  NETWORK,
  NETWORK_ENDPOINT_GROUP,
  ROUTER,
} from './backend.ts';
import { BACKUP_PLAN, BACKUP_PLAN_ASSOCIATION, BACKUP_VAULT } from './backup.ts';
import { FIREWALL } from './firewall.ts';
import { IMAGE } from './image.ts';
import { ALERT_POLICY, LOG_METRIC, NOTIFICATION_CHANNEL, SNOOZE, UPTIME_CHECK } from './monitoring.ts';
import { ENABLED_SERVICE, FOLDER, ORGANIZATION, PROJECT } from './project.ts';
import { DOCKERFILE, PIPELINE, REPOSITORY } from './repo.ts';
import { REVISION, SERVICE } from './run.ts';
import { SQL_INSTANCE } from './sql.ts';
import { BUCKET } from './storage.ts';
import type { TypeTable } from './table.ts';
import {
  CERTIFICATE,
  CERTIFICATE_MAP,
  CERTIFICATE_MAP_ENTRY,
  SSL_CERTIFICATE,
  SSL_POLICY,
  TARGET_HTTP_PROXY,
  TARGET_HTTPS_PROXY,
} from './tls.ts';
import { URL_MAP } from './url-map.ts';

const TABLES: readonly TypeTable[] = [
  SERVICE,
  REVISION,
  IMAGE,
  REPOSITORY,
  DOCKERFILE,
  PIPELINE,
  SQL_INSTANCE,
  BACKUP_PLAN,
  BACKUP_PLAN_ASSOCIATION,
  BACKUP_VAULT,
  FORWARDING_RULE,
  TARGET_HTTPS_PROXY,
  TARGET_HTTP_PROXY,
  URL_MAP,
  BACKEND_SERVICE,
  BACKEND_BUCKET,
  NETWORK_ENDPOINT_GROUP,
  SECURITY_POLICY,
  SSL_POLICY,
  SSL_CERTIFICATE,
  CERTIFICATE,
  CERTIFICATE_MAP,
  CERTIFICATE_MAP_ENTRY,
  FIREWALL,
  NETWORK,
  ROUTER,
  BUCKET,
  ALERT_POLICY,
  NOTIFICATION_CHANNEL,
  UPTIME_CHECK,
  SNOOZE,
  LOG_METRIC,
  PROJECT,
  FOLDER,
  ORGANIZATION,
  ENABLED_SERVICE,
];

const byType = new Map(TABLES.flatMap((table) => table.types.map((type) => [type, table] as const)));

/** The canonical table of an asset type; undefined for a type whose data is kept as it comes. */
export const tableOf = (type: string): TypeTable | undefined => byType.get(type);

/** Every asset type that has a table. */
export const knownTypes: readonly string[] = [...byType.keys()];
