import type { sqladmin_v1 } from 'googleapis/build/src/apis/sqladmin/index.js';
import type { Credentials } from '../../../google/credentials.ts';
import { authOf, CALL } from './call.ts';
import type { Collector } from './model.ts';

/** The Cloud SQL Admin API counts reads by the minute; its documentation gives no number, so this is a modest one. */
const QUOTA = { name: 'sqladmin reads', perMinute: 180 };

const SERVICE = 'sqladmin.googleapis.com';

async function api(credentials: Credentials): Promise<sqladmin_v1.Sqladmin> {
  const { default: module } = await import('googleapis/build/src/apis/sqladmin/index.js');
  return module.sqladmin({ version: 'v1', auth: authOf(credentials) });
}

const instanceName = (project: string, instance: string) =>
  `cloudsql.googleapis.com/projects/${project}/instances/${instance}`;

/** Database users: the inventory refuses the type. Source: Cloud SQL Admin API v1, users.list. */
const USERS: Collector = {
  type: 'sqladmin.googleapis.com/User',
  service: SERVICE,
  method: 'sql.users.list',
  permissions: ['cloudsql.users.list'],
  quota: QUOTA,
  of: 'sql-instance',
  async list(credentials, { project, name }) {
    const { users } = await api(credentials);
    const { data } = await users.list({ project, instance: name }, CALL);
    return {
      found: (data.items ?? []).map((user) => ({
        // A user of MySQL is one of a host: the same name may stand there twice.
        name: `${instanceName(project, name)}/users/${encodeURIComponent(`${user.name}${user.host ? `@${user.host}` : ''}`)}`,
        data: { ...user, password: undefined },
      })),
    };
  },
};

/**
 * The latest moment an instance can be brought back to: what proves a recovery point objective. It is only asked of
 * instances with point-in-time recovery, for it fails for others. Source: Cloud SQL Admin API v1,
 * projects.instances.getLatestRecoveryTime.
 */
const RECOVERY: Collector = {
  type: 'sqladmin.googleapis.com/LatestRecoveryTime',
  service: SERVICE,
  method: 'sql.projects.instances.getLatestRecoveryTime',
  permissions: ['cloudsql.instances.get'],
  quota: QUOTA,
  of: 'sql-instance-pitr',
  async list(credentials, { project, name }) {
    const { projects } = await api(credentials);
    const { data } = await projects.instances.getLatestRecoveryTime({ project, instance: name }, CALL);
    return { found: [{ name: `${instanceName(project, name)}/latestRecoveryTime`, data }] };
  },
};

export const SQL: readonly Collector[] = [USERS, RECOVERY];
