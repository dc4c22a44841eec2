import type { PlanTable } from '../table.ts';
import { ALERT_POLICIES } from './alert-policy.ts';
import { BUCKETS } from './bucket.ts';
import { CLOUD_RUN } from './cloud-run.ts';
import { CLOUD_SQL } from './cloud-sql.ts';
import { FIREWALLS } from './firewall.ts';
import { SERVICE_ACCOUNTS } from './service-account.ts';
import { TLS } from './tls.ts';

const TABLES: readonly PlanTable[] = [
  ...CLOUD_SQL,
  ...CLOUD_RUN,
  ...BUCKETS,
  ...FIREWALLS,
  ...TLS,
  ...ALERT_POLICIES,
  ...SERVICE_ACCOUNTS,
];

const byResource = new Map(
  TABLES.flatMap((table) => table.resources.map((resource) => [resource, table] as const)),
);

/** The table of a Terraform resource type; undefined where none maps it. */
export const planTableOf = (resource: string): PlanTable | undefined => byResource.get(resource);

/** Every Terraform resource type that a table maps. */
export const plannedTypes: readonly string[] = [...byResource.keys()];
