import type { PlanTable } from '../table.ts';

/** Named as the users of a live audit are: one of MySQL is one of a host. */
export const SQL_USERS: readonly PlanTable[] = [
  {
    resources: ['google_sql_user'],
    type: 'sqladmin.googleapis.com/User',
    name: '//cloudsql.googleapis.com/projects/{project}/instances/{instance}/users/{account%}',
    fields: { instance: { refers: 'sqladmin.googleapis.com/Instance' } },
    // Passwords, in clear, hashed or written only, say nothing of who there is.
    dropped: ['account', 'password', 'password_wo', 'password_wo_version', 'sql_server_user_details'],
    creation: {
      type: {
        value: 'BUILT_IN',
        source: 'Cloud SQL Admin API v1, users.type: the built-in type of the database unless set',
      },
    },
    derived: ({ name, host }) => ({
      account: typeof host === 'string' && host !== '' ? `${String(name)}@${host}` : name,
    }),
  },
];
