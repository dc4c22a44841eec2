import type { PlanTable } from '../table.ts';
import { ALERT_POLICIES } from './alert-policy.ts';
import { REPOSITORIES } from './artifact-registry.ts';
import { BACKENDS } from './backend.ts';
import { BACKUP_DR } from './backup-dr.ts';
import { BUCKETS } from './bucket.ts';
import { CACHES } from './cache.ts';
import { CERTIFICATES } from './certificate.ts';
import { BUILD_TRIGGERS } from './cloud-build.ts';
import { CLOUD_DEPLOY } from './cloud-deploy.ts';
import { CLOUD_RUN } from './cloud-run.ts';
import { CLOUD_SQL } from './cloud-sql.ts';
import { DASHBOARDS } from './dashboard.ts';
import { DNS } from './dns.ts';
import { ENABLED_SERVICES } from './enabled-service.ts';
import { ENDPOINT_GROUPS } from './endpoint-group.ts';
import { FIREWALLS } from './firewall.ts';
import { FORWARDING_RULES } from './forwarding-rule.ts';
import { HIERARCHY } from './hierarchy.ts';
import { LOGGING } from './logging.ts';
import { NETWORKS } from './network.ts';
import { NOTIFICATION_CHANNELS } from './notification-channel.ts';
import { ORG_POLICIES } from './org-policy.ts';
import { HTTP_PROXIES } from './proxy.ts';
import { SCHEDULED_JOBS } from './scheduler.ts';
import { SECRETS } from './secret.ts';
import { SECURITY_POLICIES } from './security-policy.ts';
import { SERVICE_ACCOUNTS } from './service-account.ts';
import { SERVICE_LEVELS } from './slo.ts';
import { SNOOZES } from './snooze.ts';
import { SQL_USERS } from './sql-user.ts';
import { TLS } from './tls.ts';
import { UPTIME_CHECKS } from './uptime-check.ts';
import { URL_MAPS } from './url-map.ts';

const TABLES: readonly PlanTable[] = [
  ...CLOUD_SQL,
  ...SQL_USERS,
  ...CLOUD_RUN,
  ...BUCKETS,
  ...FIREWALLS,
  ...TLS,
  ...CERTIFICATES,
  ...FORWARDING_RULES,
  ...HTTP_PROXIES,
  ...URL_MAPS,
  ...BACKENDS,
  ...ENDPOINT_GROUPS,
  ...SECURITY_POLICIES,
  ...NETWORKS,
  ...ALERT_POLICIES,
  ...SERVICE_ACCOUNTS,
  ...BACKUP_DR,
  ...BUILD_TRIGGERS,
  ...CACHES,
  ...CLOUD_DEPLOY,
  ...DASHBOARDS,
  ...DNS,
  ...ENABLED_SERVICES,
  ...HIERARCHY,
  ...LOGGING,
  ...NOTIFICATION_CHANNELS,
  ...ORG_POLICIES,
  ...REPOSITORIES,
  ...SCHEDULED_JOBS,
  ...SECRETS,
  ...SERVICE_LEVELS,
  ...SNOOZES,
  ...UPTIME_CHECKS,
];

const byResource = new Map(
  TABLES.flatMap((table) => table.resources.map((resource) => [resource, table] as const)),
);

/** The table of a Terraform resource type; undefined where none maps it. */
export const planTableOf = (resource: string): PlanTable | undefined => byResource.get(resource);

/** Every Terraform resource type that a table maps. */
export const plannedTypes: readonly string[] = [...byResource.keys()];
